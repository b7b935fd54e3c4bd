package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Explanation is how a rule came to its answer about one subject.
type Explanation struct {
	Answer   Answer
	Clauses  []Clause         // of the rule that were asked, in the order of its file
	Reads    []source.Pointer // what was looked at in the input, whether it is there or not
	Settings []string         // that were looked at, as group.name, and deeper where the rule went on
}

// Clause is one way in which a definition of a rule can hold.
type Clause struct {
	Name       string // of the definition
	Pos        source.Position
	Asked      int      // how often it was tried
	Held       int      // how often it held
	Results    []string // what it came to, each value once, as JSON; empty where that is only true
	Conditions []Condition
}

// Condition is one line of a clause.
type Condition struct {
	Text  string // as it stands in the rule
	Pos   source.Position
	Depth int    // how many collections it stands in that the clause builds
	Cases []Case // what came of it, each case once; empty: it was never reached
}

// Case is what came of a condition for certain values.
type Case struct {
	Holds  bool
	Values []Named
	Times  int
}

// Named is a value that a condition looked at.
type Named struct {
	Name  string // as it stands in the rule
	Value string // as JSON, shortened where it is long; empty where there is none
}

// Explain asks one rule about a subject, and watches how it comes to its answer.
// It asks whether or not the rule is off. The error says that there is no such
// rule, or that the library can't be compiled.
func (l *Library) Explain(ctx context.Context, c Config, id string, s Subject) (*Explanation, error) {
	i := slices.IndexFunc(l.rules, func(r *rule) bool { return r.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("no rule is called %q", id)
	}
	rule := l.rules[i]
	c.Off = map[string]bool{}
	for _, other := range l.rules {
		c.Off[other.ID] = other.ID != id
	}
	engine, err := l.Compile(c)
	if err != nil {
		return nil, err
	}
	explained := &Explanation{Answer: engine.Worker().Ask(ctx, s)[0]}
	if explained.Answer.Verdict == report.NotAssessable || explained.Answer.Verdict == report.Errored {
		return explained, nil
	}
	return explained, l.watch(ctx, c, rule, s, explained)
}

// watch evaluates a rule once more, without what would keep parts of it from being
// tried.
func (l *Library) watch(ctx context.Context, c Config, rule *rule, s Subject, explained *Explanation) error {
	modules := maps.Clone(l.shared)
	modules[rule.module.Package.Location.File] = rule.module
	compiler := ast.NewCompiler().WithCapabilities(l.capabilities).WithDefaultRegoVersion(ast.RegoV1)
	compiler.Compile(modules)
	if compiler.Failed() {
		return compiler.Errors
	}
	input := newConverter().convert(s.Input)
	watcher := newWatcher(rule, input)
	store := Store(c.Settings)
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return err
	}
	defer store.Abort(ctx, transaction)
	asked := ast.NewBody(ast.NewExpr(ast.NewTerm(rule.ref("applies"))), ast.NewExpr(ast.NewTerm(rule.ref("violations"))))
	err = topdown.NewQuery(asked).
		WithCompiler(compiler).
		WithStore(store).
		WithTransaction(transaction).
		WithInput(input).
		WithTime(c.AsOf.UTC().Truncate(24*time.Hour)).
		WithIndexing(false).
		WithEarlyExit(false).
		WithStrictBuiltinErrors(true).
		WithQueryTracer(watcher).
		Iter(ctx, func(topdown.QueryResult) error { return nil })
	watcher.tell(explained)
	return err
}

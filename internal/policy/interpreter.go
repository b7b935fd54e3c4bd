package policy

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// interpreter evaluates rules with OPA's own evaluator. Its word is final: it
// can do all that a rule can ask for, and says what goes wrong, and where.
type interpreter struct {
	engine      *Engine
	settings    settingsCache
	transaction storage.Transaction // to read the settings, where a rule asks for all data
	converter   *converter
	cache       cache
	plain       bool // without what makes it fast: rule indexing and early exit

	program *program
	subject Subject
	input   *ast.Term // of the subject, once it is asked about
}

func (e *Engine) newInterpreter(plain bool) *interpreter {
	return &interpreter{
		engine:      e,
		settings:    settingsCache{e.settings},
		transaction: storage.NewTransactionOrDie(context.Background(), e.store),
		converter:   newConverter(),
		plain:       plain,
	}
}

func (i *interpreter) begin(program *program, s Subject) {
	i.program, i.subject, i.input = program, s, nil
	i.cache.shared = program.constants
	i.cache.results.clear()
}

// answerVar is what the query of a question asks for: an array, empty where the
// rule doesn't apply, else with the violations.
const answerVar = ast.Var("answer")

func (i *interpreter) ask(ctx context.Context, q *question, judged bool) finding {
	body := q.judged
	if !judged {
		body = q.applied
	}
	result, err := i.query(ctx, body)
	if err != nil {
		return finding{err: err}
	}
	term := result[answerVar]
	if term == nil {
		return finding{err: errNoResult}
	}
	found := term.Value.(*ast.Array)
	if found.Len() == 0 || !judged {
		return finding{applies: found.Len() > 0}
	}
	violations, err := readViolations(found.Elem(0))
	return finding{applies: true, violations: violations, err: err}
}

// queryOf is answer = [found | applies; found = violations], or
// [true | applies] where the violations aren't asked for.
func queryOf(applies, violations ast.Ref) ast.Body {
	found, body := ast.InternedTerm(true), ast.NewBody(ast.NewExpr(ast.NewTerm(applies)))
	if violations != nil {
		found = ast.VarTerm("found")
		body.Append(ast.Equality.Expr(found, ast.NewTerm(violations)))
	}
	return ast.NewBody(ast.Equality.Expr(ast.NewTerm(answerVar), ast.ArrayComprehensionTerm(found, body)))
}

func (i *interpreter) query(ctx context.Context, body ast.Body) (result topdown.QueryResult, err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
		if err != nil {
			// What was cut short may look like a result, which nobody must find.
			i.cache = cache{shared: i.program.constants}
		}
	}()
	if ctx.Err() != nil {
		return nil, errTime
	}
	if i.input == nil {
		i.input = i.converter.input(i.subject)
	}
	var cancel topdown.Cancel
	if ctx.Done() != nil {
		cancel = topdown.NewCancel()
		stop := context.AfterFunc(ctx, cancel.Cancel)
		defer stop()
	}
	query := topdown.NewQuery(body).
		WithCompiler(i.program.compiler).
		WithStore(i.engine.store).
		WithTransaction(i.transaction).
		WithInput(i.input).
		WithTime(i.engine.asOf).
		WithCancel(cancel).
		WithMetrics(metrics.NoOp()).
		WithVirtualCache(&i.cache).
		WithBaseCache(i.settings).
		WithIndexing(!i.plain).
		WithEarlyExit(!i.plain).
		WithStrictBuiltinErrors(true)
	err = query.Iter(ctx, func(found topdown.QueryResult) error {
		result = found
		return nil
	})
	return result, err
}

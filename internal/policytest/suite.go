package policytest

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
)

// suite is a file of a library with everything that asks about it: its tests and
// its examples. Of the library it has what these lean on and no more, so that it
// compiles in no time.
type suite struct {
	library *files
	name    string // of the file
	modules map[string]*ast.Module
	tests   []test
	probes  []*probe
	store   storage.Store // of the settings that tests see
}

// test is one test of a *_test.rego file.
type test struct {
	name  string
	pos   source.Position
	fault error  // why it can't be asked
	probe *probe // nil when it can't
}

// probe asks for one thing, a test or an example, and knows what the file as it
// stands answers.
type probe struct {
	body   ast.Body
	input  *ast.Term
	asOf   time.Time
	store  storage.Store
	answer ast.Value // nil: undefined
}

var answerVar = ast.VarTerm("answer")

// newSuite gathers what a file is tested by.
func newSuite(library *files, name string, settings *source.Value) *suite {
	s := &suite{library: library, name: name, modules: map[string]*ast.Module{}, store: policy.Store(settings)}
	s.add(name)
	for _, other := range slices.Sorted(maps.Keys(library.byName)) {
		if library.byName[other].isTest() && path.Dir(other) == path.Dir(name) {
			s.add(other)
			s.addTests(library.byName[other].module)
		}
	}
	return s
}

// add adds a module and all that it names.
func (s *suite) add(name string) {
	if s.modules[name] != nil {
		return
	}
	module := s.library.byName[name].module
	s.modules[name] = module
	for _, imported := range module.Imports {
		if ref, isRef := imported.Path.Value.(ast.Ref); isRef {
			s.addNamed(ref)
		}
	}
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		s.addNamed(ref)
		return false
	})
}

func (s *suite) addNamed(ref ast.Ref) {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return
	}
	for name, other := range s.library.byName {
		if !other.isTest() && ref.HasPrefix(other.module.Package.Path) {
			s.add(name)
		}
	}
}

func (s *suite) addTests(module *ast.Module) {
	seen := map[string]bool{}
	for _, rule := range module.Rules {
		name := string(rule.Head.Name)
		if !strings.HasPrefix(name, testPrefix) && !strings.HasPrefix(name, skippedPrefix) {
			continue
		}
		one := test{name: name, pos: position(rule.Location)}
		switch {
		case strings.HasPrefix(name, skippedPrefix):
			one.fault = errSkipped
		case seen[name]:
			one.fault = errTwice
		case len(rule.Head.Args) > 0 || rule.Head.DocKind() != ast.CompleteDoc:
			one.fault = errNoTest
		default:
			ref := module.Package.Path.Append(ast.StringTerm(name))
			one.probe = &probe{
				body:  ast.NewBody(ast.Equality.Expr(answerVar, ast.NewTerm(ref))),
				asOf:  unpinned,
				store: s.store,
			}
			s.probes = append(s.probes, one.probe)
		}
		seen[name] = true
		s.tests = append(s.tests, one)
	}
}

// unpinned is the day of tests that don't say which day it is, so that none comes
// to hold, or no longer to hold, as time goes by.
var unpinned = time.Unix(0, 0)

var (
	errSkipped = errors.New("the test is skipped")
	errTwice   = errors.New("another test has this name, and Rego would take the two for one")
	errNoTest  = errors.New("a test is true or it isn't: write test_... if { ... }, one for each case")
	errFails   = errors.New("the test doesn't hold")
	errBroken  = errors.New("the engine broke down on it")
)

// fault is why a test doesn't hold; nil when it does.
func (s *suite) fault(ctx context.Context, compiler *ast.Compiler, t test) error {
	if t.fault != nil {
		return t.fault
	}
	answer, err := s.ask(ctx, compiler, t.probe)
	if err == nil && !same(answer, ast.Boolean(true)) {
		return errFails
	}
	return err
}

func (s *suite) addExamples(of examples) {
	files, _ := of.files()
	for _, file := range files {
		if _, example, errs := of.read(file); len(errs) == 0 {
			s.addExample(example, of.Settings)
		}
	}
}

// addExample asks for applies and violations as the engine does.
func (s *suite) addExample(e example, settings *source.Value) {
	rule := s.modules[s.name].Package.Path
	applies, violations := rule.Append(ast.StringTerm("applies")), rule.Append(ast.StringTerm("violations"))
	found := ast.VarTerm("found")
	asked := ast.ArrayComprehensionTerm(found, ast.NewBody(
		ast.NewExpr(ast.NewTerm(applies)),
		ast.Equality.Expr(found, ast.NewTerm(violations)),
	))
	s.probes = append(s.probes, &probe{
		body:  ast.NewBody(ast.Equality.Expr(answerVar, asked)),
		input: ast.NewTerm(ast.MustInterfaceToValue(e.input.Generic())),
		asOf:  e.asOf,
		store: policy.Store(settings.Merge(e.settings)),
	})
}

// compile makes the suite ready with another text in the place of its file.
func (s *suite) compile(module *ast.Module) (*ast.Compiler, error) {
	modules := maps.Clone(s.modules)
	modules[s.name] = module
	compiler := ast.NewCompiler().
		WithCapabilities(s.library.capabilities).
		WithDefaultRegoVersion(ast.RegoV1)
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// ask returns what a probe finds; nil when that is undefined.
func (s *suite) ask(ctx context.Context, compiler *ast.Compiler, p *probe, tracers ...topdown.QueryTracer) (answer ast.Value, err error) {
	defer func() {
		if recover() != nil {
			err = errBroken
		}
	}()
	transaction, err := p.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer p.store.Abort(ctx, transaction)
	query := topdown.NewQuery(p.body).
		WithCompiler(compiler).
		WithStore(p.store).
		WithTransaction(transaction).
		WithTime(p.asOf).
		WithMetrics(metrics.NoOp()).
		WithStrictBuiltinErrors(true)
	if p.input != nil {
		query = query.WithInput(p.input)
	}
	for _, tracer := range tracers {
		query = query.WithQueryTracer(tracer)
	}
	err = query.Iter(ctx, func(found topdown.QueryResult) error {
		answer = found[answerVar.Value.(ast.Var)].Value
		return nil
	})
	return answer, err
}

// learn asks each probe about the file as it stands.
func (s *suite) learn(ctx context.Context, compiler *ast.Compiler) error {
	for _, p := range s.probes {
		var err error
		if p.answer, err = s.ask(ctx, compiler, p); err != nil {
			return err
		}
	}
	return nil
}

// notices reports whether some probe finds another text of the file to differ.
// The one that did is asked first the next time.
func (s *suite) notices(ctx context.Context, compiler *ast.Compiler) bool {
	for i, p := range s.probes {
		answer, err := s.ask(ctx, compiler, p)
		if err != nil || !same(answer, p.answer) {
			copy(s.probes[1:i+1], s.probes[:i])
			s.probes[0] = p
			return true
		}
	}
	return false
}

// same reports whether two answers are one; nil is an undefined one.
func same(a, b ast.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Compare(b) == 0
}

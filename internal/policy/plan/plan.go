// Package plan runs compiled Rego as Go closures, made from the plan that OPA draws up of it.
//
// It says what rules say, or that it can't: whatever is unusual (a conflict, a
// function that fails, a statement it doesn't know) ends in an error, and the
// caller asks OPA's own evaluator, which has the words for it.
package plan

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/riskgate/riskgate/internal/source"
)

// Program is a set of definitions, ready to run. It is safe for concurrent use;
// its machines aren't.
type Program struct {
	functions map[string]*function
	settings  *source.Value
	now       int64 // nanoseconds since 1970
}

// Config is what a program runs with.
type Config struct {
	Settings *source.Value // data.settings
	AsOf     time.Time     // time.now_ns()
}

// Compile makes a program of the definitions at the given paths and all that
// they use. The modules of the compiler are already compiled.
func Compile(compiler *ast.Compiler, paths []ast.Ref, config Config) (*Program, error) {
	drawn, err := draw(compiler, paths)
	if err != nil {
		return nil, err
	}
	program := &Program{functions: map[string]*function{}, settings: config.Settings, now: config.AsOf.UnixNano()}
	making := maker{functions: program.functions, constants: constantsOf(drawn.Static.Strings)}
	for i, planned := range drawn.Funcs.Funcs {
		program.functions[planned.Name] = &function{parameters: len(planned.Params), slot: i}
	}
	for _, planned := range drawn.Funcs.Funcs {
		if err := making.function(planned); err != nil {
			return nil, fmt.Errorf("%s: %w", planned.Name, err)
		}
	}
	making.spread()
	return program, nil
}

// draw has OPA draw up the plan of definitions.
func draw(compiler *ast.Compiler, paths []ast.Ref) (*ir.Policy, error) {
	register()
	all := ast.NewArray()
	for _, path := range paths {
		all = all.Append(ast.ArrayComprehensionTerm(ast.NewTerm(path), ast.NewBody(ast.NewExpr(ast.NewTerm(path)))))
	}
	var drawn *ir.Policy
	_, err := rego.New(
		rego.Compiler(compiler),
		rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(all)))),
		rego.Target(target),
	).PrepareForEval(context.WithValue(context.Background(), drawnKey{}, &drawn))
	if err != nil {
		return nil, err
	}
	return drawn, nil
}

// OPA hands a plan to nobody but a target that stands in its list of all targets
// of the process.
const target = "riskgate-plan"

var register = sync.OnceFunc(func() { rego.RegisterPlugin(target, planTarget{}) })

type planTarget struct{}

type drawnKey struct{}

func (planTarget) IsTarget(name string) bool { return name == target }

func (planTarget) PrepareForEval(ctx context.Context, policy *ir.Policy, _ ...rego.PrepareOption) (rego.TargetPluginEval, error) {
	*ctx.Value(drawnKey{}).(**ir.Policy) = policy
	return planTarget{}, nil
}

func (planTarget) Eval(context.Context, *rego.EvalContext, ast.Value) (ast.Value, error) {
	return nil, errors.New("a plan is run by a machine")
}

// Definition returns what a machine needs to evaluate the definition at a path,
// or nil where the program doesn't have it.
func (p *Program) Definition(path ast.Ref) *Definition {
	found := p.functions["g0."+path.String()]
	if found == nil || found.parameters != ownParameters {
		return nil
	}
	return (*Definition)(found)
}

// Definition is a rule, or the rules of one name.
type Definition function

// ownParameters is how many parameters each function has before its own: input
// and data, its first variables.
const ownParameters = 2

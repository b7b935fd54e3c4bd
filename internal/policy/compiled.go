package policy

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/policy/plan"
)

// compiled evaluates rules as closures made from OPA's plan of them, many times
// faster than the interpreter, which it asks about all that the plan can't do.
type compiled struct {
	*interpreter
	machines map[*program]*plan.Machine
	machine  *plan.Machine // of the subject's kind; nil where the plan can't be run
}

func (e *Engine) newCompiled() *compiled {
	return &compiled{interpreter: e.newInterpreter(false), machines: map[*program]*plan.Machine{}}
}

func (c *compiled) begin(program *program, s Subject) {
	c.interpreter.begin(program, s)
	if c.machine = c.machines[program]; c.machine == nil && program.plan != nil {
		c.machine = program.plan.NewMachine()
		c.machines[program] = c.machine
	}
	if c.machine != nil {
		c.machine.Begin(s.Input, s.Lasting)
	}
}

func (c *compiled) ask(ctx context.Context, q *question, judged bool) finding {
	if c.machine != nil {
		if found, err := c.run(ctx, q, judged); err == nil {
			return found
		}
	}
	return c.interpreter.ask(ctx, q, judged)
}

func (c *compiled) run(ctx context.Context, q *question, judged bool) (finding, error) {
	applies, err := c.machine.Holds(ctx, q.appliesPlan)
	if err != nil || !applies || !judged {
		return finding{applies: applies}, err
	}
	elements, err := c.machine.Elements(ctx, q.violationsPlan)
	if err != nil || len(elements) == 0 {
		return finding{applies: true}, err
	}
	violations, err := readViolations(ast.SetTerm(elements...))
	return finding{applies: true, violations: violations}, err
}

package policy

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Worker asks rules about subjects, one at a time.
type Worker struct {
	engine    *Engine
	settings  settingsCache
	converter *converter
	cache     cache
	forms     map[formKey]*form
}

type formKey struct{ kind, gaps string }

// Ask puts one subject to all rules of its kind, and answers in the order of
// Engine.Rules. Whatever goes wrong is an answer: of the rule that it befell.
func (w *Worker) Ask(ctx context.Context, s Subject) []Answer {
	program := w.engine.programs[s.Kind]
	if program == nil {
		return nil
	}
	asking := asking{Worker: w, ctx: ctx, program: program, input: w.converter.input(s.Input)}
	if ctx.Done() != nil {
		asking.cancel = topdown.NewCancel()
		stop := context.AfterFunc(ctx, asking.cancel.Cancel)
		defer stop()
	}

	form := w.form(program, s)
	answers := make([]Answer, len(form.items))
	result, err := asking.query(form.body)
	for i, item := range form.items {
		if err != nil && item.body != nil {
			result, itemErr := asking.query(item.body)
			answers[i] = item.answer(result, itemErr, s.Gaps)
			continue
		}
		answers[i] = item.answer(result, nil, s.Gaps)
	}
	return answers
}

// form finds the form for a subject's gaps: most subjects of a run have the same.
func (w *Worker) form(program *program, s Subject) *form {
	key := formKey{kind: s.Kind}
	for _, gap := range s.Gaps {
		key.gaps += gap.Path + "\n"
	}
	known := w.forms[key]
	if known == nil {
		known = newForm(program, s.Gaps)
		w.forms[key] = known
	}
	return known
}

// asking is one subject being asked about.
type asking struct {
	*Worker
	ctx     context.Context
	program *program
	input   *ast.Term
	cancel  topdown.Cancel
}

func (a *asking) query(body ast.Body) (result topdown.QueryResult, err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
		if err != nil {
			// What was cut short may look like a result, which nobody must find.
			a.cache = cache{}
		}
	}()
	if a.ctx.Err() != nil {
		return nil, errTime
	}
	a.cache.shared = a.program.constants
	a.cache.results.clear()
	query := topdown.NewQuery(body).
		WithCompiler(a.program.compiler).
		WithStore(a.engine.store).
		WithInput(a.input).
		WithTime(a.engine.asOf).
		WithCancel(a.cancel).
		WithMetrics(metrics.NoOp()).
		WithVirtualCache(&a.cache).
		WithBaseCache(a.settings).
		WithStrictBuiltinErrors(true)
	err = query.Iter(a.ctx, func(found topdown.QueryResult) error {
		result = found
		return nil
	})
	return result, err
}

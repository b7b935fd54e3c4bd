package policy

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// Due is one thing that a rule asks for by a day.
type Due struct {
	At   source.Pointer // into the subject's input
	On   string         // the last day on which it is in time, YYYY-MM-DD
	What string         // in a word or two: review, action
}

var (
	errNoDueSet    = errors.New("due is no set")
	errNoDueObject = errors.New(`what is due is no object {"at": [...], "on": "...", "what": "..."}`)
	errDueWhat     = errors.New("the what of something due is empty or no text")
	errDueOn       = errors.New("the on of something due is no date as YYYY-MM-DD")
	errDueAt       = errors.New("the at of something due is no array of names and positions")
)

// dueOf asks what falls due under a rule, of all evaluators, which must give one answer.
func (w *Worker) dueOf(ctx context.Context, q *question) ([]Due, error) {
	if q.due == nil {
		return nil, nil
	}
	due, err := w.asked.due(ctx, q)
	if w.second == nil || err != nil {
		return due, err
	}
	other, err := w.second.due(ctx, q)
	if err != nil || !slices.Equal(due, other) {
		return nil, errTwoAnswers
	}
	return due, nil
}

func (c *compiled) due(ctx context.Context, q *question) ([]Due, error) {
	if c.machine != nil && q.duePlan != nil {
		if elements, err := c.machine.Elements(ctx, q.duePlan); err == nil {
			return readDue(ast.SetTerm(elements...))
		}
	}
	return c.interpreter.due(ctx, q)
}

func (i *interpreter) due(ctx context.Context, q *question) ([]Due, error) {
	result, err := i.query(ctx, ast.NewBody(ast.Equality.Expr(ast.NewTerm(answerVar), ast.NewTerm(q.due))))
	if err != nil {
		return nil, err
	}
	term := result[answerVar]
	if term == nil {
		return nil, errNoDueSet
	}
	return readDue(term)
}

func readDue(term *ast.Term) ([]Due, error) {
	set, isSet := term.Value.(ast.Set)
	if !isSet {
		return nil, errNoDueSet
	}
	var all []Due
	for _, element := range set.Slice() {
		due, err := readOneDue(element)
		if err != nil {
			return nil, err
		}
		all = append(all, due)
	}
	slices.SortFunc(all, func(a, b Due) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.At, b.At), cmp.Compare(a.What, b.What))
	})
	return all, nil
}

func readOneDue(term *ast.Term) (Due, error) {
	object, isObject := term.Value.(ast.Object)
	if !isObject || object.Len() != 3 {
		return Due{}, errNoDueObject
	}
	at, on, what := object.Get(atKey), object.Get(onKey), object.Get(whatKey)
	if at == nil || on == nil || what == nil {
		return Due{}, errNoDueObject
	}
	due := Due{On: text(on), What: text(what)}
	if due.What == "" {
		return Due{}, errDueWhat
	}
	if _, err := time.Parse(time.DateOnly, due.On); err != nil {
		return Due{}, errDueOn
	}
	var isPlace bool
	if due.At, isPlace = pointerOf(at); !isPlace {
		return Due{}, errDueAt
	}
	return due, nil
}

var (
	onKey   = ast.InternedTerm("on")
	whatKey = ast.InternedTerm("what")
)

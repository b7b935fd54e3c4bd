package policy

import (
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/report"
)

// form is the one query that asks all rules of a kind about a subject with
// certain gaps.
type form struct {
	body  ast.Body
	items []item
}

// item is a rule's place in a form. What it asks for is an array: empty where
// the rule doesn't apply, else with the violations.
type item struct {
	*question
	result ast.Var
	body   ast.Body // to ask this rule alone; nil when a gap keeps it from being asked
	gap    int      // that keeps its violations from being judged, or noGap
}

const noGap = -1

func newForm(program *program, gaps []Gap) *form {
	form := &form{}
	for i, question := range program.questions {
		item := item{question: question, gap: noGap}
		if gate := meeting(question.gates, gaps); gate != noGap {
			item.gap = gate
			form.items = append(form.items, item)
			continue
		}
		item.gap = meeting(question.reads, gaps)
		item.result = ast.Var("rule" + strconv.Itoa(i))
		item.body = ast.NewBody(item.ask())
		form.body.Append(item.ask())
		form.items = append(form.items, item)
	}
	return form
}

// ask is result = [found | applies; found = violations], or [true | applies]
// where violations can't be judged.
func (i *item) ask() *ast.Expr {
	applies := ast.NewExpr(ast.NewTerm(i.applies))
	found, body := ast.InternedTerm(true), ast.NewBody(applies)
	if i.gap == noGap {
		found = ast.VarTerm("found" + string(i.result))
		body.Append(ast.Equality.Expr(found, ast.NewTerm(i.violations)))
	}
	return ast.Equality.Expr(ast.NewTerm(i.result), ast.ArrayComprehensionTerm(found, body))
}

func meeting(reads []read, gaps []Gap) int {
	return slices.IndexFunc(gaps, func(gap Gap) bool {
		path := parsePath(gap.Path)
		return slices.ContainsFunc(reads, func(r read) bool { return r.meets(path) })
	})
}

func (i *item) answer(result topdown.QueryResult, err error, gaps []Gap) Answer {
	if i.body == nil {
		return Answer{Verdict: report.NotAssessable, Reason: gaps[i.gap].Reason}
	}
	if err != nil {
		return errored(i.question, err)
	}
	term := result[i.result]
	if term == nil {
		return errored(i.question, errNoResult)
	}
	found := term.Value.(*ast.Array)
	switch {
	case found.Len() == 0:
		return Answer{Verdict: report.NotApplicable}
	case i.gap != noGap:
		return Answer{Verdict: report.NotAssessable, Reason: gaps[i.gap].Reason}
	}
	violations, err := readViolations(found.Elem(0))
	if err != nil {
		return errored(i.question, err)
	}
	if len(violations) == 0 {
		return Answer{Verdict: report.Pass}
	}
	return Answer{Verdict: report.Fail, Violations: violations}
}

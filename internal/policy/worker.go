package policy

import (
	"context"
	"errors"

	"github.com/riskgate/riskgate/internal/report"
)

// Worker asks rules about subjects, one at a time.
type Worker struct {
	engine *Engine
	asked  evaluator
	second evaluator // nil, or asked as well, for the same answers
	plain  evaluator // what is second where a subject asks for it; nil before the first that does
	known  map[gapsKey][]obstacle
}

// evaluator knows one way to evaluate rules.
type evaluator interface {
	// begin turns to another subject.
	begin(program *program, s Subject)
	// ask puts one question about the subject. Where judged is false, only
	// whether the rule applies is asked.
	ask(ctx context.Context, q *question, judged bool) finding
	// due asks what falls due under the rule.
	due(ctx context.Context, q *question) ([]Due, error)
}

// finding is what a rule says.
type finding struct {
	applies    bool
	violations []Violation // sorted
	err        error
}

var errTwoAnswers = errors.New("evaluated in two ways, the rule gives two answers; neither can be relied on")

// Ask puts one subject to all rules of its kind, and answers in the order of
// Engine.Rules. Whatever goes wrong is an answer: of the rule that it befell.
func (w *Worker) Ask(ctx context.Context, s Subject) []Answer {
	program := w.engine.programs[s.Kind]
	if program == nil {
		return nil
	}
	if s.Twice && w.second == nil {
		w.second = w.secondWay()
		defer func() { w.second = nil }()
	}
	w.asked.begin(program, s)
	if w.second != nil {
		w.second.begin(program, s)
	}
	answers := make([]Answer, len(program.questions))
	for i, obstacle := range w.obstacles(program, s) {
		answers[i] = w.answer(ctx, program.questions[i], obstacle, s.Gaps)
	}
	return answers
}

// secondWay is the way that all answers are evaluated in a second time, or those alone that are asked for.
func (w *Worker) secondWay() evaluator {
	if w.second != nil {
		return w.second
	}
	if w.plain == nil {
		w.plain = w.engine.newInterpreter(true)
	}
	return w.plain
}

// Given is an answer that a rule gave about a subject: a pass, a failure, or that it doesn't apply.
type Given struct {
	Rule   int // its number in Engine.Rules
	Answer Answer
}

// Confirm evaluates what was answered about a subject in the second way alone, and answers once more: the same where it
// comes to the same, and else with an error. A violation without a remedy has the rule's.
func (w *Worker) Confirm(ctx context.Context, s Subject, given []Given) []Answer {
	program := w.engine.programs[s.Kind]
	second := w.secondWay()
	second.begin(program, s)
	obstacles := w.obstacles(program, s)
	answers := make([]Answer, len(given))
	for i, g := range given {
		question, remedy := program.questions[g.Rule], program.rules[g.Rule].Remedy
		found := second.ask(ctx, question, obstacles[g.Rule].reads == noGap)
		said := finding{applies: g.Answer.Verdict != report.NotApplicable, violations: remedied(g.Answer.Violations, remedy)}
		found.violations = remedied(found.violations, remedy)
		if answers[i] = g.Answer; !said.same(found) {
			answers[i] = errored(question, errTwoAnswers)
		}
	}
	return answers
}

func (w *Worker) answer(ctx context.Context, q *question, o obstacle, gaps []Gap) Answer {
	if o.gate != noGap {
		return Answer{Verdict: report.NotAssessable, Reason: gaps[o.gate].Reason, Lacks: o.lacks}
	}
	judged := o.reads == noGap
	found := w.asked.ask(ctx, q, judged)
	if w.second != nil && found.err == nil && !found.same(w.second.ask(ctx, q, judged)) {
		found = finding{err: errTwoAnswers}
	}
	switch {
	case found.err != nil:
		return errored(q, found.err)
	case !found.applies:
		return Answer{Verdict: report.NotApplicable}
	case !judged:
		return Answer{Verdict: report.NotAssessable, Reason: gaps[o.reads].Reason, Lacks: o.lacks}
	}
	due, err := w.dueOf(ctx, q)
	switch {
	case err != nil:
		answer := errored(q, err)
		answer.NoDue = true
		return answer
	case len(found.violations) == 0:
		return Answer{Verdict: report.Pass, Due: due}
	}
	return Answer{Verdict: report.Fail, Violations: found.violations, Due: due}
}

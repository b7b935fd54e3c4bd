package check

import (
	"context"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// sample is how many answers of each verdict of each rule are chosen to be confirmed; 0 where none or all are.
func (r *run) sample() int {
	if r.Twice == All {
		return 0
	}
	return r.Twice
}

// countTwice counts answers that were evaluated in two ways.
func (r *run) countTwice(answers ...[]report.Answer) {
	n := int64(0)
	for _, of := range answers {
		for _, answer := range of {
			if answer.Verdict.IsAnswer() {
				n++
			}
		}
	}
	r.twice.Add(n)
}

// confirm evaluates a sample of the answers in a second way, once all are known: it covers every rule and every verdict, and
// costs the same for a large run as for a small one. What a change touches was evaluated twice already.
func (r *run) confirm(ctx context.Context, builder *report.Builder) error {
	if r.sample() == 0 {
		return nil
	}
	touched := r.touched()
	chosen := bySubject(builder.Choose(r.sample(), func(subject int) bool { return touched[subject] }))
	refuted := make([][]policy.Answer, len(chosen))
	err := r.parallel(ctx, len(chosen), func() func(int) error {
		d := desk{worker: r.Engine.Worker(), parser: new(source.Parser)}
		return func(i int) (err error) {
			refuted[i], err = r.secondAnswers(ctx, chosen[i], d)
			return err
		}
	})
	if err != nil {
		return err
	}
	for i, of := range chosen {
		for n, answer := range refuted[i] {
			if answer.Verdict == report.Errored {
				builder.Retract(of[n], answer.Reason)
				continue
			}
			r.twice.Add(1)
		}
	}
	return nil
}

// touched says of each subject of the report whether its answers were evaluated twice when they were asked for.
func (r *run) touched() map[int]bool {
	touched := map[int]bool{}
	if r.comparison == nil {
		return touched
	}
	for i := range r.items() {
		if item := r.item(i); item.Affected {
			for n := item.Head.From; n < item.Head.To; n++ {
				touched[len(r.files)+n] = true
			}
		}
	}
	return touched
}

// bySubject groups what stands in the order of subjects.
func bySubject(chosen []report.Chosen) [][]report.Chosen {
	var groups [][]report.Chosen
	for i, one := range chosen {
		if i == 0 || chosen[i-1].Subject != one.Subject {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, one)
	}
	return groups
}

// secondAnswers evaluates what was chosen of one subject.
func (r *run) secondAnswers(ctx context.Context, chosen []report.Chosen, d desk) ([]policy.Answer, error) {
	s := r.subject(chosen[0].Subject - len(r.files))
	d.parser.Free() // of the subject before
	input, err := r.input(s, r.Engine.Needs(s.Kind), d.parser)
	if err != nil {
		return nil, err
	}
	given := make([]policy.Given, len(chosen))
	for i, c := range chosen {
		given[i] = policy.Given{Rule: c.Rule, Answer: policy.Answer{Verdict: c.Answer.Verdict}}
		for _, v := range c.Answer.Violations {
			given[i].Answer.Violations = append(given[i].Answer.Violations, policy.Violation{At: v.At, Message: v.Message, Remedy: v.Remedy})
		}
	}
	return d.worker.Confirm(ctx, asking(s.Kind, input, false), given), nil
}

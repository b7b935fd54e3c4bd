package check

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// effect counts what a change does, from several goroutines.
type effect struct {
	affected, fixed, lost atomic.Int64
	base, added           unjudged
}

// unjudged counts checks that can't be judged, by rule and reason, from several goroutines.
type unjudged struct{ sync.Map }

type whyUnjudged struct{ rule, reason string }

func (u *unjudged) add(rule, reason string) {
	key := whyUnjudged{rule, reason}
	count, known := u.Load(key)
	if !known {
		count, _ = u.LoadOrStore(key, new(atomic.Int64))
	}
	count.(*atomic.Int64).Add(1)
}

// unlike counts the checks whose rule and reason others don't have.
func (u *unjudged) unlike(others *unjudged) int {
	n := 0
	u.Range(func(key, count any) bool {
		if _, known := others.Load(key); !known {
			n += int(count.(*atomic.Int64).Load())
		}
		return true
	})
	return n
}

// follower takes records over from another state, for one goroutine. Its nil value takes none.
type follower struct {
	*run
	numbers map[*workspace.Document]int // of the documents of the other state
	buffer  []byte
}

func (r *run) follow(other *run) *follower {
	if other == nil {
		return nil
	}
	f := &follower{run: r, numbers: map[*workspace.Document]int{}, buffer: []byte{}}
	for i, d := range other.work.Documents {
		f.numbers[d] = i
	}
	return f
}

// takeOver takes a record over, if the other state has it too.
func (f *follower) takeOver(document int, at workspace.Place) (bool, error) {
	if f == nil {
		return false, nil
	}
	d := f.work.Documents[document]
	if d.Same != nil {
		return f.index.TakeOverSame(document, at, f.numbers[d.Same]), nil
	}
	text, err := d.Text(at, f.buffer)
	if err != nil || text == nil {
		return false, err
	}
	f.buffer = text
	return f.index.TakeOver(document, at, text), nil
}

// items is the number of what is asked about at a time: a subject of one state, or of a change the subjects of both that
// share a kind and an id, and the change of a record.
func (r *run) items() int {
	if r.comparison == nil {
		return r.portfolio.Len()
	}
	return len(r.twins) + r.comparison.Len()
}

// item is one of them, by number. The changes of records stand behind all records, and on no side of their own.
func (r *run) item(i int) portfolio.Twin {
	n := i
	switch {
	case r.comparison == nil:
	case i < len(r.twins):
		return r.twins[i]
	default:
		n += r.portfolio.Len() - len(r.twins)
	}
	return portfolio.Twin{Head: portfolio.Span{From: n, To: n + 1}, Affected: r.comparison != nil}
}

// answers asks about one item: in both states where they may differ, and then in two ways, too. It returns the answers
// about the subjects of the head.
func (r *run) answers(ctx context.Context, t portfolio.Twin, d desk) ([][]report.Answer, error) {
	d.twice = t.Affected || r.Twice == All
	after, err := r.judgeAll(ctx, t.Head, d)
	if d.twice {
		r.countTwice(after...)
	}
	if err != nil || r.comparison == nil {
		return after, err
	}
	var before [][]report.Answer
	if t.Affected && t.Base.Len() > 0 {
		if before, err = r.base.judgeAll(ctx, t.Base, d); err != nil {
			return nil, err
		}
	}
	r.compare(t, before, after)
	return after, nil
}

func (r *run) judgeAll(ctx context.Context, s portfolio.Span, d desk) ([][]report.Answer, error) {
	all := make([][]report.Answer, 0, s.Len())
	for n := s.From; n < s.To; n++ {
		answers, err := r.judge(ctx, n, d)
		if err != nil {
			return nil, err
		}
		all = append(all, answers)
	}
	return all, nil
}

// compare gives the findings about twins their age, and counts what became of those of the base.
func (r *run) compare(t portfolio.Twin, before, after [][]report.Answer) {
	s := r.subject(t.Head.From)
	ref, rules := report.SubjectRef{Kind: s.Kind, ID: s.ID}, r.Engine.Rules(s.Kind)
	identify := func(column int, v *report.Violation) string {
		return report.Fingerprint(rules[column].ID, ref, v.IDs...)
	}
	found := findingsOf(after, identify)
	if !t.Affected {
		for _, f := range found {
			f.Age = report.ExistingFinding
		}
		r.lose(rules, after, after)
		return
	}
	r.effect.affected.Add(int64(t.Head.Len()))
	r.effect.fixed.Add(int64(giveAges(findingsOf(before, identify), found)))
	if s.Kind != report.ChangeKind {
		r.lose(rules, before, after)
	}
}

// identified is a finding and what tells it from others in both states.
type identified struct {
	*report.Violation
	identity string
}

func findingsOf(answers [][]report.Answer, identify func(column int, v *report.Violation) string) []identified {
	var found []identified
	for _, of := range answers {
		for column := range of {
			for i := range of[column].Violations {
				v := &of[column].Violations[i]
				found = append(found, identified{v, identify(column, v)})
			}
		}
	}
	return found
}

// giveAges says of each finding of the head whether the base has it too, and returns how many more the base has. Numbers
// count: where there was one and now are two, one is new, and it is the one that says something else.
func giveAges(before, after []identified) int {
	left := map[string][]string{} // messages, by identity
	for _, f := range before {
		left[f.identity] = append(left[f.identity], f.Message)
	}
	n := len(before)
	take := func(f identified, i int) {
		left[f.identity] = slices.Delete(left[f.identity], i, i+1)
		f.Age = report.ExistingFinding
		n--
	}
	for _, f := range after {
		f.Age = report.NewFinding
		if i := slices.Index(left[f.identity], f.Message); i >= 0 {
			take(f, i)
		}
	}
	for _, f := range after {
		if f.Age == report.NewFinding && len(left[f.identity]) > 0 {
			take(f, 0)
		}
	}
	return n
}

// lose notes what a change leaves not assessable: checks that had a verdict, and those of what the base doesn't have, or
// that did not apply there. The latter are held against those that the base leaves so.
func (r *run) lose(rules []report.Rule, before, after [][]report.Answer) {
	for i := range max(len(before), len(after)) {
		for column, rule := range rules {
			was, is := answerAt(before, i, column), answerAt(after, i, column)
			if was.Verdict == report.NotAssessable {
				r.effect.base.add(rule.ID, was.Reason)
				continue
			}
			switch {
			case is.Verdict != report.NotAssessable:
			case was.Verdict == report.Pass || was.Verdict == report.Fail:
				r.effect.lost.Add(1)
			default:
				r.effect.added.add(rule.ID, is.Reason)
			}
		}
	}
}

// answerAt is one of the answers about twins; its zero value where there is none.
func answerAt(answers [][]report.Answer, i, column int) report.Answer {
	if i < len(answers) && column < len(answers[i]) {
		return answers[i][column]
	}
	return report.Answer{}
}

// lost counts the checks that the change leaves not assessable. What it adds may lack what the base lacks for the same
// rule, as where its source has never carried a field; and the first records of all have no base to be measured by.
func (r *run) lost() int {
	n := int(r.effect.lost.Load())
	if len(r.base.work.Documents) > 0 || len(r.base.unread) > 0 {
		n += r.effect.added.unlike(&r.effect.base)
	}
	return n
}

// compareFiles gives what the schema has against the files their age. A file may have another name in the base; the ids
// of its records tell.
func (r *run) compareFiles() {
	identify := func(_ int, v *report.Violation) string { return strings.Join(v.IDs, "\x00") }
	before, after := findingsOf(r.base.problems(), identify), findingsOf(r.problems(), identify)
	r.effect.fixed.Add(int64(giveAges(before, after)))
}

func (r *run) problems() [][]report.Answer {
	all := make([][]report.Answer, len(r.files))
	for i := range r.files {
		all[i] = r.files[i].answer()
	}
	return all
}

// compared completes what is known of a change, once all rules were asked.
func (r *run) compared(c report.Comparison) report.Comparison {
	for i := range r.base.files {
		c.Inputs = append(c.Inputs, r.base.files[i].input)
	}
	c.Unread = r.base.unreadFiles()
	c.Emptied = r.emptied()
	c.Affected = int(r.effect.affected.Load())
	c.Fixed = int(r.effect.fixed.Load())
	c.Lost = r.lost()
	return c
}

// emptied lists the kinds of subject that the base has and the head has none of.
func (r *run) emptied() []string {
	head := r.portfolio.Kinds()
	return slices.DeleteFunc(r.base.portfolio.Kinds(), func(kind string) bool { return slices.Contains(head, kind) })
}

// leftOutBefore reports whether the base has a file that it leaves out for the same reason.
func (r *run) leftOutBefore(i workspace.Ignored) bool {
	if r.base == nil {
		return false
	}
	name := within(i.Name, r.Roots)
	return slices.ContainsFunc(r.base.work.Ignored, func(before workspace.Ignored) bool {
		return before.Reason == i.Reason && within(before.Name, r.Base) == name
	})
}

// within is the name of a file below the place that the user named, which two directories have each of their own.
func within(name string, roots []workspace.Root) string {
	for _, root := range roots {
		if below, ok := strings.CutPrefix(name, root.Name+"/"); ok {
			return below
		}
	}
	return name
}

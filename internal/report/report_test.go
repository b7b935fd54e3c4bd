package report_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func about(t *testing.T, rules ...report.Rule) report.About {
	t.Helper()
	date, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	return report.About{AsOf: date, Severities: []string{"low", "moderate", "high", "critical"}, Rules: rules}
}

func rule(id, subject string, level report.Level) report.Rule {
	return report.Rule{ID: id, Subject: subject, Level: level, Remedy: "Mend " + id + "."}
}

func subject(kind, id, severity string, line int) report.Subject {
	return report.Subject{SubjectRef: report.SubjectRef{Kind: kind, ID: id}, Severity: severity, Pos: at(line)}
}

func at(line int) source.Position {
	return source.Position{File: "register.json", Line: line, Column: 1}
}

func fail(line int, messages ...string) report.Answer {
	answer := report.Answer{Verdict: report.Fail}
	for _, message := range messages {
		answer.Violations = append(answer.Violations, report.Violation{Pos: at(line), Message: message})
	}
	return answer
}

func pass() report.Answer { return report.Answer{Verdict: report.Pass} }

func build(t *testing.T, about report.About, subjects []report.Subject, answers ...[]report.Answer) *report.Report {
	t.Helper()
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i, answer := range answers {
		b.Set(i, answer)
	}
	return b.Report()
}

func TestOutcomesStandInTheOrderOfRulesThenSubjects(t *testing.T) {
	r := build(t,
		about(t, rule("risk.b", "risk", report.Deny), rule("plan.a", "plan", report.Deny), rule("risk.a", "risk", report.Deny)),
		[]report.Subject{subject("plan", "P-1", "", 9), subject("risk", "R-2", "", 2), subject("risk", "R-1", "", 5), subject("risk", "R-2", "", 1)},
		[]report.Answer{pass()},
		[]report.Answer{pass(), fail(2, "second R-2")},
		[]report.Answer{pass(), pass()},
		[]report.Answer{pass(), fail(1, "first R-2", "first R-2 again")},
	)
	var got []string
	for o := range r.Outcomes() {
		line := fmt.Sprint(o.Rule, " ", o.Subject.ID, " ", o.Verdict)
		for _, f := range o.Findings {
			line += ": " + f.Message
		}
		got = append(got, line)
	}
	want := []string{
		"plan.a P-1 pass",
		"risk.a R-1 pass", "risk.a R-2 pass", "risk.a R-2 pass",
		"risk.b R-1 pass", "risk.b R-2 fail: first R-2: first R-2 again", "risk.b R-2 fail: second R-2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestFindingsShowTheWorstFirst(t *testing.T) {
	r := build(t,
		about(t, rule("risk.deny", "risk", report.Deny), rule("risk.warn", "risk", report.Warn)),
		[]report.Subject{subject("risk", "R-1", "low", 1), subject("risk", "R-2", "critical", 2), subject("risk", "R-3", "", 3), subject("risk", "R-4", "critical", 4)},
		[]report.Answer{fail(1, "low"), pass()},
		[]report.Answer{fail(20, "critical, far down"), fail(1, "critical, only a warning")},
		[]report.Answer{fail(1, "without severity"), pass()},
		[]report.Answer{fail(3, "critical, further up"), pass()},
	)
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Message)
	}
	want := []string{"critical, further up", "critical, far down", "low", "without severity", "critical, only a warning"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSilenceIsNeverAPass(t *testing.T) {
	tests := []struct {
		name    string
		answers []report.Answer
		want    string
	}{
		{"no answer was set", nil, "the rule gave no answer"},
		{"there are more answers than rules", []report.Answer{pass(), pass()}, "the rule gave no answer"},
		{"the verdict is none", []report.Answer{{}}, "the rule gave no answer"},
		{"a failure has no violation", []report.Answer{{Verdict: report.Fail}}, "the rule failed without saying where"},
		{"a pass has a violation", []report.Answer{{Verdict: report.Pass, Violations: make([]report.Violation, 1)}}, "the rule found a violation, yet did not fail"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := build(t, about(t, rule("risk.a", "risk", report.Deny)), []report.Subject{subject("risk", "R-1", "", 1)}, test.answers)
			if len(r.Errors) != 1 || r.Errors[0].Reason != test.want {
				t.Errorf("errors are %+v, want one: %s", r.Errors, test.want)
			}
			if want := (report.Counts{Errors: 1}); r.Totals.Outcomes != want {
				t.Errorf("outcomes are %+v, want %+v", r.Totals.Outcomes, want)
			}
		})
	}
}

func TestCountsAddUpToThePopulation(t *testing.T) {
	waived := fail(1, "accepted")
	waived.Violations[0].Waived = &report.Waiver{ID: "W-1"}
	half := fail(1, "accepted", "not accepted")
	half.Violations[0].Waived = &report.Waiver{ID: "W-1"}
	answers := [][]report.Answer{
		{pass()},
		{waived},
		{half},
		{{Verdict: report.NotApplicable}},
		{{Verdict: report.NotAssessable, Reason: "no register"}},
		{{Verdict: report.NotAssessable, Reason: "no register"}},
		{{Verdict: report.NotAssessable, Reason: "no owner"}},
		{{Verdict: report.Errored, Reason: "bad date"}},
	}
	subjects := []report.Subject{}
	for i := range answers {
		subjects = append(subjects, subject("plan", fmt.Sprint("P-", i), "", i+1))
	}
	subjects = append(subjects, subject(report.Document, "plans.json", "", 0))
	a := about(t, rule("plan.a", "plan", report.Deny), rule("risk.none", "risk", report.Warn), rule("schema.conforms", report.Document, report.Deny))
	a.Inputs = []report.Input{{Name: "plans.json"}}
	r := build(t, a, subjects, append(answers, []report.Answer{pass()})...)

	want := report.Counts{Passed: 1, Failed: 1, Waived: 1, NotApplicable: 1, NotAssessable: 3, Errors: 1}
	if r.Counts[0] != want || r.Counts[0].Population() != len(answers) {
		t.Errorf("plan.a counts %+v, want %+v", r.Counts[0], want)
	}
	want.Passed = 2
	if want := (report.Totals{Documents: 1, Subjects: len(answers), Rules: 3, Outcomes: want, Deny: 1, Waived: 2}); r.Totals != want {
		t.Errorf("totals are %+v, want %+v", r.Totals, want)
	}
	if idle := r.Idle(); len(idle) != 0 {
		t.Errorf("idle rules are %v, want none", idle)
	}
	if unasked := r.Unasked(); len(unasked) != 1 || unasked[0].ID != "risk.none" {
		t.Errorf("unasked rules are %v, want risk.none alone", unasked)
	}
	unjudged := []report.Unjudged{
		{Rule: "plan.a", Reason: "no owner", Subjects: 1, First: subject("plan", "P-6", "", 7)},
		{Rule: "plan.a", Reason: "no register", Subjects: 2, First: subject("plan", "P-4", "", 5)},
	}
	if !slices.Equal(r.NotAssessable, unjudged) {
		t.Errorf("not assessable: %+v, want %+v", r.NotAssessable, unjudged)
	}
}

func TestFindingsAreWaivedInTheirOrderUnlessTheirRuleForbids(t *testing.T) {
	firm := rule("risk.firm", "risk", report.Deny)
	firm.Unwaivable = true
	b, err := report.New(
		about(t, firm, rule("risk.a", "risk", report.Deny)),
		[]report.Subject{subject("risk", "R-1", "high", 1), subject("risk", "R-2", "low", 2)},
	)
	if err != nil {
		t.Fatal(err)
	}
	b.Set(1, []report.Answer{fail(8, "low"), fail(9, "firm")})
	b.Set(0, []report.Answer{fail(6, "later", "first"), pass()})
	var asked, found []string
	for _, f := range b.Findings() {
		found = append(found, f.Message)
	}
	b.Waive(func(f report.Finding) *report.Waiver {
		asked = append(asked, f.Message)
		if f.Message == "low" {
			return &report.Waiver{ID: "W-1"}
		}
		return &report.Waiver{Baseline: true}
	})
	r := b.Report()
	if want := []string{"first", "later", "low", "firm"}; !slices.Equal(found, want) {
		t.Errorf("the findings are %q, want %q", found, want)
	}
	if want := []string{"first", "later", "low"}; !slices.Equal(asked, want) {
		t.Errorf("asked about %q, want %q", asked, want)
	}
	if r.Totals.Deny != 1 || r.Totals.Waived != 3 || r.Totals.Baseline != 2 || r.Findings[3].Waived != nil {
		t.Errorf("totals are %+v", r.Totals)
	}
}

func TestWhatIsSetCanBeAskedBefore(t *testing.T) {
	b, err := report.New(
		about(t, rule("plan.a", "plan", report.Deny), rule("risk.a", "risk", report.Deny), rule("risk.b", "risk", report.Deny)),
		[]report.Subject{subject("risk", "R-2", "low", 2), subject("risk", "R-1", "high", 1)},
	)
	if err != nil {
		t.Fatal(err)
	}
	b.Set(0, []report.Answer{pass(), {Verdict: report.NotAssessable, Reason: "no plan"}})
	b.Set(1, []report.Answer{fail(6, "wrong"), pass()})
	for _, test := range []struct {
		subject int
		rule    string
		want    report.Verdict
		reason  string
	}{
		{0, "risk.a", report.Pass, ""},
		{0, "risk.b", report.NotAssessable, "no plan"},
		{1, "risk.a", report.Fail, ""},
		{1, "plan.a", report.Errored, "the rule gave no answer"},
		{1, "risk.c", report.Errored, "the rule gave no answer"},
	} {
		if got, reason := b.Verdict(test.subject, test.rule); got != test.want || reason != test.reason {
			t.Errorf("%s of subject %d is %s, %q; want %s, %q", test.rule, test.subject, got, reason, test.want, test.reason)
		}
	}
}

func TestReportDoesNotDependOnTheOrderOfWork(t *testing.T) {
	rules := []report.Rule{rule("risk.a", "risk", report.Deny), rule("risk.b", "risk", report.Warn)}
	var subjects []report.Subject
	answers := make(map[string][]report.Answer)
	for i := range 2000 { // more reasons than a byte can count
		id := fmt.Sprint("R-", i)
		subjects = append(subjects, subject("risk", id, []string{"low", "high", ""}[i%3], i+1))
		answers[id] = []report.Answer{fail(i%40+1, "one", "two"), {Verdict: report.NotAssessable, Reason: fmt.Sprint("reason ", i%700)}}
	}
	describe := func(workers int) any {
		shuffled := slices.Clone(subjects)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		b, err := report.New(about(t, rules...), shuffled)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for w := range workers {
			group.Go(func() {
				for i := w; i < len(shuffled); i += workers {
					b.Set(i, answers[shuffled[i].ID])
				}
			})
		}
		group.Wait()
		r := b.Report()
		return []any{r.Findings, r.Counts, r.NotAssessable, slices.Collect(r.Outcomes()), slices.Collect(r.Subjects())}
	}
	want := describe(1)
	for workers := 2; workers <= 8; workers++ {
		if !reflect.DeepEqual(describe(workers), want) {
			t.Errorf("%d workers give another report than one", workers)
		}
	}
}

func TestNewRefusesWhatCannotBeReported(t *testing.T) {
	dated := about(t)
	tests := []struct {
		name     string
		about    report.About
		subjects []report.Subject
		want     string
	}{
		{"no date", report.About{}, nil, "a report needs an as-of date"},
		{"one id for two rules", about(t, rule("risk.a", "risk", report.Deny), rule("risk.a", "plan", report.Deny)), nil, `two rules are called "risk.a"`},
		{"a rule about nothing known", about(t, rule("risk.a", "hazard", report.Deny)), nil, `rule risk.a asks about "hazard", which is no kind of subject`},
		{"a subject of no known kind", dated, []report.Subject{subject("hazard", "H-1", "", 1), subject("risk", "R-1", "", 1)}, `"hazard" is no kind of subject`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := report.New(test.about, test.subjects)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is %v, want %s", err, test.want)
			}
		})
	}
}

func TestFingerprintsTellPlacesApart(t *testing.T) {
	ref := report.SubjectRef{Kind: "plan", ID: "P-7"}
	first := report.Fingerprint("plan.detailed", ref, "actions", "A-1")
	if len(first) != 24 || first != report.Fingerprint("plan.detailed", ref, "actions", "A-1") {
		t.Errorf("%q is not a stable short fingerprint", first)
	}
	others := []string{
		report.Fingerprint("plan.detailed", ref, "actions", "A-2"),
		report.Fingerprint("plan.detailed", ref, "actionsA", "-1"),
		report.Fingerprint("plan.detailed", ref),
		report.Fingerprint("plan.actions", ref, "actions", "A-1"),
		report.Fingerprint("plan.detailed", report.SubjectRef{Kind: "risk", ID: "P-7"}, "actions", "A-1"),
	}
	for _, other := range others {
		if other == first {
			t.Errorf("%q stands for two places", other)
		}
	}
}

func TestFingerprintSurvivesRowsThatMove(t *testing.T) {
	rules := about(t, rule("plan.a", "plan", report.Deny))
	found := func(line int) string {
		answer := report.Answer{Verdict: report.Fail, Violations: []report.Violation{{
			At: source.Pointer(fmt.Sprint("/actions/", line)), Pos: at(line), IDs: []string{"actions", "A-1"}, Message: "late",
		}}}
		return build(t, rules, []report.Subject{subject("plan", "P-1", "", line)}, []report.Answer{answer}).Findings[0].Fingerprint
	}
	if found(3) != found(40) {
		t.Errorf("the fingerprint changed with the line")
	}
}

func BenchmarkBuild(b *testing.B) {
	const population, rules = 100_000, 37
	about := report.About{AsOf: report.DateOf(report.Date{}.Time().AddDate(2025, 0, 0))}
	for i := range rules {
		about.Rules = append(about.Rules, rule(fmt.Sprintf("risk.r%02d", i), "risk", report.Deny))
	}
	subjects := make([]report.Subject, population)
	for i := range subjects {
		subjects[i] = subject("risk", fmt.Sprint("R-", i), "high", i+1)
	}
	answers := slices.Repeat([]report.Answer{pass(), {Verdict: report.NotAssessable, Reason: "no register"}}, rules)[:rules]
	for b.Loop() {
		builder, err := report.New(about, subjects)
		if err != nil {
			b.Fatal(err)
		}
		for i := range subjects {
			builder.Set(i, answers)
		}
		builder.Report()
	}
}

func TestARuleThatAppliesToNothingIsIdle(t *testing.T) {
	a := about(t, rule("plan.a", "plan", report.Deny), rule("plan.b", "plan", report.Deny))
	r := build(t, a, []report.Subject{subject("plan", "P-1", "", 1)}, []report.Answer{pass(), {Verdict: report.NotApplicable}})
	if idle := r.Idle(); len(idle) != 1 || idle[0].ID != "plan.b" || len(r.Unasked()) != 0 {
		t.Errorf("idle rules are %v, want plan.b alone; unasked %v", idle, r.Unasked())
	}
}

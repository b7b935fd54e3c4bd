package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// answerOf gives each of 300 risks a verdict by its number: most pass, some fail, few can't be assessed, and one is out of
// the rule's reach.
func answerOf(risk int) Answer {
	switch {
	case risk == 7:
		return Answer{Verdict: NotApplicable}
	case risk%50 == 0:
		return Answer{Verdict: NotAssessable, Reason: "no field"}
	case risk%10 == 0:
		return Answer{Verdict: Fail, Violations: []Violation{{At: "/risk", Message: fmt.Sprint("risk ", risk)}}}
	}
	return Answer{Verdict: Pass}
}

// judged is a builder with every answer set, where the risks were listed in some order.
func judged(t *testing.T, risks []int) *Builder {
	t.Helper()
	day, err := ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	subjects := []Subject{{SubjectRef: SubjectRef{Document, "register.json"}}}
	for _, risk := range risks {
		subjects = append(subjects, Subject{SubjectRef: SubjectRef{"risk", fmt.Sprint("R-", risk)}})
	}
	b, err := New(About{AsOf: day, Rules: []Rule{
		{ID: "schema.conforms", Subject: Document}, {ID: "risk.owned", Subject: "risk", Remedy: "Name one."}, {ID: "risk.named", Subject: "risk"},
	}}, subjects)
	if err != nil {
		t.Fatal(err)
	}
	b.Set(0, []Answer{{Verdict: Pass}})
	for i, risk := range risks {
		b.Set(i+1, []Answer{answerOf(risk), answerOf(risk)})
	}
	return b
}

func upTo(n int) []int {
	risks := make([]int, n)
	for i := range risks {
		risks[i] = i
	}
	return risks
}

func all(int) bool { return false }

// named says what was chosen, by ids.
func named(risks []int, chosen []Chosen) []string {
	var names []string
	for _, c := range chosen {
		names = append(names, fmt.Sprintf("%d of R-%d: %v", c.Rule, risks[c.Subject-1], c.Answer))
	}
	slices.Sort(names)
	return names
}

func TestASampleHasSomeOfEachVerdictOfEachRule(t *testing.T) {
	b := judged(t, upTo(300))
	counts := map[string]int{}
	for _, c := range b.Choose(4, all) {
		counts[fmt.Sprint(c.Rule, " ", c.Answer.Verdict)]++
		if c.Answer.Verdict == Fail && c.Answer.Violations[0].Message != fmt.Sprint("risk ", c.Subject-1) {
			t.Errorf("subject %d has %v", c.Subject, c.Answer)
		}
	}
	want := map[string]int{"0 pass": 4, "0 fail": 4, "0 not_applicable": 1, "1 pass": 4, "1 fail": 4, "1 not_applicable": 1}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", counts, want)
	}
}

func TestASampleIsTheSameInWhateverOrderTheRecordsCome(t *testing.T) {
	risks := upTo(300)
	want := named(risks, judged(t, risks).Choose(5, all))
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		random.Shuffle(len(risks), func(i, j int) { risks[i], risks[j] = risks[j], risks[i] })
		if got := named(risks, judged(t, risks).Choose(5, all)); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestTwoRulesHaveSamplesOfTheirOwn(t *testing.T) {
	subjects := map[int][]int{}
	for _, c := range judged(t, upTo(300)).Choose(5, all) {
		if c.Answer.Verdict == Pass {
			subjects[c.Rule] = append(subjects[c.Rule], c.Subject)
		}
	}
	if slices.Equal(subjects[0], subjects[1]) {
		t.Errorf("both rules have %v", subjects[0])
	}
}

func TestWhatIsLeftOutIsInNoSample(t *testing.T) {
	var got []string
	for _, c := range judged(t, upTo(300)).Choose(1000, func(subject int) bool { return subject != 11 && subject != 12 }) {
		got = append(got, fmt.Sprintf("%d %d %v", c.Subject, c.Rule, c.Answer.Verdict))
	}
	if want := []string{"11 0 fail", "11 1 fail", "12 0 pass", "12 1 pass"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnAnswerThatIsRetractedIsAnError(t *testing.T) {
	b := judged(t, upTo(20))
	for _, c := range b.Choose(1, func(subject int) bool { return subject != 11 }) {
		b.Retract(c, "two answers")
	}
	r := b.Report()
	for i, rule := range r.Rules[:2] {
		if c := r.Counts[i]; c.Errors != 1 || c.Failed != 0 {
			t.Errorf("%s has %+v", rule.ID, c)
		}
	}
	if len(r.Findings) != 0 || len(r.Errors) != 2 || r.Errors[0].Reason != "two answers" {
		t.Errorf("findings %v, errors %v", r.Findings, r.Errors)
	}
}

func TestASelfCheckCountsWhatWasEvaluatedToTheEnd(t *testing.T) {
	tests := []struct {
		name          string
		twice, sample int
		want          string
	}{
		{"none", 0, 0, "no rule evaluated twice"},
		{"some", 1200, 9, "1,200 of 1,994 answers evaluated twice, up to 9 of each verdict of each rule"},
		{"those that a change touches", 3, 0, "3 of 1,994 answers evaluated twice"},
		{"all", 1994, 0, "each rule evaluated twice"},
	}
	for _, test := range tests {
		b := judged(t, upTo(1018)) // of which 21 can't be assessed
		b.CheckedItself(test.twice, test.sample)
		if got := b.Report().SelfCheck.String(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
)

func TestCoverageCountsWhatTheRecordsCanShow(t *testing.T) {
	c := sample.Limited().Coverage
	ids := func(rules []report.Rule) string {
		var all []string
		for _, rule := range rules {
			all = append(all, rule.ID)
		}
		return strings.Join(all, " ")
	}
	for name, got := range map[string][2]string{
		"whole": {ids(c.Whole), "plan.detailed risk.services_named"},
		"part":  {ids(c.Part), "risk.reviewed"},
		"none":  {ids(c.None), "review.attended risk.accountable_named risk.owner_named"},
		"said":  {c.String(), "the records can show 3 of 6 rules (50%), 1 of them in part, and 7 of 13 checks (53%)"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: got %s, want %s", name, got[0], got[1])
		}
	}
	if len(c.Limited) != 1 || c.Limited[0].Name != "risks.xlsx" || c.FieldsOf("risks.xlsx") != 3 || c.FieldsOf("plans.json") != 0 {
		t.Errorf("limited are %v", c.Limited)
	}
}

func TestWhatIsLackingSaysForWhomAndWhatItOpens(t *testing.T) {
	var got []string
	for _, l := range sample.Limited().Coverage.Lacking {
		line := fmt.Sprintf("%s: %d checks, %d alone, %d rules", l.Name, l.Checks, l.Alone, len(l.Rules))
		for _, n := range l.Needed {
			line += fmt.Sprintf("; %d of %d %ss %v %t", n.Count, n.Of, n.Kind, slices.Collect(n.IDs()), n.All())
		}
		got = append(got, line)
	}
	want := []string{
		"risks.owner: 5 checks, 3 alone, 2 rules; 3 of 3 risks [R-12 R-3 R-40] true",
		"risks.accountable: 2 checks, 0 alone, 1 rules; 2 of 3 risks [R-12 R-40] false",
		"risk_reviews: 1 checks, 0 alone, 2 rules; 1 of 3 risks [R-12] false",
		"risks.x_: 1 checks, 0 alone, 1 rules; 1 of 3 risks [R-12] false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatNothingWouldOpenIsCountedApart(t *testing.T) {
	answers := []report.Answer{
		{Verdict: report.NotAssessable, Reason: "the record does not match its schema"},
		{Verdict: report.Errored, Reason: "bad date"},
	}
	r := build(t, about(t, rule("risk.a", "risk", report.Deny), rule("risk.b", "risk", report.Deny)), []report.Subject{subject("risk", "R-1", "", 1)}, answers)
	if c := r.Coverage; c.Otherwise != 2 || c.Shown != 0 || c.Checks != 2 || len(c.Lacking) != 0 {
		t.Errorf("coverage is %+v", c)
	}
}

func TestLacksAreToldApart(t *testing.T) {
	if got := report.LacksOf("plans", "risks.owner").Names(); !slices.Equal(got, []string{"plans", "risks.owner"}) {
		t.Errorf("got %q", got)
	}
	if got := report.LacksOf().Names(); got != nil {
		t.Errorf("nothing lacks %q", got)
	}
}

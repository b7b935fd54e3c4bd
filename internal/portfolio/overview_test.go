package portfolio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func day(t *testing.T, text string) report.Date {
	t.Helper()
	d, err := report.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// show collects the overview of a day, with what is due about each subject, by kind and id.
func show(t *testing.T, p *portfolio.Portfolio, asOf string, due map[string][]portfolio.Due) *report.Overview {
	t.Helper()
	o := p.Overview(day(t, asOf), p.Len())
	for i := range p.Len() {
		s := p.Subject(i)
		if s.Unclean != "" {
			o.LeaveOut(i, s)
			continue
		}
		in, err := p.Input(s, nil, new(source.Parser))
		if err != nil {
			t.Fatal(err)
		}
		o.Add(i, s, in, due[s.Kind+" "+s.ID])
	}
	return o.Report()
}

func TestASubjectBelongsToTheRegisterOfItsRisks(t *testing.T) {
	other := `{"kind": "risk_register", "schema_version": "1", "id": "other", "organization": "Org", "business_unit": "mills", "as_of": "2026-06-30",
 "scale": {"levels": ["low", "high"]}, "people": [], "services": [],
 "risks": [{"id": "R-7", "title": "seven", "status": "assessed", "assessment": {"severity": "high"}}]}`
	more := `{"kind": "action_plans", "schema_version": "1", "id": "more", "organization": "Org", "business_unit": "mills", "as_of": "2026-06-30",
 "plans": [{"id": "P-3", "risk_ids": ["R-1", "R-7"]}, {"id": "P-4"}, {"id": "P-5", "risk_ids": ["R-2"]}]}`
	p := join(t, map[string]string{"register.json": register, "other.json": other, "plans.json": plans, "more.json": more, "reviews.json": reviews})
	tests := []struct{ name, kind, id, want string }{
		{"a register to itself", "register", "other", "other"},
		{"a risk", "risk", "R-7", "other"},
		{"a plan of one risk", "plan", "P-2", "reg"},
		{"a plan of several risks of one register, and of one that is nowhere", "plan", "P-1", "reg"},
		{"a plan of risks of two registers to none", "plan", "P-3", ""},
		{"a plan of no risk to that of its unit", "plan", "P-4", "other"},
		{"a plan to that of its risk, not of its unit", "plan", "P-5", "reg"},
		{"a review", "review", "V-1", "reg"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := subject(t, p, test.kind, test.id).Register; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if !subject(t, p, "risk", "R-1").Open || subject(t, p, "risk", "R-2").Open {
		t.Error("R-1 is open, and R-2 is not")
	}
}

func TestAnOverviewOfWhatStandsAroundARisk(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans, "reviews.json": reviews})
	tests := []struct{ name, asOf, want string }{
		{"the last review", "2026-06-30", "2026-06-01"},
		{"not one that is to come", "2026-05-31", "2026-03-01"},
		{"a review of today", "2026-03-01", "2026-03-01"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			risks := show(t, p, test.asOf, nil).Risks
			if got := risks[0].LastReview.String(); risks[0].ID != "R-1" || got != test.want {
				t.Errorf("%s was reviewed on %s, want %s", risks[0].ID, got, test.want)
			}
		})
	}
	risk := show(t, p, "2026-02-28", nil).Risks[0]
	if !risk.LastReview.IsZero() || !risk.LastResult.IsZero() || !risk.Deadline.IsZero() {
		t.Errorf("there is no day yet: %+v", risk)
	}
	if got, want := fmt.Sprint(risk.Owner, risk.Services), "{p-9 } [{s-1 S} {s-9 }]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhatFallsDueNamesThePartThatDoes(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans})
	tests := []struct{ name, subject, at, want string }{
		{"the risk itself", "risk R-1", "/risk", "R-1 / one p-9"},
		{"a field of the risk", "risk R-1", "/risk/assessment", "R-1 / one p-9"},
		{"an action of a plan", "plan P-2", "/plan/actions/1/id", "P-2 /A-1  "},
		{"a risk of a plan", "plan P-1", "/risks/0", "P-1 /R-1 one p-9"},
		{"what isn't there", "plan P-2", "/plan/effectiveness/on", "P-2 /  "},
		{"an element that isn't there", "plan P-2", "/plan/actions/7/due", "P-2 /  "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			due := []portfolio.Due{{Rule: "a.rule", What: "visit", On: day(t, "2026-07-01"), At: source.Pointer(test.at)}}
			all := show(t, p, "2026-06-30", map[string][]portfolio.Due{test.subject: due}).Due
			if len(all) != 1 {
				t.Fatalf("got %v", all)
			}
			if got := fmt.Sprintf("%s /%s %s %s", all[0].Subject.ID, all[0].ID, all[0].Title, all[0].Owner.ID); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestADeadlineThatTwoPlansHaveIsToldOnceAndTheEarliestHolds(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans})
	deadline := func(at, on string) portfolio.Due {
		return portfolio.Due{Rule: "plan.due_within_deadline", What: "deadline", On: day(t, on), At: source.Pointer(at)}
	}
	o := show(t, p, "2026-06-30", map[string][]portfolio.Due{
		"plan P-1": {deadline("/risks/0", "2026-08-01"), deadline("/risks/1", "2026-07-01")},
		"plan P-2": {deadline("/risks/0", "2026-08-01")},
	})
	var got []string
	for _, due := range o.Due {
		got = append(got, due.On.String()+" "+due.ID)
	}
	if want := "2026-07-01 R-2, 2026-08-01 R-1"; strings.Join(got, ", ") != want {
		t.Errorf("due are %v", got)
	}
	if got := o.Risks[0].Deadline.String(); got != "2026-08-01" {
		t.Errorf("the deadline of R-1 is %s", got)
	}
	if got := o.Actions[0].Deadline.String(); o.Actions[0].Plan != "P-2" || got != "2026-08-01" {
		t.Errorf("the deadline of an action of P-2 is %s", got)
	}
}

func TestARecordThatDoesNotMatchItsSchemaIsLeftOut(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans}, "R-2", "P-1")
	o := show(t, p, "2026-06-30", nil)
	if len(o.Risks) != 1 || len(o.Plans) != 1 || len(o.LeftOut) != 2 || o.LeftOut[0].ID != "R-2" || o.LeftOut[1].ID != "P-1" {
		t.Errorf("shown are %v and %v, left out %v", o.Risks, o.Plans, o.LeftOut)
	}
}

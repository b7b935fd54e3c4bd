package check_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
)

// judged is one rule about one subject.
type judged struct {
	rule    string
	subject report.SubjectRef
}

// A rule that says what falls due holds through that day, and not on the day after, when nothing changes.
func TestARuleHoldsThroughTheDayOnWhichItSaysThatSomethingFallsDue(t *testing.T) {
	examples := openExamples(t, "northwind", "northwind")
	first := map[judged]report.Date{} // the next thing due, by subject
	for _, due := range examples.check(t, examples.asOf, policy.Config{Due: true}).Overview.Due {
		asked := judged{due.Rule, due.Subject}
		if _, again := first[asked]; !again && due.Rule != "plan.due_within_deadline" { // which looks at no clock
			first[asked] = due.On
		}
	}
	next := map[string]judged{} // one subject for each rule
	for asked, on := range first {
		known, again := next[asked.rule]
		if !again || on.Time().Before(first[known].Time()) || on == first[known] && asked.subject.ID < known.subject.ID {
			next[asked.rule] = asked
		}
	}
	on := map[report.Date]*report.Report{}
	verdict := func(asked judged, day report.Date) report.Verdict {
		if on[day] == nil {
			on[day] = examples.check(t, day, policy.Config{})
		}
		for subject, outcome := range on[day].OutcomesOf(asked.rule) {
			if subject.SubjectRef == asked.subject {
				return outcome.Verdict
			}
		}
		return 0
	}
	for rule, asked := range next {
		t.Run(rule, func(t *testing.T) {
			last := first[asked]
			after := report.DateOf(last.Time().Add(24 * time.Hour))
			if got := verdict(asked, last); got != report.Pass {
				t.Errorf("%s is %v on %s", asked.subject.ID, got, last)
			}
			if got := verdict(asked, after); got != report.Fail {
				t.Errorf("%s is %v on %s", asked.subject.ID, got, after)
			}
		})
	}
	for _, rule := range []string{
		"monitoring.current", "plan.actions_on_time", "plan.refreshed", "report.all_channels",
		"response.acceptance_in_date", "response.decided_in_time", "response.revisited", "response.transfer_backed", "review.held_in_time",
	} {
		if _, ok := next[rule]; !ok {
			t.Errorf("%s says of nothing that it falls due", rule)
		}
	}
}

func TestAnOverviewShowsWhatTheRecordsSay(t *testing.T) {
	examples := openExamples(t, "northwind", "northwind")
	r := examples.check(t, examples.asOf, policy.Config{Due: true})
	o := r.Overview
	tests := []struct {
		name      string
		got, want any
	}{
		{"registers", r.Registers[0].BusinessUnit + " " + r.Registers[1].BusinessUnit, "Logistics Payments"},
		{"the words of a scale", fmt.Sprint(r.Registers[1].Scale.Impact), "[minor moderate major severe]"},
		{"risks", len(o.Risks), 23},
		{"a stated title", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-206" }).Title, "Route planning runs on one server, so a failure before dawn delays a day of tours"},
		{"an owner's name", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-206" }).Owner, report.Party{ID: "a.dubois", Name: "Amélie Dubois"}},
		{"a deadline that follows from the settings", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-206" }).Deadline.String(), "2026-07-21"},
		{"the end of an acceptance", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-104" }).AcceptanceExpires.String(), "2026-08-11"},
		{"the last review", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-202" }).LastReview.String(), "2026-06-24"},
		{"the last result of monitoring", one(o.Risks, func(r report.Risk) bool { return r.ID == "R-103" }).LastResult.String(), "2026-06-17"},
		{"a service's name", one(o.Actions, func(a report.Action) bool { return a.Plan == "P-101" && a.ID == "A-3" }).Service.Name, "Card token vault"},
		{"an action's deadline", one(o.Actions, func(a report.Action) bool { return a.Plan == "P-101" && a.ID == "A-3" }).Deadline.String(), "2026-07-09"},
		{"an action's place", one(o.Actions, func(a report.Action) bool { return a.Plan == "P-101" && a.ID == "A-3" }).Pos.String(), "northwind/payments/plans.json:55:9"},
		{"the risks of a plan", fmt.Sprint(one(o.Plans, func(p report.Plan) bool { return p.ID == "P-201" }).Risks), "[R-201 R-211]"},
		{"the register of a plan", one(o.Plans, func(p report.Plan) bool { return p.ID == "P-201" }).Register, "logistics"},
		{"a report's register", one(o.Issued, func(i report.Issued) bool { return i.ID == "RP-101" }).Register, "payments"},
		{"the register of a report about the enterprise", one(o.Issued, func(i report.Issued) bool { return i.Type == "erm_assessment" }).Register, ""},
		{"what falls due first", fmt.Sprintln(o.Due[0].On, o.Due[0].What, o.Due[0].Subject.ID, o.Due[0].ID, o.Due[0].Owner.ID), "2026-06-30 action P-205 A-1 g.silva\n"},
		{"records left out", len(o.LeftOut), 0},
	}
	for _, test := range tests {
		if got, want := fmt.Sprint(test.got), fmt.Sprint(test.want); got != want {
			t.Errorf("%s: %s, want %s", test.name, got, want)
		}
	}
}

// one is the only element of a list that is meant.
func one[T any](list []T, meant func(T) bool) T {
	i := slices.IndexFunc(list, meant)
	if i < 0 {
		var none T
		return none
	}
	return list[i]
}

func TestADeadlineThatTwoPlansHaveIsToldOnce(t *testing.T) {
	examples := openExamples(t, "northwind", "northwind")
	seen := map[string]report.Due{}
	for _, due := range examples.check(t, examples.asOf, policy.Config{Due: true}).Overview.Due {
		key := fmt.Sprint(due.On, due.What, due.Pos)
		if other, again := seen[key]; again {
			t.Errorf("%v and %v are one", other, due)
		}
		seen[key] = due
	}
}

func TestNoOverviewUnlessAsked(t *testing.T) {
	examples := openExamples(t, "northwind", "northwind")
	if r := examples.check(t, examples.asOf, policy.Config{}); r.Overview != nil {
		t.Errorf("there is an overview of %d risks", len(r.Overview.Risks))
	}
}

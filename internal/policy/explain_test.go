package policy

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// told writes an explanation on lines: what a clause came to, each condition, each case.
func told(e *Explanation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", e.Answer.Verdict, e.Answer.Reason)
	for _, clause := range e.Clauses {
		fmt.Fprintf(&b, "%s:%d asked %d held %d %s\n", clause.Name, clause.Pos.Line, clause.Asked, clause.Held, strings.Join(clause.Results, " | "))
		for _, condition := range clause.Conditions {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", 1+condition.Depth), condition.Text)
			for _, one := range condition.Cases {
				fmt.Fprintf(&b, "%s%t x%d", strings.Repeat("  ", 3+condition.Depth), one.Holds, one.Times)
				for _, named := range one.Values {
					fmt.Fprintf(&b, " %s=%s", named.Name, named.Value)
				}
				b.WriteString("\n")
			}
		}
	}
	fmt.Fprintf(&b, "read %s\n", e.Reads)
	fmt.Fprintf(&b, "settings %s\n", e.Settings)
	return b.String()
}

func TestExplainTellsWhatCameOfEachCondition(t *testing.T) {
	tests := []struct {
		name, rule, input, want string
	}{
		{
			"a condition that fails, and those after it, which aren't reached",
			`
applies if {
	input.risk.id
	input.risk.status == "open"
	input.risk.owner
}

violations contains {"at": [], "message": "no"} if input.risk.owner
`,
			`{"risk": {"id": "R-1", "status": "closed"}}`,
			`not_applicable 
applies:12 asked 1 held 0 
  input.risk.id
      true x1 input.risk.id="R-1"
  input.risk.status == "open"
      false x1 input.risk.status="closed"
  input.risk.owner
read [/risk/id /risk/status]
settings []
`,
		},
		{
			"what is absent, after not and without it",
			`
applies if not input.risk.owner

violations contains {"at": [], "message": "no"} if {
	not input.risk.assessment.severity == "low"
	input.risk.identified_on < "2026-01-01"
}
`,
			`{"risk": {"id": "R-1"}}`,
			`pass 
applies:12 asked 1 held 1 
  not input.risk.owner
      true x1 input.risk.owner=
violations:14 asked 1 held 0 
  not input.risk.assessment.severity == "low"
      true x1 input.risk.assessment=
  input.risk.identified_on < "2026-01-01"
      false x1 input.risk.identified_on=
read [/risk/owner /risk/assessment/severity /risk/identified_on]
settings []
`,
		},
		{
			"each record that a condition looks at, by its id, and equal cases once",
			`
applies if input.risk.id

violations contains {"at": ["plans", place], "message": $"plan {plan.id}"} if {
	some place, plan in input.plans
	is_open(plan)
	input.people[plan.approvals[0].by].role == "director"
}

is_open(plan) if not plan.status in {"closed", "cancelled"}
`,
			`{"risk": {"id": "R-1"}, "people": {"p-1": {"role": "director"}}, "plans": [
				{"id": "P-1", "status": "closed"},
				{"id": "P-2", "status": "open", "approvals": [{"by": "p-1"}]},
				{"id": "P-3", "status": "open", "approvals": [{"by": "p-2"}]}
			]}`,
			`fail 
applies:12 asked 1 held 1 
  input.risk.id
      true x1 input.risk.id="R-1"
violations:14 asked 1 held 1 {"at": ["plans", 1], "message": "plan P-2"}
  some place, plan in input.plans
      true x1 plan.id="P-1"
      true x1 plan.id="P-2"
      true x1 plan.id="P-3"
  is_open(plan)
      false x1 plan.id="P-1"
      true x1 plan.id="P-2"
      true x1 plan.id="P-3"
  input.people[plan.approvals[0].by].role == "director"
      true x1 plan.id="P-2" plan.approvals[0].by="p-1" input.people["p-1"].role="director"
      false x1 plan.id="P-3" plan.approvals[0].by="p-2" input.people["p-2"]=
is_open:20 asked 3 held 2 
  not plan.status in {"closed", "cancelled"}
      false x1 plan.id="P-1" plan.status="closed"
      true x1 plan.id="P-2" plan.status="open"
      true x1 plan.id="P-3" plan.status="open"
read [/risk/id /plans/0/status /plans/1/status /plans/1/approvals/0/by /people/p-1/role /plans/1/id /plans/2/status /plans/2/approvals/0/by /people/p-2/role]
settings []
`,
		},
		{
			"what stands inside a collection, what a definition comes to, and the settings",
			`
applies if count(open) > 0

violations contains {"at": [], "message": "no"} if count(open) > allowed

open := [plan.id |
	some plan in input.plans
	plan.status == "open"
]

allowed := days if {
	days := data.settings.response.decision_days[input.risk.assessment.severity]
	days > 50
} else := 0
`,
			`{"risk": {"id": "R-1", "assessment": {"severity": "high"}}, "plans": [{"id": "P-1", "status": "open"}, {"id": "P-2"}]}`,
			`fail 
applies:12 asked 1 held 1 
  count(open) > 0
      true x1 open=["P-1"] count(open)=1
violations:14 asked 1 held 1 {"at": [], "message": "no"}
  count(open) > allowed
      true x1 open=["P-1"] count(open)=1 allowed=0
open:16 asked 1 held 1 ["P-1"]
    some plan in input.plans
        true x1 plan.id="P-1"
        true x1 plan.id="P-2"
    plan.status == "open"
        true x1 plan.id="P-1" plan.status="open"
        false x1 plan.id="P-2" plan.status=
allowed:21 asked 1 held 0 
  days := data.settings.response.decision_days[input.risk.assessment.severity]
      true x1 input.risk.assessment.severity="high" days=10
  days > 50
      false x1 days=10
allowed:24 asked 1 held 1 0
read [/plans/0/status /plans/0/id /plans/1/status /risk/assessment/severity]
settings [response.decision_days.high]
`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			library, err := Load(Folder{FS: inRule(test.rule), Builtin: true})
			if err != nil {
				t.Fatal(err)
			}
			explanation, err := library.Explain(context.Background(), someConfig(t), "risk.owned", Subject{Kind: "risk", Input: value(t, test.input)})
			if err != nil {
				t.Fatal(err)
			}
			if got := told(explanation); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestExplainDoesNotWatchWhatCannotBeJudged(t *testing.T) {
	library, err := Load(Folder{FS: inRule("\napplies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if not input.risk.owner\n"), Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	subject := Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R-1"}}`), Gaps: []Gap{{Path: "risk.owner", Reason: "the source has none"}}}
	explanation, err := library.Explain(context.Background(), someConfig(t), "risk.owned", subject)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(explanation), "not_assessable the source has none\nread []\nsettings []\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExplainAsksWhateverIsOffAndRefusesWhatThereIsNot(t *testing.T) {
	library, err := Load(Folder{FS: inRule("\napplies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if not input.risk.owner\n"), Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	config := someConfig(t)
	config.Off = map[string]bool{"risk.owned": true}
	subject := Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R-1"}}`)}
	explanation, err := library.Explain(context.Background(), config, "risk.owned", subject)
	if err != nil {
		t.Fatal(err)
	}
	if len(explanation.Answer.Violations) != 1 {
		t.Errorf("got %v", explanation.Answer)
	}
	if _, err := library.Explain(context.Background(), config, "risk.other", subject); err == nil {
		t.Error("there is an explanation of no rule")
	}
}

// A value may be long, and a rule's reader has a line.
func TestShortenKeepsTheBeginning(t *testing.T) {
	long := strings.Repeat("é", 80)
	if got, want := shorten(long), strings.Repeat("é", 57)+"..."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := shorten(strings.Repeat("é", 60)); strings.HasSuffix(got, ".") {
		t.Errorf("got %s", got)
	}
}

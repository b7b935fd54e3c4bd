package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

const ownFields = `
-- rules/risk/owned/rule.rego --
# METADATA
# title: A claim
# description: Why it matters.
# custom:
#   subject: risk
#   level: deny
#   remedy: Mend it.
#   reads: [risk.x_cost_centre, plans.x_budget, people.x_badge]
#   settings: []
package rules.risk.owned

applies if true

violations contains {"at": ["risk"], "message": "no cost centre"} if not input.risk.x_cost_centre.code

violations contains {"at": ["plans", i], "message": "no budget"} if {
	some i, plan in input.plans
	not plan.x_budget
}

violations contains {"at": ["people", id], "message": "no badge"} if {
	some id, person in input.people
	not person.x_badge
}
`

func compileOwnFields(t *testing.T, library string) (*Engine, error) {
	t.Helper()
	loaded, err := Load(Folder{Builtin: true, FS: files(library)})
	if err != nil {
		t.Fatal(err)
	}
	inputs, err := loaded.Inputs(someConfig(t).Inputs)
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Compile(Config{Settings: source.NewObject(), Inputs: inputs})
}

func TestARuleReadsFieldsOfTheOrganisationsOwnThatItNames(t *testing.T) {
	engine, err := compileOwnFields(t, ownFields)
	if err != nil {
		t.Fatal(err)
	}
	for input, want := range map[string]int{
		`{"risk": {"x_cost_centre": {"code": "4711"}}, "plans": [{"x_budget": 1}], "people": {"p": {"x_badge": "B"}}}`: 0,
		`{"risk": {"x_cost_centre": "4711"}, "plans": [{"id": "P"}], "people": {"p": {"id": "p"}}}`:                    3,
	} {
		answer := engine.Worker().Ask(t.Context(), Subject{Kind: "risk", Input: value(t, input)})[0]
		if len(answer.Violations) != want || answer.Verdict == report.Errored {
			t.Errorf("%s: got %+v", input, answer)
		}
	}
}

func TestAFieldOfTheOrganisationsOwnThatARuleDoesNotNameIsAMistake(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"a misspelled field", "not input.risk.x_cost_centre.code", "not input.risk.x_cost_center", "undefined ref: input.risk.x_cost_center"},
		{"a field of another record", "not plan.x_budget", "not plan.x_cost_centre", "undefined ref: plan.x_cost_centre"},
		{"a name without a record", "people.x_badge]", "peple.x_badge]", "undefined ref: person.x_badge"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := compileOwnFields(t, strings.Replace(ownFields, test.old, test.new, 1))
			if !slices.ContainsFunc(mistakesOf(err), func(line string) bool { return strings.Contains(line, test.want) }) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestASourceWithoutOwnFieldsShowsNothingOfThem(t *testing.T) {
	engine, err := compileOwnFields(t, ownFields)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]report.Verdict{
		"risk.x_":     report.NotAssessable,
		"plans.x_":    report.NotAssessable,
		"plans":       report.NotAssessable,
		"services.x_": report.Fail,
		"risk.owner":  report.Fail,
	} {
		subject := Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R-1"}}`), Gaps: []Gap{{Path: path, Reason: "no place"}}}
		if answer := engine.Worker().Ask(t.Context(), subject)[0]; answer.Verdict != want {
			t.Errorf("without %s: got %+v, want %v", path, answer, want)
		}
	}
}

package policytest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/riskgate/riskgate/internal/policy"
)

const sound = `
-- lib/levels/levels.rego --
package lib.levels

grave(level) if level in {"high", "critical"}
-- lib/levels/levels_test.rego --
package lib.levels_test

import data.lib.levels

test_high_is_grave if levels.grave("high")
-- rules/risk/owned/rule.rego --
# METADATA
# title: Every risk has an owner
# description: Nobody answers for what nobody owns.
# custom:
#   subject: risk
#   level: deny
#   remedy: Name one.
#   reads: [risk.owner]
#   settings: [risk.accountable_from]
package rules.risk.owned

applies if not input.risk.status == "closed"

violations contains {"at": ["risk"], "message": $"risk {input.risk.id} has no owner; {data.settings.risk.accountable_from} needs one"} if {
	not input.risk.owner
}
-- rules/risk/owned/rule_test.rego --
package rules.risk.owned_test

import data.rules.risk.owned

test_no_owner_is_denied if count(owned.violations) == 1 with input as {"risk": {"id": "R-1"}}
-- rules/risk/owned/examples/pass.json --
{"title": "Owned", "as_of": "2026-06-30", "input": {"risk": {"id": "R-1", "owner": "p-1"}}}
-- rules/risk/owned/examples/fail.json --
{
	"title": "Not owned",
	"as_of": "2026-06-30",
	"settings": {"risk": {"accountable_from": "low"}},
	"input": {"risk": {"id": "R-1"}},
	"violations": [{"at": ["risk"], "message": "risk R-1 has no owner; low needs one"}]
}
-- rules/risk/owned/examples/not_applicable.json --
{"title": "Closed", "as_of": "2026-06-30", "input": {"risk": {"status": "closed"}}, "applies": false}
`

func library(text string) policy.Folder {
	fsys := fstest.MapFS{}
	for _, file := range txtar.Parse([]byte(text)).Files {
		fsys[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return policy.Folder{FS: fsys, Builtin: true}
}

func TestRunFindsWhatDoesNotHold(t *testing.T) {
	tests := []struct {
		name     string
		old, new string // what is changed in a sound library
		want     string // the problems, each with its rule and place
	}{
		{"nothing in a sound library", "", "", ""},
		{
			"a condition that is gone", `	not input.risk.owner
`, `	input.risk.id == "R-2"
`,
			`risk.owned rules/risk/owned/examples/fail.json:1:1: the rule says pass, the example says fail
risk.owned rules/risk/owned/examples/fail.json:1:1: the rule doesn't say: /risk "risk R-1 has no owner; low needs one"
risk.owned rules/risk/owned/rule_test.rego:5:1: test_no_owner_is_denied: the test doesn't hold`,
		},
		{
			"a message that reads otherwise", `has no owner;`, `lacks an owner;`,
			`risk.owned rules/risk/owned/examples/fail.json:1:1: the rule doesn't say: /risk "risk R-1 has no owner; low needs one"
risk.owned rules/risk/owned/examples/fail.json:1:1: the example doesn't say: /risk "risk R-1 lacks an owner; low needs one"`,
		},
		{
			"a rule that applies where it shouldn't", `not input.risk.status == "closed"`, `true`,
			`risk.owned rules/risk/owned/examples/not_applicable.json:1:1: the rule says fail, the example says not_applicable
risk.owned rules/risk/owned/examples/not_applicable.json:1:1: the example doesn't say: /risk "risk <undefined> has no owner; high needs one"`,
		},
		{
			"a shared definition that is wrong", `{"high", "critical"}`, `{"critical"}`,
			`lib/levels lib/levels/levels_test.rego:5:1: test_high_is_grave: the test doesn't hold`,
		},
		{
			"an example with a key that no risk has", `"owner": "p-1"`, `"ownr": "p-1"`,
			`risk.owned rules/risk/owned/examples/pass.json:1:75: unknown key "ownr"
    hint: did you mean "owner"?`,
		},
		{
			"an example with a key that no example has", `"title": "Owned"`, `"titel": "Owned"`,
			`risk.owned rules/risk/owned/examples/pass.json:1:11: an example has no "titel" of this type: title, as_of, settings, input, applies, violations
risk.owned rules/risk/owned/examples/pass.json:1:1: the example has no title`,
		},
		{
			"a rule that no example shows failing", `examples/fail.json`, `examples/boundary.json`,
			`risk.owned rules/risk/owned/examples/fail.json: the rule has no example of this kind`,
		},
		{
			"an example that isn't what it is called", `examples/pass.json`, `examples/pass.json --
{"title": "Closed", "as_of": "2026-06-30", "input": {"risk": {"status": "closed"}}, "applies": false}
-- rules/risk/owned/examples/pass-too.json`,
			`risk.owned rules/risk/owned/examples/pass.json:1:1: an example where the rule doesn't apply is called not_applicable`,
		},
		{
			"a field that the rule says it reads, and doesn't", `reads: [risk.owner]`, `reads: [risk.owner, risk.title]`,
			`risk.owned rules/risk/owned/rule.rego:8:1: reads names risk.title, and without it every example and every test's input is answered just the same
    hint: add an example that turns on it, or take it out of reads`,
		},
		{
			"a shared package without tests", `test_high_is_grave`, `high_is_grave`,
			`lib/levels lib/levels/levels_test.rego: there are no tests: write levels_test.rego`,
		},
		{
			"a rule without tests", `test_no_owner_is_denied`, `no_owner_is_denied`,
			`risk.owned rules/risk/owned/rule_test.rego: there are no tests: write rule_test.rego`,
		},
		{
			"two tests of one name", `test_high_is_grave if levels.grave("high")`, "test_high_is_grave if levels.grave(\"high\")\n\ntest_high_is_grave if levels.grave(\"critical\")",
			`lib/levels lib/levels/levels_test.rego:7:1: test_high_is_grave: another test has this name, and Rego would take the two for one`,
		},
		{
			"a test that is a set", `test_high_is_grave if levels.grave("high")`, `test_grave contains level if { some level in ["low", "high"]; levels.grave(level) }`,
			`lib/levels lib/levels/levels_test.rego:5:1: test_grave: a test is true or it isn't: write test_... if { ... }, one for each case`,
		},
		{
			"a test of a function that isn't there", `levels.grave("high")`, `levels.garve("high")`,
			`lib/levels lib/levels/levels_test.rego:5:23: undefined function data.lib.levels.garve`,
		},
		{
			"a test that breaks off", `levels.grave("high")`, `time.parse_ns("2006-01-02", "soon") > 0`,
			`lib/levels lib/levels/levels_test.rego:5:23: test_high_is_grave: time.parse_ns: parsing time "soon" as "2006-01-02": cannot parse "soon" as "2006"`,
		},
		{
			"a test of a day that it doesn't say", `levels.grave("high")`, `time.now_ns() > 0`,
			`lib/levels lib/levels/levels_test.rego:5:1: test_high_is_grave: the test doesn't hold`,
		},
		{
			"tests beside nothing", `-- rules/risk/owned/rule_test.rego --`, `-- rules/risk/rule_test.rego --`,
			`risk rules/risk/rule_test.rego: the tests stand beside no rule and no shared package
risk.owned rules/risk/owned/rule_test.rego: there are no tests: write rule_test.rego`,
		},
		{
			"a test that is skipped", `test_no_owner_is_denied`, `todo_test_no_owner_is_denied`,
			`risk.owned rules/risk/owned/rule_test.rego:5:1: todo_test_no_owner_is_denied: the test is skipped`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(sound, test.old) {
				t.Fatalf("the sound library has no %q", test.old)
			}
			report, err := Run(t.Context(), config(t), library(strings.Replace(sound, test.old, test.new, 1)))
			if err != nil {
				t.Fatal(explain(err))
			}
			var got []string
			for _, result := range report.Results {
				for _, problem := range result.Problems {
					got = append(got, result.Rule+" "+shown(problem))
				}
			}
			if got := strings.Join(got, "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestRunRefusesTestsThatCanTestNothing(t *testing.T) {
	tests := []struct{ name, test, want string }{
		{
			"tests in the package that they test", "package rules.risk.owned\n\ntest_it if true\n",
			"rules/risk/owned/rule_test.rego:1:1: package rules.risk.owned is no package of tests",
		},
		{
			"a test that is no Rego", "package rules.risk.owned_test\n\ntest_it if ]\n",
			"rules/risk/owned/rule_test.rego:3:12: unexpected ] token",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := library(sound)
			folder.FS.(fstest.MapFS)["rules/risk/owned/rule_test.rego"] = &fstest.MapFile{Data: []byte(test.test)}
			_, err := Run(t.Context(), config(t), folder)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestRunRefusesALibraryWithAMisspelledFieldThatNoExampleReads(t *testing.T) {
	_, err := Run(t.Context(), config(t), library(strings.Replace(sound, "not input.risk.owner\n", "not input.risk.owner\n\tnot input.risk.acountable\n", 1)))
	if err == nil || !strings.Contains(err.Error(), "undefined ref: input.risk.acountable") {
		t.Errorf("got %v", err)
	}
}

func TestAFieldMayTurnTheAnswerToTheInputOfATest(t *testing.T) {
	changes := strings.NewReplacer(
		"reads: [risk.owner]", "reads: [risk.owner, risk.title]",
		"not input.risk.owner\n", "not input.risk.owner\n\tnot input.risk.title == \"Nobody's\"\n",
		`with input as {"risk": {"id": "R-1"}}`, `with input as {"risk": {"id": "R-1"}}

test_nobodys_risk_needs_no_owner if count(owned.violations) == 0 with input as {"risk": {"title": "Nobody's"}}`,
	)
	report, err := Run(t.Context(), config(t), library(changes.Replace(sound)))
	if err != nil {
		t.Fatal(explain(err))
	}
	for _, result := range report.Results {
		for _, problem := range result.Problems {
			t.Error(shown(problem))
		}
	}
}

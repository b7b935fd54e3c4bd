package lint

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

const riskInput = `{"type": "object", "properties": {
	"risk": {"type": "object", "properties": {
		"id": {"type": "string"},
		"owner": {"type": "string"},
		"status": {"type": "string"},
		"due": {"type": "string"},
		"assessment": {"type": "object", "properties": {"severity": {"type": "string"}, "likelihood": {"type": "string"}}},
		"response": {"type": "object", "properties": {"type": {"type": "string"}}},
		"services": {"type": "array", "items": {"type": "string"}}
	}},
	"plans": {"type": "array", "items": {"type": "object", "properties": {
		"id": {"type": "string"},
		"owner": {"type": "string"},
		"status": {"type": "string"},
		"actions": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, "owner": {"type": "string"}}}}
	}}},
	"people": {"type": "object", "properties": {"*": {"type": "object", "properties": {"id": {"type": "string"}, "role": {"type": "string"}}}}}
}}`

const someSettings = `{"response": {"days": {"low": 3}, "allowed": {"low": ["accept", "mitigate"], "high": ["mitigate"]}}, "roles": {"order": ["lead", "head"]}}`

// shared is what the rules of the tests may import.
const shared = `-- lib/dates/dates.rego --
package lib.dates

today := time.format([time.now_ns(), "UTC", "2006-01-02"])

is_past(date) if date < today
`

const example = "-- rules/risk/owned/examples/fail.json --\n{\"violations\": [{\"at\": [], \"message\": \"no\"}]}\n"

// rule is a rule that reads risk.owner and risk.status, unless metadata and code say otherwise.
func rule(metadata, code string) string {
	if metadata == "" {
		metadata = "#   reads: [risk.owner]\n#   settings: []"
	}
	return "-- rules/risk/owned/rule.rego --\n" + `# METADATA
# title: A claim
# description: Why it matters.
# custom:
#   subject: risk
#   level: deny
#   remedy: Mend it.
` + metadata + "\npackage rules.risk.owned\n\n" + code + "\n"
}

// asking is a rule's code that finds something wrong when a condition holds.
func asking(condition string, more ...string) string {
	code := "applies if not input.risk.status == \"closed\"\n\nviolations contains {\"at\": [\"risk\"], \"message\": \"no\"} if {\n\tnot input.risk.owner\n" +
		"\t" + strings.ReplaceAll(condition, "\n", "\n\t") + "\n}"
	return strings.Join(append([]string{code}, more...), "\n\n")
}

func folder(name, text string) policy.Folder {
	fsys := fstest.MapFS{}
	for _, file := range txtar.Parse([]byte(text)).Files {
		fsys[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return policy.Folder{Name: name, FS: fsys, Builtin: name == ""}
}

func value(t *testing.T, text string) *source.Value {
	t.Helper()
	parsed, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func run(t *testing.T, c Config) Result {
	t.Helper()
	c.Library, c.Refused = policy.Load(c.Folders...)
	if c.Settings == nil {
		c.Settings = value(t, someSettings)
	}
	c.Inputs = map[string][]byte{"risk": []byte(riskInput)}
	result, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// errorsOf are a result's findings that keep it from passing, with their checks.
func errorsOf(r Result) []string {
	var lines []string
	for _, finding := range r.Findings {
		if finding.Level == Error {
			lines = append(lines, fmt.Sprintf("%d:%d %s: %s", finding.Pos.Line, finding.Pos.Column, finding.Check, finding.Message))
		}
	}
	return lines
}

func TestEachCheckFindsWhatItIsForAndNothingElse(t *testing.T) {
	plans := "#   reads: [risk.owner, plans.owner, plans.status]\n#   settings: []"
	tests := []struct {
		name, check string
		library     string
		want        []string // empty: the rule is good
	}{
		{"a rule that is as it should be", "", rule("", asking("true")), nil},

		{"a field that metadata leaves out", "reads-true", rule("", asking(`input.risk.due == "x"`)),
			[]string{"16:2 reads-true: reads risk.due, and metadata doesn't say so"}},
		{"a field that metadata calls optional", "reads-true",
			rule("#   reads: [risk.owner]\n#   optional: [risk.due]\n#   settings: []", asking(`input.risk.due == "x"`)), nil},
		{"a field of what is gone through", "reads-true", rule("", asking("some plan in input.plans\nplan.owner")),
			[]string{"16:15 reads-true: reads plans, and metadata doesn't say so", "17:2 reads-true: reads plans.owner, and metadata doesn't say so"}},
		{"a field that only words the message", "reads-true", rule("", asking(`input.risk.id`)), nil},
		{"a field that applies has asked for already", "reads-true", rule("", asking(`input.risk.status == "open"`)), nil},
		{"a record of which only one field is stated", "reads-true", rule("#   reads: [risk.owner, risk.assessment.severity]\n#   settings: []", asking("x := input.risk.assessment\nis_object(x)")),
			[]string{"17:12 reads-true: reads risk.assessment.likelihood, and metadata doesn't say so"}},
		{"a collection whose size is asked for, of which a field is stated", "reads-true",
			rule("#   reads: [risk.owner, plans.id]\n#   settings: []", asking(`count(input.plans) == 0`)), nil},
		{"a field that the code doesn't read", "reads-true", rule("#   reads: [risk.owner, risk.due]\n#   settings: []", asking(`true`)),
			[]string{"8:25 reads-true: metadata reads: risk.due is nothing that the code reads"}},
		{"a record where fields belong", "reads-true", rule("#   reads: [risk]\n#   settings: []", asking(`true`)),
			[]string{"8:13 reads-true: metadata reads: risk is more than the code reads: name the fields"}},
		{"an optional field that is read anyway", "reads-true", rule("#   reads: [risk.owner]\n#   optional: [risk.owner]\n#   settings: []", asking(`true`)),
			[]string{"9:16 reads-true: metadata optional: risk.owner stands under reads too"}},
		{"an optional record of which a field is needed", "reads-true", rule("#   reads: [risk.owner]\n#   optional: [risk]\n#   settings: []", asking(`input.risk != {}`)), nil},
		{"an optional field that decides whether the rule applies", "reads-true", rule("#   reads: [risk.owner]\n#   optional: [risk.status]\n#   settings: []", asking(`true`)),
			[]string{"9:16 reads-true: metadata optional: risk.status decides whether the rule applies: that is not optional"}},

		{"a setting that metadata leaves out", "settings-true", rule("", asking(`data.settings.response.days.low > 2`)),
			[]string{"16:2 settings-true: uses the setting response.days, and metadata doesn't say so"}},
		{"a setting that metadata names", "settings-true", rule("#   reads: [risk.owner]\n#   settings: [response.days]", asking(`data.settings.response.days.low > 2`)), nil},
		{"a setting that a shared package uses", "settings-true", rule("", asking(`lead in data.lib.roles.order`, `lead := "lead"`)) +
			"-- lib/roles/roles.rego --\npackage lib.roles\n\norder := data.settings.roles.order\n",
			[]string{"16:10 settings-true: uses the setting roles.order, and metadata doesn't say so"}},
		{"a setting that nobody uses", "settings-true", rule("#   reads: [risk.owner]\n#   settings: [response.days]", asking(`true`)),
			[]string{"9:16 settings-true: metadata settings: the code doesn't use response.days"}},
		{"settings by a name that only the input knows", "settings-true", rule("#   reads: [risk.owner, risk.due]\n#   settings: []", asking(`data.settings[input.risk.due]`)),
			[]string{"16:2 settings-true: uses settings without saying which"}},

		{"a field that a function misspells", "fields-exist", rule("", asking(`late(input.risk)`, `late(record) if record.deu == "x"`)),
			[]string{"19:17 fields-exist: there is no risk.deu in the input of a risk"}},
		{"a field that a function spells as it is", "fields-exist", rule("#   reads: [risk.owner, risk.due]\n#   settings: []", asking(`late(input.risk)`, `late(record) if record.due == "x"`)), nil},

		{"every", "no-every", rule(plans, asking("every plan in input.plans {\n\tplan.owner == plan.status\n}")),
			[]string{"16:2 no-every: every hides the fields in its body"}},
		{"a denial of the contrary", "no-every", rule(plans, asking("not odd", "odd if {\n\tsome plan in input.plans\n\tnot plan.owner == plan.status\n}")), nil},

		{"object.get of a field", "no-hidden-field", rule("", asking(`object.get(input.risk, "ownr", "") == ""`)), []string{
			"16:2 no-hidden-field: object.get hides which field it looks at",
			"16:13 reads-true: reads risk.assessment.likelihood, risk.assessment.severity, risk.due, risk.response.type, risk.services, and metadata doesn't say so",
		}},
		{"a field of the organisation's own", "no-hidden-field", rule("#   reads: [risk.owner, risk.x_team]\n#   settings: []", asking(`input.risk.x_team == ""`)), nil},
		{"an optional field of the organisation's own", "no-hidden-field", rule("#   reads: [risk.owner]\n#   optional: [risk.x_team]\n#   settings: []", asking(`input.risk.x_team == ""`)), nil},

		{"the clock", "no-clock", rule("", asking(`time.now_ns() > 0`)), []string{"16:2 no-clock: time.now_ns outside of lib.dates"}},
		{"the day of the check", "no-clock", rule("", asking(`data.lib.dates.is_past("2026-01-01")`)), nil},

		{"a place that the input doesn't have", "places-exist", strings.Replace(rule("", asking("true")), `["risk"]`, `["risk", "ownr"]`, 1),
			[]string{"14:28 places-exist: the input of a risk has no risk.ownr to point at"}},
		{"a place that is defined elsewhere and leads nowhere", "places-exist",
			strings.Replace(rule("", asking("true", `where := ["risk", "owner"] if input.risk.owner`, `else := ["rsk"]`)), `["risk"]`, `where`, 1),
			[]string{"21:9 places-exist: the input of a risk has no rsk to point at"}},
		{"a place with a position in it", "places-exist", strings.Replace(rule(plans, asking("some i, plan in input.plans\nplan.owner == plan.status")), `["risk"]`, `["plans", i, "owner"]`, 1), nil},

		{"a file that OPA would write otherwise", "formatted", rule("", asking("true")+"\n\nx  :=  1"),
			[]string{"19:1 formatted: the file isn't in OPA's format from here on"}},
		{"a test that OPA would write otherwise", "formatted", rule("", asking("true")) + "-- rules/risk/owned/rule_test.rego --\npackage rules.risk.owned_test\n\n\n\nx := 1\n",
			[]string{"3:1 formatted: the file isn't in OPA's format from here on"}},

		{"a rule whose file doesn't load, of which only the format is looked at", "compiles", rule("", asking("true")+"\n\nx  :=  other"),
			[]string{"19:1 formatted: the file isn't in OPA's format from here on", "19:8 compiles: var other is unsafe"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := errorsOf(run(t, Config{Folders: []policy.Folder{folder("", shared+test.library+example)}}))
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestWorkThatIsDoneAgainForEachRecordIsFound(t *testing.T) {
	const metadata = "#   reads: [risk.owner, risk.services, plans.owner, plans.status, plans.actions.owner, people.role, people.id]\n#   settings: []"
	const everything = "used := [input.risk.services, plan.owner, plan.status, action.owner, person.role, count(input.people)] if {\n" +
		"\tsome plan in input.plans\n\tsome action in plan.actions\n\tperson := input.people[action.owner]\n}"
	tests := []struct {
		name string
		code string
		want string // of the message; empty: it is linear
	}{
		{"a loop within a loop over something else", "some plan in input.plans\nsome service in input.risk.services\nservice == plan.owner",
			"goes through input.risk.services again for each of input.plans"},
		{"a loop over what a record of the outer loop holds", "some plan in input.plans\nsome action in plan.actions\naction.owner == plan.owner", ""},
		{"two loops over one list", "some i\nsome j\ninput.plans[i].owner == input.plans[j].owner\ni < j", "goes through input.plans again for each of input.plans"},
		{"a loop written as a reference", "some plan in input.plans\ninput.risk.services[_] == plan.owner", "goes through input.risk.services again for each of input.plans"},
		{"two references with one variable", "some i\ninput.plans[i].owner == input.plans[i].status", ""},
		{"a comprehension within a loop", "some plan in input.plans\ncount({person | some id, person in input.people; person.role == plan.owner}) > 1", "goes through input.people again for each of input.plans"},
		{"a comprehension before a loop", "roles := {person.role | some person in input.people}\nsome plan in input.plans\nplan.owner in roles", ""},
		{"a comprehension after a loop", "some plan in input.plans\nroles := {person.role | some person in input.people}\nplan.owner in roles", "goes through input.people again for each of input.plans"},
		{"a look-up by key", "some plan in input.plans\ninput.people[plan.owner].role == plan.status", ""},
		{"a search in a list", "some plan in input.plans\nplan.owner in input.risk.services", "searches input.risk.services, which is no set, again for each of input.plans"},
		{"a search in a list that the record of the loop holds", "some plan in input.plans\nplan.actions[0] in plan.actions", ""},
		{"a search in an array that was gathered", "some plan in input.plans\nplan.owner in owners", "searches owners, which is no set, again for each of input.plans"},
		{"membership in a set that was gathered", "some plan in input.plans\nplan.owner in roles", ""},
		{"a function that goes through a list of its own", "some plan in input.plans\nfound(plan.owner)", "found goes through input.people again for each of input.plans"},
		{"a function that goes through its argument, which is another list", "some plan in input.plans\nmany(input.people, plan)", "many goes through input.people again for each of input.plans"},
		{"a function that goes through its argument, which the loop gives", "some plan in input.plans\nmany(plan.actions, plan)", ""},
		{"a function outside of any loop", `found("x")`, ""},
		{"a whole list taken at once within a loop", "some plan in input.plans\nplan.owner == max(roles)", "max goes through roles again for each of input.plans"},
		{"a whole list taken at once before a loop", "last := max(roles)\nsome plan in input.plans\nplan.owner == last", ""},
		{"a few of a list", "some plan in input.plans\nplan.owner == max(array.slice(owners, 0, 3))", ""},
		{"a set that is built up and asked for one key after another", "some plan in input.plans\nowned[plan.owner]", "looks up one key of owned for each of input.plans, and OPA works it out again each time"},
		{"a set that is built up and gone through", "some owner in owned\ninput.people[owner].role", ""},
		{"a set that is built up and gone through by a reference", "some owner\nowned[owner]\ninput.people[owner].role", ""},
		{"a set that is built up and asked for one key", `owned.x`, ""},
		{"two names for one list", "a = b\nb = input.people\nsome plan in input.plans\nsome person in a\nperson.role == plan.owner", "goes through a again for each of input.plans"},
		{"lists within lists within lists", "n := [a | a := [b | b := [c | c := [d | d := [e | e := [f | some f in input.plans]]]]]]\ncount(n) > 0", ""},
		{"a loop over settings", "some plan in input.plans\nsome role in data.settings.roles.order\nplan.owner == role", ""},
		{"a loop over what is written out", `some plan in input.plans
some role in ["a", "b"]
plan.owner == role`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			metadata := metadata
			if strings.Contains(test.code, "data.settings") {
				metadata = strings.Replace(metadata, "settings: []", "settings: [roles.order]", 1)
			}
			code := asking(test.code+"\nused", everything,
				"owners := [plan.owner | some plan in input.plans]", "roles := {person.role | some person in input.people}",
				"owned contains plan.owner if some plan in input.plans",
				"found(role) if {\n\tsome person in input.people\n\tperson.role == role\n}",
				"many(list, plan) if {\n\tsome element in list\n\telement.id == plan.status\n}",
			)
			var want []string
			if test.want != "" {
				want = []string{test.want}
			}
			var got []string
			for _, finding := range run(t, Config{Folders: []policy.Folder{folder("", shared+rule(metadata, code)+example)}}).Findings {
				switch finding.Check {
				case "linear":
					got = append(got, finding.Message)
				case "reads-true", "answers-covered":
				default:
					t.Errorf("%s: %s", finding.Check, finding.Message)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestARuleThatNoExampleMakesFireIsNamed(t *testing.T) {
	good := shared + rule("", asking("true"))
	tests := []struct {
		name, examples string
		want           []string
	}{
		{"without examples", "", []string{"1:1 fires: no example makes the rule fire"}},
		{"with an example that passes", "-- rules/risk/owned/examples/pass.json --\n{\"violations\": []}\n", []string{"1:1 fires: no example makes the rule fire"}},
		{"with a broken example", "-- rules/risk/owned/examples/fail.json --\n{\n", []string{"1:1 fires: no example makes the rule fire"}},
		{"with an example in another folder", "-- rules/risk/owned/samples/fail.json --\n{\"violations\": [1]}\n", []string{"1:1 fires: no example makes the rule fire"}},
		{"with an example that fails", example, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := errorsOf(run(t, Config{Folders: []policy.Folder{folder("", good+test.examples)}})); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAResponseThatNoRuleIsAboutIsRemarked(t *testing.T) {
	about := func(condition string) string {
		return strings.Replace(rule("", asking("true")), `applies if not input.risk.status == "closed"`, "applies if {\n\t"+condition+"\n}", 1)
	}
	const low, high = "no rule asks anything of a low risk because its response is ", "no rule asks anything of a high risk because its response is "
	tests := []struct {
		name, condition string
		want            []string
	}{
		{"every response alike", `input.risk.response.type`, []string{high + "mitigate", low + "accept", low + "mitigate"}},
		{"one response", `input.risk.response.type == "mitigate"`, []string{low + "accept"}},
		{"one response of one severity", `input.risk.response.type == "accept"
	input.risk.assessment.severity == "low"`, []string{high + "mitigate", low + "mitigate"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := run(t, Config{Folders: []policy.Folder{folder("", shared+about(test.condition)+example)}})
			var got []string
			for _, finding := range result.Findings {
				if finding.Check == "answers-covered" && finding.Level == Info {
					got = append(got, finding.Message)
				}
			}
			if !slices.Equal(got, test.want) || !result.Passes() {
				t.Errorf("got %q, want %q; passes: %v", got, test.want, result.Passes())
			}
		})
	}
}

func TestOnlyTheFoldersThatAreNamedAreLookedAt(t *testing.T) {
	bad := strings.ReplaceAll(rule("", asking(`input.risk.due == "x"`)), "risk/owned", "acme/owned")
	bad = strings.Replace(bad, "package rules.risk.owned", "package rules.acme.owned", 1)
	folders := []policy.Folder{
		folder("", shared+strings.Replace(rule("", asking(`time.now_ns() > 0`)), "not input.risk.owner", "not  input.risk.owner", 1)+example),
		folder("acme", bad+strings.ReplaceAll(example, "risk/owned", "acme/owned")),
	}
	result := run(t, Config{Folders: folders, Linted: []string{"acme"}})
	if len(result.Findings) != 1 || result.Rules != 1 {
		t.Fatalf("got %+v, want one finding of one rule", result)
	}
	if got := result.Findings[0]; got.Pos.File != "acme/rules/acme/owned/rule.rego" || got.Rule != "acme.owned" || got.Check != "reads-true" {
		t.Errorf("got %+v", got)
	}
	if all := run(t, Config{Folders: folders}); all.Rules != 2 || all.Errors() != 3 {
		t.Errorf("got %d rules and %+v", all.Rules, all.Findings)
	}
}

func TestEachCheckSaysWhyInOneSentence(t *testing.T) {
	checks := Checks()
	if !slices.IsSortedFunc(checks, func(a, b Check) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the checks aren't in the order of their ids")
	}
	for _, check := range checks {
		if !strings.HasSuffix(check.Why, ".") || strings.Count(check.Why, ". ") > 0 {
			t.Errorf("%s: %q is no sentence", check.ID, check.Why)
		}
	}
}

var someResult = Result{Rules: 2, Findings: []Finding{
	{Check: "linear", Level: Error, Rule: "risk.owned", Pos: source.Position{File: "rules/risk/owned/rule.rego", Line: 12, Column: 3}, Message: "goes through input.plans again for each of input.results", Hint: "look it up"},
	{Check: "answers-covered", Level: Info, Message: "no rule asks anything of a \x1b[31mlow risk"},
}}

func TestTextFitsItsWidthAndCommandsNoTerminal(t *testing.T) {
	var got bytes.Buffer
	if err := someResult.writeText(&got, 60); err != nil {
		t.Fatal(err)
	}
	want := `rules/risk/owned/rule.rego:12:3: error: goes through
    input.plans again for each of input.results (linear)
  fix: look it up
info: no rule asks anything of a \x1b[31mlow risk
    (answers-covered)

doesn't pass: 2 rules, 1 error, 1 remark
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &got, want)
	}
}

func TestJSONIsWhatItsSchemaSays(t *testing.T) {
	file, err := schemas.FS.Open("lint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("lint.schema.json", file); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("lint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range []Result{someResult, {}} {
		var got bytes.Buffer
		if err := result.writeJSON(&got, 0); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value(t, got.String()).Generic()); err != nil {
			t.Errorf("%s\n%v", &got, err)
		}
	}
}

func TestRiskgatesOwnRulesPass(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	builtin := policy.Folder{FS: policies.FS, Builtin: true}
	library, err := policy.Load(builtin)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Run(t.Context(), Config{
		Folders: []policy.Folder{builtin}, Library: library, Settings: chosen.Values(), Inputs: checker.Inputs(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range result.Findings {
		t.Errorf("%s\nhint: %s", finding.line(), finding.Hint)
	}
}

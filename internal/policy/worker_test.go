package policy

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

const riskInput = `{"type": "object", "properties": {
	"risk": {"type": "object", "properties": {
		"id": {"type": "string"},
		"owner": {"type": "string"},
		"status": {"type": "string"},
		"identified_on": {"type": "string"},
		"assessment": {"type": "object", "properties": {"severity": {"type": "string"}, "likelihood": {"type": "string"}}},
		"services": {"type": "array", "items": {"type": "string"}}
	}},
	"plans": {"type": "array", "items": {"type": "object", "properties": {
		"id": {"type": "string"},
		"status": {"type": "string"},
		"approvals": {"type": "array", "items": {"type": "object", "properties": {"act": {"type": "string"}, "by": {"type": "string"}}}}
	}}},
	"people": {"type": "object", "properties": {"*": {"type": "object", "properties": {"id": {"type": "string"}, "role": {"type": "string"}}}}}
}}`

const planInput = `{"type": "object", "properties": {"plan": {"type": "object", "properties": {"id": {"type": "string"}}}}}`

const someSettings = `{"scale": {"levels": ["low", "high"]}, "response": {"decision_days": {"low": 60, "high": 10}}}`

var midday = time.Date(2026, 6, 30, 12, 0, 0, 0, time.FixedZone("east", 3*60*60))

func value(t testing.TB, text string) *source.Value {
	t.Helper()
	parsed, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func someConfig(t testing.TB) Config {
	return Config{
		Settings: value(t, someSettings),
		AsOf:     midday,
		Inputs:   map[string][]byte{"risk": []byte(riskInput), "plan": []byte(planInput)},
	}
}

func compile(fsys fs.FS, c Config) (*Engine, error) {
	library, err := Load(Folder{FS: fsys, Builtin: true})
	if err != nil {
		return nil, err
	}
	return library.Compile(c)
}

func engine(t testing.TB, fsys fs.FS) *Engine {
	t.Helper()
	engine, err := compile(fsys, someConfig(t))
	if err != nil {
		t.Fatal(strings.Join(mistakesOf(err), "\n"))
	}
	return engine
}

func ask(t testing.TB, engine *Engine, input string, gaps ...Gap) []Answer {
	t.Helper()
	return engine.Worker().Ask(t.Context(), Subject{Kind: "risk", Input: value(t, input), Gaps: gaps})
}

func TestCompileRefuses(t *testing.T) {
	tests := []struct {
		name string
		body string
		want []string
	}{
		{
			"a misspelled field",
			"applies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if not input.risk.ownr",
			[]string{"rules/risk/owned/rule.rego:13:56: undefined ref: input.risk.ownr\nhint: did you mean \"owner\"?"},
		},
		{
			"a misspelled field of what is keyed by id",
			"applies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if not input.people[input.risk.owner].rloe",
			[]string{"rules/risk/owned/rule.rego:13:56: undefined ref: input.people[input.risk.owner].rloe\nhint: did you mean \"role\"?"},
		},
		{
			"a setting that doesn't exist",
			"applies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if data.settings.response.decision_day.high > 3",
			[]string{"rules/risk/owned/rule.rego:13:52: there is no setting response.decision_day\nhint: did you mean \"decision_days\"?"},
		},
		{
			"sprintf, which passes silently when an argument is undefined",
			"applies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": sprintf(\"%s\", [input.risk.owner])} if true",
			[]string{"rules/risk/owned/rule.rego:13:43: undefined function sprintf\nhint: write a template string, $\"... {value} ...\": sprintf with something undefined makes a rule pass"},
		},
		{
			"what reaches out of the process",
			"applies if http.send({\"method\": \"get\", \"url\": \"http://localhost\"}).status_code == 200\n\nviolations contains {\"at\": [], \"message\": opa.runtime().env.HOME} if rand.intn(\"x\", 2) == 1",
			[]string{
				"rules/risk/owned/rule.rego:11:12: undefined function http.send\nhint: rules call only what can't reach out of the process or differ from run to run",
				"rules/risk/owned/rule.rego:13:43: undefined function opa.runtime\nhint: rules call only what can't reach out of the process or differ from run to run",
				"rules/risk/owned/rule.rego:13:70: undefined function rand.intn\nhint: rules call only what can't reach out of the process or differ from run to run",
			},
		},
		{
			"applies with a value that is neither true nor false",
			"applies := input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if true",
			[]string{"rules/risk/owned/rule.rego:11:1: applies is true or false and no other value\nhint: write: applies if { ... }"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := compile(inRule(test.body), someConfig(t))
			if got := mistakesOf(err); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestCompileRefusesMetadataThatNamesWhatIsNotThere(t *testing.T) {
	text := strings.NewReplacer("risk.owner]", "risk.ownr, plans.aprovals.act]", "settings: []", "optional: [risk.statsu]\n#   settings: [scale.level]").Replace(minimal)
	_, err := compile(files("-- rules/risk/owned/rule.rego --\n"+text), someConfig(t))
	want := []string{
		"rules/risk/owned/rule.rego:1:1: metadata optional: there is no risk.statsu in the input of a risk\nhint: did you mean \"status\"?",
		"rules/risk/owned/rule.rego:1:1: metadata reads: there is no plans.aprovals.act in the input of a risk\nhint: did you mean \"approvals\"?",
		"rules/risk/owned/rule.rego:1:1: metadata reads: there is no risk.ownr in the input of a risk\nhint: did you mean \"owner\"?",
		"rules/risk/owned/rule.rego:11:1: there is no setting scale.level\nhint: did you mean \"levels\"?",
	}
	if got := mistakesOf(err); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCompileRefusesASubjectThatNothingIsKnownOf(t *testing.T) {
	_, err := compile(files("-- rules/risk/owned/rule.rego --\n"+strings.Replace(minimal, "subject: risk", "subject: rsk", 1)), someConfig(t))
	want := []string{"rules/risk/owned/rule.rego:1:1: there is no subject \"rsk\"\nhint: did you mean \"risk\"?"}
	if got := mistakesOf(err); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAskAnswersOneVerdictForEachRule(t *testing.T) {
	engine := engine(t, files(`
-- lib/days/days.rego --
package lib.days

today := time.format([time.now_ns(), "UTC", "2006-01-02T15:04:05Z"])
-- rules/risk/owned/rule.rego --
`+minimal+`
-- rules/risk/timed/rule.rego --
`+header+`package rules.risk.timed

import data.lib.days

applies if input.risk.status != "closed"

violations contains {"at": ["risk", "services", 0, "a/b"], "message": $"the day is {days.today}", "remedy": "wait"} if {
	data.settings.response.decision_days[input.risk.assessment.severity] < 30
}

violations contains {"at": [], "message": "a first message"} if input.risk.assessment.severity == "high"
-- rules/plan/any/rule.rego --
`+strings.NewReplacer("risk.owner", "plan.id", "subject: risk", "subject: plan").Replace(header)+`package rules.plan.any

applies if false

violations contains {"at": [], "message": "no"} if true
`))
	tests := []struct {
		name  string
		input string
		want  string
	}{
		{"both hold", `{"risk": {"id": "R", "owner": "p", "status": "open", "assessment": {"severity": "low"}}}`, "pass; pass"},
		{"neither applies, for a field is absent or has another value", `{"risk": {"status": "closed"}}`, "not_applicable; not_applicable"},
		{
			"violations come by place and message",
			`{"risk": {"id": "R", "status": "open", "assessment": {"severity": "high"}}}`,
			`fail /risk "no owner"; fail  "a first message" /risk/services/0/a~1b "the day is 2026-06-30T00:00:00Z"`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, answer := range ask(t, engine, test.input) {
				shown := answer.Verdict.String()
				for _, violation := range answer.Violations {
					shown += fmt.Sprintf(" %s %q", violation.At, violation.Message)
				}
				got = append(got, shown)
			}
			if got := strings.Join(got, "; "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	if rules := engine.Rules("risk"); len(rules) != 2 || rules[0].ID != "risk.owned" || rules[1].ID != "risk.timed" {
		t.Errorf("rules of a risk: %v", rules)
	}
	if answers := engine.Worker().Ask(t.Context(), Subject{Kind: "dragon", Input: value(t, "{}")}); answers != nil {
		t.Errorf("a kind without rules got %v", answers)
	}
}

func TestARuleThatIsOffIsNotAsked(t *testing.T) {
	c := someConfig(t)
	c.Off = map[string]bool{"risk.owned": true}
	engine, err := compile(files("-- rules/risk/owned/rule.rego --\n"+minimal), c)
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, engine, "{}"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestGaps(t *testing.T) {
	const input = `{"risk": {"id": "R", "status": "open", "assessment": {"severity": "high"}}, "plans": [{"id": "P", "status": "active"}]}`
	tests := []struct {
		name    string
		applies string // the definition of applies; the rule reads risk.owner
		gap     string
		want    string
	}{
		{"elsewhere keeps nothing from being judged", `applies if input.risk.id`, "risk.status", "fail"},
		{"in what violations read", `applies if input.risk.id`, "risk.owner", "not_assessable"},
		{"above what violations read", `applies if input.risk.id`, "risk", "not_assessable"},
		{"inside what violations read", `applies if input.risk.id`, "risk.owner.name", "not_assessable"},
		{"in a name that only begins alike", `applies if input.risk.id`, "risk.own", "fail"},
		{"in what violations read of a rule that doesn't apply", `applies if input.risk.id == "other"`, "risk.owner", "not_applicable"},
		{"in what applies compares", `applies if input.risk.status == "closed"`, "risk.status", "not_assessable"},
		{"in what applies looks for the absence of", `applies if not input.risk.status`, "risk.status", "not_assessable"},
		{"in what a negated comparison reads", `applies if not input.risk.status == "open"`, "risk.status", "not_assessable"},
		{"in what applies reads through a helper", "applies if open\n\nopen if input.risk.status == \"closed\"", "risk.status", "not_assessable"},
		{"in what applies reads through a variable", "applies if {\n\tr := input.risk\n\tr.status == \"closed\"\n}", "risk.status", "not_assessable"},
		{"beside what applies reads through a variable", "applies if {\n\tr := input.risk\n\tr.status == \"open\"\n}", "risk.assessment", "fail"},
		{"in what applies reads through a function", "applies if closed(input.risk)\n\nclosed(r) if r.status == \"closed\"", "risk.status", "not_assessable"},
		{"beside what applies reads through a function", "applies if open(input.risk)\n\nopen(r) if r.status == \"open\"", "risk.assessment", "fail"},
		{"in the field of an element", "applies if {\n\tsome plan in input.plans\n\tplan.status == \"done\"\n}", "plans.status", "not_assessable"},
		{"beside the field of an element", "applies if {\n\tsome plan in input.plans\n\tplan.status == \"active\"\n}", "plans.approvals.act", "fail"},
		{"in all elements", "applies if {\n\tsome plan in input.plans\n\tplan.status == \"active\"\n}", "plans", "not_assessable"},
		{"in the field of what a set holds", "applies if {\n\tsome plan in chosen\n\tplan.status == \"done\"\n}\n\nchosen contains plan if some plan in input.plans", "plans.status", "not_assessable"},
		{"in the field of what a comprehension holds", "applies if {\n\tall := [plan | some plan in input.plans]\n\tall[_].status == \"done\"\n}", "plans.status", "not_assessable"},
		{"beside the field of what a set holds", "applies if {\n\tsome plan in chosen\n\tplan.status == \"active\"\n}\n\nchosen contains plan if some plan in input.plans", "plans.approvals.act", "fail"},
		{"beside the field of what a set is asked for", "applies if {\n\tchosen[plan]\n\tplan.status == \"active\"\n}\n\nchosen contains plan if some plan in input.plans", "plans.approvals.act", "fail"},
		{"beside the field of what a comprehension holds", "applies if {\n\tall := [plan | some plan in input.plans]\n\tall[_].status == \"active\"\n}", "plans.approvals.act", "fail"},
		{"in the field of what an object holds by id", "applies if by_id.P.status == \"done\"\n\nby_id[plan.id] := plan if some plan in input.plans", "plans.status", "not_assessable"},
		{"beside the field of what an object holds by id", "applies if by_id.P.status == \"active\"\n\nby_id[plan.id] := plan if some plan in input.plans", "plans.approvals.act", "fail"},
		{"in what is grouped by", "applies if by_id.P.status == \"active\"\n\nby_id[plan.id] := plan if some plan in input.plans", "plans.id", "not_assessable"},
		{"in the field of an element that a function looks at", "applies if done(input.plans)\n\ndone(plans) if {\n\tsome plan in plans\n\tplan.status == \"done\"\n}", "plans.status", "not_assessable"},
		{"beside the field of an element that a function looks at", "applies if active(input.plans)\n\nactive(plans) if {\n\tsome plan in plans\n\tplan.status == \"active\"\n}", "plans.approvals.act", "fail"},
		{"in the field of what a function returns", "applies if first(input.plans).status == \"done\"\n\nfirst(plans) := plans[0]", "plans.status", "not_assessable"},
		{"beside the field of what a function returns", "applies if first(input.plans).status == \"active\"\n\nfirst(plans) := plans[0]", "plans.approvals.act", "fail"},
		{"in what one of several definitions under a name reads", "applies if {\n\tsome name in [\"closed\"]\n\tstate[name]\n}\n\nstate.closed if input.risk.status == \"closed\"", "risk.status", "not_assessable"},
		{"in the field of what is looked up by key", `applies if input.people[input.risk.id].role == "x"`, "people.role", "not_assessable"},
		{"in what is looked up with", `applies if input.people[input.risk.owner].role == "x"`, "risk.owner", "not_assessable"},
		{"inside what is only counted", `applies if count(input.plans) > 0`, "plans.approvals.act", "fail"},
		{"in what is counted", `applies if count(input.plans) > 0`, "plans", "not_assessable"},
		{"in what a function takes as a whole", `applies if count(object.keys(input.risk)) > 99`, "risk.status", "not_assessable"},
		{"in a field that a variable names", "applies if {\n\tsome name in [\"status\"]\n\tinput.risk[name] == \"closed\"\n}", "risk.status", "not_assessable"},
		{"in what every element must have", "applies if {\n\tevery plan in input.plans {\n\t\tplan.status == \"done\"\n\t}\n}", "plans.status", "not_assessable"},
		{"in what a shared function reads", "import data.lib.risks\n\napplies if risks.closed(input.risk)", "risk.status", "not_assessable"},
		{"in what stands in an else", "applies := false if input.risk.id == \"other\"\n\nelse := true if input.risk.status == \"closed\"", "risk.status", "not_assessable"},
		{"in what is written into a text", `applies if $"is {input.risk.status}" == "is closed"`, "risk.status", "not_assessable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := inRule(test.applies + "\n\nviolations contains {\"at\": [], \"message\": \"no\"} if not input.risk.owner\n")
			fsys["lib/risks/risks.rego"] = files("-- x --\npackage lib.risks\n\nclosed(risk) if risk.status == \"closed\"\n")["x"]
			answer := ask(t, engine(t, fsys), input, Gap{Path: "people.team", Reason: "unrelated"}, Gap{Path: test.gap, Reason: "the format has none"})[0]
			if got := answer.Verdict.String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if answer.Verdict == report.NotAssessable && answer.Reason != "the format has none" {
				t.Errorf("the reason is %q", answer.Reason)
			}
		})
	}
}

func TestAViolationOfTheWrongShapeIsAnError(t *testing.T) {
	tests := []struct{ name, violation, want string }{
		{"no object", `"no owner"`, `a violation is no object {"at": [...], "message": "..."}`},
		{"no at", `{"message": "no"}`, `a violation is no object {"at": [...], "message": "..."}`},
		{"at is a text", `{"at": "risk", "message": "no"}`, "a violation's at is no array of names and positions"},
		{"at has a fraction", `{"at": ["risk", 1.5], "message": "no"}`, "a violation's at is no array of names and positions"},
		{"at has a negative position", `{"at": ["risk", -1], "message": "no"}`, "a violation's at is no array of names and positions"},
		{"at has a truth", `{"at": [true], "message": "no"}`, "a violation's at is no array of names and positions"},
		{"an empty message", `{"at": [], "message": ""}`, "a violation's message is empty or no text"},
		{"a message that is no text", `{"at": [], "message": 7}`, "a violation's message is empty or no text"},
		{"a remedy that is no text", `{"at": [], "message": "no", "remedy": null}`, "a violation's remedy is empty or no text"},
		{"another key", `{"at": [], "message": "no", "msg": "no"}`, "a violation has a key besides at, message and remedy"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			engine := engine(t, inRule("applies if true\n\nviolations contains "+test.violation+" if true\n"))
			answer := ask(t, engine, "{}")[0]
			want := "rules/risk/owned/rule.rego: " + test.want
			if answer.Verdict != report.Errored || answer.Reason != want || answer.Violations != nil {
				t.Errorf("got %v, want the reason %q", answer, want)
			}
		})
	}
}

func TestAnErrorIsTheFaultOfOneRule(t *testing.T) {
	tests := []struct{ name, body, input, want string }{
		{
			"a date that is none",
			"applies if true\n\nviolations contains {\"at\": [], \"message\": \"no\"} if {\n\ttime.parse_ns(\"2006-01-02\", input.risk.identified_on) > 0\n}\n",
			`{"risk": {"id": "R", "identified_on": "2026-02-30"}}`,
			"rules/risk/owned/rule.rego:14:2: a function was called with a value that it can't take",
		},
		{
			"two values for one name",
			"applies if level == \"low\"\n\nlevel := \"low\"\n\nlevel := input.risk.status\n\nviolations contains {\"at\": [], \"message\": \"no\"} if true\n",
			`{"risk": {"id": "R", "status": "open"}}`,
			"rules/risk/owned/rule.rego:15:1: a definition has two different values",
		},
		{
			"a shared function that is called with what it can't take",
			"import data.lib.days\n\napplies if days.count(input.risk.identified_on) > 0\n\nviolations contains {\"at\": [], \"message\": \"no\"} if true\n",
			`{"risk": {"id": "R", "identified_on": "soon"}}`,
			"lib/days/days.rego:3:16: a function was called with a value that it can't take",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := inRule(test.body)
			fsys["lib/days/days.rego"] = files("-- x --\npackage lib.days\n\ncount(date) := time.parse_ns(\"2006-01-02\", date)\n")["x"]
			for _, name := range []string{"before", "zafter"} {
				fsys["rules/risk/"+name+"/rule.rego"] = files("-- x --\n" + strings.Replace(minimal, "risk.owned", "risk."+name, 1))["x"]
			}
			worker := engine(t, fsys).Worker()
			for range 2 {
				answers := worker.Ask(t.Context(), Subject{Kind: "risk", Input: value(t, test.input)})
				if answers[0].Verdict != report.Fail || answers[2].Verdict != report.Fail {
					t.Errorf("the other rules got %v and %v", answers[0], answers[2])
				}
				if answers[1].Verdict != report.Errored || answers[1].Reason != test.want {
					t.Errorf("got %v, want the reason %q", answers[1], test.want)
				}
			}
		})
	}
}

func TestEveryRuleThatNeedsAFaultyDefinitionFails(t *testing.T) {
	const body = `
import data.lib.days

applies if true

violations contains {"at": [], "message": "late"} if days.late
`
	fsys := inRule(body)
	fsys["rules/risk/second/rule.rego"] = files("-- x --\n" + header + "package rules.risk.second\n" + body)["x"]
	fsys["lib/days/days.rego"] = files("-- x --\npackage lib.days\n\nlate if time.parse_ns(\"2006-01-02\", input.risk.identified_on) > 0\n")["x"]
	for i, answer := range ask(t, engine(t, fsys), `{"risk": {"identified_on": "soon"}}`) {
		if answer.Verdict != report.Errored {
			t.Errorf("rule %d got %v", i, answer)
		}
	}
}

func TestABreakdownOfTheEngineIsAnError(t *testing.T) {
	engine := engine(t, files("-- rules/risk/owned/rule.rego --\n"+minimal))
	engine.programs["risk"].compiler, engine.programs["risk"].plan = nil, nil
	answer := ask(t, engine, `{"risk": {"id": "R"}}`)[0]
	if want := "rules/risk/owned/rule.rego: the engine broke down on it"; answer.Verdict != report.Errored || answer.Reason != want {
		t.Errorf("got %v, want the reason %q", answer, want)
	}
}

func TestASharedDefinitionFollowsTheSubject(t *testing.T) {
	fsys := inRule("import data.lib.risks\n\napplies if true\n\nviolations contains {\"at\": [], \"message\": $\"{risks.name} {risks.one}\"} if true\n")
	fsys["lib/risks/risks.rego"] = files("-- x --\npackage lib.risks\n\nname := input.risk.id\n\none := 1\n")["x"]
	worker := engine(t, fsys).Worker()
	for _, id := range []string{"R-1", "R-2", "R-1"} {
		answer := worker.Ask(t.Context(), Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "`+id+`"}}`)})[0]
		if want := id + " 1"; answer.Violations[0].Message != want {
			t.Errorf("got %q, want %q", answer.Violations[0].Message, want)
		}
	}
}

func TestARunawayRuleEndsWithItsTime(t *testing.T) {
	engine := engine(t, inRule(`
applies if count([1 | some a in input.risk.services; some b in input.risk.services; some c in input.risk.services; some d in input.risk.services; a == b; c == d]) > 0

violations contains {"at": [], "message": "no"} if true
`))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	many := `{"risk": {"services": [` + strings.Repeat(`"s",`, 500) + `"s"]}}`
	start := time.Now()
	answer := engine.Worker().Ask(ctx, Subject{Kind: "risk", Input: value(t, many)})[0]
	want := Answer{Verdict: report.Errored, Reason: "rules/risk/owned/rule.rego: the time ran out"}
	if answer.Verdict != want.Verdict || answer.Reason != want.Reason {
		t.Errorf("got %v, want %v", answer, want)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestARuleThatNeverEvaluatesIsNotApplicable(t *testing.T) {
	engine := engine(t, inRule("applies if input.risk.status == input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if true\n"))
	if answer := ask(t, engine, `{"risk": {"id": "R"}}`)[0]; answer.Verdict != report.NotApplicable {
		t.Errorf("got %v", answer)
	}
}

func TestWorkersDontDisturbEachOther(t *testing.T) {
	engine := engine(t, files(`
-- lib/levels/levels.rego --
package lib.levels

rank := {level: position | some position, level in data.settings.scale.levels}
-- rules/risk/owned/rule.rego --
`+minimal+`
-- rules/risk/ranked/rule.rego --
`+header+`package rules.risk.ranked

import data.lib.levels

applies if true

violations contains {"at": ["people", id], "message": $"{input.risk.id} {id}"} if {
	levels.rank[input.risk.assessment.severity] == 1
	some id, person in input.people
	person.role == "director"
}
`))
	people := value(t, `{"p-1": {"id": "p-1", "role": "director"}, "p-2": {"id": "p-2", "role": "lead"}}`)
	var running sync.WaitGroup
	for n := range 4 {
		running.Go(func() {
			worker := engine.Worker()
			for i := range 200 {
				id := fmt.Sprintf("R-%d-%d", n, i)
				input := value(t, `{"risk": {"id": "`+id+`", "assessment": {"severity": "high"}}}`)
				input.Members = append(input.Members, source.Member{Name: "people", Value: people})
				answers := worker.Ask(t.Context(), Subject{Kind: "risk", Input: input})
				if answers[0].Verdict != report.Fail || answers[1].Verdict != report.Fail || answers[1].Violations[0].Message != id+" p-1" {
					t.Errorf("%s got %v", id, answers)
				}
			}
		})
	}
	running.Wait()
}

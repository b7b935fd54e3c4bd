package mutant

import (
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

const shared = `package lib.dates

later(date, count) := date

is_future(date) if date > "2026-06-30"

is_past(date) if date < "2026-06-30"
`

const settings = `{"plan": {"days": 3, "role": "lead", "again": 3, "other": 5}, "review": {"days": {"low": 1}, "interval": {"low": 2}}}`

const input = `{"type": "object", "properties": {
	"risk": {"type": "object", "properties": {
		"inherent": {"type": "object", "properties": {"severity": {"type": "string"}}}, "assets": {"type": "array", "items": {"type": "string"}},
		"residual": {"type": "object", "properties": {"severity": {"type": "string"}}},
		"title": {"type": "string"}, "identified_on": {"type": "string"}, "closed_on": {"type": "string"}, "score_on": {"type": "number"}, "open": {"type": "boolean"}
	}},
	"plans": {"type": "array", "items": {"type": "object", "properties": {
		"due_on": {"type": "string"}, "updated_on": {"type": "string"}
	}}},
	"people": {"type": "object", "properties": {"*": {"type": "object", "properties": {"seen_on": {"type": "string"}, "left_on": {"type": "string"}}}}}
}}`

func value(t *testing.T, text string) *source.Value {
	t.Helper()
	read, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func parse(t *testing.T, text string) *ast.Module {
	t.Helper()
	module, err := ast.ParseModuleWithOpts("rule.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return module
}

func textOf(definitions string) string {
	return "package rules.a.b\n\nimport data.lib.dates\n\n" + definitions + "\n"
}

// of makes the mutants of definitions, and holds each to be Rego.
func of(t *testing.T, definitions string) []Mutant {
	t.Helper()
	text := textOf(definitions)
	made := Of(parse(t, text), text, Surroundings{
		Settings: value(t, settings),
		Input:    value(t, input),
		Shared:   map[string]*ast.Module{"lib/dates/dates.rego": parse(t, shared)},
	})
	for _, m := range made {
		parse(t, m.Text)
	}
	return made
}

func TestOfMakesEachChangeThatMatters(t *testing.T) {
	tests := []struct {
		name string
		code string
		want []string
	}{
		{"a comparison", `x if input.a < 3`, []string{
			`x if true`, `x if input.a <= 3`, `x if input.a > 3`, `x if input.a < 2`,
		}},
		{"a comparison the other way", `x if 3 >= input.a`, []string{
			`x if true`, `x if 3 > input.a`, `x if 3 <= input.a`, `x if 4 >= input.a`,
		}},
		{"a count, which is never below 0", `x if count(input.a) > 0`, []string{
			`x if true`, `x if count(input.a) < 0`, `x if count(input.a) > 1`,
		}},
		{"an equality", `x if input.a == "closed"`, []string{
			`x if true`, `x if input.a != "closed"`, `x if input.a == "closed~"`,
		}},
		{"a negated equality, whose text only its removal tells apart", `x if not input.a == "closed"`, []string{
			`x if true`, `x if input.a == "closed"`,
		}},
		{"a negated comparison", `x if not input.a > 3`, []string{
			`x if true`, `x if input.a > 3`, `x if not input.a >= 3`, `x if not input.a > 4`,
		}},
		{"a membership", `x if input.a in {"b", "c"}`, []string{
			`x if true`, `x if not input.a in {"b", "c"}`, `x if input.a in {"c"}`, `x if input.a in {"b"}`,
		}},
		{"a negated membership of one", `x if not input.a in {"b"}`, []string{
			`x if true`, `x if input.a in {"b"}`, `x if not input.a in {"b~"}`,
		}},
		{"a place, whose names stay", `x contains {"at": ["a", i], "message": "m"} if some i, _ in input.a`, []string{
			`x contains {"at": ["a"], "message": "m"} if some i, _ in input.a`,
			`x contains {"at": ["a", i], "message": "m~"} if some i, _ in input.a`,
		}},
		{"a text, and what is worked out within it", `x := $"{input.a} of {count(input.a) + 1}"`, []string{
			`x := $"~{input.a} of {count(input.a) + 1}"`,
			`x := $"{input.a} of {count(input.a) - 1}"`, `x := $"{input.a} of {count(input.a) + 2}"`,
		}},
		{"one of two definitions", "x := 1 if input.a\n\nx := true if input.b", []string{
			`x := 1 if false`, `x := 2 if input.a`, `x := 1 if true`,
			`x := true if false`, `x := false if input.b`, `x := true if true`,
		}},
		{"a condition that the value needs anyway", `x := input.a if input.a`, nil},
		{"a condition that another needs anyway", "x if {\n\tinput.a\n\tnot input.b[input.a]\n}", []string{`true`, `input.b[input.a]`}},
		{"a condition that another needs as part of a longer path", "x if {\n\tinput.a\n\tinput.a.b in [1, 2]\n}", []string{
			`true`, `not input.a.b in [1, 2]`, `input.a.b in [2, 2]`, `input.a.b in [1, 3]`,
		}},
		{"a condition that a negated equality doesn't need", "x if {\n\tinput.a\n\tnot input.a == 1\n}", []string{
			`true`, `true`, `input.a == 1`, `not input.a == 2`,
		}},
		{"a condition that is told by false as well", "x if {\n\tinput.risk.open\n\tdates.later(input.risk.open, 1)\n}", []string{
			`true`, `true`, `dates.later(1, input.risk.open)`, `dates.later(input.risk.open, 2)`,
		}},
		{"an else", "x := 1 if input.a\n\nelse := 2 if input.b\n\nelse := 3", []string{
			`x := 1 if false`, `x := 2 if input.a`, `x := 1 if true`,
			`else := 2 if false`, `else := 3 if input.b`, `else := 2 if true`,
			`else := 3 if false`, `else := 4`,
		}},
		{"a body in braces", "violations contains 1 if {\n\t# why {\n\tinput.a\n\tnot input.b\n}", []string{
			`violations contains 1 if false`, `violations contains 2 if {`, `true`, `true`, `input.b`,
		}},
		{"arithmetic and extremes", `x := min(input.a) * 100`, []string{
			`x := min(input.a) / 100`, `x := max(input.a) * 100`, `x := min(input.a) * 101`,
		}},
		{"a function of a shared package", `x if dates.is_future(input.a)`, []string{
			`x if true`, `x if not dates.is_past(input.a)`, `x if dates.is_past(input.a)`,
		}},
		{"a negated function of a shared package", `x if not dates.is_future(input.a)`, []string{
			`x if true`, `x if dates.is_future(input.a)`, `x if dates.is_past(input.a)`, `x if not dates.is_past(input.a)`,
		}},
		{"a setting of a group, for one of another value", `x := data.settings.plan.days`, []string{
			`x := data.settings.plan.other`,
		}},
		{"a setting by severity", `x := data.settings.review.days[input.a]`, []string{
			`x := data.settings.review.interval[input.a]`,
		}},
		{"a setting that no other looks like", `x := data.settings.plan.role`, nil},
		{"a field", `x := input.risk.closed_on`, []string{`x := input.risk.identified_on`}},
		{"a field within one of two that look the same", `x := input.risk.residual.severity`, []string{`x := input.risk.inherent.severity`}},
		{"a list that no other looks like", `x := input.risk.assets[0]`, []string{`x := input.risk.assets[1]`}},
		{"a field that no other looks like", `x := input.risk.title`, nil},
		{"a field of what is found in a list", `x if { some plan in input.plans; plan.due_on }`, []string{
			`x if { some plan in input.plans; true }`, `x if { some plan in input.plans; plan.updated_on }`,
		}},
		{"a field of what is looked up by id", `x := input.people[input.a].seen_on`, []string{`x := input.people[input.a].left_on`}},
		{"a place in a list", `x := input.a[0]`, []string{`x := input.a[1]`}},
		{"conditions of a comprehension", `x := {a | some a in input.a; a != 2}`, []string{
			`x := {a | some a in input.a; true}`, `x := {a | some a in input.a; a == 2}`, `x := {a | some a in input.a; a != 3}`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range of(t, test.code) {
				got = append(got, m.After)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestAMutantSaysWhatWasChangedAndWhere(t *testing.T) {
	made := of(t, "x if {\n\tinput.a < 3\n}")
	got := made[1]
	got.Text = ""
	want := Mutant{
		Pos:    source.Position{File: "rule.rego", Line: 6, Column: 10},
		Change: "< becomes <=",
		Before: "input.a < 3",
		After:  "input.a <= 3",
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

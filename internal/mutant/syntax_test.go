package mutant

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/policies"
)

// TestEveryMutantIsRego holds the changes to all that a rule's text may look like.
func TestEveryMutantIsRego(t *testing.T) {
	tests := []struct {
		name string
		code string
	}{
		{"a default", "default x := 1\n\nx := 2 if input.a"},
		{"a default function", "default f(_) := 1\n\nf(n) := 2 if n > 1"},
		{"comments among conditions", "x if { # why\n\t# because of { and \"\n\tinput.a # this\n\tinput.b # that\n}"},
		{"a sign of comments within a text", "violations contains \"# {\" if {\n\tinput.a\n}\n\nviolations contains \"#1\" if input.b"},
		{"a comment after an else's condition", "x := 1 if input.a # first\n\nelse := 2 if input.b # second\n\n# third\nelse := 3"},
		{"a comment within an else's head", "x := 1 if {\n\tinput.a\n} else := 2 if { # why\n\tinput.b\n}"},
		{"else after else in braces", "x := 1 if { input.a } else := 2 if { input.b } else if { input.c } else := 4"},
		{"an else that is a condition alone", "x if input.a\n\nelse if input.b\n\nelse if input.c > 3"},
		{"conditions on one line", "x if { input.a; not input.b; input.c == 1 }"},
		{"parentheses", "x := (1 + (input.a * 2)) / (3)\n\ny if (input.a) > ((4))"},
		{"text of every kind", "x := [\"a\\n\\\"b\", `raw \"b\"`, $\"{input.a}\", $`raw {input.b}`, \"\"]"},
		{"numbers of every kind", "x := [-1, 1.5, 1e3, 0, 123456789012345678901234567890]"},
		{"a set in a set", "x := {{\"a\", \"b\"}, {\"c\"}}"},
		{"an object", "x := {\"a\": {\"at\": [1, 2]}, \"b\": input.c, input.d: 1}"},
		{"an empty set, array and object", "x := [set(), [], {}]"},
		{"comprehensions within each other", "x := {a: [b | some b in input.bs; b > {c | c := 1}] | some a in input.as}"},
		{"keys and values", "x if some k, v in input.a\n\ny if 1, 2 in input.b\n\nz if not 1, 2 in input.b"},
		{"two bodies of one head", "x if { input.a } { input.b }"},
		{"words that touch", "x if\"a\"\n\ny if not(input.a)"},
		{"every", "x if every k, v in input.a { v > 1; k != \"b\" }"},
		{"unification", "x if input.a = 1\n\ny := b if [_, b] = input.c"},
		{"calls in calls", "x if count(split(concat(\",\", [\"a\", input.b]), \",\")) >= 2"},
		{"a partial object", "x[k] := v if some k, v in input.a\n\ny[k] contains 1 if some k in input.a"},
		{"a name of several parts", "x.y.z := 1 if input.a\n\nx.y.w := 2"},
		{"a function with constants for arguments", "f(1, \"a\", [b, 2]) := b\n\nf(2, _, _) := 3 if true"},
		{"functions with else", "f(n) := 1 if { n > 1 } else := 2 if n > 0"},
		{"set arithmetic", "x := ({1} | {2}) & ({3} - {4})"},
		{"a bare reference to all settings", "x := data.settings\n\ny := data.settings.plan[input.a]\n\nz := data.settings[input.a].days"},
		{"conditions that are constants", "x if true\n\ny if { false; \"a\"; 1 }"},
		{"a tab and a long name", "x\tif\tdates.is_future(\n\t\tinput.a,\n\t)"},
		{"letters of several bytes", "x if { input.a == \"Größe — größer\"; input.b > 1 }"},
		{"line ends of another system", "x if {\r\n\tinput.a\r\n\tinput.b > 1\r\n}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, m := range of(t, test.code) {
				if m.Before == m.After {
					t.Errorf("%s: %s: shown as no change: %s", m.Pos, m.Change, m.Before)
				}
				if parse(t, m.Text).Equal(parse(t, textOf(test.code))) {
					t.Errorf("%s: %s: changes nothing: %s", m.Pos, m.Change, m.After)
				}
			}
		})
	}
}

func TestEveryMutantOfOurRulesIsRego(t *testing.T) {
	err := fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			return err
		}
		made := Of(parse(t, string(text)), string(text), Surroundings{Settings: value(t, settings)})
		if len(made) == 0 {
			t.Errorf("%s: nothing can be changed", name)
		}
		for _, m := range made {
			parse(t, m.Text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzOf breaks on no rule, however odd. Some odd ones have mutants that are no
// Rego, as two definitions on one line without a space; those are left out when
// they are read.
func FuzzOf(f *testing.F) {
	f.Add("x := 1 if input.a > 2\n\nelse := {\"a\", $\"{input.b}\"}")
	f.Add("x contains {\"at\": [\"a\", i], \"message\": \"m\"} if { some i, b in input.a; not b in {1, 2} }")
	f.Add("x := min({[a, b] | some a in input.a; every b in a { b }}) if not f(input.c)")
	f.Fuzz(func(t *testing.T, code string) {
		text := textOf(code)
		module, err := ast.ParseModuleWithOpts("rule.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return
		}
		for _, m := range Of(module, text, Surroundings{}) {
			if m.Text == text || m.Pos.Line < 1 || m.Pos.Column < 1 {
				t.Errorf("%s: %s: %s", m.Pos, m.Change, m.After)
			}
		}
	})
}

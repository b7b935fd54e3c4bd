package policytest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// changed is the sound library with one change, and more files.
func changed(t *testing.T, old, new, more string) string {
	t.Helper()
	if !strings.Contains(sound, old) {
		t.Fatalf("the sound library has no %q", old)
	}
	return strings.Replace(sound, old, new, 1) + more
}

func study(t *testing.T, text string) *Report {
	t.Helper()
	c := config(t)
	c.Cover, c.Mutate = true, true
	found, err := Run(t.Context(), c, library(text))
	if err != nil {
		t.Fatal(explain(err))
	}
	for _, result := range found.Results {
		for _, problem := range result.Problems {
			t.Fatal(shown(problem))
		}
	}
	return found
}

func TestCoverageFindsTheLinesThatNothingGetsTo(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{"nothing in a sound library", "", "", nil},
		{
			"a condition after one that never holds",
			"\tnot input.risk.owner\n",
			"\tnot input.risk.owner\n}\n\nviolations contains {\"at\": [\"risk\"], \"message\": \"never\"} if {\n\tinput.risk.title == \"no such title\"\n\tnot input.risk.owner\n",
			[]string{
				`rules/risk/owned/rule.rego:18:1 violations contains {"at": ["risk"], "message": "never"} if {`,
				`rules/risk/owned/rule.rego:19:2 input.risk.title == "no such title"`,
				"rules/risk/owned/rule.rego:20:2 not input.risk.owner",
			},
		},
		{
			"a definition of a shared package that its tests don't ask for",
			"grave(level) if level in {\"high\", \"critical\"}\n",
			"grave(level) if level in {\"high\", \"critical\"}\n\nmild(level) if not grave(level)\n",
			[]string{"lib/levels/levels.rego:5:1 mild(level) if not grave(level)"},
		},
		{
			"an else that nothing falls through to",
			"grave(level) if level in {\"high\", \"critical\"}\n",
			"grave(level) if {\n\tlevel in {\"high\", \"critical\"}\n} else if {\n\tlevel == \"extreme\"\n}\n",
			[]string{"lib/levels/levels.rego:5:1 } else if {", "lib/levels/levels.rego:6:2 level == \"extreme\""},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, study := range study(t, changed(t, test.old, test.new, "")).Studies {
				for _, line := range study.Coverage.Missed {
					got = append(got, fmt.Sprintf("%s %s", line.Pos, line.Code))
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

const explained = `
-- lib/levels/survivors.json --
[
	{
		"before": "grave(level) if level in {\"high\", \"critical\"}",
		"after": "grave(level) if true",
		"why": "Nobody asks about other levels."
	},
	{
		"before": "grave(level) if level in {\"high\", \"critical\"}",
		"after": "grave(level) if level in {\"high\"}",
		"why": "Nobody asks about critical."
	}
]
`

func TestMutationFindsWhatNothingNotices(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		more     string // files
		want     []string
	}{
		{"in a shared package, with its own tests alone", "", "", "", []string{
			`lib/levels/levels.rego:3:17: survived: the condition is removed`,
			`lib/levels/levels.rego:3:33: survived: "critical" is removed`,
		}},
		{"nothing that is explained", "", "", explained, nil},
		{
			"an explanation of what a test notices now",
			`if levels.grave("high")`,
			"if levels.grave(\"high\")\n\ntest_low_is_not_grave if not levels.grave(\"low\")",
			explained,
			[]string{`lib/levels/survivors.json:2:2: no such change survives`},
		},
		{
			"an explanation that says nothing",
			"", "",
			strings.Replace(explained, `"why": "Nobody asks about critical."`, `"why": ""`, 1),
			[]string{
				`lib/levels/levels.rego:3:33: survived: "critical" is removed`,
				`lib/levels/survivors.json:7:2: an explanation has before, after and why`,
			},
		},
		{
			"a file of explanations that can't be read",
			"", "", "\n-- rules/risk/owned/survivors.json --\n{}\n" + explained,
			[]string{`rules/risk/owned/survivors.json:1:1: write a list: [{"before": "...", "after": "...", "why": "..."}]`},
		},
		{
			"a message that is read nowhere",
			"\tnot input.risk.owner\n",
			"\tnot input.risk.owner\n}\n\nviolations contains {\"at\": [\"risk\", \"title\"], \"message\": $\"{input.risk.id} has no title\"} if {\n\tinput.risk.owner == \"p-0\"\n",
			"-- rules/risk/owned/more_test.rego --\npackage rules.risk.owned_more_test\n\nimport data.rules.risk.owned\n\n" +
				"test_it if {\n\tat := {violation.at | some violation in owned.violations} with input.risk.owner as \"p-0\"\n\tat == {[\"risk\", \"title\"]}\n}\n" + explained,
			[]string{`rules/risk/owned/rule.rego:18:60: survived: the text becomes another`},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := loud(study(t, changed(t, test.old, test.new, test.more)))
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// loud is what a report says about changes.
func loud(r *Report) []string {
	var found []string
	for _, study := range r.Studies {
		for _, survivor := range study.Mutation.Survivors {
			if survivor.Why == "" {
				found = append(found, fmt.Sprintf("%s: survived: %s", survivor.Pos, survivor.Change))
			}
		}
		for _, mistake := range study.Mutation.Mistakes {
			found = append(found, mistake.Error())
		}
	}
	return found
}

func TestScoresThatAreTooLowAreSaid(t *testing.T) {
	found := study(t, sound+explained)
	tests := []struct {
		name  string
		least Least
		want  []string
	}{
		{"explained changes don't count", Least{Coverage: 100, Mutation: 100}, nil},
		{"nothing is asked for", Least{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found.Least = test.least
			if got := found.Shortfalls(); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	unexplained := study(t, sound)
	unexplained.Least = Least{Mutation: 95}
	if got, want := unexplained.Shortfalls(), []string{"mutation is 80.0 %, and 95 % are asked for"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if unexplained.Passes() {
		t.Error("a score that is too low passes")
	}
}

func TestAScoreIsNeverRoundedUp(t *testing.T) {
	tests := []struct {
		score Score
		want  string
	}{
		{Score{999, 1000}, "99.9 %"},
		{Score{9999, 10000}, "99.9 %"},
		{Score{2, 3}, "66.6 %"},
		{Score{3, 3}, "100.0 %"},
		{Score{0, 3}, "0.0 %"},
		{Score{}, "100.0 %"},
	}
	for _, test := range tests {
		if got := test.score.String(); got != test.want {
			t.Errorf("%d of %d: got %s, want %s", test.score.Part, test.score.Of, got, test.want)
		}
	}
}

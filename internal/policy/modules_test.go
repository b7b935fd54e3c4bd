package policy

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestModulesAreTheRulesThatAreOnAndWhatTheyShare(t *testing.T) {
	library, err := Load(Folder{Builtin: true, FS: files("-- lib/days/days.rego --\npackage lib.days\n-- rules/risk/owned/rule.rego --\n" + minimal +
		"-- rules/risk/other/rule.rego --\n" + strings.ReplaceAll(minimal, "risk.owned", "risk.other"))})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, module := range library.Modules(map[string]bool{"risk.other": true}) {
		paths = append(paths, module.Path)
	}
	if want := []string{"lib/days/days.rego", "rules/risk/owned/rule.rego"}; !slices.Equal(paths, want) {
		t.Errorf("got %q, want %q", paths, want)
	}
}

func TestAModuleAtADayStatesTheTime(t *testing.T) {
	day := time.Date(2026, 6, 30, 15, 0, 0, 0, time.UTC)
	tests := []struct{ name, text, want string }{
		{"as an argument, twice", "package a\n\nx := [time.now_ns(), f(time.now_ns())]\n\nf(y) := y\n", "package a\n\nx := [1782777600000000000, f(1782777600000000000)]\n\nf(y) := y\n"},
		{"as a condition", "package a\n\nx if time.now_ns() > 5\n", "package a\n\nx if 1782777600000000000 > 5\n"},
		{"by itself", "package a\n\nx if time.now_ns()\n", "package a\n\nx if 1782777600000000000\n"},
		{"in a template", "package a\n\nx := $\"now {time.now_ns()}\"\n", "package a\n\nx := $\"now {1782777600000000000}\"\n"},
		{"not in a comment or a text", "package a\n\n# time.now_ns()\nx := \"time.now_ns()\"\n", "package a\n\n# time.now_ns()\nx := \"time.now_ns()\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			module, err := Module{Path: "a.rego", Text: []byte(test.text)}.At(day)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(module.Text); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

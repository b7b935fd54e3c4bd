package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// study reads the code of a library of one rule.
func study(t *testing.T, body, more string) RuleStudy {
	t.Helper()
	fsys := inRule(body)
	for name, file := range files(more) {
		fsys[name] = file
	}
	library, err := Load(Folder{FS: fsys, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	study, err := library.Study(someConfig(t).Inputs)
	if err != nil {
		t.Fatal(err)
	}
	return study.Rules[0]
}

func paths(looks []Look) string {
	var all []string
	for _, look := range looks {
		text := look.Path
		if len(look.Inside) == 0 {
			text += "?"
		}
		if len(look.Inside) > 1 || len(look.Inside) == 1 && look.Inside[0] != look.Path {
			text += fmt.Sprint(look.Inside)
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestStudySaysWhatCodeLooksAt(t *testing.T) {
	const lib = "-- lib/days/days.rego --\npackage lib.days\n\nrole(person) := person.role\n\nallowed(level) := data.settings.response.decision_days[level]\n"
	tests := []struct {
		name                          string
		applies, violates             string
		wantApplies, wantViolations   string
		wantSettings, wantStrayFields string
	}{
		{
			"a field that is asked for by name alone, and one whose value counts",
			`input.risk.status == "open"`, `not input.risk.assessment`,
			"risk.status", "risk.assessment?", "", "",
		},
		{
			"fields of the elements of an array, but not the others",
			`true`, `some plan in input.plans; plan.status == "draft"`,
			"", "plans? plans.status", "", "",
		},
		{
			"a record as a whole, which is all its fields",
			`true`, `input.risk.assessment == {}`,
			"", "risk.assessment[risk.assessment.likelihood risk.assessment.severity]", "", "",
		},
		{
			"what a shared function reads of its argument, and the settings that it uses",
			`true`, `data.lib.days.role(input.people[input.risk.owner]) == data.lib.days.allowed("low")`,
			"", "people.role risk.owner", "response.decision_days", "",
		},
		{
			"a field that a text names, so that it could be any",
			`true`, `object.get(input.risk.assessment, "x", "") == ""; object.get(input.people, input.risk.id, "x_") == ""`,
			"", "people[people.id people.role] risk.assessment[risk.assessment.likelihood risk.assessment.severity] risk.id", "", "",
		},
		{
			"a field that a function misspells",
			`true`, `title(input.risk) == "x"`,
			"", "", "", "risk.titel",
		},
		{
			"settings by a name that only the input knows",
			`true`, `data.settings[input.risk.id]`,
			"", "risk.id", "", "",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := fmt.Sprintf("\napplies if { %s }\n\nviolations contains {\"at\": [], \"message\": \"no\"} if { %s }\n\ntitle(record) := record.titel\n", test.applies, test.violates)
			got := study(t, body, lib)
			for _, one := range []struct{ what, got, want string }{
				{"applies", paths(got.Applies), test.wantApplies},
				{"violations", paths(got.Violations), test.wantViolations},
				{"settings", strings.ReplaceAll(paths(got.Settings), "?", ""), test.wantSettings},
				{"strays", strings.ReplaceAll(paths(got.Strays), "?", ""), test.wantStrayFields},
			} {
				if one.got != one.want {
					t.Errorf("%s: got %q, want %q", one.what, one.got, one.want)
				}
			}
		})
	}
}

func TestALookStandsWhereTheRuleAsks(t *testing.T) {
	got := study(t, `
import data.lib.days

applies := true

violations contains {"at": [], "message": "no"} if {
	days.role(input.people.x) == "none"
	own(input.risk)
}

own(record) if record.owner
`, "-- lib/days/days.rego --\npackage lib.days\n\nrole(person) := person.role\n")
	want := map[string]int{"people.role": 17, "risk.owner": 21}
	for path, line := range want {
		i := slices.IndexFunc(got.Violations, func(look Look) bool { return look.Path == path })
		if i < 0 || got.Violations[i].Pos.Line != line || got.Violations[i].Pos.File != "rules/risk/owned/rule.rego" {
			t.Errorf("%s: got %+v, want line %d of the rule", path, got.Violations, line)
		}
	}
}

package policy

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/go-multierror"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// header is the metadata of a rule about which nothing else matters.
const header = `# METADATA
# title: A claim
# description: Why it matters.
# custom:
#   subject: risk
#   level: deny
#   remedy: Mend it.
#   reads: [risk.owner]
#   settings: []
`

const minimal = header + `package rules.risk.owned

applies if input.risk.id

violations contains {"at": ["risk"], "message": "no owner"} if not input.risk.owner
`

func files(text string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, file := range txtar.Parse([]byte(text)).Files {
		fsys[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return fsys
}

// inRule is a library of one rule, whose body follows its header and package.
func inRule(body string) fstest.MapFS {
	return files("-- rules/risk/owned/rule.rego --\n" + header + "package rules.risk.owned\n" + body)
}

// mistakesOf lists errors as a reader sees them, with their hints.
func mistakesOf(err error) []string {
	var all *multierror.Error
	if !errors.As(err, &all) {
		return nil
	}
	var lines []string
	for _, err := range all.Errors {
		line := err.Error()
		var mistake *source.Error
		if errors.As(err, &mistake) && mistake.Hint != "" {
			line += "\nhint: " + mistake.Hint
		}
		lines = append(lines, line)
	}
	return lines
}

func TestLoadReadsWhatARuleSaysAboutItself(t *testing.T) {
	library, err := Load(Folder{Builtin: true, FS: files(`
-- rules/risk/owned/rule.rego --
# METADATA
# title: Every risk has an owner
# description: >-
#   A risk that nobody owns
#   is nobody's to answer.
# custom:
#   subject: risk
#   level: warn
#   remedy: Name one.
#   reads: [risk.owner, people.role]
#   optional: [risk.status]
#   settings: [risk.accountable_from]
#   controls: [nist-800-53r5:PM-29]
#   duties: [risks-have-owners]
#   collections: [ownership]
#   waivable: false
package rules.risk.owned

applies := true

violations contains {"at": [], "message": "no"} if not input.risk.owner
-- rules/risk/owned/rule_test.rego --
this is no part of the library
-- rules/risk/owned/examples/pass.json --
nor is this
-- duties.json --
{"respond": {"title": "Responding", "duties": {"risks-have-owners": {"duty": "Each risk has an owner.", "source": "Us"}}}}
-- controls.json --
{"nist-800-53r5": {"title": "NIST", "controls": {"PM-29": "Roles"}}}
`)})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v", library.Rules())
	want := fmt.Sprintf("%+v", []report.Rule{{
		ID:          "risk.owned",
		Title:       "Every risk has an owner",
		Description: "A risk that nobody owns is nobody's to answer.",
		Remedy:      "Name one.",
		Subject:     "risk",
		Level:       report.Warn,
		Reads:       []string{"risk.owner", "people.role"},
		Optional:    []string{"risk.status"},
		Settings:    []string{"risk.accountable_from"},
		Controls:    []string{"nist-800-53r5:PM-29"},
		Duties:      []string{"risks-have-owners"},
		Collections: []string{"ownership"},
		Unwaivable:  true,
	}})
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name    string
		library string
		want    []string
	}{
		{
			"two files of one package, naming both",
			"-- rules/risk/owned/more.rego --\npackage rules.risk.owned\n-- rules/risk/owned/rule.rego --\n" + minimal,
			[]string{
				"rules/risk/owned/more.rego:1:1: rules/risk/owned/more.rego is no place for a rule\nhint: a rule's file is rules/<group>/<claim>/rule.rego",
				"rules/risk/owned/rule.rego:10:1: package rules.risk.owned is declared by rules/risk/owned/more.rego already\nhint: keep one of the two files",
			},
		},
		{
			"a word on waivers that says nothing",
			"-- rules/risk/owned/rule.rego --\n" + strings.Replace(minimal, "#   level: deny\n", "#   level: deny\n#   waivable: true\n", 1),
			[]string{
				"rules/risk/owned/rule.rego:1:1: metadata waivable is true, and it can only be false\nhint: leave it out where what the rule finds can be waived",
			},
		},
		{
			"a rule that takes the package of another",
			"-- rules/risk/owned/rule.rego --\n" + minimal + "-- rules/zzz/copy/rule.rego --\n" + minimal,
			[]string{"rules/zzz/copy/rule.rego:10:1: package rules.risk.owned is declared by rules/risk/owned/rule.rego already\nhint: keep one of the two files"},
		},
		{
			"a package that isn't its folder",
			"-- rules/risk/other/rule.rego --\n" + minimal,
			[]string{"rules/risk/other/rule.rego:10:1: package rules.risk.owned doesn't match its folder rules/risk/other\nhint: write: package rules.risk.other"},
		},
		{
			"a shared package that isn't its folder",
			"-- lib/dates/dates.rego --\npackage lib.days\n-- rules/risk/owned/rule.rego --\n" + minimal,
			[]string{"lib/dates/dates.rego:1:1: package lib.days doesn't match its folder lib/dates\nhint: write: package lib.dates"},
		},
		{
			"a rule without metadata, applies or violations",
			"-- rules/risk/owned/rule.rego --\npackage rules.risk.owned\n",
			[]string{
				"rules/risk/owned/rule.rego:1:1: rule \"risk.owned\" says nothing about itself\nhint: write a comment # METADATA above the package",
				"rules/risk/owned/rule.rego:1:1: the rule doesn't define applies\nhint: write: applies if { ... }",
				"rules/risk/owned/rule.rego:1:1: the rule doesn't define violations\nhint: write: violations contains {\"at\": [...], \"message\": $\"...\"} if { ... }",
			},
		},
		{
			"all that metadata lacks or nobody knows, at once",
			`-- rules/risk/owned/rule.rego --
# METADATA
# title: A claim
# custom:
#   subject: risk
#   level: block
#   read: [risk.owner]
#   controls: nist
#   settings: [decision days]
package rules.risk.owned

applies if input.risk.id

violations contains {"at": [], "message": "no"} if not input.risk.owner
`,
			[]string{
				"rules/risk/owned/rule.rego:1:1: metadata controls is no list",
				"rules/risk/owned/rule.rego:1:1: metadata has an unknown key \"read\"\nhint: did you mean \"reads\"?",
				"rules/risk/owned/rule.rego:1:1: metadata has no description",
				"rules/risk/owned/rule.rego:1:1: metadata has no remedy",
				"rules/risk/owned/rule.rego:1:1: metadata level is \"block\"\nhint: it is deny or warn",
				"rules/risk/owned/rule.rego:1:1: metadata names nothing under reads",
				"rules/risk/owned/rule.rego:1:1: metadata settings: \"decision days\" names no setting\nhint: write it as group.name",
			},
		},
		{
			"duties and controls that nobody lists",
			`-- rules/risk/owned/rule.rego --
` + strings.Replace(header, "#   settings: []\n", "#   settings: []\n#   controls: [nist:RA-5d, nist:RA-55, PM-29]\n#   duties: [risk-has-owner, other]\n", 1) + `package rules.risk.owned

applies if input.risk.id

violations contains {"at": [], "message": "no"} if not input.risk.owner
-- duties.json --
{"respond": {"title": "Responding", "duties": {
  "risks-have-owners": {"duty": "Each risk has an owner.", "source": "Us"}
}}}
-- controls.json --
{"nist": {"title": "NIST", "controls": {"RA-5": "Scanning", "RA-7": "Response"}}}
`,
			[]string{
				"rules/risk/owned/rule.rego:1:1: metadata controls: there is no control \"PM-29\"\nhint: there are nist:RA-5, nist:RA-7",
				"rules/risk/owned/rule.rego:1:1: metadata controls: there is no control \"nist:RA-55\"\nhint: did you mean \"nist:RA-5\"?",
				"rules/risk/owned/rule.rego:1:1: metadata controls: there is no control \"nist:RA-5d\"\nhint: did you mean \"nist:RA-5\"?",
				"rules/risk/owned/rule.rego:1:1: metadata duties: there is no duty \"other\"\nhint: there is only \"risks-have-owners\"",
				"rules/risk/owned/rule.rego:1:1: metadata duties: there is no duty \"risk-has-owner\"\nhint: did you mean \"risks-have-owners\"?",
			},
		},
		{
			"violations that are no set, and applies that is a function",
			"-- rules/risk/owned/rule.rego --\n" + header + "package rules.risk.owned\n\napplies(x) if x\n\nviolations := []\n",
			[]string{
				"rules/risk/owned/rule.rego:12:1: applies is true or false of the whole input\nhint: write: applies if { ... }",
				"rules/risk/owned/rule.rego:14:1: violations is a set\nhint: write: violations contains {\"at\": [...], \"message\": $\"...\"} if { ... }",
			},
		},
		{
			"a rule that replaces what it is asked about",
			"-- rules/risk/owned/rule.rego --\n" + minimal + "\nquiet if violations == set() with input as {}\n",
			[]string{"rules/risk/owned/rule.rego:16:30: with is for tests: a rule can't replace what it is asked about"},
		},
		{
			"a rule that leans on another rule or on all data",
			"-- rules/risk/owned/rule.rego --\n" + minimal + "\nother if data.rules.risk.tracked.applies\n\nall := data\n",
			[]string{
				"rules/risk/owned/rule.rego:16:10: data.rules.risk.tracked.applies is none of a rule's business: it sees input, data.settings and data.lib\nhint: share what two rules need in a package under lib/",
				"rules/risk/owned/rule.rego:18:8: data is none of a rule's business: it sees input, data.settings and data.lib\nhint: share what two rules need in a package under lib/",
			},
		},
		{
			"syntax errors of several files",
			"-- lib/a/a.rego --\npackage lib.a\n\nx := 1 2\n-- rules/risk/owned/rule.rego --\npackage rules.risk.owned\n\nbroken := ]\n",
			[]string{"lib/a/a.rego:3:8: ", "rules/risk/owned/rule.rego:3:11: ", "rules/risk/owned/rule.rego:3:11: "},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(Folder{FS: files(test.library), Builtin: true})
			got := mistakesOf(err)
			if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

const own = header + `package rules.acme.owned

applies if input.risk.id

violations contains {"at": ["risk"], "message": "no owner"} if not input.risk.owner
`

func TestSeveralFoldersAreOneLibrary(t *testing.T) {
	builtin := Folder{Builtin: true, FS: files("-- lib/days/days.rego --\npackage lib.days\n-- rules/risk/owned/rule.rego --\n" + minimal)}
	acme := Folder{Name: "acme", FS: files("-- lib/shifts/shifts.rego --\npackage lib.shifts\n-- rules/acme/owned/rule.rego --\n" + own)}
	library, err := Load(builtin, acme)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rule := range library.Rules() {
		got = append(got, rule.ID+" of "+rule.Policy)
	}
	if want := []string{"acme.owned of acme", "risk.owned of "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	alone, err := Load(builtin)
	if err != nil {
		t.Fatal(err)
	}
	if library.Digest("") != alone.Digest("") || library.Digest("acme") == library.Digest("") || library.Digest("other") != "" {
		t.Errorf("digests: %q alone, %q with %q", alone.Digest(""), library.Digest(""), library.Digest("acme"))
	}
	again, err := Load(builtin, Folder{Name: "elsewhere/acme", FS: acme.FS})
	if err != nil || again.Digest("elsewhere/acme") != library.Digest("acme") {
		t.Errorf("another name: digest %q, %v", again.Digest("elsewhere/acme"), err)
	}
}

func TestLoadRefusesOfAnOwnFolder(t *testing.T) {
	builtin := Folder{Builtin: true, FS: files("-- lib/days/days.rego --\npackage lib.days\n-- rules/risk/owned/rule.rego --\n" + minimal)}
	inRisk := strings.ReplaceAll(own, "rules.acme.owned", "rules.risk.named")
	tests := []struct {
		name   string
		folder string
		want   []string
	}{
		{
			"a file for a rule of riskgate's, naming both",
			"-- rules/risk/owned/rule.rego --\n" + minimal,
			[]string{"acme/rules/risk/owned/rule.rego:10:1: package rules.risk.owned is declared by riskgate's own rules/risk/owned/rule.rego already\nhint: choose another name; settings change a rule's level or turn it off, and nothing replaces one"},
		},
		{
			"a shared package of riskgate's",
			"-- lib/days/days.rego --\npackage lib.days\n-- rules/acme/owned/rule.rego --\n" + own,
			[]string{"acme/lib/days/days.rego:1:1: package lib.days is declared by riskgate's own lib/days/days.rego already\nhint: choose another name"},
		},
		{
			"a rule of riskgate's from the file of another",
			"-- rules/acme/owned/rule.rego --\n" + minimal,
			[]string{"acme/rules/acme/owned/rule.rego:10:1: package rules.risk.owned is declared by riskgate's own rules/risk/owned/rule.rego already\nhint: choose another name"},
		},
		{
			"definitions of a shared package from above it",
			"-- lib/above.rego --\npackage lib\n\ndays.count(x) := 0\n-- rules/acme/owned/rule.rego --\n" + own,
			[]string{"acme/lib/above.rego:1:1: acme/lib/above.rego is no place for a rule\nhint: a shared package's file is lib/<name>/<name>.rego"},
		},
		{
			"definitions of a shared package from below it",
			"-- lib/days/more/more.rego --\npackage lib.days.more\n-- rules/acme/owned/rule.rego --\n" + own,
			[]string{"acme/lib/days/more/more.rego:1:1: acme/lib/days/more/more.rego is no place for a rule\nhint: a shared package's file is lib/<name>/<name>.rego"},
		},
		{
			"a rule in a group of riskgate's that doesn't say so",
			"-- rules/risk/named/rule.rego --\n" + inRisk,
			[]string{"acme/rules/risk/named/rule.rego:1:1: rule \"risk.named\" stands in group risk, which is riskgate's own\nhint: choose a group of your own, or write extends: risk under custom"},
		},
		{
			"a rule that extends another group than its own",
			"-- rules/risk/named/rule.rego --\n" + strings.Replace(inRisk, "#   settings: []", "#   settings: []\n#   extends: plan", 1),
			[]string{"acme/rules/risk/named/rule.rego:1:1: rule \"risk.named\" stands in group risk, which is riskgate's own\nhint: choose a group"},
		},
		{
			"a rule that extends its own group",
			"-- rules/acme/owned/rule.rego --\n" + strings.Replace(own, "#   settings: []", "#   settings: []\n#   extends: acme", 1),
			[]string{"acme/rules/acme/owned/rule.rego:1:1: metadata extends \"acme\", which is no group of riskgate's\nhint: leave extends out"},
		},
		{
			"a rule that stands where none is looked for",
			"-- acme.rego --\npackage acme\n-- rules/acme/owned/rule.rego --\n" + own,
			[]string{"acme/acme.rego:1:1: acme/acme.rego is no place for a rule\nhint: a rule's file is rules/<group>/<claim>/rule.rego"},
		},
		{
			"a name that Rego can't write without quotes",
			"-- rules/acme-corp/owned/rule.rego --\n" + strings.Replace(own, "rules.acme.owned", `rules["acme-corp"].owned`, 1),
			[]string{"acme/rules/acme-corp/owned/rule.rego:10:1: \"acme-corp\" is no name that a rule can have\nhint: write it with small letters"},
		},
		{
			"a folder without rules",
			"-- README.md --\nnothing yet\n",
			[]string{"acme: the folder holds no rule\nhint: a rule's file is rules/<group>/<claim>/rule.rego"},
		},
		{
			"rules that are no directory",
			"-- rules --\nno directory\n-- lib/shifts/shifts.rego --\npackage lib.shifts\n",
			[]string{"acme/rules: rules is no directory"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(builtin, Folder{Name: "acme", FS: files(test.folder)})
			got := mistakesOf(err)
			if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestARuleMayExtendAGroupThatItNames(t *testing.T) {
	text := strings.Replace(strings.ReplaceAll(own, "rules.acme.owned", "rules.risk.named"), "#   settings: []", "#   settings: []\n#   extends: risk", 1)
	if _, err := Load(Folder{Name: "acme", FS: files("-- rules/risk/named/rule.rego --\n" + text)}); err != nil {
		t.Error(err)
	}
}

func TestWhatARuleCanBeCalled(t *testing.T) {
	for id, want := range map[string]bool{
		"acme.supplier_named": true, "a1.b2": true,
		"acme": false, "acme.x.y": false, "acme.": false, ".x": false, "": false, "Acme.x": false, "acme.x-y": false,
		"acme.1x": false, "acme._x": false, "acme.in": false, "default.x": false, "аcme.x": false, "acme.x\n": false, "../acme.x": false,
	} {
		if got := IsID(id); got != want {
			t.Errorf("%q: %t, want %t", id, got, want)
		}
	}
}

func TestRiskgateHasRulesInItsOwnGroupsOnly(t *testing.T) {
	text := "-- rules/acme/owned/rule.rego --\n" + own
	_, err := Load(Folder{Builtin: true, FS: files(text)})
	if got, want := mistakesOf(err), []string{`rules/acme/owned/rule.rego:1:1: group acme isn't among riskgate's own`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDigestIsWhatSha256sumSays(t *testing.T) {
	fsys := files("-- rules/risk/owned/rule.rego --\n" + minimal + "-- lib/days/days.rego --\npackage lib.days\n-- rules/risk/owned/rule_test.rego --\npackage x\n")
	library, err := Load(Folder{FS: fsys, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		fmt.Sprintf("%x  lib/days/days.rego\n", sha256.Sum256(fsys["lib/days/days.rego"].Data)),
		fmt.Sprintf("%x  rules/risk/owned/rule.rego\n", sha256.Sum256(fsys["rules/risk/owned/rule.rego"].Data)),
	}
	slices.Sort(lines)
	want := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, ""))))
	if got := library.Digest(""); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

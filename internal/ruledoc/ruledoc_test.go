package ruledoc_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/ruledoc"
)

var folder = fstest.MapFS{
	"rules/risk/owned/examples/fail.json":           {Data: []byte(`{"title": "Nobody owns it", "as_of": "2026-06-30", "input": {"risk": {"id": "R-1"}}, "violations": [{"at": ["risk"], "message": "risk R-1 has no *owner*, though it is a risk that needs one"}]}`)},
	"rules/risk/owned/examples/fail-unknown.json":   {Data: []byte(`{"title": "Nobody knows the owner", "as_of": "2026-06-30", "input": {}, "violations": [{"at": [], "message": "a"}, {"at": [], "message": "b"}]}`)},
	"rules/risk/owned/examples/pass.json":           {Data: []byte(`{"title": "Somebody owns it", "as_of": "2026-06-30", "settings": {"risk": {"roles": 1}}, "input": {"risk": {"id": "R-1", "owner": "p-1"}}}`)},
	"rules/risk/owned/examples/pass-b.json":         {Data: []byte(`{"title": "Another", "as_of": "2026-06-30", "input": {}}`)},
	"rules/risk/owned/examples/not_applicable.json": {Data: []byte(`{"title": "It is closed", "as_of": "2026-06-30", "input": {}, "applies": false}`)},
	"rules/risk/owned/examples/boundary.txt":        {Data: []byte(`no example`)},
	"rules/risk/other/examples/fail-x.json":         {Data: []byte(`{`)},
	catalogue.DutiesFile:                            {Data: []byte(`{"respond": {"title": "Responding", "duties": {"owners": {"duty": "Each risk has an owner.", "source": "Us"}, "teams": {"duty": "Teams respond.", "source": "Them"}}}}`)},
	catalogue.ControlsFile:                          {Data: []byte(`{"nist": {"title": "NIST", "controls": {"PM-29": "Roles", "PM-30": "Supply"}}}`)},
}

var owned = report.Rule{
	ID:          "risk.owned",
	Title:       "Every risk has an owner",
	Description: "What nobody owns nobody treats. Whether it is tracked is for risk.tracked.",
	Remedy:      "Name the owner.",
	Subject:     "risk",
	Level:       "deny",
	Reads:       []string{"risk.owner"},
	Optional:    []string{"risk.note"},
	Settings:    []string{"risk.roles", "risk.days"},
	Duties:      []string{"owners"},
	Controls:    []string{"nist:PM-29"},
}

func known(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	known := catalogue.New()
	if err := known.Add(folder, ""); err != nil {
		t.Fatal(err)
	}
	return known
}

func TestAPageSaysAllThatIsKnownOfARule(t *testing.T) {
	page := ruledoc.Page{
		Rule:   owned,
		Level:  "warn",
		Change: report.RuleChange{Rule: "risk.owned", From: report.Deny, To: report.Warn, Reason: "not yet", Origin: "riskgate.json:3:5"},
		Settings: ruledoc.Of(owned, []ruledoc.Setting{
			{Name: "risk.days.low", Value: "30"}, {Name: "risk.days.high", Value: "5"}, {Name: "risk.roles", Value: "3"}, {Name: "risk.rolesome", Value: "1"},
		}),
	}
	page.Duties, page.Controls = ruledoc.Evidence(owned, known(t))
	var err error
	if page.Examples, err = ruledoc.Examples(folder, "risk.owned"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := page.WriteText(&b, 50); err != nil {
		t.Fatal(err)
	}
	want := `risk.owned: Every risk has an owner
asked about each risk; a finding has level warn
its own level is deny, which the settings change
(riskgate.json:3:5): not yet

Why
  What nobody owns nobody treats. Whether it is
  tracked is for risk.tracked.

How to mend a finding
  Name the owner.

Reads
  risk.owner

Reads where it is there
  risk.note

Settings
  risk.roles = 3
  risk.days.low = 30
  risk.days.high = 5

Evidence for
  owners: Each risk has an owner.
  nist:PM-29: Roles

An example that fails
  Nobody owns it (as of 2026-06-30)
  {
    "risk": { "id": "R-1" }
  }
  -> risk R-1 has no *owner*, though it is a
    risk that needs one

An example that holds
  Somebody owns it (as of 2026-06-30)
  {
    "risk": { "id": "R-1", "owner": "p-1" }
  }
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := ruledoc.Examples(folder, "risk.other"); err == nil {
		t.Error("a broken example is no error")
	}
}

func TestABookHasAPageForEachRule(t *testing.T) {
	tracked := report.Rule{ID: "plan.tracked", Title: "Every plan | tracked", Subject: "plan", Level: "warn", Reads: []string{"plan.id"}}
	book := ruledoc.Book{
		Rules:     []report.Rule{tracked, owned},
		Catalogue: known(t),
		Policies:  folder,
		Profiles: []ruledoc.Profile{
			{Name: "default", Title: "Default", Text: "To begin with.", Settings: []ruledoc.Setting{
				{Name: "risk.days.low", Value: "30", Origin: "ours"}, {Name: "risk.days.high", Value: "5", Origin: "ours"}, {Name: "risk.roles", Value: "3", Origin: "theirs"},
				{Name: "risk.kinds", Value: "null", Origin: "ours"}, {Name: "risk.limits", Value: "[]", Origin: "ours"},
			}},
			{Name: "strict", Title: "Strict", Text: "As the *law* has it.", Settings: []ruledoc.Setting{
				{Name: "risk.days.high", Value: "1", Origin: "law"}, {Name: "risk.kinds", Value: `["cyber", "fi|re"]`, Origin: "law"},
				{Name: "risk.limits", Value: `[{"kind": "cyber", "most": 1}, {"kind": "fire", "most": 2}]`, Origin: "law"},
			}, Changes: []ruledoc.Change{{Rule: "plan.tracked", Level: "off", Reason: "No <plans>."}}},
		},
	}
	book.Groups = []ruledoc.Group{{Name: "risk", Text: "What is asked of a risk.", Settings: []ruledoc.Explained{
		{Name: "risk.days", Title: "Days", Text: "Days to do it.", Kind: "Days by severity."},
		{Name: "risk.kinds", Title: "Kinds", Text: "Which kinds there are.", Kind: "A list | of kinds."},
		{Name: "risk.limits", Title: "Limits", Text: "How many may be open.", Kind: "A list of limits."},
	}}}
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"duties.md": `<!-- Written by go generate ./policies. -->
# The duties, and the rules that hold records to them

The duties are said in our own words, each with its source.

## Responding

| duty | rules | source |
|---|---|---|
| <a id="owners"></a>Each risk has an owner. | [§risk.owned§](rules/risk.owned.md) | Us |
| <a id="teams"></a>Teams respond. | none | Them |

# The controls, and the rules that are evidence for them

A rule is evidence for a part of a control and seldom for all of it. Controls that no rule is evidence for are left out.

## NIST

| control | | rules |
|---|---|---|
| §nist:PM-29§ | Roles | [§risk.owned§](rules/risk.owned.md) |
`,
		"profiles.md": `<!-- Written by go generate ./policies. -->
# The profiles

A profile is a set of settings to start from: it has a value for each, says where the value comes from, and gives some
rules another level. [settings.md](settings.md) says how an organisation chooses one and changes it.

## Profile §default§

Default. To begin with.

## Profile §strict§

Strict. As the \*law\* has it.

| rule | level | why |
|---|---|---|
| [§plan.tracked§](rules/plan.tracked.md) | off | No \<plans>. |

## Settings §risk§

What is asked of a risk.

### risk.days: Days

Days to do it. (Days by severity.)

| profile | value | where it comes from |
|---|---|---|
| §default§ | low: 30<br>high: 5 | ours |
| §strict§ | high: 1 | law |

### risk.kinds: Kinds

Which kinds there are. (A list \| of kinds.)

| profile | value | where it comes from |
|---|---|---|
| §default§ | none | ours |
| §strict§ | cyber, fi\|re | law |

### risk.limits: Limits

How many may be open. (A list of limits.)

| profile | value | where it comes from |
|---|---|---|
| §default§ | none | ours |
| §strict§ | kind cyber, most 1<br>kind fire, most 2 | law |
`,
		"rules/README.md": `<!-- Written by go generate ./policies. -->
# The rules

Each rule makes one claim about one kind of record. Its level is that of the profile §default§; other profiles that
change it are named. [docs/duties.md](../duties.md) goes from duties and controls to rules.

## plan

| rule | about | level | claim |
|---|---|---|---|
| [§plan.tracked§](plan.tracked.md) | plan | warn; off in §strict§ | Every plan \| tracked |

## risk

| rule | about | level | claim |
|---|---|---|---|
| [§risk.owned§](risk.owned.md) | risk | deny | Every risk has an owner |
`,
		"rules/plan.tracked.md": `<!-- Written by go generate ./policies. -->
# plan.tracked

**Every plan \| tracked**

Asked about each plan. Level: warn; off in §strict§.

## Why


## When it applies

It reads §plan.id§. Where the run or the format of the source can't show one of these, the rule is not assessable:
neither passed nor failed.

## How to mend a finding


## How to configure

The rule has no settings of its own. In §riskgate.json§:

§§§json
{
  "rules": { "plan.tracked": { "level": "off", "reason": "Why this organization does without the rule." } }
}
§§§

In the profile §strict§ the level is off: No \<plans>.

## Evidence for


## All examples

`,
		"rules/risk.owned.md": `<!-- Written by go generate ./policies. -->
# risk.owned

**Every risk has an owner**

Asked about each risk. Level: deny.

## Why

What nobody owns nobody treats. Whether it is tracked is for risk.tracked.

## When it applies

It reads §risk.owner§. Where the run or the format of the source can't show one of these, the rule is not assessable:
neither passed nor failed. Where they are there, it also reads §risk.note§.

For example, it doesn't apply to these:

- It is closed

## Avoid

Nobody owns it (as of 2026-06-30).

§§§json
{
  "risk": { "id": "R-1" }
}
§§§

riskgate says:

> risk R-1 has no \*owner\*, though it is a risk that needs one

## How to mend a finding

Name the owner.

## Prefer

Somebody owns it (as of 2026-06-30).

§§§json
{
  "risk": { "id": "R-1", "owner": "p-1" }
}
§§§

with these settings:

§§§json
{
  "risk": { "roles": 1 }
}
§§§

## How to configure

| setting | §default§ | §strict§ |
|---|---|---|
| §risk.roles§ | §3§ |  |
| §risk.days.low§ | §30§ |  |
| §risk.days.high§ | §5§ | §1§ |

Where the values come from:

- §risk.roles§ in §default§: theirs
- §risk.days§ in §default§: ours
- §risk.days§ in §strict§: law

In §riskgate.json§:

§§§json
{
  "settings": { "risk": { "roles": 3 } },
  "rules": { "risk.owned": { "level": "off", "reason": "Why this organization does without the rule." } }
}
§§§

## Evidence for

- duty [§owners§](../duties.md#owners): Each risk has an owner.
- control §nist:PM-29§: Roles

## All examples

- [Nobody owns it](../../policies/rules/risk/owned/examples/fail.json): fails: risk R-1 has no \*owner\*, though it is a risk that needs one
- [Nobody knows the owner](../../policies/rules/risk/owned/examples/fail-unknown.json): fails: a; b
- [Somebody owns it](../../policies/rules/risk/owned/examples/pass.json): passes
- [Another](../../policies/rules/risk/owned/examples/pass-b.json): passes
- [It is closed](../../policies/rules/risk/owned/examples/not_applicable.json): doesn't apply
`,
	}
	for name, want := range want {
		if got := strings.ReplaceAll(files[name], "`", "§"); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	if len(files) != len(want) {
		t.Errorf("got %d files, want %d", len(files), len(want))
	}
}

func TestAPageLinksToTheRulesThatItNames(t *testing.T) {
	tracked := report.Rule{ID: "risk.tracked", Title: "Tracked"}
	book := ruledoc.Book{Rules: []report.Rule{owned, tracked}, Catalogue: known(t), Policies: folder}
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	if want := "is for [`risk.tracked`](risk.tracked.md)."; !strings.Contains(files["rules/risk.owned.md"], want) {
		t.Errorf("%s\nlacks %s", files["rules/risk.owned.md"], want)
	}
}

package check_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// people of a register: an executive, a director and a service lead.
const people = `{"id": "ex", "name": "Ex", "role": "executive", "email": "ex@example.com"}, {"id": "di", "name": "Di", "role": "director"}, {"id": "le", "name": "Le", "role": "service_lead"}`

// untracked is a register in which the high risk R-1, which le owns, is not tracked.
func untracked(people, risk string) fstest.MapFS {
	return fstest.MapFS{"register.json": {Data: fmt.Appendf(nil, `{"kind": "risk_register", "schema_version": "1", "id": "reg",
 "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30", "scale": {"levels": ["low", "moderate", "high", "critical"]},
 "people": [%s],
 "risks": [{"id": "R-1", "title": "one", "status": "assessed", "identified_on": "2026-06-28", "owner": "le",
  "assessment": {"on": "2026-06-28", "by": "di", "likelihood": "likely", "impact": "major", "severity": "high"}%s}]}`, people, risk)}}
}

// untrackedWaiver waives what untracked has; changes say otherwise.
func untrackedWaiver(id, by string) string {
	return fmt.Sprintf(`{"id": %q, "rule": "risk.tracked", "subject": {"kind": "risk", "id": "R-1"}, "reason": "Waits.", "requested_by": "di",
 "approved_by": %q, "approved_on": "2026-06-29", "expires_on": "2026-07-20", "ticket": "T-1"}`, id, by)
}

// trial is a run with waivers.
type trial struct {
	base, head fstest.MapFS // base is nil in a check of one state
	waivers    []string
	authors    []waiver.Author
	settings   string
}

// run checks as of the end of June 2026, under the default profile.
func (tr trial) run(t *testing.T) *report.Report {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	config := settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}
	for _, rule := range library.Rules() {
		config.Rules = append(config.Rules, rule.ID)
	}
	var written settings.File
	if tr.settings != "" {
		written = settings.File{Name: settings.FileName, Text: []byte(tr.settings)}
	}
	chosen, err := settings.Load(config, written)
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	levels, off := map[string]report.Level{}, map[string]bool{}
	var changes []report.RuleChange
	for _, change := range chosen.Rules() {
		levels[change.Rule] = change.Level
		changes = append(changes, report.RuleChange{Rule: change.Rule, To: change.Level, Reason: change.Reason})
	}
	var asked []report.Rule
	for _, rule := range library.Rules() {
		rule.Level = cmp.Or(levels[rule.ID], rule.Level)
		other := rule.Subject != report.WaiverKind && rule.ID != "risk.tracked"
		if off[rule.ID] = other || rule.Level == report.Off; !off[rule.ID] {
			asked = append(asked, rule)
		}
	}
	engine, err := library.Compile(policy.Config{Settings: chosen.Values(), AsOf: asOf.Time(), Off: off, Inputs: checker.Inputs()})
	if err != nil {
		t.Fatal(err)
	}
	list, err := waiver.Read(source.File{Name: "w.json", Text: []byte(`{"kind": "riskgate_waivers", "schema_version": "1", "waivers": [` + strings.Join(tr.waivers, ",") + `]}`)}, checker)
	if err != nil {
		t.Fatal(err)
	}
	c := check.Config{
		Roots: []workspace.Root{{Name: ".", FS: tr.head, Path: "."}}, Schemas: checker, Engine: engine, Rules: asked,
		Severity: chosen.Levels(), Waivers: list, Authors: tr.authors,
	}
	if tr.base != nil {
		c.Base = []workspace.Root{{Name: ".", FS: tr.base, Path: "."}}
	}
	r, err := check.Run(t.Context(), c, report.About{AsOf: asOf, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAWaiverAcceptsOnlyWhatItsRulesLetIt(t *testing.T) {
	good := untrackedWaiver("W-1", "ex")
	tests := []struct {
		name  string
		trial trial
		want  string // who accepted that R-1 is not tracked, and the rules that the waivers break or that can't judge them
	}{
		{"a good one", trial{head: untracked(people, ""), waivers: []string{good}}, "W-1; W-1 renewed_in_time"},
		{"one approved too low", trial{head: untracked(people, ""), waivers: []string{untrackedWaiver("W-1", "di")}},
			"nobody; W-1 approved_at_level, W-1 independent, W-1 renewed_in_time"},
		{"a bad one after a good one", trial{head: untracked(people, ""), waivers: []string{good, untrackedWaiver("W-2", "le")}},
			"nobody; W-2 approved_at_level, W-2 independent, W-2 renewed_in_time"},
		{"a good one after a bad one", trial{head: untracked(people, ""), waivers: []string{untrackedWaiver("W-1", "le"), untrackedWaiver("W-2", "ex")}},
			"W-2; W-2 renewed_in_time"},
		{"a request", trial{head: untracked(people, ""), waivers: []string{strings.Replace(good, `"approved_by": "ex", "approved_on": "2026-06-29", `, "", 1)}},
			"nobody; W-1 approved"},
		{"one for a rule that is off", trial{head: untracked(people, ""), waivers: []string{good}, settings: `{"rules": {"risk.tracked": {"level": "off", "reason": "x"}}}`},
			"-; W-1 matches_finding"},
		{"one for a rule that nobody knows", trial{head: untracked(people, ""), waivers: []string{strings.Replace(good, "risk.tracked", "risk.trackd", 1)}},
			"nobody; W-1 matches_finding"},
		{"one for a risk that vanished", trial{head: untracked(people, ""), waivers: []string{strings.Replace(good, "R-1", "R-2", 1)}},
			"nobody; W-1 matches_finding"},
		{"one for a kind of record that the rule isn't about", trial{head: untracked(people, ""), waivers: []string{strings.Replace(good, `"kind": "risk", "id": "R-1"`, `"kind": "register", "id": "reg"`, 1)}},
			"nobody; W-1 matches_finding"},
		{"one about plans that the run doesn't hold", trial{head: untracked(people, ""), waivers: []string{strings.Replace(good, `"kind": "risk", "id": "R-1"`, `"kind": "plan", "id": "P-1"`, 1)}},
			"nobody; W-1 approved_at_level?, W-1 in_date?, W-1 independent?, W-1 limited_in_time?, W-1 matches_finding?, W-1 renewals_limited?, W-1 renewed_in_time?, W-1 ticketed?"},
		{"one that a rule at level warn would keep from accepting", trial{head: untracked(people, ""), waivers: []string{untrackedWaiver("W-1", "di")},
			settings: `{"rules": {"waiver.approved_at_level": {"level": "warn", "reason": "x"}, "waiver.independent": {"level": "off", "reason": "x"}}}`},
			"W-1; W-1 approved_at_level, W-1 renewed_in_time"},
		{"one that gets its authority by the change", trial{base: untracked(people, ""), head: untracked(strings.Replace(people, "director", "executive", 1), ""),
			waivers: []string{strings.Replace(untrackedWaiver("W-1", "di"), `"requested_by": "di"`, `"requested_by": "ex"`, 1)}},
			"nobody; W-1 approved_at_level, W-1 renewed_in_time"},
		{"one of an owner who is replaced by the change", trial{base: untracked(people, `, "accountable": "ex"`), head: fstest.MapFS{"register.json": {Data: []byte(strings.Replace(string(untracked(people, "")["register.json"].Data), `"owner": "le"`, `"owner": "di"`, 1))}},
			waivers: []string{untrackedWaiver("W-1", "le")}},
			"nobody; W-1 approved_at_level, W-1 independent, W-1 renewed_in_time"},
		{"one of the author of the change", trial{base: untracked(people, `, "accountable": "ex"`), head: untracked(people, ""), waivers: []string{good}, authors: []waiver.Author{{Name: "E", Email: "EX@example.com"}}},
			"nobody; W-1 independent, W-1 renewed_in_time"},
		{"one beside the change of somebody else", trial{base: untracked(people, `, "accountable": "ex"`), head: untracked(people, ""), waivers: []string{good}, authors: []waiver.Author{{Name: "Le", Email: "le@example.com"}}},
			"W-1; W-1 renewed_in_time"},
		{"one about a change, where there is none", trial{head: untracked(people, ""), waivers: []string{strings.Replace(strings.Replace(good, `"kind": "risk", "id": "R-1"`, `"kind": "change", "id": "risk:R-1"`, 1), "risk.tracked", "change.x", 1)}},
			"nobody; W-1 approved_at_level?, W-1 in_date?, W-1 independent?, W-1 limited_in_time?, W-1 matches_finding?, W-1 renewals_limited?, W-1 renewed_in_time?, W-1 ticketed?"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := test.trial.run(t)
			by := "-"
			for _, f := range r.Findings {
				if f.Rule == "risk.tracked" && f.Subject.ID == "R-1" {
					by = "nobody"
					if f.Waived != nil {
						by = f.Waived.ID
					}
				}
			}
			var broken []string
			for o := range r.Outcomes() {
				claim := strings.TrimPrefix(o.Rule, "waiver.")
				switch {
				case o.Subject.Kind != report.WaiverKind || o.Verdict == report.Pass || o.Verdict == report.NotApplicable:
				case o.Verdict == report.NotAssessable:
					broken = append(broken, o.Subject.ID+" "+claim+"?")
				case o.Verdict == report.Fail:
					broken = append(broken, o.Subject.ID+" "+claim)
				default:
					broken = append(broken, o.Subject.ID+" "+claim+": "+o.Reason)
				}
			}
			if got := by + "; " + strings.Join(broken, ", "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

package check_test

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/intake/mapping"
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

const examples = "../../examples"

// examplesDay is the day of the examples that name none, as what a gate looks at must not.
const examplesDay = "2026-06-30"

// note is one thing that a record of the examples is said to violate.
type note struct{ rule, id string }

func TestEveryRuleHoldsForSomethingInNorthwind(t *testing.T) {
	asked, r := checkExamples(t, "northwind", "northwind")
	holds := map[string]bool{}
	for o := range r.Outcomes() {
		switch o.Verdict {
		case report.Pass:
			holds[o.Rule] = true
		case report.NotApplicable:
		default:
			t.Errorf("%s of %s %s: %s %s", o.Rule, o.Subject.Kind, o.Subject.ID, o.Verdict, o.Reason)
		}
	}
	for _, rule := range asked {
		if !holds[rule.ID] {
			t.Errorf("%s holds for nothing", rule.ID)
		}
	}
}

func TestEveryRuleFailsForSomethingInViolations(t *testing.T) {
	asked, r := checkExamples(t, "violations", "violations")
	fails := map[string]bool{}
	for o := range r.Outcomes() {
		fails[o.Rule] = fails[o.Rule] || o.Verdict == report.Fail
	}
	for _, rule := range asked {
		if !fails[rule.ID] {
			t.Errorf("%s fails for nothing", rule.ID)
		}
	}
}

func TestWhatIsWrongInViolationsIsWhatItsRecordsSay(t *testing.T) {
	_, r := checkExamples(t, "violations", "violations")
	want := map[note]bool{}
	for _, document := range exampleDocuments(t, "violations") {
		noteViolations(document, want)
	}
	got := map[note]bool{}
	for o := range r.Outcomes() {
		switch o.Verdict {
		case report.Fail:
			got[note{o.Rule, o.Subject.ID}] = true
		case report.NotAssessable, report.Errored:
			t.Errorf("%s of %s %s: %s %s", o.Rule, o.Subject.Kind, o.Subject.ID, o.Verdict, o.Reason)
		}
	}
	for n := range got {
		if !want[n] {
			t.Errorf("%s violates %s and doesn't say so under x_violates", n.id, n.rule)
		}
	}
	for n := range want {
		if !got[n] {
			t.Errorf("%s says under x_violates that it violates %s, and it doesn't", n.id, n.rule)
		}
	}
}

func TestEveryRuleAboutWaiversHoldsAndFailsForSomethingInWaivers(t *testing.T) {
	_, r := checkExamples(t, "waivers", "violations")
	want := map[note]bool{}
	for _, document := range exampleDocuments(t, "waivers") {
		noteViolations(document, want)
	}
	got, holds := map[note]bool{}, map[string]bool{}
	for o := range r.Outcomes() {
		switch {
		case o.Subject.Kind != report.WaiverKind || o.Verdict == report.NotApplicable:
		case o.Verdict == report.Fail:
			got[note{o.Rule, o.Subject.ID}] = true
		case o.Verdict == report.Pass:
			holds[o.Rule] = true
		default:
			t.Errorf("%s of %s: %s %s", o.Rule, o.Subject.ID, o.Verdict, o.Reason)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("the waivers break %v, and say that they break %v", got, want)
	}
	for _, rule := range r.Rules {
		fails := false
		for n := range got {
			fails = fails || n.rule == rule.ID
		}
		if rule.Subject == report.WaiverKind && !(fails && holds[rule.ID]) {
			t.Errorf("%s fails for something: %t, and holds for something: %t", rule.ID, fails, holds[rule.ID])
		}
	}
}

func TestTheLastDayOfAWaiverThatIsNeededFallsDue(t *testing.T) {
	e := openExamples(t, "waivers", "violations")
	var due []string
	for _, d := range e.check(t, e.asOf, policy.Config{Due: true}).Overview.Due {
		if d.Subject.Kind == report.WaiverKind {
			due = append(due, d.On.String()+" "+d.Subject.ID)
		}
	}
	want := []string{"2026-05-29 W-6", "2026-07-04 W-4", "2026-07-04 W-12", "2026-07-09 W-13", "2026-07-10 W-5", "2026-07-15 W-2", "2026-09-30 W-11", "2026-10-30 W-1", "2026-12-31 W-7"}
	if !slices.Equal(due, want) {
		t.Errorf("due is %q, want %q", due, want)
	}
}

// A bad waiver accepts nothing, so that what it is about is as open as without it.
func TestOnlyGoodWaiversAcceptWhatIsWrong(t *testing.T) {
	_, r := checkExamples(t, "waivers", "violations")
	var accepted []string
	for _, f := range r.Findings {
		if f.Waived != nil && !f.Waived.Baseline {
			accepted = append(accepted, f.Waived.ID+" "+f.Rule+" "+f.Subject.ID)
		}
	}
	want := []string{"W-2 plan.refreshed P-106", "W-1 response.acceptance_states_residual R-107"}
	if !slices.Equal(accepted, want) {
		t.Errorf("accepted %q, want %q", accepted, want)
	}
}

func TestADraftAloneIsToldWhatItLacksAndWhatCannotBeJudged(t *testing.T) {
	_, r := checkExamples(t, "draft", "draft")
	want := map[string]report.Verdict{
		"approval.approved_at_level": report.NotAssessable,
		"approval.covers_severity":   report.NotAssessable,
		"approval.current_version":   report.Fail,
		"approval.reviewed_at_level": report.NotAssessable,
		"plan.actions_assigned":      report.Fail,
		"plan.actions_on_time":       report.Pass,
		"plan.dates_consistent":      report.Fail,
		"plan.detailed":              report.Fail,
		"plan.due_within_deadline":   report.NotAssessable,
		"plan.refreshed":             report.Pass,
		"plan.services_covered":      report.NotAssessable,
	}
	if got := verdictsOf(r, "P-108"); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestADraftBesideItsRegisterIsJudgedInFull(t *testing.T) {
	_, r := checkExamples(t, "northwind", "draft", "northwind")
	want := map[string]report.Verdict{
		"approval.approved_at_level": report.Fail,
		"approval.current_version":   report.Fail,
		"approval.reviewed_at_level": report.Fail,
		"plan.actions_assigned":      report.Fail,
		"plan.actions_on_time":       report.Pass,
		"plan.dates_consistent":      report.Fail,
		"plan.detailed":              report.Fail,
		"plan.due_within_deadline":   report.Pass,
		"plan.refreshed":             report.Pass,
		"plan.services_covered":      report.Pass,
	}
	if got := verdictsOf(r, "P-108"); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnEditorFindsTheSchemaOfEachExample(t *testing.T) {
	for name, document := range exampleDocuments(t, ".") {
		if path.Ext(name) == ".jsonl" {
			continue // an editor knows no schema for JSON Lines
		}
		if path.Dir(name) == "exports" && path.Base(name) != schema.SettingsFile {
			continue // other tools don't know riskgate's schemas
		}
		kind := "settings"
		if path.Base(name) != schema.SettingsFile {
			kind = strings.TrimPrefix(document.Get("kind").Text, "riskgate_")
		}
		want := path.Join("../schemas", kind+".schema.json")
		key := document.Get("$schema")
		if key == nil {
			t.Errorf("%s has no $schema", name)
			continue
		}
		if got := path.Join(path.Dir(name), key.Text); got != want {
			t.Errorf("%s: $schema leads to %s, want %s", name, got, want)
		}
	}
}

// checkExamples checks directories of the examples under the settings of one of them, and returns the rules that were
// asked.
func checkExamples(t *testing.T, chosen string, directories ...string) ([]report.Rule, *report.Report) {
	t.Helper()
	e := openExamples(t, chosen, directories...)
	r := e.check(t, e.asOf, policy.Config{SelfCheck: true})
	return slices.DeleteFunc(e.asked, func(rule report.Rule) bool {
		return !slices.ContainsFunc(r.Rules, func(asked report.Rule) bool { return asked.ID == rule.ID })
	}), r
}

// exampleRun is a run over directories of the examples under the settings of one of them.
type exampleRun struct {
	checker      *schema.Checker
	library      *policy.Library
	organization *settings.Settings
	asOf         report.Date // of the settings
	off          map[string]bool
	asked        []report.Rule
	roots        []workspace.Root
	mappings     *mapping.Library   // nil where records are riskgate's own
	base         []workspace.Root   // of a change; nil where there is none
	waivers      *waiver.List       // nil where there are none
	baseline     *baseline.Baseline // likewise
	twice        int                // answers of each verdict of each rule
}

func openExamples(t *testing.T, chosen string, directories ...string) exampleRun {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	file, err := settings.Read(os.DirFS(examples), path.Join(chosen, settings.FileName), settings.FileName)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, rule := range library.Rules() {
		ids = append(ids, rule.ID)
	}
	organization, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker, Rules: ids}, file)
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := report.ParseDate(cmp.Or(organization.AsOf(), examplesDay))
	if err != nil {
		t.Fatal(err)
	}
	off := map[string]bool{}
	for _, change := range organization.Rules() {
		off[change.Rule] = change.Level == report.Off
	}
	asked := slices.DeleteFunc(library.Rules(), func(rule report.Rule) bool { return off[rule.ID] })
	var roots []workspace.Root
	for _, directory := range directories {
		roots = append(roots, workspace.Root{Name: directory, FS: os.DirFS(examples), Path: directory})
	}
	e := exampleRun{checker: checker, library: library, organization: organization, asOf: asOf, off: off, asked: asked, roots: roots}
	if file, err := source.ReadFile(os.DirFS(examples), path.Join(chosen, waiver.FileName), waiver.FileName, source.Limits{}); err == nil {
		if e.waivers, err = waiver.Read(file, checker); err != nil {
			t.Fatal(err)
		}
	}
	if file, err := source.ReadFile(os.DirFS(examples), path.Join(chosen, baseline.FileName), baseline.FileName, source.Limits{}); err == nil {
		if e.baseline, err = baseline.Read(file, checker); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// check makes the report of a day. Of the engine's configuration the caller says how it evaluates; where what is due is
// asked for, the report has an overview.
func (e exampleRun) check(t *testing.T, asOf report.Date, how policy.Config) *report.Report {
	t.Helper()
	how.Settings, how.AsOf, how.Off, how.Inputs = e.organization.Values(), asOf.Time(), e.off, e.checker.Inputs()
	engine, err := e.library.Compile(how)
	if err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(t.Context(), check.Config{
		Roots:    e.roots,
		Mappings: e.mappings,
		Base:     e.base,
		Schemas:  e.checker,
		Engine:   engine,
		Rules:    e.asked,
		Severity: e.organization.Levels(),
		Expected: e.organization.Expected(),
		Overview: how.Due,
		Waivers:  e.waivers,
		Baseline: e.baseline,
		Twice:    e.twice,
	}, report.About{AsOf: asOf, Profile: e.organization.Profile()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// verdictsOf holds the verdict of each rule that applies to a plan.
func verdictsOf(r *report.Report, plan string) map[string]report.Verdict {
	verdicts := map[string]report.Verdict{}
	for o := range r.Outcomes() {
		if o.Subject == (report.SubjectRef{Kind: "plan", ID: plan}) && o.Verdict != report.NotApplicable {
			verdicts[o.Rule] = o.Verdict
		}
	}
	return verdicts
}

// exampleDocuments holds the JSON below a directory of the examples, by file; of JSON Lines the first line.
func exampleDocuments(t *testing.T, directory string) map[string]*source.Value {
	t.Helper()
	documents := map[string]*source.Value{}
	err := fs.WalkDir(os.DirFS(examples), directory, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !slices.Contains([]string{".json", ".jsonl"}, path.Ext(name)) {
			return err
		}
		text, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if path.Ext(name) == ".jsonl" {
			text, _, _ = bytes.Cut(text, []byte("\n"))
		}
		documents[name], err = new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// noteViolations collects what the records of a document say of themselves under x_violates.
func noteViolations(value *source.Value, notes map[note]bool) {
	if rules := value.Get("x_violates"); rules != nil {
		for _, rule := range rules.Elements {
			notes[note{rule.Text, value.Get("id").Text}] = true
		}
	}
	for _, member := range value.Members {
		noteViolations(member.Value, notes)
	}
	for _, element := range value.Elements {
		noteViolations(element, notes)
	}
}

package sarif_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/output/sarif"
	"github.com/riskgate/riskgate/internal/report"
)

var reports = []struct {
	name   string
	report *report.Report
}{
	{"sample", sample.Report()},
	{"change", sample.Change()},
	{"clean", sample.Clean()},
	{"empty", sample.Empty()},
}

func write(t testing.TB, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sarif.Write(&b, r, gate.Decide(r, gate.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogKeepsTheOfficialSchema(t *testing.T) {
	text, err := os.ReadFile(filepath.FromSlash("../../../../shared/standards/sarif-schema-2.1.0.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the schema is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s is not needed", url) }
	if err := compiler.AddResource("sarif", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			var value any
			if err := json.Unmarshal(write(t, test.report), &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}

// log is what readers of SARIF look at.
type log struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Rules []struct {
					ID         string
					Help       struct{ Markdown string }
					Properties struct{ Tags []string }
				}
				Notifications []struct{ ID string }
			}
		}
		Invocations []struct {
			ExecutionSuccessful            bool
			ToolExecutionNotifications     []notification
			ToolConfigurationNotifications []notification
		}
		Artifacts []struct{ Location artifact }
		Results   []result
	}
}

type notification struct {
	Descriptor     struct{ ID string }
	AssociatedRule struct{ ID string }
	Message        struct{ Text string }
	Locations      []location
}

type result struct {
	RuleID              string
	RuleIndex           int
	Level               string
	Message             struct{ Text string }
	Locations           []location
	RelatedLocations    []location
	PartialFingerprints map[string]string
	Suppressions        []struct{ Kind, Status, Justification string }
	BaselineState       string
}

type location struct {
	PhysicalLocation struct {
		ArtifactLocation artifact
		Region           *struct{ StartLine, StartColumn int }
	}
}

type artifact struct {
	URI, URIBaseID string
	Index          *int
}

func read(t testing.TB, text []byte) log {
	t.Helper()
	var l log
	if err := json.Unmarshal(text, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryFindingIsAResultOfItsRuleAtItsPlace(t *testing.T) {
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			run := read(t, write(t, test.report)).Runs[0]
			if len(run.Results) != len(test.report.Findings) {
				t.Fatalf("%d results for %d findings", len(run.Results), len(test.report.Findings))
			}
			for i, f := range test.report.Findings {
				got := run.Results[i]
				if got.RuleID != f.Rule || run.Tool.Driver.Rules[got.RuleIndex].ID != f.Rule {
					t.Errorf("result %d is of %s, number %d; want %s", i, got.RuleID, got.RuleIndex, f.Rule)
				}
				if wantLevel := map[report.Level]string{report.Deny: "error", report.Warn: "warning"}[f.Level]; got.Level != wantLevel {
					t.Errorf("result %d has level %s, want %s", i, got.Level, wantLevel)
				}
				at := got.Locations[0].PhysicalLocation
				if name := file(t, at.ArtifactLocation); name != f.Pos.File {
					t.Errorf("result %d is in %q, want %q", i, name, f.Pos.File)
				}
				switch region := at.Region; {
				case f.Pos.Line == 0 && region != nil, f.Pos.Line > 0 && (region == nil || region.StartLine != f.Pos.Line || region.StartColumn != f.Pos.Column):
					t.Errorf("result %d is at %+v, want %s", i, region, f.Pos)
				}
				if index := at.ArtifactLocation.Index; index != nil && run.Artifacts[*index].Location.URI != at.ArtifactLocation.URI {
					t.Errorf("result %d points to the file of another", i)
				}
				if (len(got.RelatedLocations) == 1) != (f.Base.File != "") {
					t.Errorf("result %d has the places %+v, want %s", i, got.RelatedLocations, f.Base)
				}
				if got.PartialFingerprints["riskgate/v1"] != f.Fingerprint {
					t.Errorf("result %d has the fingerprints %v, want %s", i, got.PartialFingerprints, f.Fingerprint)
				}
				if got.Suppressions == nil || (len(got.Suppressions) == 1) != (f.Waived != nil) {
					t.Errorf("result %d has the suppressions %v; the finding's waiver is %v", i, got.Suppressions, f.Waived)
				}
				wantState := map[report.Age]string{report.NewFinding: "new", report.ExistingFinding: "unchanged"}[f.Age]
				if got.BaselineState != wantState {
					t.Errorf("result %d is %q, want %q", i, got.BaselineState, wantState)
				}
			}
		})
	}
}

// file reads a location as RFC 3986 says.
func file(t *testing.T, a artifact) string {
	t.Helper()
	u, err := url.Parse(a.URI)
	if err != nil {
		t.Fatal(err)
	}
	if relative := a.URIBaseID != ""; relative == (u.Scheme != "") || u.RawQuery != "" || u.Fragment != "" || u.Host != "" {
		t.Errorf("%s relative to %q has more than a path", a.URI, a.URIBaseID)
	}
	return u.Path
}

func TestNoTwoResultsAreTakenForOne(t *testing.T) {
	run := read(t, write(t, sample.Large(50))).Runs[0]
	seen := make(map[string]bool)
	for _, r := range run.Results {
		hash := r.PartialFingerprints["primaryLocationLineHash"]
		if seen[hash] {
			t.Errorf("%s stands for several results", hash)
		}
		seen[hash] = true
	}
}

func TestWhatIsNoFindingIsANotification(t *testing.T) {
	run := read(t, write(t, sample.Report())).Runs[0]
	invocation := run.Invocations[0]
	if invocation.ExecutionSuccessful {
		t.Error("a run with errors is successful")
	}
	var got []string
	for _, n := range slices.Concat(invocation.ToolExecutionNotifications, invocation.ToolConfigurationNotifications) {
		got = append(got, strings.TrimSpace(n.Descriptor.ID+" "+n.AssociatedRule.ID))
	}
	want := []string{
		"rule-error risk.owner_named",
		"file-ignored",
		"file-ignored",
		"not-assessable plan.actions_assigned",
		"not-assessable plan.services_covered",
		"not-assessable plan.tracked",
		"rule-unasked review.attended",
		"document-missing",
		"document-missing",
		"document-missing",
		"rule-changed plan.tracked",
		"rule-changed",
		"rule-changed risk.services_named",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !read(t, write(t, sample.Clean())).Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a run without errors is not successful")
	}
}

func TestWhatACodeHostRefusesIsLeftOutAndSaid(t *testing.T) {
	tests := []struct {
		name                      string
		open, waived              int
		wantResults, wantAccepted int
		wantSaid                  string
	}{
		{"as many as are taken", sarif.MaxResults - 10, 10, sarif.MaxResults, 10, ""},
		{"one too many", sarif.MaxResults + 1, 0, sarif.MaxResults, 0, `"1 finding is left out`},
		{"waived ones go first", sarif.MaxResults - 10, 20, sarif.MaxResults, 10, `"10 findings are left out`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := write(t, failing(t, test.open, test.waived))
			results, accepted := bytes.Count(text, []byte(`{"ruleId":`)), bytes.Count(text, []byte(`"suppressions":[{`))
			if results != test.wantResults || accepted != test.wantAccepted {
				t.Errorf("%d results, %d of them accepted, want %d and %d", results, accepted, test.wantResults, test.wantAccepted)
			}
			if said := bytes.Contains(text, []byte("left out, waived")); said != (test.wantSaid != "") || !bytes.Contains(text, []byte(test.wantSaid)) {
				t.Errorf("it is said that findings are left out: %t, want %q", said, test.wantSaid)
			}
		})
	}
}

func TestARuleHasNoMoreTagsThanACodeHostTakes(t *testing.T) {
	r := failing(t, 1, 0)
	for i := range 30 {
		r.Rules[0].Controls = append(r.Rules[0].Controls, fmt.Sprint("nist-800-53r5:AC-", i))
	}
	if got := len(read(t, write(t, r)).Runs[0].Tool.Driver.Rules[0].Properties.Tags); got != 20 {
		t.Errorf("%d tags", got)
	}
}

func TestAWeakComparisonIsSaid(t *testing.T) {
	r := sample.Change()
	r.Comparison.Diverged, r.Comparison.TrustsHead, r.Comparison.Lost = true, true, 3
	r.Comparison.Emptied = []string{"review"}
	r.Comparison.Unread = []report.Ignored{{Name: "old.json", Reason: "the end of the file comes too early"}}
	var got []string
	for _, n := range read(t, write(t, r)).Runs[0].Invocations[0].ToolConfigurationNotifications {
		got = append(got, n.Descriptor.ID+": "+n.Message.Text)
	}
	want := []string{
		"comparison-weak: The change was not made on top of its base: what the base has gained since looks removed.",
		"comparison-weak: The change leaves none of what the base has: review.",
		"comparison-weak: The change leaves 3 checks not assessable.",
		"comparison-weak: The base's old.json can't be read: the end of the file comes too early",
		"control-changed: Rules, settings and waivers are those of the change itself.",
		"control-changed: The change touches policies/risk/owner.rego (rules, removed).",
		"control-changed: The change touches riskgate.json (settings, changed).",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// failing returns a report of findings, so many of them waived.
func failing(t *testing.T, open, waived int) *report.Report {
	t.Helper()
	date, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	subjects := make([]report.Subject, open+waived)
	for i := range subjects {
		subjects[i].SubjectRef = report.SubjectRef{Kind: "risk", ID: fmt.Sprint("R-", i)}
	}
	about := report.About{AsOf: date, Rules: []report.Rule{{ID: "risk.owner_named", Subject: "risk", Level: report.Deny}}}
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i := range subjects {
		v := report.Violation{Message: "has no owner"}
		if i < waived {
			v.Waived = &report.Waiver{ID: "W-1", Expires: date}
		}
		b.Set(i, []report.Answer{{Verdict: report.Fail, Violations: []report.Violation{v}}})
	}
	return b.Report()
}

// A link in plain text is [text](destination), a placeholder {0}; both are read before anything is shown.
var active = regexp.MustCompile(`\]\(|(^|[^{]){\d|\n|\x1b|\x{202e}`)

func TestForeignTextIsOnlyShown(t *testing.T) {
	for _, test := range reports {
		run := read(t, write(t, test.report)).Runs[0]
		for _, r := range run.Results {
			if active.MatchString(r.Message.Text) {
				t.Errorf("the message does more than stand there: %q", r.Message.Text)
			}
			for _, s := range r.Suppressions {
				if s.Kind != "external" || s.Status != "accepted" || strings.Contains(s.Justification, "\n") {
					t.Errorf("the suppression is %+v", s)
				}
			}
		}
		for _, rule := range run.Tool.Driver.Rules {
			if strings.ContainsAny(rule.Help.Markdown, "<@[`") {
				t.Errorf("the help holds markup: %q", rule.Help.Markdown)
			}
		}
	}
}

type broken struct{ room int }

var errBroken = errors.New("broken pipe")

func (b *broken) Write(p []byte) (int, error) {
	if len(p) > b.room {
		return 0, errBroken
	}
	b.room -= len(p)
	return len(p), nil
}

func TestAWriteThatFailsIsSaid(t *testing.T) {
	r := sample.Report()
	decision := gate.Decide(r, gate.Options{})
	length := len(write(t, r))
	for _, room := range []int{0, length - 1} {
		if err := sarif.Write(&broken{room}, r, decision); !errors.Is(err, errBroken) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	r := sample.Large(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := sarif.Write(io.Discard, r, gate.Decision{}); err != nil {
			b.Fatal(err)
		}
	}
}

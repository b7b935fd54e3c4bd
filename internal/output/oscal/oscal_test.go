package oscal_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/output/oscal"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

var reports = []struct {
	name   string
	report *report.Report
}{
	{"sample", sample.Report()},
	{"clean", sample.Clean()},
	{"empty", sample.Empty()},
	{"accepted", sample.Accepted()},
	{"twins", sample.Twins()},
	{"without_rules", sample.WithoutRules()},
}

func TestTwoReportsAreToldApart(t *testing.T) {
	first := uuidOf(t, sample.Report())
	if again := uuidOf(t, sample.Report()); again != first {
		t.Errorf("one report is called %s and %s", first, again)
	}
	for name, change := range map[string]func(*report.Report){
		"a day":                func(r *report.Report) { r.AsOf = report.DateOf(r.AsOf.Time().AddDate(0, 0, 1)) },
		"the rules":            func(r *report.Report) { r.Tool.Library = "x" },
		"a level":              func(r *report.Report) { r.Rules[0].Level = report.Warn },
		"a count":              func(r *report.Report) { r.Counts[0].Passed++ },
		"an input":             func(r *report.Report) { r.Inputs[0].SHA256 = "x" },
		"a message":            func(r *report.Report) { r.Findings[0].Message = "x" },
		"who accepted what":    func(r *report.Report) { r.Findings[0].Waived = &report.Waiver{ID: "W-9"} },
		"a file that was left": func(r *report.Report) { r.Ignored = nil },
	} {
		r := sample.Report()
		change(r)
		if uuidOf(t, r) == first {
			t.Errorf("%s makes no difference", name)
		}
	}
}

func uuidOf(t *testing.T, r *report.Report) string {
	t.Helper()
	var document struct {
		Results struct{ UUID string } `json:"assessment-results"`
	}
	if err := stdjson.Unmarshal(write(t, r), &document); err != nil {
		t.Fatal(err)
	}
	return document.Results.UUID
}

// The later schema holds the form of what is written too, so that tools of either version read it.
func TestResultsKeepTheOfficialSchemas(t *testing.T) {
	for _, name := range []string{"oscal_complete_schema-1-1-3.json", "oscal_assessment-results_schema.json"} {
		schema := official(t, name)
		for _, test := range reports {
			t.Run(name+" "+test.name, func(t *testing.T) {
				if err := schema.Validate(decode(t, write(t, test.report))); err != nil {
					t.Errorf("%#v", err)
				}
			})
		}
	}
}

func TestTheOfficialSchemaNotices(t *testing.T) {
	text := string(write(t, sample.Accepted()))
	schema := official(t, "oscal_assessment-results_schema.json")
	for _, test := range []struct{ name, old, new string }{
		{"a key", `"collected":`, `"colected":`},
		{"a state", `"state":"not-satisfied"`, `"state":"perhaps"`},
		{"a token", `"control-id":"ra-7"`, `"control-id":"ra 7"`},
		{"a day", `T00:00:00Z"`, `"`},
		{"a UUID", `"actor-uuid":"`, `"actor-uuid":"x`},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(text, test.old, test.new, 1)
			if changed == text {
				t.Fatalf("the results have no %s", test.old)
			}
			if schema.Validate(decode(t, []byte(changed))) == nil {
				t.Errorf("the schema takes %s for %s", test.new, test.old)
			}
		})
	}
}

// official compiles a schema of NIST, which stands beside the repository where it is at all.
func official(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "standards", name))
	if err != nil {
		t.Skip("the official schemas are not here")
	}
	defer file.Close()
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft7
	compiler.AssertFormat = true
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s is not needed", url) }
	if err := compiler.AddResource(name, file); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func write(t testing.TB, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := oscal.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := stdjson.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// state is what a finding says of its objective.
type state struct{ State, Reason, Remarks string }

func states(t *testing.T, r *report.Report) map[string]state {
	t.Helper()
	var document struct {
		Results struct {
			Results []struct {
				Findings []struct {
					Target struct {
						ID     string `json:"target-id"`
						Status state
					}
				}
			}
		} `json:"assessment-results"`
	}
	if err := stdjson.Unmarshal(write(t, r), &document); err != nil {
		t.Fatal(err)
	}
	all := map[string]state{}
	for _, f := range document.Results.Results[0].Findings {
		all[f.Target.ID] = f.Target.Status
	}
	return all
}

func TestAnObjectiveIsSatisfiedOnlyWhereAllWasJudgedAndPassed(t *testing.T) {
	passed := report.Answer{Verdict: report.Pass}
	failed := failing(nil)
	waived := failing(&report.Waiver{ID: "W-1", Reason: "known", ApprovedBy: "d.moreau"})
	idle := report.Answer{Verdict: report.NotApplicable}
	unknown := report.Answer{Verdict: report.NotAssessable, Reason: "the format has no owner"}
	broken := report.Answer{Verdict: report.Errored, Reason: "bad date"}
	for _, test := range []struct {
		name    string
		answers []report.Answer
		want    state
	}{
		{"all passed", []report.Answer{passed, passed}, state{"satisfied", "pass", "Passed: 2 outcomes; none failed"}},
		{"what doesn't apply takes nothing from a pass", []report.Answer{passed, idle}, state{"satisfied", "pass", "Passed: 1 outcome; none failed"}},
		{"one failed", []report.Answer{passed, failed}, state{"not-satisfied", "fail", "Failed: 1 of 2 outcomes that could be judged; at level deny: 1."}},
		{"one is accepted", []report.Answer{passed, waived}, state{"not-satisfied", "fail", "Failed, and accepted for a time: 1."}},
		{"one could not be assessed", []report.Answer{passed, unknown}, state{"not-satisfied", "other", "Not assessable: 1."}},
		{"none could be assessed", []report.Answer{unknown, unknown}, state{"not-satisfied", "other", "Not assessable: 2."}},
		{"one ended in an error", []report.Answer{passed, broken}, state{"not-satisfied", "other", "Ended in an error, which says nothing about the records: 1."}},
		{"one failed and one could not be assessed", []report.Answer{failed, unknown}, state{"not-satisfied", "fail", "Failed: 1 of 1 outcome that could be judged"}},
		{"nothing applied", []report.Answer{idle}, state{"not-satisfied", "other", "Nothing was judged"}},
		{"nothing was there", nil, state{"not-satisfied", "other", "Nothing was judged"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := states(t, judged(t, []string{"nist-800-53r5:CA-7(4)"}, test.answers...))["riskgate_ca-7.4"]
			if got.State != test.want.State || got.Reason != test.want.Reason || !strings.Contains(got.Remarks, test.want.Remarks) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestEveryControlHasAFindingOfItsOwn(t *testing.T) {
	for _, test := range []struct {
		name     string
		controls []string
		want     []string
	}{
		{"NIST's by the ids of its catalogue", []string{"nist-800-53r5:RA-7", "nist-800-53r5:CA-7(4)"}, []string{"riskgate_ca-7.4", "riskgate_ra-7"}},
		{"others by framework and number", []string{"iso27001-2022:6.1.3f"}, []string{"riskgate_iso27001-2022_6.1.3f"}},
		{"a rule without a control for itself", nil, []string{"riskgate_risk.a"}},
		{"what is no token apart from what it would look like", []string{"acme:§ 1", "acme:§_1"}, []string{"riskgate_acme___1_b1004bc5", "riskgate_acme___1_fd0d1992"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := slices.Sorted(maps.Keys(states(t, judged(t, test.controls, report.Answer{Verdict: report.Pass}))))
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// Every reference leads to something in the same document, and nothing is called as something else is.
func TestEveryReferenceResolves(t *testing.T) {
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			defined := map[string]bool{}
			var named []string
			visit(decode(t, write(t, test.report)), "", func(key, text string) {
				switch {
				case key == "uuid":
					if defined[text] {
						t.Errorf("%s is defined twice", text)
					}
					defined[text] = true
				case strings.HasSuffix(key, "-uuid"), key == "party-uuids":
					named = append(named, text)
				case key == "href" && strings.HasPrefix(text, "#"):
					named = append(named, text[1:])
				}
			})
			for _, uuid := range named {
				if !defined[uuid] {
					t.Errorf("%s is named and not defined", uuid)
				}
			}
		})
	}
}

func visit(value any, key string, found func(key, text string)) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			visit(member, name, found)
		}
	case []any:
		for _, element := range value {
			visit(element, key, found)
		}
	case string:
		found(key, value)
	}
}

func TestForeignTextStaysText(t *testing.T) {
	const text = "](javascript:x) <img src=x> **b** `c` {{ insert: param, p }}\n# h\n::error::no ##[error] \x1b[2J\u202e https://x.example @ops"
	r := sample.Hostile(text)
	written := string(write(t, r))
	for _, bad := range []string{"<img", "\x1b", "\u202e", "##[", "\n::", "\n#"} {
		if strings.Contains(written, bad) {
			t.Errorf("the results hold %q", bad)
		}
	}
	for _, name := range []string{"oscal_complete_schema-1-1-3.json", "oscal_assessment-results_schema.json"} {
		if err := official(t, name).Validate(decode(t, []byte(written))); err != nil {
			t.Errorf("%#v", err)
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
	length := len(write(t, sample.Report()))
	for _, room := range []int{0, length - 1} {
		if err := oscal.Write(&broken{room}, sample.Report()); !errors.Is(err, errBroken) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

// Two million outcomes that pass take no more room than one.
func TestWhatPassesIsCounted(t *testing.T) {
	r := large(t, 100_000, report.Answer{Verdict: report.Pass})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	length := len(write(t, r))
	runtime.ReadMemStats(&after)
	if length > 100<<10 || after.TotalAlloc-before.TotalAlloc > 4<<20 {
		t.Errorf("2,000,000 outcomes take %d bytes, and %d of memory", length, after.TotalAlloc-before.TotalAlloc)
	}
}

func TestWhatFailsIsListed(t *testing.T) {
	r := large(t, 2_000, failing(nil))
	written := write(t, r)
	if n := bytes.Count(written, []byte(`"fingerprint"`)); n != 40_000 {
		t.Errorf("%d of 40,000 findings are listed", n)
	}
	if limit := 40_000 * 1024; len(written) > limit {
		t.Errorf("%d bytes for 40,000 findings", len(written))
	}
}

func failing(waiver *report.Waiver) report.Answer {
	return report.Answer{Verdict: report.Fail, Violations: []report.Violation{{
		Pos: source.Position{File: "register.json", Line: 1, Column: 1}, Message: "risk R-1 has no owner", Waived: waiver,
	}}}
}

// judged is the report of one rule, which gave these answers about as many risks.
func judged(t testing.TB, controls []string, answers ...report.Answer) *report.Report {
	t.Helper()
	subjects := make([]report.Subject, len(answers))
	for i := range subjects {
		subjects[i] = report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprint("R-", i)}, Severity: "high"}
	}
	about := sample.Empty().About
	about.Rules = []report.Rule{{ID: "risk.a", Subject: "risk", Level: report.Deny, Controls: controls, Title: "A claim"}}
	about.Inputs = []report.Input{{Name: "register.json", Kind: "risk_register", SHA256: strings.Repeat("0", 64)}}
	return build(t, about, subjects, answers...)
}

func build(t testing.TB, about report.About, subjects []report.Subject, answers ...report.Answer) *report.Report {
	t.Helper()
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i, answer := range answers {
		b.Set(i, []report.Answer{answer})
	}
	return b.Report()
}

func large(t testing.TB, population int, answer report.Answer) *report.Report {
	t.Helper()
	about := sample.Empty().About
	about.Rules = nil
	for i := range 20 {
		about.Rules = append(about.Rules, report.Rule{ID: fmt.Sprintf("risk.rule_%02d", i), Subject: "risk", Level: report.Deny})
	}
	subjects := make([]report.Subject, population)
	for i := range subjects {
		subjects[i].SubjectRef = report.SubjectRef{Kind: "risk", ID: fmt.Sprint("R-", i)}
	}
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	answers := slices.Repeat([]report.Answer{answer}, len(about.Rules))
	for i := range subjects {
		b.Set(i, answers)
	}
	return b.Report()
}

func BenchmarkWrite(b *testing.B) {
	r := large(b, 100_000, report.Answer{Verdict: report.Pass})
	b.ReportAllocs()
	for b.Loop() {
		if err := oscal.Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/output/json"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/schemas"
)

var reports = []struct {
	name   string
	report *report.Report
}{
	{"sample", sample.Report()},
	{"clean", sample.Clean()},
	{"empty", sample.Empty()},
	{"change", sample.Change()},
	{"enterprise", sample.Enterprise()},
}

func write(t *testing.T, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLedgerKeepsItsSchema(t *testing.T) {
	schema := compile(t)
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			if err := schema.Validate(decode(t, write(t, test.report))); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}

// Every key that the writer can write is required or used by the sample, so
// that a misspelled one shows here: the schema is closed, and takes nothing else.
func TestSchemaIsClosed(t *testing.T) {
	schema := compile(t)
	changes := []struct{ name, old, new string }{
		{"a key of the document", `"profile":`, `"profil":`},
		{"a key of an outcome", `"verdict":"pass"`, `"verdikt":"pass"`},
		{"a verdict", `"verdict":"pass"`, `"verdict":"passed"`},
		{"a level", `"level":"deny"`, `"level":"block"`},
		{"a fingerprint", `"fingerprint":"`, `"fingerprint":"x`},
		{"a count", `"population":`, `"population":-`},
		{"a date", `"as_of":"2026-06-30"`, `"as_of":"today"`},
		{"a key of an ignored file", `"json":true`, `"data":true`},
		{"a key of a waiver", `"expires":`, `"ends":`},
	}
	text := string(write(t, sample.Report()))
	for _, test := range changes {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(text, test.old, test.new, 1)
			if changed == text {
				t.Fatalf("the sample has no %s", test.old)
			}
			if schema.Validate(decode(t, []byte(changed))) == nil {
				t.Errorf("the schema takes %s for %s", test.new, test.old)
			}
		})
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := schemas.FS.Open("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s is not needed", url) }
	if err := compiler.AddResource("results", file); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("results")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	decoder := stdjson.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestTextsComeBackAsTheyWere(t *testing.T) {
	for _, test := range reports {
		var got struct {
			Subjects []struct{ ID string }
			Outcomes []struct {
				Findings []struct{ Message string }
			}
		}
		if err := stdjson.Unmarshal(write(t, test.report), &got); err != nil {
			t.Fatal(err)
		}
		i := 0
		for s := range test.report.Subjects() {
			if got.Subjects[i].ID != s.ID {
				t.Errorf("subject %d is %q, want %q", i, got.Subjects[i].ID, s.ID)
			}
			i++
		}
		i = 0
		for o := range test.report.Outcomes() {
			for j, f := range o.Findings {
				if got.Outcomes[i].Findings[j].Message != f.Message {
					t.Errorf("message is %q, want %q", got.Outcomes[i].Findings[j].Message, f.Message)
				}
			}
			i++
		}
		if len(got.Outcomes) != i {
			t.Errorf("%d outcomes are written, want %d", len(got.Outcomes), i)
		}
	}
}

func TestForeignTextCommandsNothing(t *testing.T) {
	text := string(write(t, sample.Report()))
	for _, bad := range []string{"\x1b", "\u202e", "##[", "</script>", "\n::"} {
		if strings.Contains(text, bad) {
			t.Errorf("the report holds %q", bad)
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
		if err := json.Write(&broken{room}, sample.Report()); !errors.Is(err, errBroken) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

func TestALargeLedgerNeedsNoMemory(t *testing.T) {
	r := large(t, 20_000, 20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := json.Write(io.Discard, r); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes were allocated for 400,000 outcomes", used)
	}
}

func BenchmarkWrite(b *testing.B) {
	r := large(b, 100_000, 25)
	b.ReportAllocs()
	for b.Loop() {
		if err := json.Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

func large(t testing.TB, population, rules int) *report.Report {
	t.Helper()
	date, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	about := report.About{AsOf: date}
	for i := range rules {
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
	answers := make([]report.Answer, rules)
	for i := range answers {
		answers[i].Verdict = report.Pass
	}
	for i := range subjects {
		b.Set(i, answers)
	}
	return b.Report()
}

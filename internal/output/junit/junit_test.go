package junit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/junit"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
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
	if err := junit.Write(&b, r, gate.Decide(r, gate.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSuitesKeepTheSchemaOfAnt(t *testing.T) {
	schema := filepath.FromSlash("../../../../shared/standards/JUnit.xsd")
	if _, err := os.Stat(schema); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the schema is not here")
	}
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			command := exec.Command(xmllint, "--noout", "--nonet", "--schema", schema, "-")
			command.Stdin = bytes.NewReader(write(t, test.report))
			if said, err := command.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
}

type suites struct {
	Suites []struct {
		Name     string     `xml:"name,attr"`
		ID       int        `xml:"id,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Cases    []testcase `xml:"testcase"`
	} `xml:"testsuite"`
}

type testcase struct {
	Name    string  `xml:"name,attr"`
	Class   string  `xml:"classname,attr"`
	Skipped *result `xml:"skipped"`
	Error   *result `xml:"error"`
	Failure *result `xml:"failure"`
}

type result struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func read(t testing.TB, text []byte) suites {
	t.Helper()
	var s suites
	if err := xml.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEachSuiteCountsItsCases(t *testing.T) {
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			all := read(t, write(t, test.report)).Suites
			if len(all) != len(test.report.Rules)+1 {
				t.Errorf("%d suites for %d rules and the run", len(all), len(test.report.Rules))
			}
			for i, s := range all {
				if s.ID != i {
					t.Errorf("suite %d has the number %d", i, s.ID)
				}
				var failures, errors, skipped int
				for _, c := range s.Cases {
					if c.Class != s.Name {
						t.Errorf("a case of %s is in suite %s", c.Class, s.Name)
					}
					switch {
					case c.Failure != nil:
						failures++
					case c.Error != nil:
						errors++
					case c.Skipped != nil:
						skipped++
					}
				}
				if s.Tests != len(s.Cases) || s.Failures != failures || s.Errors != errors || s.Skipped != skipped {
					t.Errorf("suite %+v has %d cases, %d failures, %d errors, %d skipped", s, len(s.Cases), failures, errors, skipped)
				}
			}
		})
	}
}

func TestAnOutcomeIsWhatServersTakeItFor(t *testing.T) {
	cases := map[string]testcase{}
	for _, s := range read(t, write(t, sample.Report())).Suites {
		for _, c := range s.Cases {
			cases[c.Class+" "+c.Name] = c
		}
	}
	passed := func(c testcase) bool { return c.Failure == nil && c.Error == nil && c.Skipped == nil }
	failed := func(kind, message string) func(testcase) bool {
		return func(c testcase) bool {
			return c.Failure != nil && c.Failure.Type == kind && strings.Contains(c.Failure.Message, message)
		}
	}
	skipped := func(message string) func(testcase) bool {
		return func(c testcase) bool { return c.Skipped != nil && strings.Contains(c.Skipped.Message, message) }
	}
	errored := func(message string) func(testcase) bool {
		return func(c testcase) bool { return c.Error != nil && strings.Contains(c.Error.Message, message) }
	}
	tests := []struct {
		name string
		want func(testcase) bool
	}{
		{"riskgate.run verdict", errored("could not check")},
		{"riskgate.run expected risk_reviews", errored("none was found")},
		{"riskgate.run file package.json", skipped("its kind is missing")},
		{"risk.services_named risk R-12", passed},
		{"response.decided_in_time risk R-12", failed("deny", "no decision after 57 days")},
		{"risk.services_named risk R-40", skipped("does not block: service xxx")},
		{"response.decided_in_time risk R-3", skipped("until 2026-07-15")},
		{"plan.actions_assigned plan P-7", skipped("not assessable: the source format has no field")},
		{"risk.owner_named risk R-40", errored("the time limit was reached")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, ok := cases[test.name]
			if !ok || !test.want(c) {
				t.Errorf("the case is %+v, found: %t", c, ok)
			}
		})
	}
	if c, ok := cases["risk.accountable_named risk R-3"]; ok {
		t.Errorf("a rule that doesn't apply has the case %+v", c)
	}
}

func TestRecordsWithOneIDAreCasesOfTheirOwn(t *testing.T) {
	subject := func(line int) report.Subject {
		return report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}, Pos: source.Position{File: "a.json", Line: line, Column: 1}}
	}
	date, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	about := report.About{AsOf: date, Rules: []report.Rule{{ID: "risk.owner_named", Subject: "risk", Level: report.Deny}}}
	b, err := report.New(about, []report.Subject{subject(1), subject(9)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range read(t, write(t, b.Report())).Suites[1].Cases {
		names = append(names, c.Name)
	}
	if got, want := strings.Join(names, ", "), "risk R-1, risk R-1 (2)"; got != want {
		t.Errorf("the cases are %q, want %q", got, want)
	}
}

func TestForeignTextIsOnlyShown(t *testing.T) {
	for _, test := range reports {
		text := string(write(t, test.report))
		for _, bad := range []string{"\x1b", "\u202e", "\ufffe", "##[", "</script>", "\n::"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q", test.name, bad)
			}
		}
		for _, s := range read(t, []byte(text)).Suites {
			for _, c := range s.Cases {
				if c.Failure == nil {
					continue
				}
				for line := range strings.Lines(c.Failure.Text) {
					if strings.HasPrefix(strings.TrimSpace(line), "::") {
						t.Errorf("a line begins with a command: %q", line)
					}
				}
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
	for _, r := range []*report.Report{sample.Report(), sample.Large(500)} {
		decision := gate.Decide(r, gate.Options{})
		length := len(write(t, r))
		for _, room := range []int{0, length / 2, length - 1} {
			if err := junit.Write(&broken{room}, r, decision); !errors.Is(err, errBroken) {
				t.Errorf("with room for %d of %d bytes the error is %v", room, length, err)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	r := sample.Large(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := junit.Write(io.Discard, r, gate.Decision{}); err != nil {
			b.Fatal(err)
		}
	}
}

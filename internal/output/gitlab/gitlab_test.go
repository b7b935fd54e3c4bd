package gitlab_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output/gitlab"
	"github.com/riskgate/riskgate/internal/output/sample"
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
	if err := gitlab.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// entry is what GitLab reads, and needs.
type entry struct {
	Description, Fingerprint, Severity *string
	CheckName                          string `json:"check_name"`
	Location                           *struct {
		Path  string
		Lines struct{ Begin int }
	}
}

func read(t *testing.T, r *report.Report) []entry {
	t.Helper()
	var entries []entry
	if err := json.Unmarshal(write(t, r), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestNoEntryIsRefusedOrTakenForAnother(t *testing.T) {
	for _, r := range []*report.Report{sample.Report(), sample.Change(), sample.Large(50)} {
		seen := make(map[string]bool)
		for _, e := range read(t, r) {
			if e.Description == nil || e.Fingerprint == nil || e.Severity == nil || e.Location == nil {
				t.Fatalf("GitLab refuses %+v", e)
			}
			if e.CheckName == "" || e.Location.Path == "" || e.Location.Lines.Begin < 1 {
				t.Errorf("GitLab can't place %+v", e)
			}
			if seen[*e.Fingerprint] {
				t.Errorf("%s stands for several entries", *e.Fingerprint)
			}
			seen[*e.Fingerprint] = true
		}
		if want := len(r.Findings) + len(r.Errors) + len(r.NotAssessable); len(seen) != want {
			t.Errorf("%d entries, want %d", len(seen), want)
		}
	}
}

func TestTheSeverityIsThatOfLevelAndRecord(t *testing.T) {
	severities := make(map[string]string)
	for _, r := range []*report.Report{sample.Report(), sample.Change()} {
		for _, e := range read(t, r) {
			severities[*e.Description] = *e.Severity
		}
	}
	tests := []struct{ name, begins, want string }{
		{"denied, the highest severity", "risk R-40 (critical) is ", "blocker"},
		{"denied, the one below it", "risk R-12 (high) has no accountable executive", "critical"},
		{"denied, no severity", "unknown key", "major"},
		{"a warning", "service 倉庫管理 has no team", "minor"},
		{"accepted", "risk R-3 (low) has no decision", "info"},
		{"in the baseline", "risk R-8 (low) has no owner (stands in the baseline", "info"},
		{"an error", "risk R-40 could not be checked", "blocker"},
		{"not assessable", "plan P-7 could not be assessed", "info"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for description, severity := range severities {
				if strings.HasPrefix(description, test.begins) {
					if severity != test.want {
						t.Errorf("%q is %s, want %s", description, severity, test.want)
					}
					return
				}
			}
			t.Errorf("nothing begins with %q", test.begins)
		})
	}
}

func TestForeignTextIsOnlyShown(t *testing.T) {
	for _, test := range reports {
		for _, e := range read(t, test.report) {
			if strings.ContainsAny(*e.Description, "\x1b\n\u202e\ufffe") || strings.Contains(*e.Description, "##[") {
				t.Errorf("the description does more than stand there: %q", *e.Description)
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
	length := len(write(t, sample.Report()))
	for _, room := range []int{0, length - 1} {
		if err := gitlab.Write(&broken{room}, sample.Report()); !errors.Is(err, errBroken) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	r := sample.Large(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := gitlab.Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output/csv"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := csv.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLedgerIsAsAgreed(t *testing.T) {
	tests := []struct {
		name   string
		report *report.Report
	}{
		{"sample", sample.Report()},
		{"change", sample.Change()},
		{"clean", sample.Clean()},
		{"empty", sample.Empty()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := write(t, test.report)
			golden := filepath.Join("testdata", test.name+".csv")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; look at the change with -update and git diff\n%s", golden, got)
			}
		})
	}
}

// full is a disk with room for so many bytes.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestAWriteThatFailsIsSaid(t *testing.T) {
	r := sample.Report()
	for _, room := range []int{0, 1, len(write(t, r)) - 1} {
		if err := csv.Write(&full{room}, r); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

// The rows about one rule are its population, or more where a failure has several findings.
func TestEveryOutcomeHasItsRow(t *testing.T) {
	r := sample.Report()
	rows, err := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(write(t, r), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range rows[1:] {
		got[row[0]]++
	}
	o := r.Totals.Outcomes
	want := map[string]int{
		"pass": o.Passed, "fail": r.Totals.Deny + r.Totals.Warn, "waived": r.Totals.Waived - r.Totals.Baseline, "baseline": r.Totals.Baseline, "not_applicable": o.NotApplicable,
		"not_assessable": o.NotAssessable, "error": o.Errors, "ignored": len(r.Ignored), "missing": len(r.Missing),
		"nothing_to_ask": len(r.Unasked()), "turned_off": 1, "level_changed": 2,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

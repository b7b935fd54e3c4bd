package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"maps"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output/csv"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
)

func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := csv.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
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

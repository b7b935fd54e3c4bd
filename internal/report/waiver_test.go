package report_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/report"
)

func TestAWaiverSaysWhoAcceptedWhatHowLongAndWhy(t *testing.T) {
	day := func(text string) report.Date {
		date, err := report.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return date
	}
	tests := []struct {
		name   string
		waiver report.Waiver
		want   string
	}{
		{
			"everything is known",
			report.Waiver{ID: "W-2", Reason: "the board meets in July", RequestedBy: "ana", ApprovedBy: "dora", ApprovedOn: day("2026-06-15"), Expires: day("2026-07-15"), Ticket: "RISK-1"},
			"waived by W-2, requested by ana, approved by dora on 2026-06-15, until 2026-07-15: the board meets in July (RISK-1)",
		},
		{"a baseline", report.Waiver{Reason: "was so when we began", Expires: day("2026-12-31"), Baseline: true}, "stands in the baseline, until 2026-12-31: was so when we began"},
		{"nothing is known", report.Waiver{}, "waived"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.waiver.String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

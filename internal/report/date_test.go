package report_test

import (
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/report"
)

func TestOnlyRealDatesAreRead(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"2026-06-30", true},
		{"2024-02-29", true},
		{"1970-01-01", true},
		{"2199-12-31", true},
		{"1969-12-31", false},
		{"2200-01-01", false},
		{"2026-02-30", false},
		{"2026-6-30", false},
		{"2026-06-30t00:00:00Z", false},
		{"30.06.2026", false},
		{"", false},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			date, err := report.ParseDate(test.text)
			if (err == nil) != test.want {
				t.Fatalf("error is %v, want a date: %t", err, test.want)
			}
			if err == nil && date.String() != test.text {
				t.Errorf("%s is read as %s", test.text, date)
			}
		})
	}
}

func TestADayIsADayInUTC(t *testing.T) {
	west := time.FixedZone("west", -8*60*60)
	if got := report.DateOf(time.Date(2026, 6, 29, 20, 0, 0, 0, west)).String(); got != "2026-06-30" {
		t.Errorf("got %s, want 2026-06-30", got)
	}
}

package report_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/report"
)

func TestTheFirstSubjectIsNamedAndTheOthersCounted(t *testing.T) {
	first := report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}}
	tests := []struct {
		subjects int
		want     string
	}{{1, "risk R-1"}, {2, "risk R-1 and 1 other"}, {3, "risk R-1 and 2 others"}}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			if got := (report.Unjudged{Subjects: test.subjects, First: first}).Who(); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

package report_test

import (
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/output/sample"
)

func TestFindingsOfOneFingerprintAreToldApart(t *testing.T) {
	var got []string
	for identity, f := range sample.Large(1).Identified() {
		got = append(got, identity[len(f.Fingerprint):])
	}
	if want := []string{":1", ":2"}; !slices.Equal(got, want) {
		t.Errorf("the numbers are %q, want %q", got, want)
	}
}

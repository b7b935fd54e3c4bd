package main

import (
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/bench/measure"
)

func TestATableGivesMediansLargestPeaksAndShares(t *testing.T) {
	took := func(milliseconds, mebibytes int) measure.Usage {
		d := time.Duration(milliseconds) * time.Millisecond
		return measure.Usage{Wall: d, CPU: 2 * d, Peak: int64(mebibytes) << 20}
	}
	var text strings.Builder
	err := print(&text, "a title", []result{
		{"riskgate", []measure.Usage{took(900, 40), took(500, 50), took(400, 30)}},
		{"conftest", []measure.Usage{took(1000, 100), took(3000, 100)}},
		{"opa", []measure.Usage{took(1000, 200)}},
	}, "conftest", "opa")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text.String(), "\n")
	for i, want := range map[int]string{
		1: "a title",
		3: "riskgate 500 ms 1.00 s 50 MiB 0.25 0.25 0.50 0.50 0.50 0.25",
		4: "conftest 2.00 s 4.00 s 100 MiB 1.00 1.00 1.00 2.00 2.00 0.50",
		5: "opa 1.00 s 2.00 s 200 MiB 0.50 0.50 2.00 1.00 1.00 1.00",
	} {
		if got := strings.Join(strings.Fields(lines[i]), " "); got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
}

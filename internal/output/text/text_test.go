package text_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/output/text"
	"github.com/riskgate/riskgate/internal/report"
)

func write(t *testing.T, r *report.Report, o text.Options) string {
	t.Helper()
	o.Decision = gate.Decide(r, gate.Options{})
	var b bytes.Buffer
	if err := text.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLinesFitTheirWidthUnlessOneWordDoesNot(t *testing.T) {
	for _, width := range []int{40, 80, 160} {
		for line := range strings.Lines(write(t, sample.Report(), text.Options{Width: width})) {
			words := strings.Fields(line)
			if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > width && len(words) > 1 {
				t.Errorf("at width %d a line is too long: %q", width, line)
			}
		}
	}
}

func TestForeignTextCommandsNothing(t *testing.T) {
	got := write(t, sample.Report(), text.Options{ShowPasses: true})
	for _, bad := range []string{"\x1b", "\u202e", "##["} {
		if strings.Contains(got, bad) {
			t.Errorf("the text holds %q", bad)
		}
	}
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("a line begins with a command: %q", line)
		}
	}
}

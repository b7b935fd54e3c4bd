package text_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/output/text"
	"github.com/riskgate/riskgate/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, r *report.Report, o text.Options) string {
	t.Helper()
	o.Decision = gate.Decide(r, gate.Options{})
	var b bytes.Buffer
	if err := text.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextIsAsAgreed(t *testing.T) {
	tests := []struct {
		name    string
		report  *report.Report
		options text.Options
	}{
		{"sample", sample.Report(), text.Options{}},
		{"narrow", sample.Report(), text.Options{Width: 40}},
		{"wide", sample.Report(), text.Options{Width: 160}},
		{"color", sample.Report(), text.Options{Color: true}},
		{"quiet", sample.Report(), text.Options{Quiet: true}},
		{"passes", sample.Report(), text.Options{ShowPasses: true}},
		{"quiet_passes", sample.Clean(), text.Options{Quiet: true, ShowPasses: true}},
		{"clean", sample.Clean(), text.Options{}},
		{"empty", sample.Empty(), text.Options{}},
		{"change", sample.Change(), text.Options{}},
		{"change_narrow", sample.Change(), text.Options{Width: 40}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := write(t, test.report, test.options)
			golden := filepath.Join("testdata", test.name+".golden")
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
	o := text.Options{Decision: gate.Decide(r, gate.Options{})}
	length := len(write(t, r, o))
	for _, room := range []int{0, 1, length - 1} {
		if err := text.Write(&full{room}, r, o); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes the error is %v", room, err)
		}
	}
}

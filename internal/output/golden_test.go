package output_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// agreed are the reports whose text in each format stands in testdata, as NAME.FORMAT.
var agreed = []struct {
	name    string
	report  *report.Report
	options output.Options
	gate    gate.Options
	// in are the formats that have something to show in this one; nil for all of them.
	in []string
}{
	{name: "sample", report: sample.Report()},
	{name: "change", report: sample.Change()},
	{name: "clean", report: sample.Clean()},
	{name: "empty", report: sample.Empty()},
	{name: "limited", report: sample.Limited()},
	{name: "limited_narrow", report: sample.Limited(), options: output.Options{Width: 40}, in: []string{"text"}},
	{name: "limited_quiet", report: sample.Limited(), options: output.Options{Quiet: true}, in: []string{"text"}},
	{name: "enterprise", report: sample.Enterprise(), in: []string{"json", "kpi"}},
	{name: "accepted", report: sample.Accepted(), in: []string{"oscal"}},
	{name: "twins", report: sample.Twins(), in: []string{"oscal"}},
	{name: "without_rules", report: sample.WithoutRules(), in: []string{"oscal"}},
	{name: "change_warnings_block", report: sample.Change(), gate: gate.Options{FailOnWarn: true}, in: []string{"markdown"}},
	{name: "narrow", report: sample.Report(), options: output.Options{Width: 40}, in: []string{"text"}},
	{name: "wide", report: sample.Report(), options: output.Options{Width: 160}, in: []string{"text"}},
	{name: "color", report: sample.Report(), options: output.Options{Color: true}, in: []string{"text"}},
	{name: "quiet", report: sample.Report(), options: output.Options{Quiet: true}, in: []string{"text"}},
	{name: "passes", report: sample.Report(), options: output.Options{ShowPasses: true}, in: []string{"text"}},
	{name: "quiet_passes", report: sample.Clean(), options: output.Options{Quiet: true, ShowPasses: true}, in: []string{"text"}},
	{name: "change_narrow", report: sample.Change(), options: output.Options{Width: 40}, in: []string{"text"}},
}

func write(t *testing.T, format output.Format, r *report.Report, o output.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A page of HTML is mostly style and script; tests of its own hold what it shows.
func TestFormatsAreAsAgreed(t *testing.T) {
	left, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range agreed {
		for _, format := range output.Formats() {
			if format.Name == "html" || test.in != nil && !slices.Contains(test.in, format.Name) {
				continue
			}
			golden := filepath.Join("testdata", test.name+"."+format.Name)
			left = slices.DeleteFunc(left, func(file string) bool { return file == golden })
			t.Run(test.name+"."+format.Name, func(t *testing.T) {
				test.options.Decision = gate.Decide(test.report, test.gate)
				got := numbered(write(t, format, test.report, test.options))
				if *update {
					if err := os.WriteFile(golden, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s differs; look at the change with -update and git diff\n%s", golden, got)
				}
			})
		}
	}
	for _, file := range left {
		t.Errorf("no format writes %s", file)
	}
}

// numbered puts numbers in the place of OSCAL's UUIDs, so that a golden file changes only where the document does.
func numbered(document []byte) []byte {
	numbers := map[string]int{}
	return regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`).ReplaceAllFunc(document, func(uuid []byte) []byte {
		if _, seen := numbers[string(uuid)]; !seen {
			numbers[string(uuid)] = len(numbers) + 1
		}
		return fmt.Appendf(nil, "uuid-%d", numbers[string(uuid)])
	})
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
	r := sample.Enterprise()
	o := output.Options{Decision: gate.Decide(r, gate.Options{})}
	for _, format := range output.Formats() {
		for _, room := range []int{0, 1, len(write(t, format, r, o)) - 1} {
			if err := format.Write(&full{room}, r, o); !errors.Is(err, errFull) {
				t.Errorf("%s: with room for %d bytes the error is %v", format.Name, room, err)
			}
		}
	}
}

package baseline_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

const (
	one = "0123456789abcdef01234567"
	two = "89abcdef0123456789abcdef"
)

func checker(t *testing.T) *schema.Checker {
	t.Helper()
	c, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t *testing.T, text string) report.Date {
	t.Helper()
	d, err := report.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func finding(rule, id, fingerprint string) report.Finding {
	return report.Finding{Rule: rule, Subject: report.SubjectRef{Kind: "risk", ID: id}, Fingerprint: fingerprint}
}

// written is a baseline of these findings, to be mended by the end of the year, as it is read again.
func written(t *testing.T, findings ...report.Finding) *baseline.Baseline {
	t.Helper()
	b := baseline.New(findings, func(rule string) bool { return rule == "risk.firm" }, date(t, "2026-06-30"), date(t, "2026-12-31"))
	return readAgain(t, b)
}

func readAgain(t *testing.T, b *baseline.Baseline) *baseline.Baseline {
	t.Helper()
	again, err := baseline.Read(source.File{Name: "b.json", Text: []byte(b.JSON())}, checker(t))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.JSON())
	}
	return again
}

func TestABaselineStandsInItsFileAsItWasTakenDown(t *testing.T) {
	waived := finding("risk.a", "R-9", two)
	waived.Waived = &report.Waiver{ID: "W-1"}
	b := written(t, finding("risk.b", "R-1", two), finding("risk.a", "R-2", one), finding("risk.a", "R-2", one), waived, finding("risk.firm", "R-1", "ffffffffffffffffffffffff"))
	want := `{
  "$schema": "https://riskgate.dev/schemas/v1/baseline.schema.json",
  "kind": "riskgate_baseline",
  "schema_version": "1",
  "written_on": "2026-06-30",
  "findings": [
    { "rule": "risk.a", "subject": { "kind": "risk", "id": "R-2" }, "fingerprint": "` + one + `", "count": 2, "mend_by": "2026-12-31" },
    { "rule": "risk.b", "subject": { "kind": "risk", "id": "R-1" }, "fingerprint": "` + two + `", "count": 1, "mend_by": "2026-12-31" }
  ]
}
`
	if got := b.JSON(); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if b.Findings() != 3 {
		t.Errorf("it lists %d findings, want 3", b.Findings())
	}
	if empty := written(t); empty.Findings() != 0 {
		t.Errorf("an empty one lists %d findings", empty.Findings())
	}
}

func TestWhatStandsInTheBaselineIsAcceptedAsOftenAsItStood(t *testing.T) {
	b := written(t, finding("risk.a", "R-1", one), finding("risk.a", "R-1", one), finding("risk.b", "R-2", two))
	ask := func(asOf string, findings ...report.Finding) string {
		accepted := b.Accepter(date(t, asOf))
		var got []string
		for _, f := range findings {
			w := accepted(f)
			switch {
			case w == nil:
				got = append(got, "open")
			case w.Baseline && w.Expires == date(t, "2026-12-31") && w.Reason != "":
				got = append(got, "known")
			}
		}
		return strings.Join(got, " ")
	}
	same := finding("risk.a", "R-1", one)
	for _, test := range []struct{ name, asOf, got, want string }{
		{"as many as there were", "2026-07-01", ask("2026-07-01", same, same), "known known"},
		{"one more", "2026-07-01", ask("2026-07-01", same, same, same), "known known open"},
		{"on the last day", "", ask("2026-12-31", same), "known"},
		{"the day after", "", ask("2027-01-01", same), "open"},
		{"another finding", "", ask("2026-07-01", finding("risk.a", "R-1", "ffffffffffffffffffffffff")), "open"},
		{"a fingerprint under another name", "", ask("2026-07-01", finding("risk.c", "R-1", one), finding("risk.a", "R-3", one)), "open open"},
		{"asked anew", "", ask("2026-07-01", same), "known"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", test.name, test.got, test.want)
		}
	}
}

func TestABaselineOnlyShrinks(t *testing.T) {
	b := written(t, finding("risk.a", "R-1", one), finding("risk.a", "R-1", one), finding("risk.b", "R-2", two))
	accepted := finding("risk.b", "R-2", two)
	accepted.Waived = &report.Waiver{ID: "W-1"}
	for _, test := range []struct {
		name, mendBy string
		findings     []report.Finding
		want         string
	}{
		{"nothing is mended", "", []report.Finding{finding("risk.a", "R-1", one), finding("risk.a", "R-1", one), finding("risk.b", "R-2", two)}, "risk.a 2 2026-12-31, risk.b 1 2026-12-31"},
		{"one of two is mended", "", []report.Finding{finding("risk.a", "R-1", one), finding("risk.b", "R-2", two)}, "risk.a 1 2026-12-31, risk.b 1 2026-12-31"},
		{"all is mended", "", nil, ""},
		{"more is found", "", []report.Finding{finding("risk.a", "R-1", one), finding("risk.a", "R-1", one), finding("risk.a", "R-1", one), finding("risk.c", "R-3", "ffffffffffffffffffffffff")}, "risk.a 2 2026-12-31"},
		{"what a waiver accepts isn't mended", "", []report.Finding{accepted}, "risk.b 1 2026-12-31"},
		{"an earlier day", "2026-09-30", []report.Finding{accepted}, "risk.b 1 2026-09-30"},
		{"a later day", "2027-12-31", []report.Finding{accepted}, "risk.b 1 2026-12-31"},
	} {
		var mendBy report.Date
		if test.mendBy != "" {
			mendBy = date(t, test.mendBy)
		}
		shrunk := readAgain(t, b.Shrunk(test.findings, mendBy))
		var got []string
		for _, e := range shrunk.Entries {
			got = append(got, fmt.Sprint(e.Rule, " ", e.Count, " ", e.MendBy))
		}
		if strings.Join(got, ", ") != test.want || shrunk.WrittenOn != date(t, "2026-06-30") {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestABaselineThatIsNotRightAsAWholeIsRefused(t *testing.T) {
	entry := func(count, mendBy string) string {
		return `{"rule": "risk.a", "subject": {"kind": "risk", "id": "R-1"}, "fingerprint": "` + one + `", "count": ` + count + `, "mend_by": "` + mendBy + `"}`
	}
	file := func(entries ...string) string {
		return "{\"kind\": \"riskgate_baseline\", \"schema_version\": \"1\", \"written_on\": \"2026-06-30\", \"findings\": [\n" + strings.Join(entries, ",\n") + "\n]}"
	}
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"no JSON", "", []string{"b.json:1:1: "}},
		{"no baseline", "{}", []string{"b.json:1:1: missing key \"kind\"", "b.json:1:1: ", "b.json:1:1: ", "b.json:1:1: "}},
		{"a count of nothing, and no day", file(entry("0", "2026-02-30")), []string{"b.json:2:", "b.json:2:"}},
		{"one finding twice", file(entry("1", "2026-12-31"), entry("1", "2026-12-31")), []string{"b.json:3:1: finding " + one + " stands at b.json:2:1 already"}},
	} {
		b, err := baseline.Read(source.File{Name: "b.json", Text: []byte(test.text)}, checker(t))
		if b != nil {
			t.Errorf("%s: there is a baseline all the same", test.name)
		}
		got := []string{fmt.Sprint(err)}
		var many *multierror.Error
		if errors.As(err, &many) {
			got = nil
			for _, one := range many.Errors {
				got = append(got, one.Error())
			}
		}
		if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	b, err := baseline.Read(source.File{Name: "b.json", Text: []byte(file(entry("2e0", "2026-12-31")))}, checker(t))
	if err != nil || b.Findings() != 2 {
		t.Errorf("a count of 2e0 is %v, %v", b, err)
	}
}

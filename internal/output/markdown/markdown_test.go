package markdown_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/markdown"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func write(t *testing.T, r *report.Report, options gate.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := markdown.Write(&b, r, gate.Decide(r, options)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A comment on GitHub has 65,536 characters at most; nothing of the end is missing, and what is left out is counted.
func TestAPageFitsAComment(t *testing.T) {
	for _, n := range []int{100, 1000, 5000} {
		for _, text := range []string{"short", strings.Repeat("long ", 200), strings.Repeat("@", 600), strings.Repeat("👩", 600)} {
			r := many(t, n, text)
			page := write(t, r, gate.Options{})
			if length := len(utf16.Encode([]rune(page))); length > 65_536 || len(page) > 65_536 {
				t.Errorf("%d findings make a page of %d characters, %d bytes", n, length, len(page))
			}
			shown := strings.Count(page, "| `register.json:")
			if shown < 5 {
				t.Errorf("%d findings of %.5q: only %d are shown", n, text, shown)
			}
			if others := strings.Count(page, "| `other.json:"); text == "short" && others < 10 {
				t.Errorf("%d findings: of those that don't block only %d are shown", n, others)
			}
			if more := n - shown; more > 0 && !strings.Contains(page, fmt.Sprintf("%s left out here", are(more))) {
				t.Errorf("%d findings of %.5q: it does not say that %d are left out", n, text, more)
			}
			if !strings.HasSuffix(page, "errors\n") || strings.Count(page, "<details>") != strings.Count(page, "</details>") {
				t.Errorf("%d findings of %.5q: the end is missing", n, text)
			}
		}
	}
}

func are(n int) string {
	if n >= 1000 {
		return fmt.Sprintf("%d,%03d more are", n/1000, n%1000)
	}
	return fmt.Sprintf("%d more are", n)
}

// many returns a report of so many findings that block, and as many warnings.
func many(t *testing.T, n int, text string) *report.Report {
	t.Helper()
	about := report.About{
		AsOf:    sample.Clean().AsOf,
		Profile: "default",
		Rules:   []report.Rule{{ID: "risk.a", Subject: "risk", Level: report.Deny}, {ID: "risk.b", Subject: "risk", Level: report.Warn}},
	}
	var subjects []report.Subject
	for i := range n {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprint("R-", i)}})
	}
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i := range subjects {
		deny := report.Violation{Pos: source.Position{File: "register.json", Line: i + 1, Column: 1}, Message: text, Remedy: text}
		warn := report.Violation{Pos: source.Position{File: "other.json", Line: i + 1, Column: 1}, Message: text}
		b.Set(i, []report.Answer{
			{Verdict: report.Fail, Violations: []report.Violation{deny}},
			{Verdict: report.Fail, Violations: []report.Violation{warn}},
		})
	}
	return b.Report()
}

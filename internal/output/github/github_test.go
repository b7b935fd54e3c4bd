package github_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/github"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := github.Write(&b, r, gate.Decide(r, gate.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// GitHub shows ten annotations of each level for a step, and drops the others without a word.
func TestNoMoreAnnotationsThanGitHubShows(t *testing.T) {
	tests := []struct {
		name         string
		deny, warn   int
		errors, logs int
		said         string
	}{
		{"nine beside the verdict", 9, 10, 10, 0, ""},
		{"one too many", 10, 10, 10, 1, "1 more stands in the log alone"},
		{"both levels", 30, 14, 10, 25, "25 more stand in the log alone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := write(t, many(t, test.deny, test.warn, "late"))
			if n := strings.Count(got, "::error "); n != test.errors {
				t.Errorf("it has %d errors, want %d", n, test.errors)
			}
			if n := strings.Count(got, "::warning "); n != min(test.warn, 10) {
				t.Errorf("it has %d warnings of %d", n, test.warn)
			}
			if n := strings.Count(got, "\nregister.json:"); n != test.logs {
				t.Errorf("%d lines stand in the log, want %d", n, test.logs)
			}
			if first, _, _ := strings.Cut(got, "\n"); !strings.Contains(first, test.said) || test.said == "" && strings.Contains(first, "log") {
				t.Errorf("it begins with %q, want %q in it", first, test.said)
			}
		})
	}
}

func TestAMessageIsCutWhereGitHubCutsIt(t *testing.T) {
	got := write(t, many(t, 1, 0, strings.Repeat("x", 9000)))
	_, message, _ := strings.Cut(got, "risk.a%3A ::")
	message, _, _ = strings.Cut(message, "\n")
	if len(message) != 4000 || !strings.HasSuffix(message, "... (5,027 more characters)") {
		t.Errorf("the message has %d characters and ends with %q", len(message), message[len(message)-40:])
	}
}

// many returns a report of so many findings of each level.
func many(t *testing.T, deny, warn int, text string) *report.Report {
	t.Helper()
	about := report.About{
		AsOf:  sample.Clean().AsOf,
		Rules: []report.Rule{{ID: "risk.a", Subject: "risk", Level: report.Deny}, {ID: "risk.b", Subject: "risk", Level: report.Warn}},
	}
	b, err := report.New(about, []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}}})
	if err != nil {
		t.Fatal(err)
	}
	fail := func(n int) report.Answer {
		if n == 0 {
			return report.Answer{Verdict: report.Pass}
		}
		found := report.Violation{Pos: source.Position{File: "register.json", Line: 3, Column: 5}, Message: text}
		return report.Answer{Verdict: report.Fail, Violations: slices.Repeat([]report.Violation{found}, n)}
	}
	b.Set(0, []report.Answer{fail(deny), fail(warn)})
	return b.Report()
}

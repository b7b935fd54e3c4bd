package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/html"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

func reports() map[string]*report.Report {
	return map[string]*report.Report{
		"sample": sample.Report(), "enterprise": sample.Enterprise(), "clean": sample.Clean(), "empty": sample.Empty(), "change": sample.Change(),
		"limited": sample.Limited(),
	}
}

func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, r, gate.Decide(r, gate.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	for name, r := range reports() {
		first := write(t, r)
		for range 5 {
			if write(t, r) != first {
				t.Fatalf("%s: two pages differ", name)
			}
		}
	}
}

func TestAPageShowsTheSectionsThatItsReportHas(t *testing.T) {
	always := []string{"verdict", "findings", "rules", "not-assessable", "waivers", "rule-changes", "inputs", "about"}
	overview := []string{"figures", "units", "exposure", "deadlines", "due", "groups", "risks", "records"}
	tests := []struct {
		report string
		with   []string
		leave  []string
	}{
		{"sample", append(always, "errors"), append(overview, "change")},
		{"limited", append(always, "coverage", "joins"), append(overview, "change", "errors")},
		{"clean", always, append(overview, "change", "errors", "coverage", "joins")},
		{"empty", always, append(overview, "change", "errors")},
		{"change", append(always, "change"), append(overview, "errors")},
		{"enterprise", append(always, overview...), []string{"change", "errors"}},
	}
	for _, test := range tests {
		t.Run(test.report, func(t *testing.T) {
			page := write(t, reports()[test.report])
			for _, id := range test.with {
				if !strings.Contains(page, `<section id="`+id+`"`) {
					t.Errorf("section %s is missing", id)
				}
			}
			for _, id := range test.leave {
				if strings.Contains(page, `<section id="`+id+`"`) {
					t.Errorf("section %s has nothing to say", id)
				}
			}
		})
	}
}

func TestForeignTextIsTextAndNothingElse(t *testing.T) {
	for name, r := range reports() {
		page := write(t, r)
		if n := strings.Count(page, "</script"); n != 2 {
			t.Errorf("%s: %d scripts end, want 2", name, n)
		}
		for _, letter := range page {
			if letter != '\n' && prose.Unsafe(letter) {
				t.Errorf("%s holds %q", name, letter)
				break
			}
		}
	}
}

func TestThePolicyNamesTheStyleAndTheScriptThatStandInThePage(t *testing.T) {
	page := write(t, sample.Report())
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1]
	policy = strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(policy)
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %s", policy)
	}
	for source, within := range map[string]string{"style-src": `(?s)<style>(.*?)</style>`, "script-src": `(?s)<script>(.*?)</script>`} {
		sum := sha256.Sum256([]byte(regexp.MustCompile(within).FindStringSubmatch(page)[1]))
		if want := source + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy %s\nlacks %s", policy, want)
		}
	}
}

func TestAPageNamesNothingOutside(t *testing.T) {
	loads := regexp.MustCompile(`<[^>]* (?:src|style|on\w+)="|<a [^>]*href="[^#]|<link rel="stylesheet|@import|url\(`)
	for name, r := range reports() {
		if found := loads.FindString(write(t, r)); found != "" {
			t.Errorf("%s holds %q", name, found)
		}
	}
}

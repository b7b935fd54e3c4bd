package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/riskgate/riskgate/internal/output/sample"
)

func TestANarrowScreenNeedsNoScrollingToTheSide(t *testing.T) {
	for name, r := range pages() {
		t.Run(name, func(t *testing.T) {
			p := show(t, r, narrow)
			want(p, `document.documentElement.scrollWidth`, 360)
			wide := ask[[]string](p, `[...document.querySelectorAll('main *')]
				.filter(element => element.checkVisibility() && !element.closest('.scroll, .unseen, svg') && element.getBoundingClientRect().right > 361)
				.map(element => element.outerHTML.slice(0, 100))`)
			if len(wide) > 0 {
				t.Errorf("stands out to the right:\n%s", strings.Join(wide, "\n"))
			}
			p.quiet()
		})
	}
}

func TestDarkModeIsDark(t *testing.T) {
	p := show(t, sample.Enterprise(), dark)
	const luminance = `(colour => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765)`
	want(p, luminance+`(getComputedStyle(document.body).backgroundColor) < 0.15`, true)
	want(p, luminance+`(getComputedStyle(document.body).color) > 0.8`, true)
	p.quiet()
}

func TestAPageIsReadWithoutItsScript(t *testing.T) {
	p := show(t, sample.Enterprise(), withoutScript)
	want(p, `document.querySelectorAll('#findings tbody tr').length`, 8)
	want(p, `document.querySelectorAll('#records tbody tr').length > 20`, true)
	want(p, `[...document.querySelectorAll('form, .pages')].filter(element => element.checkVisibility()).length`, 0)
	want(p, `document.querySelectorAll('table.map + noscript li').length`, 4)
	p.quiet()
}

func TestAPageSaysWhatItLeavesOutWithoutItsScript(t *testing.T) {
	p := open(t, write(t, large(1000)), withoutScript)
	want(p, `document.querySelectorAll('#risks tbody tr').length`, 100)
	want(p, `document.querySelector('#risks .left-out').textContent.startsWith('900 more risks are not shown here')`, true)
}

// TestPrintingShowsAllThatIsFolded holds what stands on paper to what is known: no control, all details open, every row.
func TestPrintingShowsAllThatIsFolded(t *testing.T) {
	p := show(t, sample.Enterprise(), onPaper)
	ask[bool](p, `(dispatchEvent(new Event('beforeprint')), true)`)
	want(p, `document.querySelectorAll('details:not([open])').length`, 0)
	want(p, `[...document.querySelectorAll('form, nav, .pages, .skip')].filter(element => element.checkVisibility()).length`, 0)
	want(p, `getComputedStyle(document.querySelector('thead')).display`, "table-header-group")
	want(p, `getComputedStyle(document.body).backgroundColor`, "rgb(255, 255, 255)")
	ask[bool](p, `(dispatchEvent(new Event('afterprint')), true)`)
	want(p, `document.querySelectorAll('details:not([open])').length > 0`, true)
	p.quiet()
}

func TestAPrintedReportIsComplete(t *testing.T) {
	p := open(t, write(t, large(600)))
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("what is printed begins with %q", pdf[:min(len(pdf), 20)])
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed, which reads what is printed")
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(reader, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	for _, part := range []string{
		`Page 1 of \d+`, `Does not comply`, `30 June 2026`, // the title block and the foot of the page
		`R-500\b`, `100 more risks are not printed`,
		`(?s)Severity +Rule and finding +Record.*Severity +Rule and finding +Record`, // headings stand again on the next page
		`Fingerprint`, // was folded
	} {
		if !regexp.MustCompile(part).MatchString(text) {
			t.Errorf("the printed report lacks %s", part)
		}
	}
	p.settle()
	want(p, `document.querySelectorAll('#risks tbody tr').length`, 50) // a page again
	p.quiet()
}

// TestNothingKeepsAnyoneOut asks axe, the checker of accessibility that browsers and auditors use, about each page.
func TestNothingKeepsAnyoneOut(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not installed: npm ci")
	}
	ways := map[string][]setting{"light": nil, "dark": {dark}, "narrow": {narrow}, "narrow and dark": {narrow, dark}}
	for name, r := range pages() {
		for way, settings := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				p := show(t, r, settings...)
				if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](string(axe)+";0")); err != nil {
					t.Fatal(err)
				}
				unfold := `document.querySelectorAll('details').forEach(details => { details.open = true; });`
				ask[bool](p, unfold+`true`)
				problems := ask[[]string](p, `axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.flatMap(violation =>
					violation.nodes.slice(0, 3).map(node => violation.id + ': ' + node.html.slice(0, 160) + '\n  ' + node.failureSummary)))`)
				for _, problem := range problems {
					t.Error(problem)
				}
			})
		}
	}
}

func TestHeadingsStandInOrder(t *testing.T) {
	for name, r := range pages() {
		p := show(t, r)
		levels := ask[[]int](p, `[...document.querySelectorAll('h1, h2, h3, h4')].map(heading => Number(heading.localName[1]))`)
		for i, level := range levels {
			if i == 0 && level != 1 || i > 0 && (level == 1 || level > levels[i-1]+1) {
				t.Errorf("%s: heading %d of %v", name, i, levels)
			}
		}
	}
}

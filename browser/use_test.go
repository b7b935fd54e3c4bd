package browser

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
)

// pages are the reports that every page-wide claim is tried on.
func pages() map[string]*report.Report {
	return map[string]*report.Report{
		"sample": sample.Report(), "enterprise": sample.Enterprise(), "clean": sample.Clean(), "empty": sample.Empty(),
		"change": sample.Change(), "hostile": hostile(),
	}
}

// evil tries to become an element, an attribute, a script, a style and an end of each.
const evil = `"'><img src=x onerror=alert(1)></script><script>alert(2)</script></style><!--{{.}}` + "`${alert(3)}`"

// hostile is a report whose records are named by somebody who wants more than to be read.
func hostile() *report.Report {
	r := sample.Enterprise()
	for i := range r.Overview.Risks {
		risk := &r.Overview.Risks[i]
		risk.ID, risk.Title, risk.Owner, risk.Category, risk.Status = evil+risk.ID, evil, report.Party{ID: evil, Name: evil}, evil, evil
		risk.Services = []report.Party{{ID: evil}}
		risk.Pos.File = evil
	}
	for i := range r.Overview.Due {
		r.Overview.Due[i].Title, r.Overview.Due[i].What, r.Overview.Due[i].Owner = evil, evil, report.Party{Name: evil}
	}
	for i := range r.Findings {
		r.Findings[i].Message, r.Findings[i].Remedy, r.Findings[i].Pos.File = evil, evil, evil
	}
	for i := range r.Registers {
		r.Registers[i].BusinessUnit, r.Registers[i].Organization = evil, evil
	}
	return r
}

func TestAPageOpensWithoutAMessageAndAsksForNothing(t *testing.T) {
	for name, r := range pages() {
		t.Run(name, func(t *testing.T) {
			p := show(t, r)
			p.settle()
			p.quiet()
			want(p, `document.querySelectorAll('script').length`, 2)
			want(p, `document.querySelectorAll('img, iframe, object, embed, link:not([rel=icon])').length`, 0)
		})
	}
}

func TestForeignTextIsReadAndDoesNothing(t *testing.T) {
	p := show(t, hostile())
	rows := p.texts(`#risks tbody [data-field=title]`)
	if len(rows) == 0 || slices.ContainsFunc(rows, func(title string) bool { return title != evil }) {
		t.Errorf("the titles are %q, want %q each", rows, evil)
	}
	p.fill(`#risks select[name=owner]`, evil)
	want(p, `document.querySelectorAll('#risks tbody tr').length`, len(sample.Enterprise().Overview.Risks))
	p.click(`#due form [name=clear]`)
	p.settle()
	p.quiet()
}

func TestFindingsAreFiltered(t *testing.T) {
	tests := []struct {
		name string
		do   func(*tab)
		want int
	}{
		{"nothing is asked for", func(p *tab) {}, 8},
		{"one severity", func(p *tab) { p.click(`#findings input[name=severity][value=critical]`) }, 2},
		{"two severities", func(p *tab) {
			p.click(`#findings input[name=severity][value=critical]`)
			p.click(`#findings input[name=severity][value=high]`)
		}, 6},
		{"what is waived", func(p *tab) { p.click(`#findings input[name=state][value=waived]`) }, 1},
		{"a rule", func(p *tab) { p.fill(`#findings select[name=rule]`, "plan.actions_on_time") }, 2},
		{"a rule and a state", func(p *tab) {
			p.fill(`#findings select[name=rule]`, "plan.actions_on_time")
			p.click(`#findings input[name=state][value=blocks]`)
		}, 1},
		{"an owner", func(p *tab) { p.fill(`#findings select[name=owner]`, "Ada Okafor") }, 2},
		{"a unit", func(p *tab) { p.fill(`#findings select[name=unit]`, "Logistics") }, 3},
		{"words of any field, in any order and case", func(p *tab) { p.fill(`#findings input[type=search]`, "P-2 APPROVAL") }, 1},
		{"a word that is nowhere", func(p *tab) { p.fill(`#findings input[type=search]`, "unheard") }, 0},
		{"nothing again", func(p *tab) {
			p.fill(`#findings input[type=search]`, "unheard")
			p.click(`#findings [name=clear]`)
		}, 8},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := show(t, sample.Enterprise())
			test.do(p)
			want(p, `document.querySelectorAll('#findings tbody tr').length`, test.want)
			told := fmt.Sprintf("%d of 8 findings", test.want)
			if test.want == 8 {
				told = "All 8 findings"
			}
			want(p, `document.querySelector('#findings [role=status]').textContent`, told)
			p.quiet()
		})
	}
}

func TestAFindingSaysAllThatTheReportSays(t *testing.T) {
	p := show(t, sample.Report())
	p.fill(`#findings input[type=search]`, "57 days")
	shown := ask[string](p, `(row => { row.querySelector('details').open = true; return row.innerText; })(document.querySelector('#findings tbody tr'))`)
	f := finding(t, "57 days")
	for _, part := range []string{f.Rule, f.Message, "Fix: " + f.Remedy, f.Subject.ID, f.Severity, string(f.Level), f.Pos.String(), string(f.At), f.Fingerprint} {
		if !strings.Contains(shown, part) {
			t.Errorf("%q is missing in\n%s", part, shown)
		}
	}
	p.click(`#findings [name=clear]`)
	p.click(`#findings input[name=state][value=waived]`)
	shown = ask[string](p, `document.querySelector('#findings tbody tr').innerText`)
	if w := finding(t, "61 days").Waived; !strings.Contains(shown, "Waived: "+w.ID) || !strings.Contains(shown, "until "+w.Expires.String()+": "+w.Reason) {
		t.Errorf("the waiver %+v is missing in\n%s", w, shown)
	}
}

// finding is the finding of the sample that holds a text.
func finding(t *testing.T, text string) report.Finding {
	t.Helper()
	findings := sample.Report().Findings
	return findings[slices.IndexFunc(findings, func(f report.Finding) bool { return strings.Contains(f.Message, text) })]
}

func TestFindingsOfAChangeAreFilteredByAge(t *testing.T) {
	p := show(t, sample.Change())
	p.click(`#findings input[name=age][value=new]`)
	want(p, `document.querySelectorAll('#findings tbody tr').length`, 2)
}

func TestASortedColumnSaysSo(t *testing.T) {
	p := show(t, sample.Enterprise())
	severities := func(want ...string) {
		t.Helper()
		if got := p.texts(`#findings tbody [data-field=severity]`); !slices.Equal(got, want) {
			t.Errorf("severities are %q, want %q", got, want)
		}
	}
	p.click(`#findings th[data-sort=severity] button`)
	severities("critical", "critical", "high", "high", "high", "high", "", "")
	want(p, `document.querySelector('#findings th[data-sort=severity]').ariaSort`, "descending")
	p.click(`#findings th[data-sort=severity] button`)
	severities("high", "high", "high", "high", "critical", "critical", "", "") // what has none stays last
	want(p, `document.querySelector('#findings th[data-sort=severity]').ariaSort`, "ascending")
	p.click(`#findings th[data-sort=rule] button`)
	want(p, `document.querySelector('#findings th[data-sort=severity]').ariaSort`, "none")
	rules := p.texts(`#findings tbody [data-field=rule]`)
	if !slices.IsSorted(rules) {
		t.Errorf("rules are in the order %q", rules)
	}
}

func TestIDsAreSortedAsPeopleCount(t *testing.T) {
	p := show(t, sample.Enterprise())
	p.click(`#risks th[data-sort=record] button`)
	if got, want := p.texts(`#risks tbody [data-field=record]`), []string{"R-1", "R-2", "R-3", "R-11", "R-12", "R-21"}; !slices.Equal(got, want) {
		t.Errorf("risks are in the order %q, want %q", got, want)
	}
}

func TestATableThatStandsInThePageIsSorted(t *testing.T) {
	p := show(t, sample.Enterprise())
	p.click(`#rules th[data-sort="4"] button`)
	var failed []int
	for _, text := range p.texts(`#rules tbody td[data-label=Failed]`) {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		failed = append(failed, n)
	}
	slices.Reverse(failed)
	if !slices.IsSorted(failed) {
		t.Errorf("failures are not in descending order: %v", failed)
	}
	want(p, `document.querySelector('#rules th[data-sort="4"]').ariaSort`, "descending")
}

func TestACellOfTheMapOpensItsRisks(t *testing.T) {
	p := show(t, sample.Enterprise())
	p.click(`table.map a[aria-label*="likelihood possible, impact severe"]`)
	if got, want := p.texts(`#risks tbody [data-field=record]`), []string{"R-11"}; !slices.Equal(got, want) {
		t.Errorf("the cell opens %q, want %q", got, want)
	}
	want(p, `document.activeElement.id`, "risks-title")
	want(p, `location.hash`, "#risks")
	want(p, `document.querySelectorAll('table.map [aria-current]').length`, 1)
	want(p, `document.querySelector('#risks [role=status]').textContent`, "1 of 6 risks")
	p.click(`#risks .extras button`) // the scale
	p.click(`#risks .extras button`)
	p.click(`#risks .extras button`)
	want(p, `document.querySelector('#risks [role=status]').textContent`, "5 of 6 risks") // still only open ones
}

// TestEveryLinkLeadsToWhatItCounts follows each link with a number to the rows that it stands for.
func TestEveryLinkLeadsToWhatItCounts(t *testing.T) {
	for name, r := range map[string]*report.Report{"enterprise": sample.Enterprise(), "hostile": hostile(), "change": sample.Change()} {
		t.Run(name, func(t *testing.T) {
			p := show(t, r)
			type link struct {
				Where, Text, Status string
			}
			links := ask[[]link](p, `(async () => {
				const followed = [];
				for (const link of document.querySelectorAll('a[data-show]')) {
					link.click();
					await new Promise(done => setTimeout(done));
					const status = document.querySelector('#' + link.dataset.show + ' [role=status]').textContent;
					followed.push({Where: link.dataset.show + '?' + link.dataset.where, Text: link.textContent.trim(), Status: status});
				}
				return followed;
			})()`)
			if len(links) < 5 {
				t.Errorf("only %d links lead to rows", len(links))
			}
			for _, link := range links {
				number := strings.FieldsFunc(link.Text, func(r rune) bool { return r < '0' || r > '9' })[0]
				if got := strings.Fields(strings.TrimPrefix(link.Status, "All "))[0]; got != number && !strings.HasPrefix(link.Where, "findings?rule=") {
					t.Errorf("%q counts %s, and leads to %q", link.Where, number, link.Status)
				}
			}
			p.quiet()
		})
	}
}

func TestEveryTargetOfALinkExists(t *testing.T) {
	for name, r := range pages() {
		t.Run(name, func(t *testing.T) {
			p := show(t, r)
			dead := ask[[]string](p, `[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))
				.filter(href => !href.startsWith('#') || !document.getElementById(decodeURIComponent(href.slice(1))))`)
			if len(dead) > 0 {
				t.Errorf("links lead nowhere: %q", dead)
			}
		})
	}
}

func TestALinkToARuleUnfoldsIt(t *testing.T) {
	p := show(t, sample.Enterprise())
	p.click(`#findings a[href="#rule-review.held_in_time"]`)
	want(p, `document.getElementById('rule-review.held_in_time').querySelector('details').open`, true)
}

func TestTheKeyboardReachesEverythingAndShowsWhereItIs(t *testing.T) {
	p := show(t, sample.Enterprise())
	p.do(chromedp.KeyEvent(kb.Tab))
	want(p, `document.activeElement.className`, "skip")
	want(p, `document.activeElement.getBoundingClientRect().left >= 0`, true)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.settle()
	want(p, `location.hash`, "#verdict")
	reachable := ask[int](p, `[...document.querySelectorAll('main a[href], main button:not(:disabled), main input, main select, main summary, main [tabindex="0"]')]
		.filter(element => element.checkVisibility()).length`)
	seen := map[string]bool{}
	for range reachable {
		p.do(chromedp.KeyEvent(kb.Tab))
		at := ask[string](p, `(element => {
			const style = getComputedStyle(element);
			element.reached = (window.reached = (window.reached ?? 0) + (element.reached ? 0 : 1)) && true;
			return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? element.outerHTML.slice(0, 120) : '';
		})(document.activeElement)`)
		if at != "" && !seen[at] {
			seen[at] = true
			t.Errorf("the focus can't be seen on %s", at)
		}
	}
	want(p, `window.reached`, reachable)
}

func TestTheKeyboardSortsAndUnfolds(t *testing.T) {
	p := show(t, sample.Enterprise())
	ask[bool](p, `(document.querySelector('#findings th[data-sort=rule] button').focus(), true)`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.settle()
	want(p, `document.querySelector('#findings th[data-sort=rule]').ariaSort`, "ascending")
	ask[bool](p, `(document.querySelector('#rules summary').focus(), true)`)
	p.do(chromedp.KeyEvent(" "))
	p.settle()
	want(p, `document.querySelector('#rules details').open`, true)
}

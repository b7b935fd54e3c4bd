package browser

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// large is a report of so many risks, with a plan and two actions for most of them, half of which break a rule.
func large(risks int) *report.Report {
	asOf := report.DateOf(time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC))
	day := func(days int) report.Date { return report.DateOf(asOf.Time().AddDate(0, 0, days)) }
	scale := report.Scale{
		Likelihood: []string{"rare", "unlikely", "possible", "likely", "almost certain"},
		Impact:     []string{"negligible", "minor", "moderate", "major", "severe"},
		Severity:   []string{"low", "moderate", "high", "critical"},
	}
	overview := &report.Overview{}
	about := report.About{
		Tool: report.Tool{Version: "1.4.0", Go: "go1.26.8", OPA: "1.22.2", Library: strings.Repeat("ab", 32)}, AsOf: asOf, AsOfSource: "--as-of",
		Profile: "default", Severities: scale.Severity, Overview: overview,
		Registers: []report.Register{{ID: "payments", Organization: "Northwind", BusinessUnit: "Payments", Scale: scale}},
	}
	rules := []string{"approval.approved_at_level", "plan.actions_on_time", "response.decided_in_time", "review.held_in_time"}
	for i, id := range rules {
		kind := "risk"
		if i < 2 {
			kind = "plan"
		}
		about.Rules = append(about.Rules, report.Rule{
			ID: id, Title: "The claim of " + id, Description: "Why it matters.", Remedy: "Do what " + id + " asks for.", Subject: kind, Level: report.Deny,
		})
	}
	var subjects []report.Subject
	var answers [][]report.Answer
	add := func(kind, id, severity string, line int, broken bool, messages ...string) {
		pos := source.Position{File: "export/" + kind + "s.json", Line: line, Column: 5}
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: kind, ID: id}, Severity: severity, Register: "payments", Open: true, Pos: pos})
		var row []report.Answer
		for _, message := range messages {
			answer := report.Answer{Verdict: report.Pass}
			if broken {
				answer = report.Answer{Verdict: report.Fail, Violations: []report.Violation{{At: "/" + source.Pointer(kind), Pos: pos, Message: message}}}
			}
			row = append(row, answer)
		}
		answers = append(answers, row)
	}
	for i := range risks {
		id, severity := fmt.Sprintf("R-%d", i+1), scale.Severity[i%7%4]
		owner := report.Party{ID: fmt.Sprintf("p-%d", i%350), Name: fmt.Sprintf("Person %d of the team", i%350)}
		service := report.Party{ID: fmt.Sprintf("s-%d", i%100), Name: fmt.Sprintf("Service %d", i%100)}
		title := fmt.Sprintf("Supplier %d fails to deliver, so that orders of region %d wait and contracts are lost", i, i%97)
		overview.Risks = append(overview.Risks, report.Risk{
			ID: id, Title: title, Category: "supply", Register: "payments", Severity: severity, Likelihood: scale.Likelihood[i%5], Impact: scale.Impact[i/5%5],
			Status: "responding", Response: "mitigate", Open: true, Owner: owner, Services: []report.Party{service}, Identified: day(-i % 400),
			Deadline: day(i % 300), Pos: source.Position{File: "export/risks.json", Line: 20 * i, Column: 5},
		})
		overview.Due = append(overview.Due, report.Due{
			On: day(i%200 - 40), What: "review", Rule: rules[3], Subject: report.SubjectRef{Kind: "risk", ID: id}, Register: "payments", Title: title,
			Severity: severity, Owner: owner, Pos: source.Position{File: "export/risks.json", Line: 20 * i, Column: 5},
		})
		add("risk", id, severity, 20*i, i%2 == 0,
			fmt.Sprintf("risk %s (%s) was identified on %s and has no decision after 57 days; the limit is 10", id, severity, day(-57)),
			fmt.Sprintf("risk %s (%s) was last reviewed on %s, 41 days ago; at most 30 are allowed", id, severity, day(-41)))
		if i%5 > 2 {
			continue
		}
		plan := fmt.Sprintf("P-%d", i+1)
		overview.Plans = append(overview.Plans, report.Plan{ID: plan, Title: "Mend " + title, Status: "active", Owner: owner, Register: "payments", Severity: severity, Risks: []string{id}})
		for n := range 2 {
			action := report.Action{ID: fmt.Sprintf("A-%d", n+1), Title: "Sign with a second supplier", Plan: plan, Register: "payments", Owner: owner, Service: service, Severity: severity, Open: true, Due: day(i%260 - 80)}
			overview.Actions = append(overview.Actions, action)
			overview.Due = append(overview.Due, report.Due{
				On: action.Due, What: "action", Rule: rules[1], Subject: report.SubjectRef{Kind: "plan", ID: plan}, Register: "payments", ID: action.ID, Title: action.Title,
				Severity: severity, Owner: owner, Pos: source.Position{File: "export/plans.json", Line: 40 * i, Column: 9},
			})
		}
		add("plan", plan, severity, 40*i, i%2 == 0,
			fmt.Sprintf("plan %s answers risk %s (%s), which asks for approval by director; no approval is recorded", plan, id, severity),
			fmt.Sprintf("action A-1 of plan %s was due on %s and is not done; today is %s", plan, day(-3), asOf))
	}
	builder, err := report.New(about, subjects)
	if err != nil {
		panic(err)
	}
	for i, row := range answers {
		builder.Set(i, row)
	}
	return builder.Report()
}

// TestTenThousandRisksOpenAtOnce measures what the page makes the browser do until it has been drawn with its script run. What
// it waits for a busy machine is logged, and not held against the page.
func TestTenThousandRisksOpenAtOnce(t *testing.T) {
	r := large(10_000)
	file := write(t, r)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	const mostBytes = 15 << 20
	if info.Size() > mostBytes {
		t.Errorf("the page has %d bytes, want at most %d", info.Size(), mostBytes)
	}
	drawn, worked := math.Inf(1), math.Inf(1)
	for range 5 {
		p := open(t, file, measured)
		drawn = min(drawn, ask[float64](p, `new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() / 1000))))`))
		worked = min(worked, p.work())
		want(p, `document.querySelector('#findings [role=status]').textContent`, fmt.Sprintf("All %s findings", prose.Number(len(r.Findings))))
		p.quiet()
	}
	t.Logf("%d risks, %d findings, %d deadlines: %.1f MB, drawn after %.2f s with %.2f s of work",
		len(r.Overview.Risks), len(r.Findings), len(r.Overview.Due), float64(info.Size())/1e6, drawn, worked)
	if worked > 2 {
		t.Errorf("the page takes %.2f s of work, want at most 2", worked)
	}
}

// measured counts the work of the page's main thread, and not its waiting.
func measured(ctx context.Context) error {
	_, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	return err
}

// work is how long the page's main thread has worked, in seconds.
func (p *tab) work() float64 {
	p.Helper()
	result, err := chromedp.Call(p.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		p.Fatal(err)
	}
	for _, metric := range result.Metrics {
		if metric.Name == "TaskDuration" {
			return metric.Value
		}
	}
	p.Fatal("the browser doesn't say how long it has worked")
	return 0
}

func TestTenThousandRisksAreFilteredWhileOneTypes(t *testing.T) {
	p := open(t, write(t, large(10_000)))
	took := ask[float64](p, `(() => {
		const field = document.querySelector('#risks input[type=search]');
		const status = document.querySelector('#risks [role=status]');
		return new Promise(done => {
			const start = performance.now();
			new MutationObserver(() => done(performance.now() - start)).observe(status, {childList: true});
			field.value = 'region 13';
			field.dispatchEvent(new Event('input', {bubbles: true}));
		});
	})()`)
	if took > 1000 {
		t.Errorf("the search takes %.0f ms", took)
	}
	want(p, `document.querySelectorAll('#risks tbody tr').length`, 50)
}

// TestARegisterOfOneFileARecordOpensToo lists as many files as risks.
func TestARegisterOfOneFileARecordOpensToo(t *testing.T) {
	r := large(10)
	for i := range 10_000 {
		r.Inputs = append(r.Inputs, report.Input{Name: fmt.Sprintf("risks/R-%d.json", i), Kind: "risk", SHA256: fmt.Sprintf("%064x", i), Size: int64(i), Records: 1})
	}
	p := open(t, write(t, r), measured)
	want(p, `document.querySelectorAll('#inputs tbody tr').length`, 50)
	want(p, `document.querySelector('#inputs [role=status]').textContent`, "All 10,000 files")
	p.click(`#inputs th[data-sort=bytes] button`)
	want(p, `document.querySelector('#inputs tbody [data-field=bytes]').textContent`, "9999")
	if worked := p.work(); worked > 2 {
		t.Errorf("the page takes %.2f s of work, want at most 2", worked)
	}
	p.quiet()
}

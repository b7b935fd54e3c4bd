package kpi_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/policies"
)

// A figure as value/of, with +w waived and ?n not assessable.
func show(f kpi.Figure) string {
	text := fmt.Sprintf("%d/%d", f.Value, f.Of)
	if f.Waived > 0 {
		text += fmt.Sprintf(" +%d", f.Waived)
	}
	if f.NotAssessable > 0 {
		text += fmt.Sprintf(" ?%d", f.NotAssessable)
	}
	return text
}

func parts(parts []kpi.Part) string {
	var texts []string
	for _, p := range parts {
		texts = append(texts, p.Name+" "+show(p.Figure))
	}
	return strings.Join(texts, ", ")
}

func TestFiguresOfAnEnterprise(t *testing.T) {
	tests := []struct {
		id, whole, severities, registers string
	}{
		{"open_risks", "4/0", "low 0/0, moderate 1/0, high 2/0, critical 1/0", "logistics 2/0, mills 1/0, payments 2/0"},
		{"decided_in_time", "4/5", "low 1/1, moderate 1/1, high 1/2, critical 1/1", "logistics 2/2, mills 0/0, payments 2/3"},
		{"plans_approved_at_level", "1/2", "low 0/0, moderate 0/0, high 0/1, critical 1/1", "logistics 0/1, mills 0/0, payments 1/1"},
		{"overdue_actions", "2/0 +1", "low 0/0, moderate 0/0, high 1/0 +1, critical 1/0", "logistics 1/0 +1, mills 0/0, payments 1/0"},
		{"reviewed_in_time", "3/4", "low 0/0, moderate 1/1, high 2/2, critical 0/1", "logistics 2/2, mills 0/0, payments 1/2"},
		{"monitored_in_time", "3/3 ?1", "low 0/0, moderate 1/1, high 1/1 ?1, critical 1/1", "logistics 2/2, mills 0/0, payments 1/1 ?1"},
		{"acceptances_in_date", "0/1", "low 0/0, moderate 0/0, high 0/1, critical 0/0", "logistics 0/1, mills 0/0, payments 0/0"},
		{"reports_issued", "1/2", "", "logistics 1/1, mills 1/1, payments 0/1"},
		{"risks_reported", "4/4", "low 0/0, moderate 1/1, high 2/2, critical 1/1", "logistics 2/2, mills 1/1, payments 2/2"},
	}
	kpis := kpi.Of(sample.Enterprise())
	for i, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			k := kpis[i]
			if k.ID != test.id || k.Unmeasured != "" {
				t.Fatalf("%s is at this place, %q", k.ID, k.Unmeasured)
			}
			for _, part := range []struct{ what, got, want string }{
				{"whole", show(k.Figure), test.whole},
				{"severities", parts(k.Severities), test.severities},
				{"registers", parts(k.Registers), test.registers},
			} {
				if part.got != part.want {
					t.Errorf("%s: %s, want %s", part.what, part.got, part.want)
				}
			}
		})
	}
	if len(kpis) != len(tests) {
		t.Errorf("there are %d KPIs", len(kpis))
	}
}

func TestARegisterOnAnotherScaleIsToldApart(t *testing.T) {
	apart := kpi.Apart(sample.Enterprise())
	if len(apart) != 1 || apart[0].Register != "mills" || !strings.Contains(apart[0].Reason, "grave") {
		t.Errorf("apart are %v", apart)
	}
}

func TestAFigureThatNothingStandsBehindIsUnmeasured(t *testing.T) {
	tests := []struct {
		name   string
		report *report.Report
		id     string
		want   string
	}{
		{"its rule is off", sample.Clean(), "overdue_actions", "rule plan.actions_on_time is off"},
		{"no record is of its kind", sample.Empty(), "decided_in_time", "no risk was checked"},
		{"no risk at all", sample.Empty(), "open_risks", "no risk was checked"},
		{"none could be judged", unjudged(t), "overdue_actions", "no plan could be judged"},
		{"what applies to nothing is a share of none", unjudged(t), "plans_approved_at_level", ""},
		{"risks that are all closed are none", sample.Clean(), "open_risks", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, k := range kpi.Of(test.report) {
				if k.ID == test.id && k.Unmeasured != test.want {
					t.Errorf("%q, want %q", k.Unmeasured, test.want)
				}
			}
		})
	}
}

// unjudged is a report about a plan that one rule can't judge, and another doesn't apply to.
func unjudged(t *testing.T) *report.Report {
	t.Helper()
	b, err := report.New(report.About{
		AsOf: sample.Empty().AsOf,
		Rules: []report.Rule{
			{ID: "approval.approved_at_level", Subject: "plan", Level: report.Deny},
			{ID: "plan.actions_on_time", Subject: "plan", Level: report.Deny},
		},
	}, []report.Subject{{SubjectRef: report.SubjectRef{Kind: "plan", ID: "P-1"}}})
	if err != nil {
		t.Fatal(err)
	}
	b.Set(0, []report.Answer{{Verdict: report.NotApplicable}, {Verdict: report.NotAssessable, Reason: "no field"}})
	return b.Report()
}

func TestRecordsBehindAFigure(t *testing.T) {
	var got []string
	for _, k := range kpi.Of(sample.Enterprise()) {
		if !slices.Contains([]string{"overdue_actions", "monitored_in_time"}, k.ID) {
			continue
		}
		for r := range k.Records() {
			got = append(got, fmt.Sprintf("%s %s %s %s:%d", k.ID, r.ID, r.Weight, r.Pos.File, r.Pos.Line))
		}
	}
	want := []string{
		"overdue_actions P-1 counted plans.json:44",
		"overdue_actions P-2 waived plans.json:82",
		"monitored_in_time R-1 passed payments.json:20",
		"monitored_in_time R-11 passed logistics.json:22",
		"monitored_in_time R-12 passed logistics.json:58",
		"monitored_in_time R-2 not_assessable payments.json:60",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAFigureGetsBetterInItsDirection(t *testing.T) {
	want := map[string]kpi.Course{
		"open_risks":      kpi.Better, // 8 before, 4 today
		"decided_in_time": kpi.Better, // 6 of 8, 4 of 5
		"overdue_actions": kpi.Same,   // 2, 2
		"reports_issued":  "",         // not measured before
	}
	for _, k := range kpi.Of(sample.Enterprise()) {
		if k.Trend.Since != want[k.ID] {
			t.Errorf("%s is %q, want %q", k.ID, k.Trend.Since, want[k.ID])
		}
	}
}

func TestTheCourseComparesSharesByTheirFraction(t *testing.T) {
	tests := []struct {
		name           string
		passed, judged int
		value, of      int // before
		want           kpi.Course
	}{
		{"more of as many", 3, 4, 2, 4, kpi.Better},
		{"more of many more", 3, 12, 2, 4, kpi.Worse},
		{"the same share of others", 2, 4, 1, 2, kpi.Same},
		{"less than a percent", 999, 1000, 998, 1000, kpi.Better},
		{"nothing judged before", 2, 4, 0, 0, ""},
		{"nothing judged today", 0, 0, 1, 2, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := decided(t, test.passed, test.judged)
			r.History = &report.History{Earlier: []report.Earlier{{
				AsOf: day(t, "2026-03-31"), Severities: r.Severities, Rules: []string{""},
				Figures: []report.PastFigure{{ID: "decided_in_time", Value: test.value, Of: test.of}},
			}}}
			if got := kpi.Of(r)[1].Trend.Since; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func day(t *testing.T, text string) report.Date {
	t.Helper()
	d, err := report.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// decided is a report on so many risks, of which some were decided in time.
func decided(t *testing.T, passed, judged int) *report.Report {
	t.Helper()
	subjects := []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: "none"}}}
	answers := [][]report.Answer{{{Verdict: report.NotApplicable}}}
	for i := range judged {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprint(i)}})
		answer := report.Answer{Verdict: report.Pass}
		if i >= passed {
			answer = report.Answer{Verdict: report.Fail, Violations: []report.Violation{{Message: "late"}}}
		}
		answers = append(answers, []report.Answer{answer})
	}
	b, err := report.New(report.About{
		AsOf:  day(t, "2026-06-30"),
		Rules: []report.Rule{{ID: "response.decided_in_time", Subject: "risk", Level: report.Deny}},
	}, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i, answer := range answers {
		b.Set(i, answer)
	}
	return b.Report()
}

func TestWhatSetsAnEarlierReportApart(t *testing.T) {
	r := sample.Enterprise()
	alike := report.Earlier{
		AsOf: day(t, "2026-05-31"), Profile: r.Profile, Settings: r.SettingsDigest, Rules: []string{r.Tool.Library},
		Severities: r.Severities, Registers: []string{"logistics", "mills", "payments"},
	}
	tests := []struct {
		name   string
		change func(*report.Earlier)
		want   kpi.Difference
	}{
		{"nothing", func(*report.Earlier) {}, kpi.Difference{}},
		{"another profile", func(e *report.Earlier) { e.Profile = "iso27001" }, kpi.Difference{Apart: []string{"it was made under profile iso27001"}}},
		{"another scale", func(e *report.Earlier) { e.Severities = []string{"low", "high"} }, kpi.Difference{Apart: []string{"its scale is low < high"}}},
		{"fewer registers", func(e *report.Earlier) { e.Registers = e.Registers[1:] }, kpi.Difference{Apart: []string{"it is about registers mills, payments"}}},
		{"one register", func(e *report.Earlier) { e.Registers = e.Registers[:1] }, kpi.Difference{Apart: []string{"it is about register logistics"}}},
		{"no register", func(e *report.Earlier) { e.Registers = nil }, kpi.Difference{Apart: []string{"it is about no register"}}},
		{"another version of the rules", func(e *report.Earlier) { e.Rules = []string{"other"} }, kpi.Difference{Notes: []string{"it was made with other rules"}}},
		{"rules of the organisation's own", func(e *report.Earlier) { e.Rules = append(e.Rules, "own") }, kpi.Difference{Notes: []string{"it was made with other rules"}}},
		{"another limit", func(e *report.Earlier) { e.Settings = "other" }, kpi.Difference{Notes: []string{"it was made with other settings"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			earlier := alike
			test.change(&earlier)
			with := *r
			with.History = &report.History{Earlier: []report.Earlier{earlier}}
			if got := kpi.Earlier(&with)[0].Difference; !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestOnlyReportsThatCompareSayHowItGoes(t *testing.T) {
	r := *sample.Enterprise()
	r.History = &report.History{Earlier: r.History.Earlier[:1]} // under another profile
	trend := kpi.Of(&r)[0].Trend
	if len(trend.Points) != 1 || trend.Before != nil || trend.Since != "" {
		t.Errorf("got %+v", trend)
	}
}

func TestOutlooksCountEachDayOnce(t *testing.T) {
	r := *sample.Empty()
	r.Overview = &report.Overview{}
	for _, on := range []string{"2026-06-29", "2026-06-30", "2026-07-30", "2026-07-31", "2026-08-29", "2026-08-30", "2026-09-28", "2026-09-29"} {
		r.Overview.Due = append(r.Overview.Due, report.Due{On: day(t, on), What: "review"})
	}
	r.Overview.Due = append(r.Overview.Due, report.Due{On: day(t, "2026-01-31"), What: "action"})
	want := []kpi.Outlook{{What: "action", Late: 1}, {What: "review", Late: 1, Days30: 2, Days60: 2, Days90: 2, Later: 1}}
	if got := kpi.Outlooks(&r); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := kpi.Outlooks(sample.Empty()); got != nil {
		t.Errorf("without an overview: %+v", got)
	}
}

// Every definition is one sentence, and its rule is one of riskgate's.
func TestDefinitions(t *testing.T) {
	ids := map[string]bool{}
	for _, d := range kpi.Definitions() {
		if ids[d.ID] || d.ID == "" || d.Title == "" {
			t.Errorf("%q %q", d.ID, d.Title)
		}
		ids[d.ID] = true
		if !strings.HasSuffix(d.Text, ".") || strings.Count(d.Text, ". ") > 0 {
			t.Errorf("%s is not defined in one sentence: %s", d.ID, d.Text)
		}
		if _, err := policies.FS.Open("rules/" + strings.ReplaceAll(d.Rule, ".", "/") + "/rule.rego"); d.Rule != "" && err != nil {
			t.Errorf("%s: %v", d.ID, err)
		}
	}
}

func TestTheGuideDefinesEveryFigure(t *testing.T) {
	guide, err := os.ReadFile("../../docs/kpis.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, d := range kpi.Definitions() {
		rule := " "
		if d.Rule != "" {
			rule = " `" + d.Rule + "` "
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s |%s| %s |\n", d.ID, d.Text, rule, d.Better))
	}
	if want := "|---|---|---|---|\n" + strings.Join(rows, "") + "\n"; !strings.Contains(string(guide), want) {
		t.Errorf("docs/kpis.md has another table than\n%s", want)
	}
}

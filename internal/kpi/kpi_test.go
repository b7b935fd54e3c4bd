package kpi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
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

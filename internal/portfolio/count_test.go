package portfolio_test

import (
	"strings"
	"testing"
)

const countedRegister = `{"kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30",
 "risks": [
  {"id": "R-1", "status": "assessed", "identified_on": "2026-05-01", "assessment": {"severity": "high"},
   "history": [{"at": "2026-05-20", "field": "severity", "from": "moderate", "to": "high"}, {"at": "2026-05-10", "field": "severity", "from": "low", "to": "moderate"}]},
  {"id": "R-2", "status": "closed", "identified_on": "2026-05-01", "assessment": {"severity": "low"}, "closure": {"on": "2026-06-10"}},
  {"id": "R-3", "status": "responding", "identified_on": "2026-06-15", "assessment": {"severity": "high"}},
  {"id": "R-4", "status": "responding", "identified_on": "2026-05-01", "assessment": {"severity": "critical"},
   "history": [{"at": "2026-06-01", "field": "status", "from": "assessed", "to": "closed"}, {"at": "2026-06-20", "field": "status", "from": "closed", "to": "responding"}, {"at": "2026-06-25", "field": "owner", "from": "p-1", "to": "p-2"}]},
  {"id": "R-5", "status": "closed", "identified_on": "2026-05-01", "assessment": {"severity": "low"}}
 ]}`

func reportsOf(unit, report string) string {
	return `{"kind": "risk_report", "organization": "Org", "business_unit": "` + unit + `", "reports": [` + report + `]}`
}

func TestAReportIsComparedWithTheRegisterOfItsLastDay(t *testing.T) {
	tests := []struct{ name, report, want string }{
		{"before any severity changed", `"period": {"to": "2026-05-09"}`,
			`{"risks":4,"open":3,"open_by_severity":{"low":2,"moderate":0,"high":0,"critical":1},"on":"2026-05-09"}`},
		{"on the day of the first change", `"period": {"to": "2026-05-10"}`,
			`{"risks":4,"open":3,"open_by_severity":{"low":1,"moderate":1,"high":0,"critical":1},"on":"2026-05-10"}`},
		{"on the day of the second", `"period": {"to": "2026-05-20"}`,
			`{"risks":4,"open":3,"open_by_severity":{"low":1,"moderate":0,"high":1,"critical":1},"on":"2026-05-20"}`},
		{"while one was closed for a time", `"period": {"to": "2026-06-09"}`,
			`{"risks":4,"open":2,"open_by_severity":{"low":1,"moderate":0,"high":1,"critical":0},"on":"2026-06-09"}`},
		{"on the day one was closed", `"period": {"to": "2026-06-10"}`,
			`{"risks":4,"open":1,"open_by_severity":{"low":0,"moderate":0,"high":1,"critical":0},"on":"2026-06-10"}`},
		{"on the day one was identified", `"period": {"to": "2026-06-15"}`,
			`{"risks":5,"open":2,"open_by_severity":{"low":0,"moderate":0,"high":2,"critical":0},"on":"2026-06-15"}`},
		{"without a period on the day of issue", `"period": {"from": "2026-05-01"}`,
			`{"risks":5,"open":3,"open_by_severity":{"low":0,"moderate":0,"high":2,"critical":1},"on":"2026-06-29"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := join(t, map[string]string{
				"register.json": countedRegister,
				"reports.json":  reportsOf("unit", `{"id": "Q-1", "type": "dashboard", "issued_on": "2026-06-29", `+test.report+`}`),
			})
			value, _ := input(t, p, "report", "Q-1")
			if got := value.Get("counts").String(); got != test.want {
				t.Errorf("counts\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestARegisterCountsItsOpenRisksByAge(t *testing.T) {
	value, _ := input(t, join(t, map[string]string{"register.json": countedRegister}), "register", "reg")
	want := `{"low":{},"moderate":{},"high":{"2026-05-01":1,"2026-06-15":1},"critical":{"2026-05-01":1}}`
	if got := value.Get("counts").Get("open_by_severity_and_day").String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestARegisterKnowsTheUnitsBesideItsOwn(t *testing.T) {
	other := func(id, organization, unit string) string {
		return strings.NewReplacer(`"reg"`, `"`+id+`"`, `"Org"`, `"`+organization+`"`, `"unit"`, `"`+unit+`"`).Replace(countedRegister)
	}
	p := join(t, map[string]string{
		"a.json": other("a", "Org", "zinc"), "b.json": other("b", "Org", "iron"), "c.json": other("c", "Org", "iron"), "d.json": other("d", "Other", "gold"),
	})
	value, _ := input(t, p, "register", "a")
	if got, want := value.Get("facts").Get("business_units").String(), `["iron","zinc"]`; got != want {
		t.Errorf("business units are %s, want %s", got, want)
	}
}

func TestAReportIsAskedAboutResultsOfTheRisksThatItCovers(t *testing.T) {
	monitoring := `{"kind": "risk_monitoring", "results": [
	 {"id": "E-1", "risk_ids": ["R-1"], "on": "2026-06-01", "outcome": "issue"},
	 {"id": "E-2", "risk_ids": ["R-2"], "on": "2026-06-02", "outcome": "no_issue"},
	 {"id": "E-3", "risk_ids": ["R-1", "R-2"], "on": "2026-06-30", "outcome": "no_issue"},
	 {"id": "E-4", "risk_ids": ["R-1"], "on": "2026-05-31", "outcome": "no_issue"},
	 {"id": "E-5", "risk_ids": ["R-1"], "on": "2026-07-01", "outcome": "no_issue"}]}`
	tests := []struct{ name, covers, want string }{
		{"of one risk", `"covers": ["R-2"],`, "E-2 E-3"},
		{"of two", `"covers": ["R-1", "R-2"],`, "E-1 E-2 E-3"},
		{"of all where it names none", ``, "E-1 E-2 E-3"},
		{"of all where its list is empty", `"covers": [],`, "E-1 E-2 E-3"},
		{"of none where it names a risk that is not there", `"covers": ["R-9"],`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := join(t, map[string]string{
				"register.json": countedRegister, "monitoring.json": monitoring,
				"reports.json": reportsOf("unit", `{"id": "Q-1", `+test.covers+` "issued_on": "2026-06-30", "period": {"from": "2026-06-01", "to": "2026-06-30"}}`),
			})
			value, _ := input(t, p, "report", "Q-1")
			var ids []string
			for _, result := range value.Get("results").Elements {
				ids = append(ids, result.Get("id").Text)
			}
			if got := strings.Join(ids, " "); got != test.want {
				t.Errorf("results %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnAssessmentOfTheEnterpriseLacksNoRegister(t *testing.T) {
	erm := reportsOf("enterprise", `{"id": "Q-1", "type": "erm_assessment", "issued_on": "2026-06-29"}`)
	_, gaps := input(t, join(t, map[string]string{"register.json": countedRegister, "reports.json": erm}), "report", "Q-1")
	for _, gap := range gaps {
		if gap.Path == "counts" {
			t.Errorf("%s: %s", gap.Path, gap.Reason)
		}
	}
}

func TestCountsThatCannotBeKnownAreGaps(t *testing.T) {
	omitting := func(fields string) string {
		return strings.Replace(countedRegister, `"as_of"`, `"source": {"format": "sheet", "omits": [`+fields+`]}, "as_of"`, 1)
	}
	ownReport := reportsOf("unit", `{"id": "Q-1", "issued_on": "2026-06-29"}`)
	tests := []struct {
		name, register, reports string
		kind, id, gap           string
	}{
		{"of a report without the days of identification", omitting(`"risks.identified_on"`), ownReport, "report", "Q-1", "counts: its source (sheet) does not carry risks.identified_on"},
		{"of a report without a history", omitting(`"risks.history"`), ownReport, "report", "Q-1", "counts.open_by_severity: its source (sheet) does not carry risks.history"},
		{"by age without the days of identification", omitting(`"risks.identified_on"`), ownReport, "register", "reg", "counts.open_by_severity_and_day: its source (sheet) does not carry risks.identified_on"},
		{"of people that the register lacks", omitting(`"people.role"`), ownReport, "report", "Q-1", "people.role: its source (sheet) does not carry people.role"},
		{"of a report of another unit", countedRegister, reportsOf("elsewhere", `{"id": "Q-1", "issued_on": "2026-06-29"}`), "report", "Q-1", "counts: the run doesn't have a register of the report's business unit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, gaps := input(t, join(t, map[string]string{"register.json": test.register, "reports.json": test.reports}), test.kind, test.id)
			for _, gap := range gaps {
				if gap.Path+": "+gap.Reason == test.gap {
					return
				}
			}
			t.Errorf("no gap says %q, only %q", test.gap, gaps)
		})
	}
}

package settings

import (
	"slices"
	"strings"
	"testing"
)

func TestSettingsThatContradictEachOther(t *testing.T) {
	tests := []struct {
		name, profile, settings string
		want                    []string
	}{
		{"an acceptance that nobody may approve", "default", `{"acceptance": {"approver": {"high": null}}}`, []string{
			`riskgate.json:1:73: response.allowed.high of profile default has accept, and acceptance.approver.high is null: nobody may approve an acceptance -- leave accept out, or name a role in acceptance.approver.high`,
		}},
		{"an acceptance that ends at once", "default", `{"acceptance": {"max_days": {"high": 0}}}`, []string{
			`riskgate.json:1:73: response.allowed.high of profile default has accept, and acceptance.max_days.high is 0: an acceptance would end as it begins -- leave accept out, or set acceptance.max_days.high`,
		}},
		{"accept where the profile has neither an end nor an approver", "default", `{"response": {"allowed": {"critical": ["accept"]}}}`, []string{
			`riskgate.json:1:74: response.allowed.critical has accept, and acceptance.max_days.critical of profile default is 0: an acceptance would end as it begins -- leave accept out, or set acceptance.max_days.critical`,
			`riskgate.json:1:74: response.allowed.critical has accept, and acceptance.approver.critical of profile default is null: nobody may approve an acceptance -- leave accept out, or name a role in acceptance.approver.critical`,
		}},
		{"no accept where the profile has an end and an approver", "iso27001", `{"response": {"allowed": {"high": ["mitigate"]}}, "deviation": {"no_operational_requirement_from": "high"}}`, []string{
			`riskgate.json:1:71: acceptance.max_days.high of profile iso27001 is 180, and response.allowed.high lacks accept: nothing may be accepted for so long -- set acceptance.max_days.high to 0, or add accept to response.allowed.high`,
			`riskgate.json:1:71: acceptance.approver.high of profile iso27001 is director, and response.allowed.high lacks accept: there is nothing to approve -- set acceptance.approver.high to null, or add accept to response.allowed.high`,
		}},
		{"days for an acceptance that is not allowed", "default", `{"acceptance": {"max_days": {"critical": 10}}}`, []string{
			`riskgate.json:1:77: acceptance.max_days.critical is 10, and response.allowed.critical of profile default lacks accept: nothing may be accepted for so long -- set acceptance.max_days.critical to 0, or add accept to response.allowed.critical`,
		}},
		{"an approver of what is not allowed", "default", `{"acceptance": {"approver": {"critical": "executive"}}}`, []string{
			`riskgate.json:1:77: acceptance.approver.critical is executive, and response.allowed.critical of profile default lacks accept: there is nothing to approve -- set acceptance.approver.critical to null, or add accept to response.allowed.critical`,
		}},
		{"no response at all", "default", `{"response": {"allowed": {"critical": []}}}`, []string{
			`riskgate.json:1:74: response.allowed.critical is empty: whatever is decided about a risk of severity critical is wrong -- name at least one response`,
		}},
		{"a decision after the deadline", "default", `{"response": {"decision_days": {"critical": 31, "high": 31, "moderate": 31}}}`, []string{
			`riskgate.json:1:80: response.decision_days.critical is 31, and plan.deadline_days.critical of profile default is 30: a plan would be due before the decision that asks for it -- set response.decision_days.critical to at most 30`,
			`riskgate.json:1:92: response.decision_days.high is 31, and plan.deadline_days.high of profile default is 30: a plan would be due before the decision that asks for it -- set response.decision_days.high to at most 30`,
		}},
		{"a deadline before the decision", "iso27001", `{"plan": {"deadline_days": {"high": 29}}}`, []string{
			`riskgate.json:1:73: response.decision_days.high of profile iso27001 is 30, and plan.deadline_days.high is 29: a plan would be due before the decision that asks for it -- set response.decision_days.high to at most 29`,
		}},
		{"a review longer than the acceptance", "default", `{"review": {"interval_days": {"high": 91}}}`, []string{
			`riskgate.json:1:74: review.interval_days.high is 91, and acceptance.max_days.high of profile default is 90: an acceptance would end before anybody reviews it -- set review.interval_days.high to at most 90`,
		}},
		{"a review before there is a new result", "default", `{"monitoring": {"interval_days": {"high": 30, "critical": 30, "moderate": 181}}}`, []string{
			`riskgate.json:1:110: monitoring.interval_days.moderate is 181, and review.interval_days.moderate of profile default is 180: a review would have no new result to look at -- set monitoring.interval_days.moderate to at most 180`,
			`riskgate.json:1:110: monitoring.interval_days.moderate is 181, longer than for what is less severe: monitoring.interval_days.low of profile default is 180 -- set monitoring.interval_days.moderate to at most 180; scale.levels stands lowest first`,
		}},
		{"an accepted risk that needs an interval under a day", "default", `{"monitoring": {"acceptance_percent": 3}}`, []string{
			`riskgate.json:1:74: monitoring.acceptance_percent is 3, and monitoring.interval_days.high of profile default is 30: no interval is as short as an accepted risk needs -- set monitoring.acceptance_percent higher, or leave accept out of response.allowed.high`,
		}},
		{"one role that reviews and approves", "default", `{"approval": {"reviewer": {"high": "director", "critical": "director"}}}`, []string{
			`riskgate.json:1:71: approval.reviewer.high is director, and approval.approver.high of profile default is director as well -- review and approval are two acts: name another role for one of them`,
		}},
		{"a status that never ends", "default", `{"change": {"risk_transitions": {"accepted": ["accepted"]}, "plan_transitions": {"active": [], "approved": ["active", "approved"]}}}`, []string{
			`riskgate.json:1:81: change.risk_transitions.accepted leads nowhere: a risk that is accepted could never be closed -- name a status that leads to closed`,
			`riskgate.json:1:127: change.plan_transitions.active leads nowhere: a plan that is active could never be completed or cancelled -- name a status that leads to completed or cancelled`,
			`riskgate.json:1:143: change.plan_transitions.approved leads nowhere: a plan that is approved could never be completed or cancelled -- name a status that leads to completed or cancelled`,
		}},
		{"an operational requirement where nothing may be accepted", "fedramp-rev5", `{"deviation": {"no_operational_requirement_from": null}}`, []string{
			`riskgate.json:1:91: deviation.no_operational_requirement_from is null, and response.allowed.high of profile fedramp-rev5 lacks accept: an operational requirement would leave open what must not be accepted -- set deviation.no_operational_requirement_from to "high", or add accept to response.allowed.high`,
		}},
		{"an operational requirement approved by less than an acceptance", "default", `{"deviation": {"approver": "service_manager"}}`, []string{
			`riskgate.json:1:63: deviation.approver is service_manager, a lower role than director, which acceptance.approver.moderate of profile default is: an operational requirement would leave a risk open with less authority than an acceptance -- set deviation.approver to "director" or a role above it`,
		}},
		{"an operational requirement where an acceptance takes more", "default", `{"deviation": {"no_operational_requirement_from": "critical"}}`, []string{
			`riskgate.json:1:86: deviation.approver of profile default is director, a lower role than executive, which acceptance.approver.high of profile default is: an operational requirement would leave a risk open with less authority than an acceptance -- set deviation.approver to "executive" or a role above it`,
		}},
		{"more time for what is more severe", "default", `{"plan": {"deadline_days": {"critical": 31}}}`, []string{
			`riskgate.json:1:76: plan.deadline_days.critical is 31, longer than for what is less severe: plan.deadline_days.high of profile default is 30 -- set plan.deadline_days.critical to at most 30; scale.levels stands lowest first`,
		}},
		{"each time by severity", "default", `{
	"response": {"decision_days": {"low": 29}},
	"review": {"interval_days": {"low": 180, "moderate": 89}},
	"monitoring": {"interval_days": {"low": 89, "moderate": 29}},
	"acceptance": {"max_days": {"moderate": 366}}
}`, []string{
			`riskgate.json:2:40: response.decision_days.moderate of profile default is 30, longer than for what is less severe: response.decision_days.low is 29 -- set response.decision_days.moderate to at most 29; scale.levels stands lowest first`,
			`riskgate.json:3:55: review.interval_days.high of profile default is 90, longer than for what is less severe: review.interval_days.moderate is 89 -- set review.interval_days.high to at most 89; scale.levels stands lowest first`,
			`riskgate.json:4:58: monitoring.interval_days.high of profile default is 30, longer than for what is less severe: monitoring.interval_days.moderate is 29 -- set monitoring.interval_days.high to at most 29; scale.levels stands lowest first`,
			`riskgate.json:5:42: acceptance.max_days.moderate is 366, longer than for what is less severe: acceptance.max_days.low of profile default is 365 -- set acceptance.max_days.moderate to at most 365; scale.levels stands lowest first`,
		}},
		{"a lower role for what is more severe", "default", `{"approval": {"approver": {"critical": "service_manager"}, "reviewer": {"low": "risk_lead"}}, "acceptance": {"approver": {"high": "service_manager"}}}`, []string{
			`riskgate.json:1:75: approval.approver.critical is service_manager, a lower role than for what is less severe: approval.approver.high of profile default is director -- set approval.approver.critical to "director" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:115: approval.reviewer.moderate of profile default is risk_team, a lower role than for what is less severe: approval.reviewer.low is risk_lead -- set approval.reviewer.moderate to "risk_lead" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:166: acceptance.approver.high is service_manager, a lower role than for what is less severe: acceptance.approver.moderate of profile default is director -- set acceptance.approver.high to "director" or a role above it; scale.levels stands lowest first`,
		}},
		{"a scale upside down", "iso27001", `{"scale": {"levels": ["high", "moderate"]}}`, []string{
			`riskgate.json:1:58: response.decision_days.moderate of profile iso27001 is 60, longer than for what is less severe: response.decision_days.high of profile iso27001 is 30 -- set response.decision_days.moderate to at most 30; scale.levels stands lowest first`,
			`riskgate.json:1:58: acceptance.max_days.moderate of profile iso27001 is 365, longer than for what is less severe: acceptance.max_days.high of profile iso27001 is 180 -- set acceptance.max_days.moderate to at most 180; scale.levels stands lowest first`,
			`riskgate.json:1:58: plan.deadline_days.moderate of profile iso27001 is 180, longer than for what is less severe: plan.deadline_days.high of profile iso27001 is 90 -- set plan.deadline_days.moderate to at most 90; scale.levels stands lowest first`,
			`riskgate.json:1:58: monitoring.interval_days.moderate of profile iso27001 is 180, longer than for what is less severe: monitoring.interval_days.high of profile iso27001 is 90 -- set monitoring.interval_days.moderate to at most 90; scale.levels stands lowest first`,
			`riskgate.json:1:58: review.interval_days.moderate of profile iso27001 is 365, longer than for what is less severe: review.interval_days.high of profile iso27001 is 180 -- set review.interval_days.moderate to at most 180; scale.levels stands lowest first`,
			`riskgate.json:1:58: waiver.max_days.moderate of profile iso27001 is 180, longer than for what is less severe: waiver.max_days.high of profile iso27001 is 90 -- set waiver.max_days.moderate to at most 90; scale.levels stands lowest first`,
			`riskgate.json:1:58: acceptance.approver.moderate of profile iso27001 is service_manager, a lower role than for what is less severe: acceptance.approver.high of profile iso27001 is director -- set acceptance.approver.moderate to "director" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:58: approval.reviewer.moderate of profile iso27001 is risk_team, a lower role than for what is less severe: approval.reviewer.high of profile iso27001 is risk_lead -- set approval.reviewer.moderate to "risk_lead" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:58: approval.approver.moderate of profile iso27001 is service_manager, a lower role than for what is less severe: approval.approver.high of profile iso27001 is director -- set approval.approver.moderate to "director" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:58: waiver.approver.moderate of profile iso27001 is director, a lower role than for what is less severe: waiver.approver.high of profile iso27001 is executive -- set waiver.approver.moderate to "executive" or a role above it; scale.levels stands lowest first`,
			`riskgate.json:1:58: response.vendor_reduce_from of profile iso27001 is high, the lowest level: no risk can be brought below it -- name a higher level`,
		}},
		{"days for a waiver that nobody may approve", "default", `{"waiver": {"approver": {"critical": null}}}`, []string{
			`riskgate.json:1:73: waiver.max_days.critical of profile default is 14, and waiver.approver.critical is null: nobody may waive anything for so long -- set waiver.max_days.critical to 0, or name a role in waiver.approver.critical`,
		}},
		{"an approver of waivers that end at once", "default", `{"waiver": {"max_days": {"critical": 0}}}`, []string{
			`riskgate.json:1:73: waiver.max_days.critical is 0, and waiver.approver.critical of profile default is executive: a waiver would end as it begins -- set waiver.approver.critical to null, or waiver.max_days.critical higher`,
		}},
		{"a waiver as a way around approvals", "default", `{"waiver": {"approver": {"low": "service_lead"}}, "approval": {"approver": {"critical": "executive"}}}`, []string{
			`riskgate.json:1:68: waiver.approver.low is service_lead, a lower role than service_manager, which acceptance.approver.low of profile default is: a waiver would do with less authority than what it waives -- set waiver.approver.low to "service_manager" or a role above it`,
		}},
		{"a plan that takes more approval than a waiver", "default", `{"approval": {"approver": {"moderate": "executive", "high": "executive"}}}`, []string{
			`riskgate.json:1:75: waiver.approver.moderate of profile default is director, a lower role than executive, which approval.approver.moderate is: a waiver would do with less authority than what it waives -- set waiver.approver.moderate to "executive" or a role above it`,
		}},
		{"longer waivers, by lower roles, for what is more severe", "default", `{"waiver": {"max_days": {"high": 91}, "approver": {"low": "executive"}}}`, []string{
			`riskgate.json:1:69: waiver.max_days.high is 91, longer than for what is less severe: waiver.max_days.moderate of profile default is 90 -- set waiver.max_days.high to at most 90; scale.levels stands lowest first`,
			`riskgate.json:1:94: waiver.approver.moderate of profile default is director, a lower role than for what is less severe: waiver.approver.low is executive -- set waiver.approver.moderate to "executive" or a role above it; scale.levels stands lowest first`,
		}},
		{"a ladder upside down", "iso27001", `{"authority": {"ladders": {"risk": ["risk_lead", "risk_team"]}}}`, []string{
			`riskgate.json:1:72: approval.reviewer.high of profile iso27001 is risk_lead, a lower role than for what is less severe: approval.reviewer.moderate of profile iso27001 is risk_team -- set approval.reviewer.high to "risk_team" or a role above it; scale.levels stands lowest first`,
		}},
		{"a risk to be brought below the lowest level", "default", `{"response": {"vendor_reduce_from": "low"}}`, []string{
			`riskgate.json:1:72: response.vendor_reduce_from is low, the lowest level: no risk can be brought below it -- name a higher level`,
		}},
		{"a report that is due before the last one is reviewed", "default", `{"report": {"management_review_days": 93}}`, []string{
			`riskgate.json:1:74: report.management_review_days is 93, and report.period_days of profile default is 92: the next report would be due before this one is reviewed -- set report.management_review_days to at most 92`,
		}},
		{"an enterprise that finds no report", "default", `{"erm": {"interval_days": 91}}`, []string{
			`riskgate.json:1:62: erm.interval_days is 91, and report.period_days of profile default is 92: an assessment of the enterprise would find no report to take in -- set erm.interval_days to at least 92`,
		}},
		{"risks that count as old in time", "default", `{"report": {"aging_limits": [{"severity": "high", "days": 29, "count": 1, "consequence": "x"}]}}`, []string{
			`riskgate.json:1:65: a limit of report.aging_limits counts risks of severity high from 29 days on, and plan.deadline_days.high of profile default is 30: it would count what is not late -- set days to at least 30`,
		}},
		{"a deadline beyond the age of the profile's limits", "fedramp-rev5", `{"plan": {"deadline_days": {"moderate": 91}}}`, []string{
			`riskgate.json:1:81: a limit of report.aging_limits counts risks of severity moderate from 90 days on, and plan.deadline_days.moderate is 91: it would count what is not late -- set days to at least 91`,
		}},
		{"two limits for one age", "default", `{"report": {"aging_limits": [{"severity": "high", "days": 30, "count": 1, "consequence": "x"}, {"severity": "high", "days": 3e1, "count": 2, "consequence": "y"}]}}`, []string{
			`riskgate.json:1:131: report.aging_limits has two limits for severity high and 30 days -- leave one out`,
		}},
		{"a strategy without a response", "default", `{"response": {"strategies": {"improve": []}}}`, []string{
			`riskgate.json:1:76: response.strategies.improve is empty: no response would fit -- name at least one response`,
		}},
		{"an executive who tracks", "default", `{"risk": {"tracking_role": "executive"}}`, []string{
			`riskgate.json:1:63: risk.accountable_role of profile default is executive, and risk.tracking_role is executive as well: who answers for a risk would also track it -- name another role for one of them`,
		}},
		{"management that is the risk team", "default", `{"report": {"management_role": "risk_team"}}`, []string{
			`riskgate.json:1:67: report.management_role is risk_team, and review.attending_role of profile default is risk_team as well: management would be the team that reports to it -- name another role for one of them`,
		}},
		{"two ladders that disagree", "default", `{"authority": {"ladders": {"board": ["director", "service_lead", "service_manager"]}}}`, []string{
			`riskgate.json:1:72: authority.ladders.board has "director" below "service_lead", and authority.ladders.line of profile default has it above -- leave one of the two out, or change their order`,
		}},
		{"what stands twice in a list", "default", `{
	"response": {"allowed": {"low": ["mitigate", "accept", "mitigate"]}, "strategies": {"operate": ["mitigate", "mitigate"]}},
	"approval": {"independent_of": ["owner", "owner"]},
	"monitoring": {"methods": {"low": ["risk_review", "risk_review"]}},
	"plan": {"tracking_prefixes": ["WORK-", "WORK-"]},
	"report": {"channels": ["kpi_set", "kpi_set"], "audience": ["Board", "board"]},
	"erm": {"business_units": ["Retail", "Logistics", "Retail"]}
}`, []string{
			`riskgate.json:2:57: "mitigate" stands twice in response.allowed.low -- leave one out`,
			`riskgate.json:2:110: "mitigate" stands twice in response.strategies.operate -- leave one out`,
			`riskgate.json:3:43: "owner" stands twice in approval.independent_of -- leave one out`,
			`riskgate.json:4:52: "risk_review" stands twice in monitoring.methods.low -- leave one out`,
			`riskgate.json:5:42: "WORK-" stands twice in plan.tracking_prefixes -- leave one out`,
			`riskgate.json:6:37: "kpi_set" stands twice in report.channels -- leave one out`,
			`riskgate.json:6:71: "board" stands twice in report.audience -- leave one out`,
			`riskgate.json:7:52: "Retail" stands twice in erm.business_units -- leave one out`,
		}},
	}
	c := config(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := `{"profile": "` + tt.profile + `", "settings": ` + tt.settings + `}`
			s, err := Load(c, File{Name: FileName, Text: []byte(text)})
			if err == nil {
				t.Fatalf("loaded: %v", s.Values())
			}
			if got := mistakes(t, err); !slices.Equal(got, tt.want) {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

// What comes as near to a contradiction as it may is none.
func TestSettingsThatJustGoTogether(t *testing.T) {
	for _, tt := range []struct{ name, profile, settings string }{
		{"no acceptance at all", "default", `{
			"response": {"allowed": {"high": ["mitigate"]}},
			"acceptance": {"max_days": {"high": 0}, "approver": {"high": null}}
		}`},
		{"a decision on the day of the deadline", "default", `{"response": {"decision_days": {"high": 30, "critical": 30}}}`},
		{"a review on the last day of the acceptance", "default", `{"review": {"interval_days": {"low": 365}}}`},
		{"a review longer than an acceptance that is not allowed", "fedramp-rev5", `{"review": {"interval_days": {"moderate": 100, "high": 100}}}`},
		{"a result on the day of the review", "default", `{"monitoring": {"interval_days": {"low": 360, "moderate": 180, "high": 90}}}`},
		{"an interval of one day for an accepted risk", "default", `{"monitoring": {"acceptance_percent": 4}}`},
		{"an interval of under a day where nothing is accepted", "default", `{"monitoring": {"interval_days": {"critical": 1}}}`},
		{"an operational requirement at the level of an acceptance", "default", `{"acceptance": {"approver": {"low": "director"}}, "waiver": {"approver": {"low": "director"}}}`},
		{"no waivers for what is most severe", "default", `{"waiver": {"approver": {"critical": null}, "max_days": {"critical": 0}}}`},
		{"waivers that a role of another ladder approves", "default", `{"waiver": {"approver": {"low": "risk_lead", "moderate": "risk_lead"}}}`},
		{"an operational requirement of another ladder", "default", `{"deviation": {"approver": "risk_lead"}}`},
		{"no operational requirement at any level", "default", `{"deviation": {"no_operational_requirement_from": "low"}}`},
		{"the same time for what is more severe", "default", `{"plan": {"deadline_days": {"low": 30, "moderate": 30}}, "response": {"decision_days": {"low": 30, "moderate": 30}}}`},
		{"the same role for what is more severe", "default", `{"approval": {"approver": {"low": "director", "moderate": "director"}}, "waiver": {"approver": {"low": "director"}}}`},
		{"a role of another ladder for what is more severe", "default", `{"approval": {"reviewer": {"critical": "service_lead"}}}`},
		{"a risk to be brought below the highest level alone", "default", `{"response": {"vendor_reduce_from": "critical"}}`},
		{"a report that is reviewed as the next is due", "default", `{"report": {"management_review_days": 92}}`},
		{"an enterprise that finds the last report", "default", `{"erm": {"interval_days": 92}}`},
		{"risks that count as old when they are late", "default", `{"report": {"aging_limits": [
			{"severity": "high", "days": 30, "count": 1, "consequence": "x"},
			{"severity": "high", "days": 31, "count": 1, "consequence": "y"},
			{"severity": "critical", "days": 30, "count": 1, "consequence": "x"}
		]}}`},
		{"two ladders that agree", "default", `{"authority": {"ladders": {"board": ["service_lead", "chair", "director"]}}}`},
		{"a role that stands on top of two ladders", "default", `{"authority": {"ladders": {"risk": ["risk_team", "risk_lead", "executive"]}}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			load(t, `{"profile": "`+tt.profile+`", "settings": `+tt.settings+`}`)
		})
	}
}

func TestWhatStandsTwiceInAListAboveTheSettings(t *testing.T) {
	_, err := Load(config(t), File{Name: FileName, Text: []byte(`{"expected_documents": ["risk_report", "risk_report"], "policies": ["a", "a"], "expected_ids": {"risk": ["R-1", "R-2", "R-1"]}}`)})
	want := []string{
		`riskgate.json:1:40: "risk_report" stands twice in expected_documents -- leave one out`,
		`riskgate.json:1:74: "a" stands twice in policies -- leave one out`,
		`riskgate.json:1:120: "R-1" stands twice in expected_ids.risk -- leave one out`,
	}
	if err == nil || !slices.Equal(mistakes(t, err), want) {
		t.Errorf("got %v", err)
	}
}

// A contradiction says nothing about a value that is wrong in itself.
func TestSettingsAreRightOneByOneBeforeTheyAreRightTogether(t *testing.T) {
	_, err := Load(config(t), File{Name: FileName, Text: []byte(`{"settings": {"plan": {"deadline_days": {"high": "30"}}, "response": {"decision_days": {"high": 31}}}}`)})
	want := []string{`riskgate.json:1:50: "high" must be a whole number, got "30" -- `}
	if err == nil || !slices.Equal(mistakes(t, err), want) {
		t.Errorf("got %v", err)
	}
}

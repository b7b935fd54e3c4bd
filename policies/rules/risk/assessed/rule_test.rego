package rules.risk.assessed_test

import data.rules.risk.assessed

assessment := {"on": "2026-06-30", "by": "p-1", "likelihood": "likely", "impact": "major", "severity": "high"}

found(stated) := violations if {
	violations := assessed.violations with input.risk as {"id": "R-1", "status": "assessed", "assessment": stated}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.scale.levels as ["low", "moderate", "high", "critical"]
}

without(field) := found(object.remove(assessment, [field]))

unstated(what) := {{
	"at": ["risk", "assessment"],
	"message": $"the assessment of risk R-1 states no {what}",
}}

test_it_applies_to_every_risk_that_is_not_closed if {
	assessed.applies with input.risk as {"id": "R-1", "status": "identified"}
	assessed.applies with input.risk as {"id": "R-1"}
	not assessed.applies with input.risk as {"id": "R-1", "status": "closed"}
}

test_a_complete_assessment_of_today_holds if count(found(assessment)) == 0

test_a_risk_without_an_assessment_is_told_once if {
	assessed.violations == {{"at": ["risk"], "message": "risk R-1 has not been assessed"}} with input.risk.id as "R-1"
}

test_no_likelihood_is_told if without("likelihood") == unstated("likelihood")

test_no_impact_is_told if without("impact") == unstated("impact")

test_no_severity_is_told if without("severity") == unstated("severity")

test_nobody_who_assessed_is_told if without("by") == unstated("assessor (by)")

test_no_day_is_told if without("on") == unstated("day (on)")

test_an_empty_assessment_states_nothing if count(found({})) == 5

test_tomorrow_is_told if {
	found(object.union(assessment, {"on": "2026-07-01"})) == {{
		"at": ["risk", "assessment", "on"],
		"message": "risk R-1 is assessed on 2026-07-01, after the as-of date 2026-06-30",
	}}
}

test_yesterday_holds if count(found(object.union(assessment, {"on": "2026-06-29"}))) == 0

test_a_severity_that_the_scale_does_not_have_is_told if {
	found(object.union(assessment, {"severity": "High"})) == {{
		"at": ["risk", "assessment", "severity"],
		"message": "risk R-1 is assessed as High; the organization's levels are low, moderate, high, critical",
	}}
}

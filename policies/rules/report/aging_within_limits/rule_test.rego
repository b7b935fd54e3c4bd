package rules.report.aging_within_limits_test

import data.rules.report.aging_within_limits

limits := [
	{"severity": "high", "days": 30, "count": 5, "consequence": "detailed finding review"},
	{"severity": "high", "days": 60, "count": 5, "consequence": "corrective action plan"},
	{"severity": "moderate", "days": 90, "count": 10, "consequence": "detailed finding review"},
]

applies(counts, set) if aging_within_limits.applies with input.counts as counts with data.settings.report.aging_limits as set

found(open) := violations if {
	violations := aging_within_limits.violations with input as {
		"register": {"id": "reg"},
		"counts": {"risks": 40, "open_by_severity_and_day": open},
	}
		with data.settings.report.aging_limits as limits
		with data.settings.scale.levels as ["low", "moderate", "high"]
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

told(number, level, days, first, least, consequence) := {
	"at": ["counts", "open_by_severity_and_day", level],
	"message": $"register reg has open risks of severity {level} that were identified more than {days} days ago: {number}, the first on {first}; from {least} on the consequence is: {consequence}",
}

test_it_applies_where_there_are_limits_and_risks if {
	applies({"risks": 1}, limits)
	applies({"risks": 1}, [limits[0]])
	not applies({"risks": 1}, [])
	not applies({"risks": 0}, limits)
	not applies({}, limits)
}

test_fewer_than_the_limit_hold if count(found({"low": {}, "moderate": {}, "high": {"2026-01-01": 4}})) == 0

test_as_many_as_the_limit_are_told if {
	found({"high": {"2026-05-30": 5}}) == {told(5, "high", 30, "2026-05-30", 5, "detailed finding review")}
}

test_a_risk_as_old_as_the_limit_does_not_count if {
	count(found({"high": {"2026-05-31": 5}})) == 0
	count(found({"high": {"2026-05-30": 4, "2026-05-31": 3}})) == 0
}

test_risks_of_several_days_add_up if {
	found({"high": {"2026-05-10": 2, "2026-05-20": 4, "2026-06-29": 9}}) == {told(6, "high", 30, "2026-05-10", 5, "detailed finding review")}
}

test_the_limit_with_the_most_days_is_told if {
	found({"high": {"2026-04-30": 5, "2026-05-30": 2}}) == {told(5, "high", 60, "2026-04-30", 5, "corrective action plan")}
}

test_each_severity_has_its_own_limits if {
	found({"low": {"2020-01-01": 50}, "moderate": {"2026-04-01": 9}}) == set()
	found({"moderate": {"2026-03-31": 10}, "high": {"2026-05-29": 7}}) == {
		told(10, "moderate", 90, "2026-03-31", 10, "detailed finding review"),
		told(7, "high", 30, "2026-05-29", 5, "detailed finding review"),
	}
}

test_the_order_of_the_limits_makes_no_difference if {
	turned := [limits[1], limits[0]]
	violations := aging_within_limits.violations with input as {
		"register": {"id": "reg"},
		"counts": {"risks": 5, "open_by_severity_and_day": {"high": {"2026-04-30": 5}}},
	}
		with data.settings.report.aging_limits as turned
		with data.settings.scale.levels as ["high"]
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
	violations == {told(5, "high", 60, "2026-04-30", 5, "corrective action plan")}
}

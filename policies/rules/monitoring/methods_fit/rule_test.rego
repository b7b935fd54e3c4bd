package rules.monitoring.methods_fit_test

import data.rules.monitoring.methods_fit

methods := {
	"low": [],
	"moderate": ["risk_review"],
	"high": ["security_monitoring", "risk_review"],
}

activity(changes) := object.union({"id": "MA-1", "method": "risk_review", "started_on": "2026-01-05"}, changes)

risk(level) := {"id": "R-3", "status": "responding", "assessment": {"severity": level}}

applies_to(stated) if methods_fit.applies with input.risk as stated
	with data.settings.monitoring.methods as methods
	with data.settings.scale.levels as ["low", "moderate", "high"]

found(level, activities) := violations if {
	violations := methods_fit.violations with input as {"risk": risk(level), "activities": activities}
		with data.settings.monitoring.methods as methods
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

lacks(level, missing, asked) := {{
	"at": ["risk"],
	"message": $"risk R-3 ({level}) is not monitored by {missing} today; its severity asks for {asked}",
}}

test_it_applies_to_open_risks if {
	applies_to(risk("moderate"))
	applies_to(object.remove(risk("high"), ["status"]))
}

test_it_does_not_apply_to_closed_risks if not applies_to(object.union(risk("high"), {"status": "closed"}))

test_it_does_not_apply_where_no_method_is_asked_for if not applies_to(risk("low"))

test_it_does_not_apply_without_a_known_severity if {
	not applies_to(risk("extreme"))
	not applies_to({"id": "R-3", "status": "assessed"})
}

test_a_level_that_only_the_methods_know_is_not_known if {
	not methods_fit.applies with input.risk as risk("high")
		with data.settings.monitoring.methods as methods
		with data.settings.scale.levels as ["low", "moderate"]
}

test_all_methods_in_use_hold if {
	count(found("moderate", [activity({})])) == 0
	count(found("high", [activity({}), activity({"method": "security_monitoring"})])) == 0
}

test_more_methods_than_asked_for_hold if {
	count(found("moderate", [activity({}), activity({"method": "penetration_test"})])) == 0
}

test_a_missing_method_is_told if {
	found("high", [activity({})]) == lacks("high", "security_monitoring", "risk_review, security_monitoring")
}

test_another_method_does_not_stand_for_it if {
	found("moderate", [activity({"method": "vulnerability_scan"})]) == lacks("moderate", "risk_review", "risk_review")
}

test_all_missing_methods_are_told_at_once if {
	both := "risk_review, security_monitoring"
	found("high", []) == lacks("high", both, both)
}

test_no_list_of_activities_is_told if {
	violations := methods_fit.violations with input.risk as risk("moderate")
		with data.settings.monitoring.methods as methods
	violations == lacks("moderate", "risk_review", "risk_review")
}

test_an_activity_counts_from_the_day_it_starts if {
	count(found("moderate", [activity({"started_on": "2026-06-30"})])) == 0
	found("moderate", [activity({"started_on": "2026-07-01"})]) == lacks("moderate", "risk_review", "risk_review")
}

test_an_activity_without_a_start_runs_already if {
	count(found("moderate", [object.remove(activity({}), ["started_on"])])) == 0
}

package rules.monitoring.current_test

import data.rules.monitoring.current

risk := {
	"id": "R-3",
	"status": "responding",
	"identified_on": "2026-01-10",
	"assessment": {"severity": "high"},
	"response": {"type": "mitigate", "decided_on": "2026-01-20"},
}

undecided := object.remove(risk, ["response"])

found(stated, days) := violations if {
	results := [{"id": $"RES-{place}", "on": day} | some place, day in days]
	violations := current.violations with input as {"risk": stated, "results": results}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.scale.levels as ["low", "high"]
		with data.settings.monitoring.interval_days as {"low": 180, "high": 30}
}

decided(day) := object.union(risk, {"response": {"decided_on": day}})

only(at, message) := {{"at": at, "message": $"risk R-3 (high) {message}"}}

applies(stated) if {
	current.applies with input.risk as stated
		with data.settings.scale.levels as ["low", "high"]
}

test_it_applies_to_risks_that_are_not_closed if {
	applies(risk)
	applies(object.remove(risk, ["status"]))
	not applies(object.union(risk, {"status": "closed"}))
}

test_it_applies_to_low_risks_too if applies(object.union(risk, {"assessment": {"severity": "low"}}))

test_it_does_not_apply_without_a_severity_of_the_scale if {
	not applies(object.remove(risk, ["assessment"]))
	not applies(object.union(risk, {"assessment": {"severity": "severe"}}))
}

test_a_result_as_old_as_the_interval_holds if count(found(risk, ["2026-05-31"])) == 0

test_a_result_a_day_older_than_the_interval_is_told if {
	found(risk, ["2026-05-30"]) == only(["results", 0, "on"], "was last monitored on 2026-05-30, 31 days ago; at most 30 are allowed")
}

test_severity_decides_the_interval if {
	low := object.union(undecided, {"assessment": {"severity": "low"}})
	count(found(low, ["2026-01-01"])) == 0
	count(found(low, ["2025-12-31"])) == 1
}

test_the_latest_result_counts if {
	count(found(risk, ["2026-02-01", "2026-06-29"])) == 0
	count(found(risk, ["2026-06-29", "2026-02-01"])) == 0
	found(risk, ["2026-02-01", "2026-05-30"]) == only(
		["results", 1, "on"],
		"was last monitored on 2026-05-30, 31 days ago; at most 30 are allowed",
	)
}

test_a_result_of_today_holds if count(found(risk, ["2026-06-30"])) == 0

test_a_result_of_tomorrow_counts_for_nothing if {
	found(risk, ["2026-07-01"]) == only(["risk"], "was not monitored since its response was decided on 2026-01-20")
	count(found(risk, ["2026-06-29", "2026-07-01"])) == 0
}

test_a_result_of_the_day_of_the_decision_holds if count(found(decided("2026-06-20"), ["2026-06-20"])) == 0

test_a_result_from_before_the_decision_is_told if {
	found(decided("2026-06-20"), ["2026-06-19"]) == only(
		["results", 0, "on"],
		"was last monitored on 2026-06-19, before its response was decided on 2026-06-20",
	)
}

test_a_result_that_is_too_old_is_told_once_even_from_before_the_decision if {
	found(decided("2026-06-20"), ["2026-05-30"]) == only(
		["results", 0, "on"],
		"was last monitored on 2026-05-30, 31 days ago; at most 30 are allowed",
	)
}

test_a_decision_of_tomorrow_asks_for_nothing_yet if count(found(decided("2026-07-01"), ["2026-06-19"])) == 0

test_a_decision_of_today_asks_for_a_result if count(found(decided("2026-06-30"), ["2026-06-29"])) == 1

test_a_response_without_a_day_is_no_decision if {
	count(found(object.union(undecided, {"response": {"type": "mitigate"}}), ["2026-06-19"])) == 0
}

test_a_decision_without_any_result_is_told if {
	found(decided("2026-06-29"), []) == only(["risk"], "was not monitored since its response was decided on 2026-06-29")
}

never := only(["risk"], "was never monitored; at most 30 days from its identification are allowed")

identified(day) := object.union(undecided, {"identified_on": day})

test_until_a_decision_the_days_count_from_identification if {
	count(found(identified("2026-05-31"), [])) == 0
	count(found(identified("2026-06-30"), [])) == 0
	found(identified("2026-05-30"), []) == never
}

test_no_day_of_identification_gives_no_days if {
	found(object.remove(undecided, ["identified_on"]), []) == never
	found(identified("2026-07-01"), []) == never
}

test_no_results_at_all_are_told if {
	violations := current.violations with input as {"risk": risk}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.monitoring.interval_days as {"high": 30}
	count(violations) == 1
}

test_a_result_as_old_as_the_interval_may_be_from_before_the_decision_too if {
	found(decided("2026-06-20"), ["2026-05-31"]) == only(
		["results", 0, "on"],
		"was last monitored on 2026-05-31, before its response was decided on 2026-06-20",
	)
}

due(stated, days) := what if {
	what := current.due with input as {"risk": stated, "results": [{"id": "RES", "on": day} | some day in days]}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.monitoring.interval_days as {"low": 180, "high": 30}
}

on(day) := {{"at": ["risk"], "on": day, "what": "monitoring"}}

test_monitoring_falls_due_an_interval_after_the_last_result if {
	due(risk, ["2026-02-01", "2026-06-20", "2026-07-01"]) == on("2026-07-20")
	due(undecided, ["2026-06-20"]) == on("2026-07-20")
	due(decided("2026-06-20"), ["2026-06-20"]) == on("2026-07-20")
}

test_monitoring_falls_due_with_the_decision_that_no_result_follows if {
	due(decided("2026-06-21"), ["2026-06-20"]) == on("2026-06-21")
	due(risk, []) == on("2026-01-20")
}

test_monitoring_of_an_undecided_risk_falls_due_an_interval_after_identification if {
	due(undecided, []) == on("2026-02-09")
	due(decided("2026-07-01"), []) == on("2026-02-09")
	due(object.union(undecided, {"identified_on": "2026-06-30"}), []) == on("2026-07-30")
	due(object.union(undecided, {"identified_on": "2026-07-01"}), []) == set()
}

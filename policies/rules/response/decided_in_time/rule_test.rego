package rules.response.decided_in_time_test

import data.rules.response.decided_in_time

may_1 := 1777593600000000000

may_11 := 1778457600000000000

may_12 := 1778544000000000000

high := {
	"id": "R-3",
	"title": "Backups are never restored",
	"status": "assessed",
	"identified_on": "2026-05-01",
	"assessment": {"severity": "high"},
}

decided(day) := object.union(high, {"response": {"type": "mitigate", "decided_on": day}})

raised(day) := object.union(high, {"history": [{"field": "severity", "at": day, "from": "low", "to": "high"}]})

closed(closure) := object.union(high, {"status": "closed", "closure": closure})

found(risk, today) := violations if {
	violations := decided_in_time.violations with input as {"risk": risk} with time.now_ns as today
}

places(risk, today) := {violation.at | some violation in found(risk, today)}

applies(risk) if decided_in_time.applies with input as {"risk": risk}

test_the_last_day_without_a_decision_is_in_time if count(found(high, may_11)) == 0

test_the_day_after_the_last_is_too_late if {
	found(high, may_12) == {{
		"at": ["risk"],
		"message": concat(" ", [
			"risk R-3 (high) was identified on 2026-05-01 and had no decision by 2026-05-12, after 11 days;",
			"high asks for a decision within 10 days",
		]),
	}}
}

test_a_decision_on_the_last_day_is_in_time if count(found(decided("2026-05-11"), may_12)) == 0

test_a_decision_after_the_last_day_is_late if {
	found(decided("2026-05-12"), may_12) == {{
		"at": ["risk", "response", "decided_on"],
		"message": concat(" ", [
			"risk R-3 (high) was identified on 2026-05-01 and decided on 2026-05-12, after 11 days;",
			"high asks for a decision within 10 days",
		]),
	}}
}

test_a_late_decision_stays_late_when_the_risk_is_closed if {
	risk := object.union(decided("2026-05-12"), {"status": "closed", "closure": {"on": "2026-05-02"}})
	places(risk, may_12) == {["risk", "response", "decided_on"]}
}

test_a_decision_before_the_identification_is_in_time if count(found(decided("2026-04-01"), may_12)) == 0

test_a_decision_in_the_future_is_none_yet if places(decided("2026-05-13"), may_12) == {["risk", "response"]}

test_a_decision_in_the_future_is_no_fault_while_there_is_time if count(found(decided("2026-05-13"), may_11)) == 0

test_a_decision_of_today_counts if count(found(decided("2026-05-11"), may_11)) == 0

test_a_response_without_a_date_is_no_decision if {
	risk := object.union(high, {"response": {"type": "mitigate"}})
	places(risk, may_12) == {["risk", "response"]}
}

test_the_severity_sets_the_limit if {
	risk := object.union(high, {"assessment": {"severity": "moderate"}})
	count(found(risk, may_12)) == 0
}

test_a_risk_closed_in_time_is_not_late_later if {
	count(found(closed({"on": "2026-05-11", "reason": "resolved"}), may_12)) == 0
}

test_a_risk_closed_too_late_without_a_decision_stays_late if {
	places(closed({"on": "2026-05-12", "reason": "retired"}), may_12) == {["risk"]}
}

test_a_risk_closed_on_no_day_is_as_old_as_today if places(closed({"reason": "resolved"}), may_12) == {["risk"]}

test_a_risk_closed_in_the_future_is_as_old_as_today if {
	[message] = [violation.message | some violation in found(closed({"on": "2026-05-30"}), may_12)]
	contains(message, "had no decision by 2026-05-12")
}

test_a_closure_of_a_risk_that_is_not_closed_does_not_stop_the_days if {
	places(object.union(high, {"closure": {"on": "2026-05-02"}}), may_12) == {["risk"]}
}

test_a_raised_severity_counts_from_the_day_it_was_raised if count(found(raised("2026-05-02"), may_12)) == 0

test_a_raised_severity_is_late_after_its_own_limit if places(raised("2026-05-01"), may_12) == {["risk"]}

test_the_last_day_of_the_first_severity_is_in_time_after_a_raise if {
	risk := object.union(decided("2026-06-30"), {"history": [
		{"field": "severity", "at": "2026-07-01", "from": "low", "to": "high"},
	]})
	count(found(risk, 1783209600000000000)) == 0
}

test_a_decision_too_late_for_the_first_severity_is_late_after_a_raise if {
	risk := object.union(decided("2026-07-01"), {"history": [
		{"field": "severity", "at": "2026-07-01", "from": "low", "to": "high"},
	]})
	places(risk, 1783209600000000000) == {["risk", "response", "decided_on"]}
}

test_lowering_and_raising_again_does_not_start_the_days_again if {
	risk := object.union(high, {"history": [
		{"field": "severity", "at": "2026-05-10", "from": "low", "to": "high"},
		{"field": "severity", "at": "2026-05-02", "from": "high", "to": "low"},
	]})
	places(risk, may_12) == {["risk"]}
}

test_the_first_day_as_severe_as_today_counts if {
	risk := object.union(high, {"history": [
		{"field": "severity", "at": "2026-05-01", "from": "low", "to": "critical"},
		{"field": "severity", "at": "2026-05-08", "from": "critical", "to": "high"},
	]})
	places(risk, may_12) == {["risk"]}
}

test_a_raise_below_the_severity_of_today_does_not_count if {
	risk := object.union(high, {"history": [
		{"field": "severity", "at": "2026-05-01", "from": "low", "to": "moderate"},
		{"field": "severity", "at": "2026-05-05", "from": "moderate", "to": "high"},
	]})
	count(found(risk, may_12)) == 0
}

test_of_one_day_the_first_change_in_the_list_tells_the_first_severity if {
	risk := object.union(high, {"history": [
		{"field": "severity", "at": "2026-05-05", "from": "moderate", "to": "low"},
		{"field": "severity", "at": "2026-05-05", "from": "critical", "to": "high"},
	]})
	count(found(risk, may_12)) == 0
}

test_a_raise_in_the_future_changes_nothing if places(raised("2026-05-13"), may_12) == {["risk"]}

test_a_raise_of_today_counts if count(found(raised("2026-05-12"), may_12)) == 0

test_a_change_of_another_field_changes_nothing if {
	risk := object.union(high, {"history": [{"field": "owner", "at": "2026-05-10", "from": "low", "to": "high"}]})
	places(risk, may_12) == {["risk"]}
}

test_a_change_from_an_unknown_severity_excuses_nothing if {
	risk := object.union(high, {"history": [{"field": "severity", "at": "2026-05-10", "from": 3, "to": "high"}]})
	places(risk, may_12) == {["risk"]}
}

test_a_missing_identification_day_is_never_in_time if {
	places(object.remove(high, ["identified_on"]), may_1) == {["risk"]}
}

test_applies_to_an_open_risk if applies(high)

test_applies_to_a_risk_closed_as_resolved if applies(closed({"reason": "resolved"}))

test_applies_to_a_risk_closed_without_a_reason if applies(closed({}))

test_applies_to_an_open_risk_with_a_leftover_closure if {
	applies(object.union(high, {"closure": {"reason": "duplicate"}}))
}

test_does_not_apply_to_a_false_positive if not applies(closed({"reason": "false_positive"}))

test_does_not_apply_to_a_duplicate if not applies(closed({"reason": "duplicate"}))

test_does_not_apply_to_a_severity_outside_the_scale if {
	not applies(object.union(high, {"assessment": {"severity": "dire"}}))
}

test_does_not_apply_without_a_severity if not applies(object.remove(high, ["assessment"]))

test_a_severity_without_a_limit_is_never_in_time if {
	places(object.union(high, {"assessment": {"severity": "dire"}}), may_1) == {["risk"]}
}

due(risk) := what if {
	what := decided_in_time.due with input as {"risk": risk} with time.now_ns as may_12
}

on(day) := {{"at": ["risk"], "on": day, "what": "decision"}}

test_a_decision_falls_due_within_the_days_of_the_severity if due(high) == on("2026-05-11")

test_a_decision_about_a_risk_that_was_raised_falls_due_later if {
	due(raised("2026-05-08")) == on("2026-05-18")
	due(object.union(raised("2026-05-08"), {"identified_on": "2026-03-10"})) == on("2026-05-09")
}

test_a_decision_to_come_still_falls_due if due(decided("2026-05-13")) == on("2026-05-11")

test_no_decision_falls_due_where_there_is_one_or_the_risk_is_closed if {
	due(decided("2026-05-12")) == set()
	due(closed({"on": "2026-05-10"})) == set()
}

package rules.response.recorded_test

import data.rules.response.recorded

may_12 := 1778544000000000000

complete := {
	"id": "R-3",
	"title": "Backups are never restored",
	"status": "responding",
	"identified_on": "2026-05-01",
	"response": {
		"type": "mitigate",
		"decided_by": "p-001",
		"decided_on": "2026-05-04",
		"rationale": "Restoring is cheaper than rebuilding.",
	},
}

without(fields) := object.union(
	object.remove(complete, ["response"]),
	{"response": object.remove(complete.response, fields)},
)

decided(day) := object.union(complete, {"response": {"decided_on": day}})

found(risk) := violations if {
	violations := recorded.violations with input as {"risk": risk} with time.now_ns as may_12
}

applies(risk) if recorded.applies with input as {"risk": risk}

test_a_complete_record_holds if count(found(complete)) == 0

test_no_decider_is_denied if {
	found(without(["decided_by"])) == {{
		"at": ["risk", "response"],
		"message": "the decision to mitigate risk R-3 has no decided_by",
		"remedy": "Record decided_by in the risk's response.",
	}}
}

test_no_day_is_denied if {
	found(without(["decided_on"])) == {{
		"at": ["risk", "response"],
		"message": "the decision to mitigate risk R-3 has no decided_on",
		"remedy": "Record decided_on in the risk's response.",
	}}
}

test_no_reason_is_denied if {
	found(without(["rationale"])) == {{
		"at": ["risk", "response"],
		"message": "the decision to mitigate risk R-3 has no rationale",
		"remedy": "Record rationale in the risk's response.",
	}}
}

test_all_that_is_missing_is_one_finding if {
	found(without(["decided_by", "decided_on", "rationale"])) == {{
		"at": ["risk", "response"],
		"message": "the decision to mitigate risk R-3 has no decided_by and no decided_on and no rationale",
		"remedy": "Record decided_by and decided_on and rationale in the risk's response.",
	}}
}

test_a_decision_of_today_holds if count(found(decided("2026-05-12"))) == 0

test_a_decision_of_tomorrow_is_denied if {
	found(decided("2026-05-13")) == {{
		"at": ["risk", "response", "decided_on"],
		"message": "the decision to mitigate risk R-3 is dated 2026-05-13, and today is 2026-05-12",
	}}
}

test_a_decision_on_the_day_of_identification_holds if count(found(decided("2026-05-01"))) == 0

test_a_decision_before_the_identification_is_denied if {
	found(decided("2026-04-30")) == {{
		"at": ["risk", "response", "decided_on"],
		"message": concat(" ", [
			"the decision to mitigate risk R-3 is dated 2026-04-30,",
			"before the risk was identified on 2026-05-01",
		]),
	}}
}

test_a_place_has_one_finding_when_all_is_in_the_future if {
	count(found(object.union(decided("2026-06-01"), {"identified_on": "2026-07-01"}))) == 1
}

test_a_closed_risk_is_held_to_it if applies(object.union(complete, {"status": "closed"}))

test_applies_to_a_response if applies(complete)

test_does_not_apply_without_a_response if not applies(object.remove(complete, ["response"]))

test_a_decision_of_today_about_a_risk_of_tomorrow_is_denied if {
	found(object.union(decided("2026-05-12"), {"identified_on": "2026-05-13"})) == {{
		"at": ["risk", "response", "decided_on"],
		"message": "the decision to mitigate risk R-3 is dated 2026-05-12, before the risk was identified on 2026-05-13",
	}}
}

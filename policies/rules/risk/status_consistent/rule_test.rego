package rules.risk.status_consistent_test

import data.rules.risk.status_consistent

risk(status, response) := {"id": "R-1", "status": status, "response": {"type": response}}

undecided(status) := {"id": "R-1", "status": status}

judged(record, plans) := violations if {
	violations := status_consistent.violations with input as {"risk": record, "plans": plans}
}

found(record) := judged(record, [])

says(record, plans, message) if {
	judged(record, plans) == {{"at": ["risk", "status"], "message": message}}
}

plan(id, status) := {"id": id, "status": status}

test_what_goes_together_holds if {
	count(found(undecided("identified"))) == 0
	count(found(undecided("assessed"))) == 0
	count(found(risk("identified", "mitigate"))) == 0
	count(found(risk("assessed", "accept"))) == 0
	count(found(risk("responding", "mitigate"))) == 0
	count(found(risk("monitoring", "transfer"))) == 0
	count(found(risk("accepted", "accept"))) == 0
	count(found(undecided("closed"))) == 0
}

test_responding_without_a_response_is_denied if {
	says(undecided("responding"), [], "risk R-1 is called responding, and no response is decided")
}

test_monitoring_without_a_response_is_denied if {
	says(undecided("monitoring"), [], "risk R-1 is called monitoring, and no response is decided")
}

test_accepted_without_a_response_is_denied if {
	says(undecided("accepted"), [], "risk R-1 is called accepted, and its response is not decided")
}

test_accepted_with_another_response_is_denied if {
	says(risk("accepted", "mitigate"), [], "risk R-1 is called accepted, and its response is mitigate")
}

test_an_accepted_risk_that_is_called_otherwise_is_denied if {
	says(risk("responding", "accept"), [], "risk R-1 is called responding, and its response is accept")
	says(risk("monitoring", "accept"), [], "risk R-1 is called monitoring, and its response is accept")
}

test_monitoring_with_an_unfinished_plan_is_denied if {
	says(
		risk("monitoring", "mitigate"),
		[plan("P-1", "active"), plan("P-2", "completed"), plan("P-3", "cancelled")],
		"risk R-1 is called monitoring, and its plan P-1 is still active",
	)
	count(judged(risk("monitoring", "mitigate"), [plan("P-1", "draft"), plan("P-2", "approved")])) == 2
	count(judged(risk("monitoring", "mitigate"), [plan("P-1", "completed"), plan("P-2", "cancelled")])) == 0
}

test_responding_with_every_plan_finished_is_denied if {
	judged(risk("responding", "mitigate"), [plan("P-1", "completed"), plan("P-2", "cancelled")]) == {{
		"at": ["risk", "status"],
		"message": concat(" ", [
			"risk R-1 is called responding, and each plan that answers it is finished:",
			"P-1 (completed), P-2 (cancelled)",
		]),
		"remedy": "Set the status to monitoring, close the risk, or plan what is left to do.",
	}}
}

test_responding_with_a_plan_to_go_holds if {
	count(judged(risk("responding", "mitigate"), [plan("P-1", "completed"), plan("P-2", "active")])) == 0
}

test_responding_with_cancelled_plans_alone_is_left_to_plan_exists if {
	count(judged(risk("responding", "mitigate"), [plan("P-1", "cancelled")])) == 0
}

test_another_status_says_nothing_about_plans if {
	count(judged(risk("assessed", "mitigate"), [plan("P-1", "completed")])) == 0
	count(judged(risk("assessed", "mitigate"), [plan("P-1", "active")])) == 0
	count(judged(risk("closed", "mitigate"), [plan("P-1", "active")])) == 0
}

test_a_closure_of_an_open_risk_is_denied if {
	found(object.union(risk("responding", "mitigate"), {"closure": {"on": "2026-06-01"}})) == {{
		"at": ["risk", "closure"],
		"message": "risk R-1 is called responding, and it has a closure",
	}}
}

closed(response, reason) := object.union(risk("closed", response), {"closure": {"reason": reason}})

test_a_closure_that_fits_the_response_holds if {
	count(found(closed("avoid", "avoided"))) == 0
	count(found(closed("transfer", "transferred"))) == 0
	count(found(closed("mitigate", "resolved"))) == 0
	count(found(closed("accept", "retired"))) == 0
	count(found(object.remove(closed("accept", "duplicate"), ["response"]))) == 0
}

test_a_closure_that_contradicts_the_response_is_denied if {
	found(closed("mitigate", "avoided")) == {{
		"at": ["risk", "closure", "reason"],
		"message": "risk R-1 is closed as avoided, and its response is mitigate",
	}}
	count(found(closed("avoid", "transferred"))) == 1
	{violation.message | some violation in found(object.remove(closed("", "transferred"), ["response"]))} == {
		"risk R-1 is closed as transferred, and its response is not decided",
	}
}

test_an_open_risk_is_not_asked_why_it_was_closed if {
	{violation.at | some violation in found(object.union(closed("mitigate", "avoided"), {"status": "responding"}))} == {["risk", "closure"]}
}

test_it_applies_to_a_risk_with_a_status if {
	status_consistent.applies with input as {"risk": undecided("identified")}
	not status_consistent.applies with input as {"risk": {"id": "R-1"}}
}

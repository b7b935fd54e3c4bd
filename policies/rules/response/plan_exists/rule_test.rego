package rules.response.plan_exists_test

import data.rules.response.plan_exists

risk(type, status) := {
	"id": "R-3",
	"title": "Backups are never restored",
	"status": status,
	"response": {"type": type},
}

plan(id, status) := {"id": id, "title": "Restore every quarter", "version": 1, "status": status}

found(plans) := violations if {
	violations := plan_exists.violations with input as {"risk": risk("mitigate", "responding"), "plans": plans}
}

applies(subject) if plan_exists.applies with input as {"risk": subject, "plans": []}

test_a_plan_that_names_the_risk_is_enough if count(found([plan("P-7", "active")])) == 0

test_a_draft_is_a_plan if count(found([plan("P-7", "draft")])) == 0

test_a_completed_plan_is_a_plan if count(found([plan("P-7", "completed")])) == 0

test_one_plan_beside_a_cancelled_one_is_enough if {
	count(found([plan("P-6", "cancelled"), plan("P-7", "active")])) == 0
}

test_no_plan_is_denied if {
	found([]) == {{
		"at": ["risk", "response", "type"],
		"message": "risk R-3 has the response mitigate, and no plan names it",
	}}
}

test_cancelled_plans_are_denied if {
	found([plan("P-6", "cancelled"), plan("P-7", "cancelled")]) == {{
		"at": ["risk", "response", "type"],
		"message": "risk R-3 has the response mitigate, and each plan that names it is cancelled: P-6, P-7",
	}}
}

test_a_single_cancelled_plan_is_named if {
	{violation.message | some violation in found([plan("P-6", "cancelled")])} == {
		"risk R-3 has the response mitigate, and each plan that names it is cancelled: P-6",
	}
}

test_no_list_of_plans_is_denied if {
	violations := plan_exists.violations with input as {"risk": risk("avoid", "responding")}
	{violation.message | some violation in violations} == {"risk R-3 has the response avoid, and no plan names it"}
}

test_applies_to_mitigating if applies(risk("mitigate", "responding"))

test_applies_to_avoiding if applies(risk("avoid", "responding"))

test_does_not_apply_to_transferring if not applies(risk("transfer", "responding"))

test_does_not_apply_to_accepting if not applies(risk("accept", "accepted"))

test_does_not_apply_to_a_closed_risk if not applies(risk("mitigate", "closed"))

test_does_not_apply_without_a_response if not applies({"id": "R-3", "status": "assessed"})

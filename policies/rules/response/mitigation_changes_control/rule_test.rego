package rules.response.mitigation_changes_control_test

import data.rules.response.mitigation_changes_control

mitigated := {"id": "R-3", "status": "responding", "response": {"type": "mitigate"}}

restore := {"id": "A-1", "status": "open", "controls": [{"id": "nist-800-53r5:CP-9", "change": "changed"}]}

plan(actions) := {"id": "P-7", "status": "active", "actions": actions}

found(plans) := violations if {
	violations := mitigation_changes_control.violations with input as {"risk": mitigated, "plans": plans}
}

applies(risk, plans) if mitigation_changes_control.applies with input as {"risk": risk, "plans": plans}

uncontrolled(plans) := {{
	"at": ["risk", "response", "type"],
	"message": $"risk R-3 is to be mitigated, and no action of {plans} adds or changes a control",
}}

test_an_action_that_changes_a_control_is_enough if count(found([plan([{"id": "A-0"}, restore])])) == 0

test_an_action_of_any_plan_is_enough if {
	count(found([object.union(plan([]), {"id": "P-6"}), plan([restore])])) == 0
}

test_a_done_action_of_a_completed_plan_is_enough if {
	done := object.union(restore, {"status": "done"})
	count(found([object.union(plan([done]), {"status": "completed"})])) == 0
}

test_an_action_without_a_status_counts if {
	count(found([plan([object.remove(restore, ["status"])])])) == 0
}

test_no_control_is_told if {
	found([plan([{"id": "A-1", "status": "open"}])]) == uncontrolled("P-7")
	found([plan([{"id": "A-1", "controls": []}])]) == uncontrolled("P-7")
	found([plan([])]) == uncontrolled("P-7")
	found([{"id": "P-7"}]) == uncontrolled("P-7")
}

test_a_control_without_an_id_is_none if {
	found([plan([{"id": "A-1", "controls": [{"change": "new"}]}])]) == uncontrolled("P-7")
}

test_the_change_of_a_cancelled_action_does_not_come if {
	found([plan([object.union(restore, {"status": "cancelled"})])]) == uncontrolled("P-7")
}

test_the_change_of_a_cancelled_plan_does_not_come if {
	cancelled := object.union(plan([restore]), {"id": "P-6", "status": "cancelled"})
	found([cancelled, plan([])]) == uncontrolled("P-7")
}

test_all_plans_in_force_are_named if {
	found([plan([]), object.union(plan([]), {"id": "P-8", "status": "draft"})]) == uncontrolled("P-7 or P-8")
}

test_it_applies_to_a_mitigation_with_a_plan if {
	applies(mitigated, [plan([])])
	applies(object.remove(mitigated, ["status"]), [plan([])])
	applies(mitigated, [{"id": "P-7"}])
}

test_it_does_not_apply_to_another_response if {
	not applies(object.union(mitigated, {"response": {"type": "avoid"}}), [plan([])])
	not applies({"id": "R-3", "status": "assessed"}, [plan([])])
}

test_it_does_not_apply_to_a_closed_risk if not applies(object.union(mitigated, {"status": "closed"}), [plan([])])

test_it_does_not_apply_without_a_plan_in_force if {
	not applies(mitigated, [])
	not applies(mitigated, [object.union(plan([restore]), {"status": "cancelled"})])
	not mitigation_changes_control.applies with input as {"risk": mitigated}
}

package rules.plan.actions_assigned_test

import data.rules.plan.actions_assigned

action := {"id": "A-1", "owner": "p-1", "due": "2026-07-31", "status": "open"}

people := {"p-1": {"id": "p-1", "name": "Ada", "role": "service_lead"}}

planned(actions) := {"id": "P-7", "status": "draft", "actions": actions}

found(actions) := known(actions, people)

known(actions, everybody) := violations if {
	violations := actions_assigned.violations with input as {"plan": planned(actions), "people": everybody}
}

without(field) := found([object.remove(action, [field])])

lacking(what, need) := {{
	"at": ["plan", "actions", 0],
	"message": $"action A-1 of plan P-7 has {what}",
	"remedy": $"Give action A-1 {need}, or cancel it.",
}}

test_it_applies_to_plans_with_actions if {
	actions_assigned.applies with input.plan as planned([action])
	actions_assigned.applies with input.plan as planned([{"id": "A-1"}])
	actions_assigned.applies with input.plan as object.remove(planned([action]), ["status"])
}

test_it_does_not_apply_without_an_action_to_do if {
	not actions_assigned.applies with input.plan as {"id": "P-7", "status": "draft"}
	not actions_assigned.applies with input.plan as planned([])
	not actions_assigned.applies with input.plan as planned([object.union(action, {"status": "cancelled"})])
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not actions_assigned.applies with input.plan as object.union(planned([action]), {"status": "cancelled"})
}

test_an_assigned_action_holds if count(found([action])) == 0

test_no_owner_is_told if without("owner") == lacking("no owner", "an owner")

test_no_due_date_is_told if without("due") == lacking("no due date", "a due date")

test_no_status_is_told if without("status") == lacking("no status", "a status")

test_all_that_an_action_lacks_is_told_in_one if {
	found([{"id": "A-1"}]) == lacking("no due date and no owner and no status", "a due date and a status and an owner")
}

test_the_action_at_fault_is_named if {
	found([action, {"id": "A-2", "due": "2026-07-31", "status": "open"}]) == {{
		"at": ["plan", "actions", 1],
		"message": "action A-2 of plan P-7 has no owner",
		"remedy": "Give action A-2 an owner, or cancel it.",
	}}
}

test_done_actions_are_judged if count(found([{"id": "A-1", "status": "done"}])) == 1

test_cancelled_actions_are_left_out if {
	count(found([action, {"id": "A-2", "status": "cancelled"}])) == 0
	count(found([action, {"id": "A-2", "status": "cancelled", "owner": "p-9"}])) == 0
}

test_an_owner_who_is_nobody_is_told if {
	found([object.union(action, {"owner": "p-9"})]) == {{
		"at": ["plan", "actions", 0, "owner"],
		"message": "action A-1 of plan P-7 is owned by p-9, who is nobody in the register",
		"remedy": "Name a person of the register as the owner of action A-1, or add p-9 to its people.",
	}}
}

test_without_any_people_an_owner_is_taken_at_their_word if {
	count(known([object.union(action, {"owner": "p-9"})], {})) == 0
	count(known([object.remove(action, ["owner"])], {})) == 1
}

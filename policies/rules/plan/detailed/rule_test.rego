package rules.plan.detailed_test

import data.rules.plan.detailed

plan := {
	"id": "P-7",
	"status": "draft",
	"objective": "Nobody outside the shift can export payouts",
	"success_measures": ["No export by an account without a shift"],
	"actions": [{"id": "A-1", "status": "open"}, {"id": "A-2"}],
}

found(changes) := judged(object.union(plan, changes))

without(field) := judged(object.remove(plan, [field]))

judged(stated) := violations if {
	violations := detailed.violations with input.plan as stated
		with data.settings.plan.minimum_actions as 2
}

only(lack, need) := {{
	"at": ["plan"],
	"message": $"plan P-7 has {lack}",
	"remedy": $"Add {need}, or cancel the plan.",
}}

test_it_applies_to_every_plan_that_is_not_cancelled if {
	detailed.applies with input.plan as plan
	detailed.applies with input.plan as {"id": "P-7"}
	detailed.applies with input.plan.status as "completed"
	not detailed.applies with input.plan.status as "cancelled"
}

test_a_detailed_plan_holds if count(found({})) == 0

test_no_objective_is_told if without("objective") == only("no objective", "an objective")

test_no_success_measures_are_told if without("success_measures") == only("no success measure", "a success measure")

test_an_empty_list_of_success_measures_is_told if found({"success_measures": []}) == only("no success measure", "a success measure")

test_no_actions_are_told if without("actions") == only("0 of at least 2 actions", "2 actions")

test_one_action_fewer_than_asked_is_told if found({"actions": [{"id": "A-1"}]}) == only("1 of at least 2 actions", "an action")

test_the_remedy_counts_the_actions_that_are_lacking if {
	violations := detailed.violations with input.plan as object.union(plan, {"actions": [{"id": "A-1"}]})
		with data.settings.plan.minimum_actions as 3
	violations == only("1 of at least 3 actions", "2 actions")
}

test_cancelled_actions_do_not_count if {
	found({"actions": [{"id": "A-1"}, {"id": "A-2", "status": "cancelled"}]}) == only("1 of at least 2 actions", "an action")
}

test_done_actions_count if count(found({"actions": [{"id": "A-1", "status": "done"}, {"id": "A-2", "status": "done"}]})) == 0

test_what_a_bare_plan_lacks_is_told_in_one if {
	judged({"id": "P-7"}) == only(
		"0 of at least 2 actions, no objective, no success measure",
		"2 actions and a success measure and an objective",
	)
}

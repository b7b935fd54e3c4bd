package rules.plan.delays_justified_test

import data.rules.plan.delays_justified

delay := {
	"at": "2026-06-17",
	"by": "p-1",
	"from": "2026-07-03",
	"to": "2026-07-17",
	"reason": "Parts are missing",
	"approved_by": "p-2",
}

moved(changes) := {"id": "P-7", "status": "active", "due": "2026-07-17", "due_changes": changes}

judged(plan) := {[violation.at, violation.message] |
	some violation in delays_justified.violations with input.plan as plan
		with data.settings.plan.max_due_changes as 2
}

remedies(plan) := {violation.remedy |
	some violation in delays_justified.violations with input.plan as plan
		with data.settings.plan.max_due_changes as 2
}

found(changes) := judged(moved(changes))

without(field) := found([object.remove(delay, [field])])

applies(plan) if delays_justified.applies with input.plan as plan

one(place, lack) := {[["plan", "due_changes", place], $"move {place + 1} of the due date of plan P-7 has {lack}"]}

test_a_justified_delay_holds if count(found([delay])) == 0

test_no_reason_is_told if without("reason") == one(0, "no reason")

test_no_approval_is_told if without("approved_by") == one(0, "no approval")

test_all_that_a_move_lacks_is_told_in_one if {
	found([delay, object.remove(delay, ["reason", "approved_by"])]) == one(1, "no approval and no reason")
}

test_a_move_that_nobody_says_who_made_may_be_approved if count(without("by")) == 0

test_an_approval_of_ones_own_move_is_told if {
	own := moved([object.union(delay, {"approved_by": "p-1"})])
	judged(own) == {[
		["plan", "due_changes", 0, "approved_by"],
		"move 1 of the due date of plan P-7 was approved by p-1, who made it",
	]}
	remedies(own) == {"Have the move approved by somebody other than p-1, and record it under approved_by."}
}

test_as_many_delays_as_allowed_hold if count(found([delay, delay])) == 0

test_one_delay_more_than_allowed_is_told if {
	found([delay, delay, delay]) == {[
		["plan", "due_changes"],
		"the due date of plan P-7 was moved back 3 times; at most 2 are allowed",
	]}
}

test_a_move_to_an_earlier_day_is_no_delay if {
	earlier := {"from": "2026-07-18", "to": "2026-07-17"}
	count(found([delay, delay, earlier])) == 0
}

test_a_move_to_the_same_day_is_no_delay if {
	count(found([delay, {"from": "2026-07-17", "to": "2026-07-17", "approved_by": "p-1", "by": "p-1"}])) == 0
}

test_a_move_by_one_day_is_a_delay if {
	found([{"from": "2026-07-16", "to": "2026-07-17", "approved_by": "p-2"}]) == one(0, "no reason")
}

test_a_move_without_days_counts_as_a_delay if {
	found([{"to": "2026-07-17", "approved_by": "p-2"}]) == one(0, "no reason")
	found([{"from": "2026-07-03", "approved_by": "p-2"}]) == one(0, "no reason")
}

test_a_due_date_that_moved_on_is_told if {
	judged(object.union(moved([delay]), {"due": "2026-07-24"})) == {[
		["plan", "due"],
		"plan P-7 is due on 2026-07-24, and the last recorded move of its due date was to 2026-07-17",
	]}
}

test_the_last_move_in_the_list_is_the_one_that_holds if {
	found([object.union(delay, {"to": "2026-07-10"}), delay]) == set()
	found([delay, object.union(delay, {"from": "2026-07-17", "to": "2026-07-10"})]) == {[
		["plan", "due"],
		"plan P-7 is due on 2026-07-17, and the last recorded move of its due date was to 2026-07-10",
	]}
}

test_a_plan_without_a_due_date_has_none_to_differ if {
	count(judged(object.remove(moved([delay]), ["due"]))) == 0
}

test_it_applies_to_plans_with_a_delay if {
	applies(moved([delay]))
	applies(moved([{}]))
	applies(object.union(moved([delay]), {"status": "completed"}))
	applies(object.remove(moved([delay]), ["status"]))
}

test_it_does_not_apply_without_a_delay if {
	not applies(moved([]))
	not applies({"id": "P-7", "status": "active", "due": "2026-07-17"})
	not applies(moved([{"from": "2026-07-18", "to": "2026-07-17"}]))
}

test_it_does_not_apply_to_a_cancelled_plan if not applies(object.union(moved([delay]), {"status": "cancelled"}))

test_the_remedy_names_what_the_move_lacks if {
	remedies(moved([object.remove(delay, ["reason", "approved_by"])])) == {concat(" ", [
		"Record the reason of the move and who approved the move (approved_by),",
		"or set the due date back to what it was.",
	])}
	remedies(moved([object.remove(delay, ["reason"])])) == {"Record the reason of the move, or set the due date back to what it was."}
}

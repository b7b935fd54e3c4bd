package rules.plan.dates_consistent_test

import data.rules.plan.dates_consistent

planned(actions) := {"id": "P-7", "status": "active", "due": "2026-07-31", "actions": actions}

found(actions) := judged(planned(actions))

judged(plan) := violations if {
	violations := dates_consistent.violations with input.plan as plan
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

only(at, message) := {{"at": array.concat(["plan", "actions"], at), "message": message}}

test_it_applies_to_plans_with_actions if {
	dates_consistent.applies with input.plan as planned([{"id": "A-1"}])
	dates_consistent.applies with input.plan as {"id": "P-7", "actions": [{"id": "A-1", "status": "open"}]}
}

test_it_does_not_apply_without_an_action_to_do if {
	not dates_consistent.applies with input.plan as {"id": "P-7", "status": "active"}
	not dates_consistent.applies with input.plan as planned([])
	not dates_consistent.applies with input.plan as planned([{"id": "A-1", "status": "cancelled"}])
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not dates_consistent.applies with input.plan as object.union(planned([{"id": "A-1"}]), {"status": "cancelled"})
}

test_an_action_due_with_its_plan_agrees if count(found([{"id": "A-1", "due": "2026-07-31"}])) == 0

test_an_action_due_after_its_plan_is_told if {
	found([{"id": "A-1", "due": "2026-08-01"}]) == only(
		[0, "due"],
		"action A-1 is due on 2026-08-01, after its plan P-7 on 2026-07-31",
	)
}

test_a_cancelled_action_may_be_due_after_its_plan if {
	count(found([{"id": "A-1", "due": "2026-08-01", "status": "cancelled"}])) == 0
}

test_a_plan_without_a_due_date_contradicts_no_action if {
	count(judged(object.remove(planned([{"id": "A-1", "due": "2026-08-01"}]), ["due"]))) == 0
}

test_an_action_that_starts_on_its_last_day_agrees if {
	count(found([{"id": "A-1", "start": "2026-07-01", "due": "2026-07-01"}])) == 0
}

test_an_action_that_starts_after_it_is_due_is_told if {
	found([{"id": "A-1", "start": "2026-07-02", "due": "2026-07-01"}]) == only(
		[0, "start"],
		"action A-1 of plan P-7 starts on 2026-07-02, after it is due on 2026-07-01",
	)
}

test_a_cancelled_action_may_start_after_it_is_due if {
	count(found([{"id": "A-1", "start": "2026-07-02", "due": "2026-07-01", "status": "cancelled"}])) == 0
}

test_actions_without_dates_contradict_nothing if {
	count(found([{"id": "A-1", "depends_on": ["A-2"]}, {"id": "A-2", "start": "2026-07-02", "depends_on": ["A-1"]}])) == 0
}

test_an_action_due_with_the_one_it_depends_on_agrees if {
	count(found([{"id": "A-1", "due": "2026-07-15"}, {"id": "A-2", "due": "2026-07-15", "depends_on": ["A-1"]}])) == 0
}

test_an_action_due_before_the_one_it_depends_on_is_told if {
	actions := [
		{"id": "A-1", "due": "2026-07-10"},
		{"id": "A-2", "due": "2026-07-16"},
		{"id": "A-3", "due": "2026-07-15", "depends_on": ["A-1", "A-2"]},
	]
	found(actions) == only(
		[2, "depends_on", 1],
		"action A-3 of plan P-7 is due on 2026-07-15, before A-2 that it depends on, on 2026-07-16",
	)
}

test_cancelled_actions_hold_up_nothing if {
	count(found([
		{"id": "A-1", "due": "2026-07-16", "status": "cancelled"},
		{"id": "A-2", "due": "2026-07-15", "depends_on": ["A-1"]},
	])) == 0
	count(found([
		{"id": "A-1", "due": "2026-07-16"},
		{"id": "A-2", "due": "2026-07-15", "depends_on": ["A-1"], "status": "cancelled"},
	])) == 0
}

test_a_dependency_that_the_plan_does_not_have_is_not_judged_here if {
	count(found([{"id": "A-2", "due": "2026-07-15", "depends_on": ["A-9"]}])) == 0
}

test_an_id_that_stands_twice_is_no_error if {
	actions := [
		{"id": "A-1", "due": "2026-07-10"},
		{"id": "A-1", "due": "2026-07-11"},
		{"id": "A-2", "due": "2026-07-11", "depends_on": ["A-1"]},
	]
	count(found(actions)) == 0
}

test_done_today_agrees if count(found([{"id": "A-1", "status": "done", "completed_on": "2026-06-30"}])) == 0

test_done_tomorrow_is_told if {
	found([{"id": "A-1", "status": "done", "completed_on": "2026-07-01"}]) == only(
		[0, "completed_on"],
		"action A-1 of plan P-7 was done on 2026-07-01, and today is 2026-06-30",
	)
}

test_a_cancelled_action_was_never_done if {
	count(found([{"id": "A-1", "status": "cancelled", "completed_on": "2026-07-01"}])) == 0
}

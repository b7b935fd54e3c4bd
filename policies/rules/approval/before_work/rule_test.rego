package rules.approval.before_work_test

import data.rules.approval.before_work

jun_30 := 1782777600000000000

approval(changes) := object.union(
	{"act": "approve", "by": "p-002", "at": "2026-06-10", "decision": "approved", "plan_version": 1},
	changes,
)

action(changes) := object.union({"id": "A-1", "title": "Try a restore", "status": "in_progress"}, changes)

plan(actions, approvals) := {"id": "P-7", "version": 1, "status": "active", "actions": actions, "approvals": approvals}

judged(subject) := violations if {
	violations := before_work.violations with input as {"plan": subject} with time.now_ns as jun_30
}

found(actions) := judged(plan(actions, [approval({})]))

applies(subject) if before_work.applies with input as {"plan": subject}

test_work_after_the_approval_holds if count(found([action({"start": "2026-06-11"})])) == 0

test_work_on_the_day_of_the_approval_holds if count(found([action({"start": "2026-06-10"})])) == 0

test_work_on_the_day_before_is_told if {
	found([action({"start": "2026-06-09"})]) == {{
		"at": ["plan", "actions", 0, "start"],
		"message": "work on action A-1 of plan P-7 began by 2026-06-09, before the plan was first approved on 2026-06-10",
	}}
}

test_what_is_done_counts_by_its_start if {
	count(found([action({"status": "done", "start": "2026-06-09", "completed_on": "2026-06-20"})])) == 1
	count(found([action({"status": "done", "start": "2026-06-10", "completed_on": "2026-06-09"})])) == 0
}

test_without_a_start_the_completion_counts if {
	found([action({"status": "done", "completed_on": "2026-06-09"})]) == {{
		"at": ["plan", "actions", 0, "completed_on"],
		"message": "work on action A-1 of plan P-7 began by 2026-06-09, before the plan was first approved on 2026-06-10",
	}}
	count(found([action({"status": "done", "completed_on": "2026-06-10"})])) == 0
}

test_work_without_any_day_is_told if {
	found([action({})]) == {{
		"at": ["plan", "actions", 0],
		"message": concat(" ", [
			"work on action A-1 of plan P-7 has begun,",
			"and nothing says whether before the plan was first approved on 2026-06-10",
		]),
		"remedy": "Record the day on which work on the action began, as its start.",
	}}
}

test_work_that_nobody_approved_is_told if {
	judged(plan([action({"status": "open"}), action({"id": "A-2", "start": "2026-06-11"})], [])) == {{
		"at": ["plan", "actions", 1],
		"message": "work on action A-2 of plan P-7 has begun, and nobody has approved the plan",
	}}
	count(judged(object.remove(plan([action({})], []), ["approvals"]))) == 1
}

test_only_an_approval_permits_work if {
	count(judged(plan([action({"start": "2026-06-11"})], [approval({"act": "review"})]))) == 1
	count(judged(plan([action({"start": "2026-06-11"})], [approval({"decision": "rejected"})]))) == 1
	{violation.at | some violation in judged(plan([action({"start": "2026-06-11"})], [approval({"at": "2026-07-01"})]))} == {
		["plan", "actions", 0],
	}
	count(judged(plan([action({"start": "2026-06-30"})], [approval({"at": "2026-06-30"})]))) == 0
}

test_the_first_approval_of_any_version_counts if {
	approvals := [approval({"at": "2026-06-20", "plan_version": 2}), approval({})]
	count(judged(plan([action({"start": "2026-06-11"})], approvals))) == 0
}

test_an_approval_that_was_taken_back_later_permitted_the_work if {
	approvals := [approval({}), approval({"at": "2026-06-20", "decision": "rejected"})]
	count(judged(plan([action({"start": "2026-06-11"})], approvals))) == 0
}

test_what_has_not_begun_is_not_asked if {
	count(found([
		action({"status": "open", "start": "2026-06-01"}),
		action({"status": "blocked", "start": "2026-06-01"}),
		action({"status": "cancelled", "start": "2026-06-01"}),
		object.remove(action({"start": "2026-06-01"}), ["status"]),
	])) == 0
}

test_it_applies_once_work_has_begun if {
	applies(plan([action({})], []))
	applies(plan([action({"status": "done"})], []))
	not applies(plan([action({"status": "open"})], []))
	not applies(plan([], []))
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not applies(object.union(plan([action({})], []), {"status": "cancelled"}))
}

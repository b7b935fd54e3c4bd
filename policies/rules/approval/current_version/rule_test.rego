package rules.approval.current_version_test

import data.rules.approval.current_version

jun_30 := 1782777600000000000

review(changes) := object.union(
	{"act": "review", "by": "p-001", "at": "2026-06-01", "decision": "approved", "plan_version": 3},
	changes,
)

approval(changes) := object.union(
	{"act": "approve", "by": "p-002", "at": "2026-06-02", "decision": "approved", "plan_version": 3},
	changes,
)

plan(approvals) := {
	"id": "P-7",
	"title": "Restore every quarter",
	"version": 3,
	"status": "active",
	"approvals": approvals,
}

found(subject) := violations if {
	violations := current_version.violations with input as {"plan": subject} with time.now_ns as jun_30
}

lacks_review(approvals) if says(approvals, "plan P-7 is at version 3, without a review;")

lacks_approval(approvals) if says(approvals, "plan P-7 is at version 3, without an approval;")

says(approvals, start) if {
	[message] = [violation.message | some violation in found(plan(approvals))]
	startswith(message, start)
}

applies(status) if current_version.applies with input as {"plan": object.union(plan([]), {"status": status})}

test_both_acts_for_the_version_hold if count(found(plan([review({}), approval({})]))) == 0

test_a_review_of_an_older_version_is_denied if {
	found(plan([review({"plan_version": 2}), approval({})])) == {{
		"at": ["plan", "approvals"],
		"message": concat(" ", [
			"plan P-7 is at version 3, without a review;",
			"review of version 2 by p-001: approved on 2026-06-01, approval of version 3 by p-002: approved on 2026-06-02",
		]),
	}}
}

test_an_approval_of_an_older_version_is_denied if lacks_approval([review({}), approval({"plan_version": 2})])

test_an_approval_of_a_later_version_is_denied if lacks_approval([review({}), approval({"plan_version": 4})])

test_acts_for_older_versions_beside_those_in_force_hold if {
	count(found(plan([
		review({"plan_version": 2}),
		approval({"plan_version": 2, "decision": "rejected", "at": "2026-06-20"}),
		review({}),
		approval({}),
	]))) == 0
}

test_a_single_act_is_named if {
	{violation.message | some violation in found(plan([review({})]))} == {concat(" ", [
		"plan P-7 is at version 3, without an approval;",
		"review of version 3 by p-001: approved on 2026-06-01",
	])}
}

test_a_review_alone_is_no_approval if lacks_approval([review({})])

test_an_approval_alone_is_no_review if lacks_review([approval({})])

test_no_act_at_all_is_one_finding if {
	found(plan([])) == {{
		"at": ["plan", "approvals"],
		"message": "plan P-7 is at version 3, without a review and an approval; no act is recorded",
	}}
}

test_no_list_of_approvals_is_found_at_the_plan if {
	found(object.remove(plan([]), ["approvals"])) == {{
		"at": ["plan"],
		"message": "plan P-7 is at version 3, without a review and an approval; no act is recorded",
	}}
}

test_a_rejection_does_not_count if lacks_approval([review({}), approval({"decision": "rejected"})])

test_a_wish_for_changes_does_not_count if lacks_review([review({"decision": "changes_requested"}), approval({})])

test_an_act_of_today_counts if count(found(plan([review({"at": "2026-06-30"}), approval({})]))) == 0

test_an_act_of_tomorrow_does_not_count if lacks_review([review({"at": "2026-07-01"}), approval({})])

test_a_rejection_of_tomorrow_does_not_count if {
	count(found(plan([review({}), approval({}), approval({"decision": "rejected", "at": "2026-07-01"})]))) == 0
}

test_an_act_taken_back_does_not_count if {
	lacks_approval([review({}), approval({"decision": "rejected", "at": "2026-06-09"}), approval({})])
}

test_an_act_after_a_rejection_counts if {
	count(found(plan([review({}), approval({"at": "2026-06-09"}), approval({"decision": "rejected"})]))) == 0
}

test_of_one_day_the_last_in_the_list_counts if {
	lacks_approval([review({}), approval({}), approval({"decision": "rejected"})])
	count(found(plan([review({}), approval({"decision": "rejected"}), approval({})]))) == 0
}

test_a_rejection_by_one_does_not_undo_the_act_of_another if {
	count(found(plan([review({}), approval({}), approval({"by": "p-003", "decision": "rejected"})]))) == 0
}

test_a_rejected_review_does_not_undo_the_approval_of_the_same_person if {
	count(found(plan([
		review({}),
		approval({}),
		review({"by": "p-002", "decision": "rejected", "at": "2026-06-09"}),
	]))) == 0
}

test_applies_to_a_draft if applies("draft")

test_applies_to_an_active_plan if applies("active")

test_applies_to_a_completed_plan if applies("completed")

test_does_not_apply_to_a_cancelled_plan if not applies("cancelled")

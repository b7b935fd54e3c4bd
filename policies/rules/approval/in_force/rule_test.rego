package rules.approval.in_force_test

import data.rules.approval.in_force

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "service_manager"},
	"p-004": {"id": "p-004", "name": "Dara Nowak", "role": "risk_lead"},
	"p-005": {"id": "p-005", "name": "Eli Roth", "role": "director"},
}

review(changes) := object.union(
	{"act": "review", "by": "p-004", "at": "2026-06-01", "decision": "approved", "plan_version": 2},
	changes,
)

approval(changes) := object.union(
	{"act": "approve", "by": "p-002", "at": "2026-06-02", "decision": "approved", "plan_version": 2},
	changes,
)

plan(approvals) := {"id": "P-7", "version": 2, "status": "active", "approvals": approvals}

judged(subject) := violations if {
	violations := in_force.violations with input as {"plan": subject, "people": people} with time.now_ns as jun_30
}

found(approvals) := judged(plan(approvals))

places(approvals) := {violation.at | some violation in found(approvals)}

applies(subject) if in_force.applies with input as {"plan": subject, "people": people} with time.now_ns as jun_30

test_a_review_and_an_approval_after_it_hold if count(found([review({}), approval({})])) == 0

test_both_on_one_day_hold if count(found([review({}), approval({"at": "2026-06-01"})])) == 0

test_a_rejection_is_denied if {
	found([review({}), approval({}), approval({"by": "p-001", "decision": "rejected", "at": "2026-06-03"})]) == {{
		"at": ["plan", "approvals", 2, "decision"],
		"message": "version 2 of plan P-7 was rejected by p-001 on 2026-06-03, and p-001 has not approved of it since",
	}}
}

test_a_wish_for_changes_is_denied if {
	found([review({}), review({"by": "p-003", "decision": "changes_requested"}), approval({})]) == {{
		"at": ["plan", "approvals", 1, "decision"],
		"message": concat(" ", [
			"version 2 of plan P-7 was sent back for changes by p-003 on 2026-06-01,",
			"and p-003 has not approved of it since",
		]),
	}}
}

test_an_objection_that_its_author_settled_holds if {
	count(found([review({"decision": "changes_requested"}), review({}), approval({})])) == 0
}

test_an_objection_to_another_version_holds if {
	count(found([approval({"plan_version": 1, "decision": "rejected"}), review({}), approval({})])) == 0
}

test_an_objection_of_tomorrow_is_not_made_yet if {
	count(found([review({}), approval({}), approval({"decision": "rejected", "at": "2026-07-01"})])) == 0
}

test_an_approval_before_the_review_is_denied if {
	found([review({}), approval({"at": "2026-05-31"})]) == {{
		"at": ["plan", "approvals", 1, "at"],
		"message": "p-002 approved version 2 of plan P-7 on 2026-05-31, before it was reviewed on 2026-06-01",
		"remedy": "Ask p-002 to look at the review and to approve version 2 again.",
	}}
}

test_an_objection_before_the_review_is_one_finding if {
	places([review({}), approval({"at": "2026-05-31", "decision": "rejected"})]) == {["plan", "approvals", 1, "decision"]}
}

test_the_first_review_counts if {
	count(found([review({}), approval({}), review({"at": "2026-06-20"})])) == 0
	count(found([review({}), approval({}), review({"by": "p-001", "at": "2026-06-20"})])) == 0
}

test_a_review_that_did_not_approve_comes_first_for_nobody if {
	places([review({"decision": "changes_requested", "at": "2026-05-01"}), review({"at": "2026-06-20"}), approval({})]) == {["plan", "approvals", 2, "at"]}
}

test_a_review_of_another_version_comes_first_for_nobody if {
	places([review({"plan_version": 1, "at": "2026-05-01"}), review({"at": "2026-06-20"}), approval({})]) == {["plan", "approvals", 2, "at"]}
}

test_a_review_of_tomorrow_is_no_review_yet if {
	count(found([review({"at": "2026-07-01"}), approval({})])) == 0
	places([review({"at": "2026-06-30"}), approval({})]) == {["plan", "approvals", 1, "at"]}
}

test_an_approval_of_another_version_may_be_older if {
	count(found([approval({"plan_version": 1, "at": "2026-05-01"}), review({}), approval({})])) == 0
}

test_an_approval_alone_is_left_to_current_version if count(found([approval({})])) == 0

test_an_approval_holds_on_its_last_day if count(found([review({}), approval({"expires_on": "2026-06-30"})])) == 0

test_an_expired_approval_is_denied if {
	found([review({}), approval({"expires_on": "2026-06-29"})]) == {{
		"at": ["plan", "approvals", 1, "expires_on"],
		"message": concat(" ", [
			"the approval of version 2 of plan P-7 by p-002 (director) expired on 2026-06-29,",
			"and today is 2026-06-30",
		]),
		"remedy": "Ask p-002, or somebody with the same authority or more, for another approval of version 2.",
	}}
}

test_what_somebody_outside_the_register_said_has_not_expired_for_that if {
	count(found([review({"by": "p-999"}), approval({"by": "p-998"})])) == 0
	count(found([review({}), approval({"by": "p-998", "expires_on": "2026-06-29"})])) == 1
}

test_an_expired_review_is_denied if {
	{violation.message | some violation in found([review({"expires_on": "2026-06-29"}), approval({})])} == {concat(" ", [
		"the review of version 2 of plan P-7 by p-004 (risk_lead) expired on 2026-06-29,",
		"and today is 2026-06-30",
	])}
}

test_an_expired_objection_is_one_finding if {
	places([review({}), approval({"decision": "rejected", "expires_on": "2026-06-29"})]) == {["plan", "approvals", 1, "decision"]}
}

test_an_expired_approval_that_was_given_again_holds if {
	count(found([review({}), approval({"expires_on": "2026-06-29"}), approval({"at": "2026-06-20"})])) == 0
}

test_somebody_with_the_same_authority_may_renew if {
	expired := approval({"expires_on": "2026-06-29"})
	count(found([review({}), expired, approval({"by": "p-005"})])) == 0
	count(found([review({}), expired, approval({"by": "p-001"})])) == 0
	places([review({}), expired, approval({"by": "p-003"})]) == {["plan", "approvals", 1, "expires_on"]}
}

test_what_renews_is_the_same_act_of_the_same_version_and_in_force if {
	expired := approval({"expires_on": "2026-06-29"})
	count(found([review({"by": "p-005"}), expired])) == 1
	count(found([review({}), expired, approval({"by": "p-005", "plan_version": 1})])) == 1
	count(found([review({}), expired, approval({"by": "p-005", "expires_on": "2026-06-28"})])) == 2
	places([review({}), expired, approval({"by": "p-005", "decision": "rejected"})]) == {
		["plan", "approvals", 1, "expires_on"],
		["plan", "approvals", 2, "decision"],
	}
}

test_a_completed_plan_needs_no_longer_approval if {
	completed := object.union(plan([review({}), approval({"expires_on": "2026-06-29"})]), {"status": "completed"})
	applies(completed)
	count(judged(completed)) == 0
}

test_a_completed_plan_keeps_the_order_and_the_objections if {
	approvals := [review({}), approval({"at": "2026-05-31"}), approval({"by": "p-001", "decision": "rejected"})]
	count(judged(object.union(plan(approvals), {"status": "completed"}))) == 2
}

test_it_applies_where_the_version_in_force_has_an_act if {
	applies(plan([review({})]))
	applies(plan([approval({"decision": "rejected"})]))
	not applies(plan([review({"plan_version": 1})]))
	not applies(plan([review({"at": "2026-07-01"})]))
	not applies(plan([]))
	not applies(object.remove(plan([]), ["approvals"]))
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not applies(object.union(plan([review({})]), {"status": "cancelled"}))
}

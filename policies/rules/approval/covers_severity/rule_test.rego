package rules.approval.covers_severity_test

import data.rules.approval.covers_severity

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "service_manager"},
}

approval(changes) := object.union(
	{"act": "approve", "by": "p-002", "at": "2026-06-01", "decision": "approved", "plan_version": 2, "severity": "high"},
	changes,
)

plan(approvals) := {"id": "P-7", "version": 2, "status": "active", "approvals": approvals}

risk(id, severity) := {"id": id, "status": "responding", "assessment": {"severity": severity}}

with_risks(subject, risks) := violations if {
	violations := covers_severity.violations with input as {"plan": subject, "risks": risks, "people": people}
		with time.now_ns as jun_30
}

found(approvals) := with_risks(plan(approvals), [risk("R-3", "high")])

applies(subject, risks) if {
	covers_severity.applies with input as {"plan": subject, "risks": risks, "people": people} with time.now_ns as jun_30
}

test_the_severity_of_today_is_covered if count(found([approval({})])) == 0

test_a_severity_above_is_covered if count(found([approval({"severity": "critical"})])) == 0

test_a_severity_below_is_denied if {
	found([approval({"severity": "moderate"})]) == {{
		"at": ["plan", "approvals", 0, "severity"],
		"message": concat(" ", [
			"p-002 approved version 2 of plan P-7 on 2026-06-01 for severity moderate;",
			"risk R-3, which it answers, is high today",
		]),
	}}
}

test_a_severity_outside_the_scale_is_denied if count(found([approval({"severity": "dire"})])) == 1

test_no_severity_is_denied if {
	found([object.remove(approval({}), ["severity"])]) == {{
		"at": ["plan", "approvals", 0],
		"message": concat(" ", [
			"p-002 approved version 2 of plan P-7 on 2026-06-01 without stating the severity;",
			"risk R-3, which it answers, is high today",
		]),
	}}
}

test_one_approval_that_covers_is_enough if {
	count(found([approval({"severity": "moderate"}), approval({"by": "p-001"})])) == 0
	count(found([object.remove(approval({}), ["severity"]), approval({"by": "p-001"})])) == 0
}

test_where_none_covers_each_is_named if {
	{violation.at | some violation in found([
		approval({"severity": "moderate"}),
		object.remove(approval({"by": "p-001"}), ["severity"]),
	])} == {["plan", "approvals", 0, "severity"], ["plan", "approvals", 1]}
}

test_a_person_without_the_authority_covers_nothing if {
	{violation.at | some violation in found([
		approval({"severity": "moderate"}),
		approval({"by": "p-003"}),
	])} == {["plan", "approvals", 0, "severity"]}
}

test_where_nobody_has_the_authority_anybody_is_looked_at if {
	count(found([approval({"by": "p-003"})])) == 0
	count(found([approval({"by": "p-999"})])) == 0
	count(found([approval({"by": "p-003", "severity": "low"})])) == 1
}

test_the_highest_severity_of_the_risks_counts if {
	violations := with_risks(
		plan([approval({"severity": "high"})]),
		[risk("R-5", "critical"), risk("R-4", "critical"), risk("R-1", "high"), risk("R-9", "dire")],
	)
	{violation.message | some violation in violations} == {concat(" ", [
		"p-002 approved version 2 of plan P-7 on 2026-06-01 for severity high;",
		"risk R-4, which it answers, is critical today",
	])}
}

test_an_approval_that_was_taken_back_is_not_looked_at if {
	count(found([
		approval({}),
		approval({"at": "2026-06-09", "decision": "rejected"}),
		approval({"by": "p-001", "severity": "low"}),
	])) == 1
}

test_it_applies_to_an_approval_of_the_version_in_force if {
	applies(plan([approval({})]), [risk("R-3", "high")])
	not applies(plan([approval({"plan_version": 1})]), [risk("R-3", "high")])
	not applies(plan([approval({"act": "review"})]), [risk("R-3", "high")])
	not applies(plan([approval({"decision": "rejected"})]), [risk("R-3", "high")])
	not applies(plan([]), [risk("R-3", "high")])
	not applies(object.remove(plan([]), ["approvals"]), [risk("R-3", "high")])
}

test_it_does_not_apply_without_a_severity_of_the_scale if not applies(plan([approval({})]), [risk("R-3", "dire")])

test_it_does_not_apply_to_a_plan_that_is_over if {
	not applies(object.union(plan([approval({})]), {"status": "completed"}), [risk("R-3", "high")])
	not applies(object.union(plan([approval({})]), {"status": "cancelled"}), [risk("R-3", "high")])
	applies(object.union(plan([approval({})]), {"status": "draft"}), [risk("R-3", "high")])
}

package rules.approval.independent_test

import data.rules.approval.independent

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive", "team": "board"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director", "team": "vaults"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "director", "team": "portal"},
	"p-004": {"id": "p-004", "name": "Dara Nowak", "role": "service_lead", "team": "portal"},
	"p-005": {"id": "p-005", "name": "Eli Roth", "role": "director", "team": "vaults"},
}

approval(changes) := object.union(
	{"act": "approve", "by": "p-003", "at": "2026-06-01", "decision": "approved", "plan_version": 2},
	changes,
)

plan(changes) := object.union({"id": "P-7", "version": 2, "status": "active", "approvals": [approval({})]}, changes)

judged(subject, risks) := violations if {
	violations := independent.violations with input as {"plan": subject, "risks": risks, "people": people}
		with time.now_ns as jun_30
}

high := [{"id": "R-3", "assessment": {"severity": "high"}}]

found(changes) := judged(plan(changes), high)

applies(subject, risks) if {
	independent.applies with input as {"plan": subject, "risks": risks, "people": people} with time.now_ns as jun_30
}

message(names) := concat(" ", [
	$"version 2 of plan P-7 is approved by {names},",
	"and by nobody with the authority who has no part in the plan",
])

test_somebody_without_a_part_holds if {
	count(found({"owner": "p-002", "author": "p-004", "actions": [{"id": "A-1", "owner": "p-005"}]})) == 0
}

test_the_owner_is_denied if {
	found({"owner": "p-003", "team": "vaults"}) == {{
		"at": ["plan", "approvals"],
		"message": message("p-003 (its owner)"),
		"remedy": concat(" ", [
			"Ask p-002 (Bo Lindqvist, director) or p-005 (Eli Roth, director) or",
			"p-001 (Ada Okafor, executive) to approve version 2.",
		]),
	}}
}

test_the_author_is_denied if {
	{violation.message | some violation in found({"author": "p-003"})} == {message("p-003 (its author)")}
}

test_the_owner_of_an_action_is_denied if {
	actions := [{"id": "A-1", "owner": "p-002"}, {"id": "A-2", "owner": "p-003", "status": "open"}]
	{violation.message | some violation in found({"actions": actions})} == {message("p-003 (owner of action A-2)")}
}

test_all_parts_are_named if {
	subject := {"owner": "p-003", "author": "p-003", "actions": [{"id": "A-1", "owner": "p-003"}]}
	{violation.message | some violation in found(subject)} == {message("p-003 (its author and its owner and owner of action A-1)")}
}

test_the_owner_of_a_cancelled_action_has_no_part if {
	count(found({"actions": [{"id": "A-1", "owner": "p-003", "status": "cancelled"}]})) == 0
}

test_the_settings_say_who_has_a_part if {
	subject := {"owner": "p-003", "author": "p-002"}
	violations := found(subject) with data.settings.approval.independent_of as ["author"]
	count(violations) == 0
	independent.applies with input as {"plan": plan({}), "risks": high, "people": people}
		with time.now_ns as jun_30
		with data.settings.approval.independent_of as ["author"]
}

test_one_without_a_part_is_enough if {
	count(found({"owner": "p-003", "approvals": [approval({}), approval({"by": "p-002"})]})) == 0
}

test_one_without_the_authority_is_not_enough if {
	{violation.message | some violation in found({
		"owner": "p-003",
		"approvals": [approval({}), approval({"by": "p-004"})],
	})} == {message("p-003 (its owner)")}
}

test_where_nobody_has_the_authority_anybody_without_a_part_will_do if {
	count(found({"owner": "p-003", "approvals": [approval({"by": "p-004"})]})) == 0
	count(found({"owner": "p-004", "approvals": [approval({"by": "p-004"})]})) == 1
}

test_several_with_a_part_are_named if {
	{violation.message | some violation in found({
		"owner": "p-003",
		"author": "p-002",
		"approvals": [approval({}), approval({"by": "p-002"})],
	})} == {message("p-002 (its author), p-003 (its owner)")}
}

test_an_approval_that_was_taken_back_or_of_another_version_does_not_count if {
	count(found({"owner": "p-003", "approvals": [approval({}), approval({"by": "p-002", "plan_version": 1})]})) == 1
	count(found({"owner": "p-003", "approvals": [approval({}), approval({"by": "p-002", "decision": "rejected"})]})) == 1
	count(found({"owner": "p-003", "approvals": [approval({}), approval({"by": "p-002", "act": "review"})]})) == 1
}

test_the_remedy_says_when_nobody_could if {
	critical := [{"id": "R-3", "assessment": {"severity": "critical"}}]
	{violation.remedy | some violation in judged(plan({"owner": "p-001", "approvals": [approval({"by": "p-001"})]}), critical)} == {
		"Nobody else in the register could approve it: add who has the authority.",
	}
}

test_the_highest_severity_says_who_has_the_authority if {
	risks := [{"id": "R-3", "assessment": {"severity": "low"}}, {"id": "R-4", "assessment": {"severity": "high"}}]
	count(judged(plan({"owner": "p-003", "approvals": [approval({}), approval({"by": "p-004"})]}), risks)) == 1
}

test_it_applies_where_the_version_in_force_is_approved if {
	applies(plan({}), high)
	applies(plan({"status": "completed"}), high)
	not applies(plan({"status": "cancelled"}), high)
	not applies(plan({"approvals": [approval({"plan_version": 1})]}), high)
	not applies(plan({"approvals": []}), high)
}

test_without_a_severity_of_the_scale_anybody_without_a_part_will_do if {
	applies(plan({}), [])
	count(judged(plan({}), [{"id": "R-3", "assessment": {"severity": "dire"}}])) == 0
	count(judged(plan({"owner": "p-003"}), [])) == 1
}

test_it_does_not_apply_where_the_settings_name_nobody if {
	not independent.applies with input as {"plan": plan({}), "risks": high, "people": people}
		with time.now_ns as jun_30
		with data.settings.approval.independent_of as []
}

package rules.approval.reviewed_at_level_test

import data.rules.approval.reviewed_at_level

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "risk_lead"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "risk_lead"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "risk_team"},
	"p-004": {"id": "p-004", "name": "Dara Nowak", "role": "executive"},
	"p-005": {"id": "p-005", "name": "Eli Roth", "role": "risk_lead"},
	"p-006": {"id": "p-006", "name": "Fay Haddad", "role": "risk_lead"},
}

act(changes) := object.union(
	{"act": "review", "by": "p-002", "at": "2026-06-01", "decision": "approved", "plan_version": 2},
	changes,
)

plan(approvals) := {
	"id": "P-7",
	"title": "Restore every quarter",
	"version": 2,
	"status": "active",
	"approvals": approvals,
}

risk(id, severity) := {
	"id": id,
	"title": "Backups are never restored",
	"status": "responding",
	"assessment": {"severity": severity},
}

with_risks(subject, risks) := violations if {
	violations := reviewed_at_level.violations with input as {"plan": subject, "risks": risks, "people": people}
		with time.now_ns as jun_30
}

found(subject) := with_risks(subject, [risk("R-3", "high")])

applies(subject, risks) if reviewed_at_level.applies with input as {"plan": subject, "risks": risks}

ask_three := $"Ask {three} to review version 2."

three := "p-001 (Ada Okafor, risk_lead) or p-002 (Bo Lindqvist, risk_lead) or p-005 (Eli Roth, risk_lead)"

test_the_required_role_is_enough if count(found(plan([act({})]))) == 0

test_a_role_above_the_required_one_is_enough if {
	count(with_risks(plan([act({"by": "p-001"})]), [risk("R-2", "moderate")])) == 0
}

test_a_role_below_the_required_one_is_denied if {
	found(plan([act({"by": "p-003"})])) == {{
		"at": ["plan", "approvals"],
		"message": concat(" ", [
			"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
			"p-003 (risk_team): approved version 2 on 2026-06-01",
		]),
		"remedy": ask_three,
	}}
}

test_a_role_of_another_ladder_is_denied if count(found(plan([act({"by": "p-004"})]))) == 1

test_a_claimed_role_gives_no_authority if count(found(plan([act({"by": "p-003", "role": "risk_lead"})]))) == 1

test_a_person_outside_the_register_has_no_authority if {
	{violation.message | some violation in found(plan([act({"by": "p-999"})]))} == {concat(" ", [
		"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
		"p-999 (not in the register): approved version 2 on 2026-06-01",
	])}
}

test_several_reviews_are_named if {
	{violation.message | some violation in found(plan([act({"by": "p-003"}), act({"by": "p-004"})]))} == {concat(" ", [
		"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
		"p-003 (risk_team): approved version 2 on 2026-06-01, p-004 (executive): approved version 2 on 2026-06-01",
	])}
}

test_one_of_several_is_enough if {
	count(found(plan([act({"by": "p-999"}), act({"by": "p-003"}), act({"by": "p-002"})]))) == 0
}

test_no_act_is_denied if {
	found(plan([])) == {{
		"at": ["plan", "approvals"],
		"message": concat(" ", [
			"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
			"no review is recorded",
		]),
		"remedy": ask_three,
	}}
}

test_no_list_of_approvals_is_found_at_the_plan if {
	{violation.at | some violation in found(object.remove(plan([]), ["approvals"]))} == {["plan"]}
}

test_the_other_act_does_not_count if {
	{violation.message | some violation in found(plan([act({"act": "approve"})]))} == {concat(" ", [
		"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
		"no review is recorded",
	])}
}

test_a_rejection_does_not_count if count(found(plan([act({"decision": "rejected"})]))) == 1

test_a_wish_for_changes_does_not_count if count(found(plan([act({"decision": "changes_requested"})]))) == 1

test_an_act_of_today_counts if count(found(plan([act({"at": "2026-06-30"})]))) == 0

test_an_act_of_tomorrow_does_not_count if count(found(plan([act({"at": "2026-07-01"})]))) == 1

test_a_rejection_of_tomorrow_does_not_count if {
	count(found(plan([act({}), act({"decision": "rejected", "at": "2026-07-01"})]))) == 0
}

test_an_act_taken_back_does_not_count if {
	count(found(plan([act({"decision": "rejected", "at": "2026-06-09"}), act({})]))) == 1
}

test_an_act_after_a_rejection_counts if {
	count(found(plan([act({"at": "2026-06-09"}), act({"decision": "rejected"})]))) == 0
}

test_of_one_day_the_last_in_the_list_counts if {
	count(found(plan([act({}), act({"decision": "rejected"})]))) == 1
	count(found(plan([act({"decision": "rejected"}), act({})]))) == 0
}

test_a_rejection_by_one_does_not_undo_the_act_of_another if {
	count(found(plan([act({}), act({"by": "p-005", "decision": "rejected", "at": "2026-06-09"})]))) == 0
}

test_a_rejection_of_the_other_act_undoes_nothing if {
	count(found(plan([act({}), act({"act": "approve", "decision": "rejected", "at": "2026-06-09"})]))) == 0
}

test_a_rejection_of_another_version_undoes_nothing if {
	count(found(plan([act({}), act({"decision": "rejected", "at": "2026-05-09", "plan_version": 1})]))) == 0
	count(found(plan([act({}), act({"decision": "rejected", "at": "2026-06-09", "plan_version": 1})]))) == 0
}

test_an_act_for_an_older_version_alone_is_left_to_current_version if {
	count(found(plan([act({"plan_version": 1})]))) == 0
}

test_an_act_at_level_for_an_older_version_does_not_stand_in_for_the_new_one if {
	count(found(plan([act({"plan_version": 1}), act({"by": "p-003"})]))) == 1
}

test_an_act_for_an_older_version_needs_the_level_as_well if {
	count(found(plan([act({"by": "p-003", "plan_version": 1})]))) == 1
}

test_the_highest_severity_of_the_risks_counts if {
	violations := with_risks(
		plan([act({"by": "p-003"})]),
		[risk("R-1", "low"), risk("R-4", "high"), risk("R-3", "high"), risk("R-9", "dire")],
	)
	{violation.message | some violation in violations} == {concat(" ", [
		"plan P-7 answers risk R-3 (high), which asks for a review by risk_lead;",
		"p-003 (risk_team): approved version 2 on 2026-06-01",
	])}
}

test_a_lower_severity_asks_for_less if {
	count(with_risks(plan([act({"by": "p-003"})]), [risk("R-1", "low"), risk("R-2", "moderate")])) == 0
}

test_a_closed_risk_counts if {
	closed := object.union(risk("R-3", "high"), {"status": "closed"})
	count(with_risks(plan([act({"by": "p-003"})]), [risk("R-1", "low"), closed])) == 1
}

test_a_severity_claimed_by_the_act_does_not_count if {
	count(found(plan([act({"by": "p-003", "severity": "low"})]))) == 1
}

test_the_remedy_says_when_nobody_could_act if {
	violations := reviewed_at_level.violations with input as {
		"plan": plan([]),
		"risks": [risk("R-3", "high")],
		"people": object.filter(people, ["p-003", "p-004"]),
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {
		"Nobody in the register has the role risk_lead or one above it: add who has.",
	}
}

test_the_remedy_names_the_only_one_who_could_act if {
	violations := reviewed_at_level.violations with input as {
		"plan": plan([]),
		"risks": [risk("R-3", "high")],
		"people": object.filter(people, ["p-002", "p-003"]),
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {"Ask p-002 (Bo Lindqvist, risk_lead) to review version 2."}
}

test_the_remedy_names_people_of_the_plans_team_first if {
	violations := reviewed_at_level.violations with input as {
		"plan": object.union(plan([]), {"team": "vaults"}),
		"risks": [risk("R-3", "high")],
		"people": object.union(people, {"p-005": {"team": "portal"}, "p-006": {"team": "vaults"}}),
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {concat(" ", [
		"Ask p-006 (Fay Haddad, risk_lead) or p-001 (Ada Okafor, risk_lead) or",
		"p-002 (Bo Lindqvist, risk_lead) to review version 2.",
	])}
}

test_a_severity_without_a_role_is_denied if {
	violations := with_risks(plan([act({"by": "p-001"})]), [risk("R-3", "dire")]) with data.settings.scale.levels as ["low", "dire"]
	count(violations) == 1
}

test_applies_to_a_draft if applies(object.union(plan([]), {"status": "draft"}), [risk("R-3", "low")])

test_applies_to_a_completed_plan if applies(object.union(plan([]), {"status": "completed"}), [risk("R-3", "low")])

test_does_not_apply_to_a_cancelled_plan if {
	not applies(object.union(plan([]), {"status": "cancelled"}), [risk("R-3", "low")])
}

test_does_not_apply_where_no_risk_has_a_severity_of_the_scale if {
	not applies(plan([]), [risk("R-3", "dire"), object.remove(risk("R-4", "low"), ["assessment"])])
}

test_does_not_apply_without_risks if not applies(plan([]), [])

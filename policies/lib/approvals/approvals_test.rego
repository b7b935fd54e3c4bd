package lib.approvals_test

import data.lib.approvals

jun_30 := 1782777600000000000

act(kind, by, at, decision, version) := {"act": kind, "by": by, "at": at, "decision": decision, "plan_version": version}

approval(by, at, decision) := act("approve", by, at, decision, 2)

decided(by, at, decision) := {"by": by, "at": at, "decision": decision}

places(acts) := object.keys(last) if {
	last := approvals.last_acts(acts) with time.now_ns as jun_30
}

deciders(acts) := found if {
	found := approvals.deciders({"version": 2, "approvals": acts}, "approve") with time.now_ns as jun_30
}

in_force(decisions) := object.keys(held) if {
	held := approvals.in_force(decisions) with time.now_ns as jun_30
}

test_the_act_itself_is_held if {
	only := approval("p-1", "2026-06-01", "approved")
	approvals.last_acts([only]) == {0: only} with time.now_ns as jun_30
}

test_of_one_person_the_latest_act_counts if {
	places([approval("p-1", "2026-06-09", "rejected"), approval("p-1", "2026-06-01", "approved")]) == {0}
	places([approval("p-1", "2026-06-01", "approved"), approval("p-1", "2026-06-09", "rejected")]) == {1}
}

test_of_one_day_the_later_in_the_list_counts if {
	places([approval("p-1", "2026-06-01", "approved"), approval("p-1", "2026-06-01", "rejected")]) == {1}
}

test_people_speak_for_themselves if {
	places([approval("p-1", "2026-06-01", "approved"), approval("p-2", "2026-06-09", "rejected")]) == {0, 1}
}

test_versions_stand_for_themselves if {
	places([
		act("approve", "p-1", "2026-06-01", "approved", 1),
		act("approve", "p-1", "2026-06-09", "approved", 2),
	]) == {0, 1}
}

test_reviews_and_approvals_are_told_apart if {
	places([approval("p-1", "2026-06-01", "approved"), act("review", "p-1", "2026-06-09", "rejected", 2)]) == {0, 1}
}

test_what_is_dated_tomorrow_is_not_said_yet if {
	places([approval("p-1", "2026-06-01", "approved"), approval("p-1", "2026-07-01", "rejected")]) == {0}
	places([approval("p-1", "2026-06-01", "approved"), approval("p-1", "2026-06-30", "rejected")]) == {1}
}

test_approving_holds_what_approves_of_the_version if {
	approving := approvals.approving(
		[
			approval("p-1", "2026-06-01", "approved"),
			approval("p-2", "2026-06-01", "changes_requested"),
			act("approve", "p-3", "2026-06-01", "approved", 1),
			act("review", "p-4", "2026-06-01", "approved", 2),
		],
		"approve", 2,
	) with time.now_ns as jun_30
	object.keys(approving) == {0}
}

test_a_decision_is_held_until_its_person_decides_otherwise if {
	last := approvals.last_decisions([
		decided("p-1", "2026-06-01", "approved"),
		decided("p-1", "2026-06-09", "rejected"),
		decided("p-2", "2026-06-01", "approved"),
		decided("p-2", "2026-07-01", "rejected"),
	]) with time.now_ns as jun_30
	last == {1: decided("p-1", "2026-06-09", "rejected"), 2: decided("p-2", "2026-06-01", "approved")}
}

test_an_approval_is_in_force_through_its_last_day if {
	in_force([object.union(decided("p-1", "2026-06-01", "approved"), {"expires_on": "2026-06-30"})]) == {0}
	in_force([object.union(decided("p-1", "2026-06-01", "approved"), {"expires_on": "2026-06-29"})]) == set()
	in_force([decided("p-1", "2026-06-01", "approved")]) == {0}
}

test_only_an_approval_is_in_force if {
	in_force([decided("p-1", "2026-06-01", "rejected"), decided("p-2", "2026-06-01", "changes_requested")]) == set()
}

test_those_who_approve_of_the_version_count if {
	deciders([approval("p-1", "2026-06-01", "approved"), act("approve", "p-2", "2026-06-01", "approved", 1)]) == {"p-1"}
}

test_where_nobody_approves_of_the_version_those_who_approve_of_another_count if {
	deciders([
		approval("p-1", "2026-06-01", "rejected"),
		act("approve", "p-2", "2026-06-01", "approved", 1),
		act("approve", "p-3", "2026-06-01", "rejected", 1),
		act("review", "p-4", "2026-06-01", "approved", 1),
	]) == {"p-2"}
}

test_the_settings_say_who_is_too_involved_to_approve if {
	plan := {
		"owner": "p-1",
		"author": "p-2",
		"actions": [
			{"id": "A-1", "owner": "p-3", "status": "open"},
			{"id": "A-2", "owner": "p-4"},
			{"id": "A-3", "owner": "p-5", "status": "cancelled"},
			{"id": "A-4"},
		],
	}
	approvals.involved(plan) == {"p-1", "p-2", "p-3", "p-4"} with data.settings.approval.independent_of as ["owner", "author", "action_owners"]
	approvals.involved(plan) == {"p-1"} with data.settings.approval.independent_of as ["owner"]
	approvals.involved(plan) == {"p-2"} with data.settings.approval.independent_of as ["author"]
	approvals.involved(plan) == {"p-3", "p-4"} with data.settings.approval.independent_of as ["action_owners"]
	approvals.involved(plan) == set() with data.settings.approval.independent_of as []
	approvals.involved({}) == set() with data.settings.approval.independent_of as ["owner", "author", "action_owners"]
}

test_a_decision_of_today_is_the_last if {
	in_force([decided("p-1", "2026-06-01", "approved"), decided("p-1", "2026-06-30", "rejected")]) == set()
	in_force([decided("p-1", "2026-06-30", "approved")]) == {0}
}

test_the_parts_that_people_have_in_a_plan if {
	plan := {"owner": "p-1", "author": "p-1", "actions": [{"id": "A-1", "owner": "p-3"}, {"id": "A-2", "owner": "p-1"}]}
	approvals.parts(plan) == {
		["p-1", "its owner"],
		["p-1", "its author"],
		["p-1", "owner of action A-2"],
		["p-3", "owner of action A-1"],
	} with data.settings.approval.independent_of as ["owner", "author", "action_owners"]
}

test_an_act_in_a_word if {
	approvals.noun({"act": "approve"}) == "approval"
	approvals.noun({"act": "review"}) == "review"
}

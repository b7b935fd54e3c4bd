package rules.change.approval_of_current_version_test

import data.rules.change.approval_of_current_version

# changed(before, after) is a change of plan P-1 from one record to another.
changed(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in approval_of_current_version.violations with input as changes}

applies(changes) if approval_of_current_version.applies with input as changes

plan(version, approvals) := {"id": "P-1", "version": version, "approvals": approvals}

act(version) := {"act": "approve", "by": "p-1", "at": "2026-06-09", "plan_version": version}

new(after) := {"change": {"kind": "plan", "id": "P-1"}, "after": {"plan": after}}

other(version) := {[
	["after", "plan", "approvals", 0, "plan_version"],
	$"the new approval of plan P-1 by p-1 is for version {version}; version 2 is in force",
]}

test_an_approval_of_the_version_in_force_holds if {
	found(plan(1, []), plan(2, [act(2)])) == set()
	judged(new(plan(2, [act(2)]))) == set()
}

test_one_of_another_version_is_told if {
	found(plan(2, []), plan(2, [act(1)])) == other(1)
	found({"id": "P-1"}, plan(2, [act(1)])) == other(1)
	found(plan(2, []), plan(2, [act(3)])) == other(3)
}

test_a_plan_that_is_new_may_bring_older_ones_along if {
	judged(new(plan(2, [act(1)]))) == set()
	judged(new(plan(2, [act(3)]))) == other(3)
}

test_it_applies_to_new_approvals if {
	applies(changed(plan(2, []), plan(2, [act(1)])))
	not applies(changed(plan(2, [act(1)]), plan(2, [act(1)])))
	not applies(changed(plan(2, [act(1)]), plan(2, [])))
	found(plan(2, [act(1)]), plan(2, [act(1)])) == set()
}

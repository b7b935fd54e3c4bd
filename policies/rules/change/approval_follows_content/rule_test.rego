package rules.change.approval_follows_content_test

import data.rules.change.approval_follows_content

# changed(before, after) is a change of plan P-1 from one record to another.
changed(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

judged(changes) := {[violation.at, violation.message] | some violation in approval_follows_content.violations with input as changes}

applies(changes) if approval_follows_content.applies with input as changes

june := time.parse_ns("2006-01-02", "2026-06-30")

plan(version, updated, approvals) := {"id": "P-1", "version": version, "updated_on": updated, "approvals": approvals}

act(version, at) := {"act": "approve", "by": "p-1", "at": at, "decision": "approved", "plan_version": version}

told(before, after) := {[violation.at, violation.message] |
	some violation in approval_follows_content.violations with input as changed(before, after) with time.now_ns as june
}

test_an_approval_on_the_day_or_later_holds if {
	told(plan(1, "2026-06-10", []), plan(1, "2026-06-10", [act(1, "2026-06-10")])) == set()
	told(plan(1, "2026-06-01", []), plan(2, "2026-06-10", [act(2, "2026-06-11")])) == set()
}

early := {[
	["after", "plan", "approvals", 0, "at"],
	"the approval of plan P-1 by p-1 is dated 2026-06-09, before version 1 was made on 2026-06-10",
]}

test_an_earlier_approval_is_told if {
	told(plan(1, "2026-06-10", []), plan(1, "2026-06-10", [act(1, "2026-06-09")])) == early
	told({"id": "P-1"}, plan(1, "2026-06-10", [act(1, "2026-06-09")])) == early
}

test_an_approval_that_was_there_is_not_asked if {
	told(plan(1, "2026-06-10", [act(1, "2026-06-09")]), plan(1, "2026-06-10", [act(1, "2026-06-09")])) == set()
}

test_an_approval_of_another_version_is_not_asked if {
	told(plan(2, "2026-06-10", []), plan(2, "2026-06-10", [act(1, "2026-06-09")])) == set()
}

test_a_plan_that_is_new_is_asked_too if {
	judged({"change": {"kind": "plan", "id": "P-1"}, "after": {"plan": plan(1, "2026-06-10", [act(1, "2026-06-09")])}}) == early
}

test_no_day_is_told if {
	told({"id": "P-1", "version": 1}, {"id": "P-1", "version": 1, "approvals": [act(1, "2026-06-09")]}) == {[
		["after", "plan"],
		"plan P-1 has a new approval, and nothing says when its version 1 was made (updated_on)",
	]}
}

test_a_new_version_has_a_new_day if {
	told(plan(1, "2026-06-29", []), plan(2, "2026-06-29", [])) == {[
		["after", "plan", "updated_on"],
		"plan P-1 has a new version 2, and its updated_on is still 2026-06-29",
	]}
	told(plan(1, "2026-06-30", []), plan(2, "2026-06-30", [])) == set()
	told(plan(1, "2026-06-28", []), plan(2, "2026-06-29", [])) == set()
	told(plan(1, "2026-06-29", []), plan(1, "2026-06-29", [])) == set()
}

test_the_day_is_not_set_back if {
	told(plan(1, "2026-06-29", []), plan(1, "2026-06-28", [])) == {[["after", "plan", "updated_on"], "plan P-1 was updated on 2026-06-29, and says 2026-06-28 now"]}
	told(plan(1, "2026-06-29", []), {"id": "P-1", "version": 1}) == {[["after", "plan", "updated_on"], "plan P-1 was updated on 2026-06-29, and says no day now"]}
}

risk(assessed, approvals) := {"id": "R-1", "assessment": {"on": assessed}, "response": {"acceptance": {"approvals": approvals}}}

accepting(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

test_an_acceptance_is_approved_after_its_assessment if {
	told_of := {[
		["after", "risk", "response", "acceptance", "approvals", 0, "at"],
		"the acceptance of risk R-1 was approved by p-1 on 2026-06-09, before the assessment of 2026-06-10 that it is about",
	]}
	judged(accepting(risk("2026-06-10", []), risk("2026-06-10", [act(1, "2026-06-09")]))) == told_of
	judged(accepting({"id": "R-1"}, risk("2026-06-10", [act(1, "2026-06-09")]))) == told_of
	judged(accepting(risk("2026-06-10", []), risk("2026-06-10", [act(1, "2026-06-10")]))) == set()
	judged(accepting(risk("2026-06-10", [act(1, "2026-06-09")]), risk("2026-06-10", [act(1, "2026-06-09")]))) == set()
}

test_it_applies_where_there_is_something_to_compare if {
	applies(changed(plan(1, "2026-06-10", []), plan(1, "2026-06-10", [act(1, "2026-06-10")])))
	applies(changed(plan(1, "2026-06-10", []), plan(2, "2026-06-11", [])))
	applies(changed(plan(1, "2026-06-10", []), plan(1, "2026-06-09", [])))
	applies(accepting(risk("2026-06-10", []), risk("2026-06-10", [act(1, "2026-06-10")])))
	not applies(changed(plan(1, "2026-06-10", []), plan(1, "2026-06-10", [])))
	not applies(changed(plan(1, "2026-06-10", []), plan(1, "2026-06-11", [])))
	not applies(changed(plan(2, "2026-06-10", []), plan(1, "2026-06-10", [])))
	not applies(changed({"id": "P-1"}, plan(1, "2026-06-10", [])))
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": plan(1, "2026-06-10", [])}})
}

package rules.change.closed_with_evidence_test

import data.rules.change.closed_with_evidence

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in closed_with_evidence.violations with input as changes}

applies(changes) if closed_with_evidence.applies with input as changes

open := {"id": "R-1", "status": "responding", "assessment": {"on": "2026-05-01"}}

closed(evidence) := {"id": "R-1", "status": "closed", "closure": {"evidence": evidence}}

proof(on) := {"ref": "scan/77", "collected_on": on}

stale := {[
	["after", "risk", "closure", "evidence"],
	"risk R-1 is closed, and none of its evidence that can be looked up was collected since it was last assessed on 2026-05-01",
]}

test_evidence_since_the_assessment_holds if {
	found(open, closed([proof("2026-05-01")])) == set()
	found(open, closed([proof("2025-01-01"), proof("2026-06-01")])) == set()
}

test_older_evidence_is_told if {
	found(open, closed([proof("2026-04-30")])) == stale
	found(open, closed([{"ref": "scan/77"}])) == stale
	found(open, closed([{"collected_on": "2026-06-01"}])) == stale
	found(open, closed([])) == stale
	found(open, {"status": "closed"}) == stale
}

test_without_an_assessment_any_day_will_do if {
	found({"status": "identified"}, closed([proof("2020-01-01")])) == set()
	found({"status": "identified"}, closed([{"ref": "scan/77"}])) == {[
		["after", "risk", "closure", "evidence"],
		"risk R-1 is closed, and none of its evidence that can be looked up was collected on a day that it tells",
	]}
}

plan(from, to, actions) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": {"status": from}}, "after": {"plan": {"status": to, "actions": actions}}}

test_a_plan_is_completed_by_its_actions if {
	judged(plan("active", "completed", [{"id": "A-1", "status": "done"}, {"id": "A-2", "status": "cancelled"}])) == set()
	judged(plan("active", "completed", [{"id": "A-1", "status": "done"}, {"id": "A-2", "status": "blocked"}])) == {[
		["after", "plan", "actions", 1, "status"],
		"plan P-1 is completed, and its action A-2 is neither done nor cancelled",
	]}
	judged(plan("active", "completed", [{"id": "A-2", "status": "cancelled"}])) == {[
		["after", "plan", "status"],
		"plan P-1 is completed, and none of its actions is done",
	]}
	judged(plan("active", "completed", [{"id": "A-1", "status": "done"}, {"id": "A-2"}])) == {[
		["after", "plan", "actions", 1, "status"],
		"plan P-1 is completed, and its action A-2 is neither done nor cancelled",
	]}
}

test_it_applies_to_what_the_change_closes if {
	applies(changed(open, closed([])))
	applies(plan("active", "completed", []))
	not applies(changed(closed([]), closed([])))
	not applies(changed(open, open))
	not applies(plan("completed", "completed", []))
	not applies(plan("active", "cancelled", []))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": closed([])}})
	not applies({"change": {"kind": "plan", "id": "P-1"}, "after": {"plan": {"status": "completed"}}})
}

test_what_is_not_completed_is_not_asked_for_its_actions if {
	judged(plan("active", "active", [{"id": "A-2", "status": "blocked"}])) == set()
	found(open, object.union(open, {"title": "other"})) == set()
}

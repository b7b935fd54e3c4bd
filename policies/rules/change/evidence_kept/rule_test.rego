package rules.change.evidence_kept_test

import data.rules.change.evidence_kept

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in evidence_kept.violations with input as changes}

applies(changes) if evidence_kept.applies with input as changes

proof(ref) := {"ref": ref, "collected_on": "2026-06-01"}

closed(evidence) := {"id": "R-1", "status": "closed", "closure": {"evidence": evidence}}

deviating(evidence) := {"id": "R-1", "status": "assessed", "deviations": [{"evidence": evidence}]}

plan(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

acting(evidence) := {"id": "P-1", "actions": [{"id": "A-1", "evidence": evidence}]}

judged_so(evidence) := {"id": "P-1", "effectiveness": {"evidence": evidence}}

test_evidence_that_is_joined_by_more_holds if {
	found(closed([proof("a")]), closed([proof("b"), proof("a")])) == set()
	found(deviating([proof("a")]), deviating([proof("b"), proof("a")])) == set()
	judged(plan(acting([proof("a")]), acting([proof("b"), proof("a")]))) == set()
	judged(plan(judged_so([proof("a")]), judged_so([proof("b"), proof("a")]))) == set()
}

test_evidence_that_is_gone_is_told if {
	gone := "is gone or not what it was"
	found(closed([proof("a")]), closed([])) == {[["after", "risk", "closure", "evidence"], $"evidence a of the closure of risk R-1 {gone}"]}
	found(deviating([proof("a")]), {"id": "R-1"}) == {[["after", "risk", "deviations"], $"evidence a of a deviation of risk R-1 {gone}"]}
	judged(plan(acting([proof("a")]), acting([proof("b")]))) == {[["after", "plan", "actions"], $"evidence a of the actions of plan P-1 {gone}"]}
	judged(plan(judged_so([proof("a")]), {"id": "P-1"})) == {[
		["after", "plan", "effectiveness"],
		$"evidence a of the judgement of the effectiveness of plan P-1 {gone}",
	]}
}

test_evidence_that_is_altered_is_told if {
	found(closed([proof("a")]), closed([object.union(proof("a"), {"sha256": "00"})])) == {[
		["after", "risk", "closure", "evidence"],
		"evidence a of the closure of risk R-1 is gone or not what it was",
	]}
	found(closed([{"collected_on": "2026-06-01"}]), closed([proof("a")])) == {[
		["after", "risk", "closure", "evidence"],
		"evidence without a reference of the closure of risk R-1 is gone or not what it was",
	]}
}

test_it_applies_to_what_is_on_both_sides if {
	applies(changed(closed([]), closed([])))
	applies(plan(acting([]), acting([])))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": deviating([proof("a")])}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": deviating([proof("a")])}})
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": acting([proof("a")])}})
	not applies({"change": {"kind": "plan", "id": "P-1"}, "after": {"plan": acting([proof("a")])}})
}

test_what_is_opened_again_has_no_closure if judged(changed(closed([proof("a")]), {"id": "R-1", "status": "assessed"})) == set()

package rules.change.approvals_kept_test

import data.rules.change.approvals_kept

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in approvals_kept.violations with input as changes}

applies(changes) if approvals_kept.applies with input as changes

act(by) := {"act": "approve", "by": by, "at": "2026-06-09", "decision": "rejected"}

approved(acts) := {"id": "P-1", "approvals": acts}

plan(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

accepted(acts) := {"id": "R-1", "response": {"type": "accept", "acceptance": {"approvals": acts}}}

deviating(acts) := {"id": "R-1", "deviations": [{"approvals": acts}]}

lost(place, by) := [["before", "plan", "approvals", place], $"the approval of plan P-1 by {by} on 2026-06-09 (rejected) is gone or not what it was"]

unsaid(by) := {[
	["before", "risk", "response", "acceptance", "approvals", 0],
	$"the word of {by} on 2026-06-09 about accepting risk R-1 (rejected) is gone or not what it was",
]}

test_lists_that_grow_hold if {
	judged(plan(approved([act("p-1")]), approved([act("p-1"), act("p-2")]))) == set()
	found(accepted([act("p-1")]), accepted([act("p-1"), act("p-2")])) == set()
	found(deviating([act("p-1")]), deviating([act("p-2"), act("p-1")])) == set()
}

test_an_act_of_a_plan_that_is_gone_is_told if {
	judged(plan(approved([act("p-1"), act("p-2")]), approved([act("p-1")]))) == {lost(1, "p-2")}
	judged(plan(approved([act("p-1")]), {"id": "P-1"})) == {lost(0, "p-1")}
	judged(plan(approved([act("p-1")]), approved([act("p-2"), act("p-1")]))) == {lost(0, "p-1")}
}

test_a_word_about_an_acceptance_that_is_gone_is_told if {
	found(accepted([act("p-1")]), accepted([])) == unsaid("p-1")
	found(accepted([act("p-1")]), {"response": {"type": "accept"}}) == unsaid("p-1")
}

test_when_the_response_is_another_its_approvals_may_go if {
	found(accepted([act("p-1")]), {"response": {"type": "mitigate"}}) == set()
	other := {"response": {"type": "transfer", "acceptance": {"approvals": [act("p-1")]}}}
	found(other, accepted([])) == set()
}

test_a_word_about_a_deviation_that_is_gone_is_told if {
	expected := {[["before", "risk", "deviations"], "the word of p-1 on 2026-06-09 about a deviation of risk R-1 (rejected) is gone or not what it was"]}
	found(deviating([act("p-1")]), deviating([act("p-2")])) == expected
	found(deviating([act("p-1")]), {"id": "R-1"}) == expected
}

test_it_applies_to_what_is_on_both_sides if {
	applies(plan(approved([]), approved([])))
	applies(changed(accepted([]), accepted([])))
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": approved([act("p-1")])}})
	not applies({"change": {"kind": "plan", "id": "P-1"}, "after": {"plan": approved([act("p-1")])}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": deviating([act("p-1")])}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": deviating([act("p-1")])}})
}

test_another_response_needs_no_acceptance if {
	judged(changed(accepted([act("p-1")]), {"response": {"type": "mitigate"}})) == set()
}

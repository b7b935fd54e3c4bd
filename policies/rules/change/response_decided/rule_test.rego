package rules.change.response_decided_test

import data.rules.change.response_decided

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in response_decided.violations with input as changes}

applies(changes) if response_decided.applies with input as changes

decided(kind, on, rationale) := {"id": "R-1", "response": {"type": kind, "decided_on": on, "rationale": rationale}}

told(risk, entries) := object.union(risk, {"history": entries})

entry := {"at": "2026-06-20", "by": "p-1", "field": "response", "from": "mitigate", "to": "accept", "reason": "too dear"}

before := decided("mitigate", "2026-01-05", "worth it")

no_reason(now) := [["after", "risk", "history"], $"the response to risk R-1 went from mitigate to {now}, and no new entry of its history gives the reason"]

test_a_new_decision_holds if count(found(before, told(decided("accept", "2026-01-06", "too dear"), [entry]))) == 0

test_an_old_day_is_told if {
	found(before, told(decided("accept", "2026-01-05", "too dear"), [entry])) == {[
		["after", "risk", "response", "decided_on"],
		"the response to risk R-1 went from mitigate to accept without a new decision: it is still of 2026-01-05",
	]}
	undated := {"response": {"type": "accept", "rationale": "too dear"}, "history": [entry]}
	found(before, undated) == {[
		["after", "risk", "response", "decided_on"],
		"the response to risk R-1 went from mitigate to accept without a new decision",
	]}
	found({"response": {"type": "mitigate"}}, undated) == {[
		["after", "risk", "response", "decided_on"],
		"the response to risk R-1 went from mitigate to accept without a new decision",
	]}
}

test_a_first_day_is_a_new_decision if {
	count(found({"response": {"type": "mitigate"}}, told(decided("accept", "2026-01-05", "too dear"), [entry]))) == 0
}

test_an_old_rationale_is_told if {
	no_rationale := {[
		["after", "risk", "response", "rationale"],
		"the response to risk R-1 went from mitigate to accept and gives no rationale of its own",
	]}
	found(before, told(decided("accept", "2026-06-20", "worth it"), [entry])) == no_rationale
	found(before, {"response": {"type": "accept", "decided_on": "2026-06-20"}, "history": [entry]}) == no_rationale
}

test_no_reason_in_the_history_is_told if {
	after := decided("accept", "2026-06-20", "too dear")
	found(before, after) == {no_reason("accept")}
	found(before, told(after, [object.remove(entry, ["reason"])])) == {no_reason("accept")}
	found(before, told(after, [object.union(entry, {"to": "avoid"})])) == {no_reason("accept")}
	found(before, told(after, [object.remove(entry, ["to"])])) == {no_reason("accept")}
	found(before, told(after, [object.union(entry, {"field": "status"})])) == {no_reason("accept")}
	found(told(before, [entry]), told(after, [entry])) == {no_reason("accept")}
}

test_a_response_that_is_withdrawn_needs_a_reason if {
	found(before, {"id": "R-1"}) == {no_reason("none")}
	found(before, {"id": "R-1", "history": [entry]}) == {no_reason("none")}
	count(found(before, {"id": "R-1", "history": [object.remove(entry, ["to"])]})) == 0
}

test_it_applies_to_another_response if {
	applies(changed(before, decided("accept", "2026-06-20", "too dear")))
	applies(changed(before, {"id": "R-1"}))
	not applies(changed(before, decided("mitigate", "2026-06-20", "still")))
	not applies(changed({"id": "R-1"}, before))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}})
}

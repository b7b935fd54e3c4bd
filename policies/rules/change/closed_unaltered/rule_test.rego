package rules.change.closed_unaltered_test

import data.rules.change.closed_unaltered

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in closed_unaltered.violations with input as changes}

applies(changes) if closed_unaltered.applies with input as changes

risk := {"id": "R-1", "title": "one", "status": "closed", "closure": {"on": "2026-05-01", "by": "p-1", "evidence": []}}

test_what_is_the_same_holds if found(risk, risk) == set()

test_a_changed_field_is_told if {
	found(risk, object.union(risk, {"title": "two", "owner": "p-1"})) == {
		[["after", "risk", "title"], "risk R-1 was closed, and its title changed since"],
		[["after", "risk", "owner"], "risk R-1 was closed, and its owner changed since"],
	}
}

test_a_changed_closure_is_told if {
	found(risk, object.union(risk, {"closure": {"on": "2026-04-01"}})) == {[
		["after", "risk", "closure", "on"],
		"risk R-1 was closed, and the on of its closure changed since",
	]}
	found(risk, object.remove(risk, ["closure"])) == {[["after", "risk"], "risk R-1 was closed, and its closure is gone"]}
	found(object.remove(risk, ["closure"]), risk) == set()
	found(object.remove(risk, ["closure"]), object.remove(risk, ["closure"])) == set()
}

test_some_things_may_be_added if {
	found(risk, object.union(risk, {"related_risks": ["R-2"], "history": [{"field": "owner"}], "x_seen": true})) == set()
	found(risk, object.union(risk, {"closure": {"evidence": [{"ref": "scan/77"}]}})) == set()
}

test_it_applies_to_what_was_closed_and_still_is if {
	applies(changed(risk, risk))
	not applies(changed(risk, object.union(risk, {"status": "assessed"})))
	not applies(changed(object.union(risk, {"status": "assessed"}), risk))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": risk}})
	found(risk, {"id": "R-1", "status": "assessed"}) == {
		[["after", "risk", "title"], "risk R-1 was closed, and its title changed since"],
		[["after", "risk", "status"], "risk R-1 was closed, and its status changed since"],
	}
}

omitting(omits) := object.union(changed(risk, object.union(risk, {"summary": "new"})), {"before": {"document": {"source": {"omits": omits}}}})

test_what_the_source_could_not_carry_may_be_added if {
	closed_unaltered.violations == set() with input as omitting(["risks.summary"])
	count(closed_unaltered.violations) == 1 with input as omitting(["risks.title"])
}

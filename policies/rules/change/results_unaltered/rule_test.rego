package rules.change.results_unaltered_test

import data.rules.change.results_unaltered

# changed(before, after) is a change of result X-1 from one record to another.
changed(before, after) := {"change": {"kind": "result", "id": "X-1"}, "before": {"result": before}, "after": {"result": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in results_unaltered.violations with input as changes}

applies(changes) if results_unaltered.applies with input as changes

proof := {"ref": "scan/77"}

result := {"id": "X-1", "on": "2026-06-30", "outcome": "exploited", "evidence": [proof]}

but(changes) := object.union(result, changes)

test_what_is_the_same_holds if found(result, but({"x_ref": 1})) == set()

test_what_is_altered_is_told if {
	found(result, but({"outcome": "no_issue"})) == {[["after", "result", "outcome"], "result X-1 of 2026-06-30 was recorded, and its outcome changed since"]}
	found(result, but({"effective": "yes"})) == {[["after", "result", "effective"], "result X-1 of 2026-06-30 was recorded, and its effective changed since"]}
}

test_evidence_may_be_added_and_not_taken_away if {
	gone := {[["before", "result", "evidence", 0], "evidence 1 of result X-1 is gone or not what it was"]}
	found(result, but({"evidence": [{"ref": "b"}, proof]})) == set()
	found(result, but({"evidence": []})) == gone
	found(result, object.remove(result, ["evidence"])) == gone
	found(object.remove(result, ["evidence"]), result) == set()
}

test_it_applies_to_results_on_both_sides if {
	applies(changed(result, result))
	not applies({"change": {"kind": "result", "id": "X-1"}, "before": {"result": result}})
	not applies({"change": {"kind": "result", "id": "X-1"}, "after": {"result": result}})
	judged({"change": {"kind": "result", "id": "X-1"}, "before": {"result": result}}) == set()
}

omitting(omits) := object.union(changed(result, object.union(result, {"summary": "new"})), {"before": {"document": {"source": {"omits": omits}}}})

test_what_the_source_could_not_carry_may_be_added if {
	results_unaltered.violations == set() with input as omitting(["results.summary"])
	count(results_unaltered.violations) == 1 with input as omitting(["results.title"])
}

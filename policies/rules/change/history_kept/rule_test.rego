package rules.change.history_kept_test

import data.rules.change.history_kept

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in history_kept.violations with input as changes}

applies(changes) if history_kept.applies with input as changes

told(entries) := {"id": "R-1", "history": entries}

moved(moves) := {"id": "P-1", "due_changes": moves}

plan(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

first := {"at": "2026-01-01", "field": "owner"}

second := {"at": "2026-02-01", "field": "owner"}

lost(place) := [["before", "risk", "history", place - 1], $"entry {place} of the history of risk R-1 is gone or not what it was"]

lost_move(place) := [["before", "plan", "due_changes", place - 1], $"move {place} of the due date of plan P-1 is gone or not what it was"]

test_a_history_that_grows_holds if {
	found(told([first]), told([first, second])) == set()
	judged(plan(moved([first]), moved([first, second]))) == set()
}

test_an_entry_that_is_altered_or_gone_is_told if {
	found(told([first, second]), told([first])) == {lost(2)}
	found(told([first, second]), told([object.union(first, {"by": "p-1"}), second])) == {lost(1)}
	found(told([first, second]), told([second])) == {lost(1), lost(2)}
	found(told([first]), {"id": "R-1"}) == {lost(1)}
	found(told([first]), told([second, first])) == {lost(1)}
}

test_a_move_that_is_altered_or_gone_is_told if {
	judged(plan(moved([first, second]), moved([first]))) == {lost_move(2)}
	judged(plan(moved([first]), {"id": "P-1"})) == {lost_move(1)}
}

test_it_applies_where_there_was_a_history if {
	applies(changed(told([first]), told([first])))
	applies(plan(moved([first]), moved([])))
	not applies(changed(told([]), told([first])))
	not applies(changed({"id": "R-1"}, told([first])))
	not applies(plan(moved([]), moved([first])))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": told([first])}})
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": moved([first])}})
	judged({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": told([first])}}) == set()
	judged({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": moved([first])}}) == set()
}

package rules.change.due_date_justified_test

import data.rules.change.due_date_justified

# changed(before, after) is a change of plan P-1 from one record to another.
changed(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}, "people": people}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in due_date_justified.violations with input as changes}

applies(changes) if due_date_justified.applies with input as changes

people := {"p-1": {"role": "service_lead"}, "p-2": {"role": "director"}}

plan(due, moves) := {"id": "P-1", "status": "active", "due": due, "due_changes": moves}

move := {"at": "2026-06-20", "by": "p-1", "from": "2026-07-01", "to": "2026-08-01", "reason": "the part is late", "approved_by": "p-2"}

untold := {[
	["after", "plan", "due"],
	"plan P-1 was due on 2026-07-01 and is due on 2026-08-01, and no new entry of due_changes tells of it with a reason and an approval",
]}

after(moves) := found(plan("2026-07-01", []), plan("2026-08-01", moves))

test_a_recorded_move_holds if after([move]) == set()

test_a_move_that_is_not_recorded_is_told if {
	after([]) == untold
	found(plan("2026-07-01", []), {"id": "P-1", "due": "2026-08-01"}) == untold
	found(plan("2026-07-01", [move]), plan("2026-08-01", [move])) == untold
	after([object.union(move, {"from": "2026-07-02"})]) == untold
	after([object.union(move, {"to": "2026-07-31"})]) == untold
	after([object.remove(move, ["reason"])]) == untold
	after([object.remove(move, ["approved_by"])]) == untold
	after([object.union(move, {"approved_by": "p-1"})]) == untold
	after([object.union(move, {"approved_by": "p-9"})]) == untold
	after([object.remove(move, ["by"])]) == set()
}

test_several_moves_lead_from_one_day_to_the_other if {
	first := object.union(move, {"to": "2026-07-15"})
	second := object.union(move, {"from": "2026-07-15"})
	after([first, second]) == set()
	after([second, first]) == untold
	after([first, object.remove(second, ["reason"])]) == untold
	old := {"from": "2026-06-01", "to": "2026-07-01"}
	found(plan("2026-07-01", [old]), plan("2026-08-01", [old, move])) == set()
}

test_a_plan_that_is_no_longer_due_is_told if {
	found(plan("2026-07-01", []), {"id": "P-1"}) == {[
		["before", "plan", "due"],
		"plan P-1 was due on 2026-07-01 and is no longer due on any day",
	]}
}

test_it_applies_to_moves_back if {
	applies(changed(plan("2026-07-01", []), plan("2026-07-02", [])))
	not applies(changed(plan("2026-07-01", []), plan("2026-07-01", [])))
	not applies(changed(plan("2026-07-01", []), plan("2026-06-30", [])))
	not applies(changed({"id": "P-1", "status": "draft", "due": "2026-07-01"}, plan("2026-08-01", [])))
	not applies(changed({"id": "P-1"}, plan("2026-08-01", [])))
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": plan("2026-07-01", [])}})
}

test_what_is_no_change_of_a_plan_has_no_violation if {
	judged({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": plan("2026-07-01", [])}}) == set()
}

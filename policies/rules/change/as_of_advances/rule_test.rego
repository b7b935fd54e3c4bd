package rules.change.as_of_advances_test

import data.rules.change.as_of_advances

# changed(before, after) is a change of document reg from one record to another.
changed(before, after) := {"change": {"kind": "document", "id": "reg"}, "before": {"document": before}, "after": {"document": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in as_of_advances.violations with input as changes}

applies(changes) if as_of_advances.applies with input as changes

of(day) := {"kind": "risk_register", "id": "reg", "as_of": day}

test_a_later_or_the_same_day_holds if {
	found(of("2026-06-30"), of("2026-06-30")) == set()
	found(of("2026-06-30"), of("2026-07-01")) == set()
}

test_an_earlier_day_is_told if {
	found(of("2026-06-30"), of("2026-06-29")) == {[["after", "document", "as_of"], "document reg is of 2026-06-29, and the one before was of 2026-06-30"]}
}

test_a_record_is_not_asked_for_its_document if {
	moved := {"change": {"kind": "risk", "id": "R-1"}, "before": {"document": of("2026-06-30")}, "after": {"document": of("2026-06-29")}}
	not applies(moved)
	judged(moved) == set()
}

test_it_applies_to_documents_on_both_sides if {
	applies(changed(of("2026-06-30"), of("2026-06-30")))
	not applies({"change": {"kind": "document", "id": "reg"}, "before": {"document": of("2026-06-30")}})
	not applies({"change": {"kind": "document", "id": "reg"}, "after": {"document": of("2026-06-30")}})
}

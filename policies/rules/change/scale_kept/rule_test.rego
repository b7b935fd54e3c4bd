package rules.change.scale_kept_test

import data.rules.change.scale_kept

# changed(before, after) is a change of document reg from one record to another.
changed(before, after) := {"change": {"kind": "document", "id": "reg"}, "before": {"document": before}, "after": {"document": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in scale_kept.violations with input as changes}

applies(changes) if scale_kept.applies with input as changes

register(scale) := {"kind": "risk_register", "id": "reg", "scale": scale}

cell(likelihood, severity) := {"likelihood": likelihood, "impact": "major", "severity": severity}

scale := {"levels": ["low", "high"], "likelihood": ["rare", "likely"], "matrix": [cell("rare", "low"), cell("likely", "high")]}

but(changes) := register(object.union(scale, changes))

gone(likelihood, severity) := [["after", "document", "scale", "matrix"], $"the matrix of register reg no longer makes {severity} of {likelihood} and major"]

made(likelihood, severity) := [["after", "document", "scale", "matrix"], $"the matrix of register reg now makes {severity} of {likelihood} and major"]

test_what_is_the_same_holds if {
	found(register(scale), register(scale)) == set()
	found(register(scale), but({"matrix": [cell("likely", "high"), cell("rare", "low")]})) == set()
}

test_other_names_or_another_order_are_told if {
	found(register(scale), but({"levels": ["high", "low"]})) == {[["after", "document", "scale", "levels"], "the levels of register reg changed"]}
	found(register(scale), but({"likelihood": ["rare"]})) == {[["after", "document", "scale", "likelihood"], "the likelihood of register reg changed"]}
}

test_a_cell_that_makes_something_else_is_told if {
	found(register(scale), but({"matrix": [cell("rare", "low"), cell("likely", "low")]})) == {gone("likely", "high"), made("likely", "low")}
	found(register(scale), but({"matrix": [cell("likely", "high")]})) == {gone("rare", "low")}
	found(register(scale), register(object.remove(scale, ["matrix"]))) == {gone("rare", "low"), gone("likely", "high")}
}

test_a_second_cell_for_the_same_is_told if {
	found(register(scale), but({"matrix": [cell("rare", "low"), cell("likely", "high"), cell("likely", "low")]})) == {made("likely", "low")}
}

test_a_cell_where_none_was_holds if {
	found(register(scale), but({"matrix": [cell("rare", "low"), cell("likely", "high"), cell("certain", "low")]})) == set()
	found(register(object.remove(scale, ["matrix"])), register(scale)) == set()
}

test_it_applies_to_registers_on_both_sides if {
	applies(changed(register(scale), register(scale)))
	not applies({"change": {"kind": "document", "id": "reg"}, "before": {"document": register(scale)}})
	not applies({"change": {"kind": "document", "id": "reg"}, "after": {"document": register(scale)}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"document": register(scale)}, "after": {"document": register(scale)}})
}

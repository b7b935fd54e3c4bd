package rules.register.scale_known_test

import data.rules.register.scale_known

known_levels := ["low", "moderate", "high", "critical"]

found(levels) := violations if {
	violations := scale_known.violations with input.register as {"id": "REG-1", "scale": {"levels": levels}}
		with data.settings.scale.levels as known_levels
}

test_it_applies_to_every_register if {
	scale_known.applies with input.register as {"id": "REG-1"}
	not scale_known.applies with input as {}
}

test_the_same_levels_hold if count(found(known_levels)) == 0

test_a_part_of_the_levels_holds if {
	count(found(["moderate", "critical"])) == 0
	count(found(["high"])) == 0
}

test_an_unknown_level_is_told if {
	found(["low", "medium", "high"]) == {{
		"at": ["register", "scale", "levels", 1],
		"message": "register REG-1 has the severity level medium; the organization's are low, moderate, high, critical",
	}}
}

test_another_order_is_told_where_it_departs if {
	found(["critical", "high"]) == {{
		"at": ["register", "scale", "levels", 1],
		"message": "register REG-1 puts high above critical; the organization's order is low, moderate, high, critical",
	}}
}

test_each_step_down_is_told if {
	{violation.at[3] | some violation in found(["critical", "high", "moderate", "low"])} == {1, 2, 3}
}

test_a_level_that_stands_twice_is_told if {
	found(["low", "low"]) == {{
		"at": ["register", "scale", "levels", 1],
		"message": "register REG-1 puts low above low; the organization's order is low, moderate, high, critical",
	}}
}

nothing_stated := {{
	"at": ["register"],
	"message": "register REG-1 states no severity levels; the organization's are low, moderate, high, critical",
}}

test_an_empty_list_is_no_scale if found([]) == nothing_stated

test_a_missing_scale_is_told if {
	scale_known.violations == nothing_stated with input.register as {"id": "REG-1"}
		with data.settings.scale.levels as known_levels
	scale_known.violations == nothing_stated with input.register as {"id": "REG-1", "scale": {}}
		with data.settings.scale.levels as known_levels
}

test_the_settings_decide if {
	count(scale_known.violations) == 0 with input.register as {"id": "REG-1", "scale": {"levels": ["green", "red"]}}
		with data.settings.scale.levels as ["green", "amber", "red"]
}

package rules.risk.residual_within_inherent_test

import data.rules.risk.residual_within_inherent

levels := ["low", "moderate", "high", "critical"]

rated(inherent, residual) := {
	"id": "R-1",
	"status": "monitoring",
	"inherent": {"severity": inherent},
	"residual": {"severity": residual},
}

applies_to(risk) if residual_within_inherent.applies with input.risk as risk

found(inherent, residual) := violations if {
	violations := residual_within_inherent.violations with input.risk as rated(inherent, residual)
		with data.settings.scale.levels as levels
}

test_it_applies_where_both_severities_are_stated if {
	applies_to(rated("high", "low"))
	not applies_to(object.remove(rated("high", "low"), ["inherent"]))
	not applies_to(object.remove(rated("high", "low"), ["residual"]))
	not applies_to({"id": "R-1", "inherent": {"impact": "major"}, "residual": {"severity": "low"}})
	not applies_to({"id": "R-1", "inherent": {"severity": "low"}, "residual": {"impact": "major"}})
}

test_it_applies_to_every_risk_that_is_not_closed if {
	applies_to(object.remove(rated("high", "low"), ["status"]))
	not applies_to(object.union(rated("high", "low"), {"status": "closed"}))
}

test_a_residual_below_holds if count(found("high", "low")) == 0

test_an_equal_residual_holds if count(found("high", "high")) == 0

test_a_residual_one_level_above_is_told if {
	found("moderate", "high") == {{
		"at": ["risk", "residual", "severity"],
		"message": "risk R-1 has the residual severity high, above its inherent severity moderate",
	}}
}

test_levels_are_ordered_by_the_settings_and_not_by_the_alphabet if {
	count(found("critical", "low")) == 0
	count(found("low", "critical")) == 1
}

test_a_residual_that_the_scale_does_not_have_is_told if {
	found("high", "tiny") == {{
		"at": ["risk", "residual", "severity"],
		"message": "risk R-1 has the residual severity tiny; the organization's levels are low, moderate, high, critical",
	}}
}

test_an_inherent_that_the_scale_does_not_have_is_told if {
	found("huge", "low") == {{
		"at": ["risk", "inherent", "severity"],
		"message": "risk R-1 has the inherent severity huge; the organization's levels are low, moderate, high, critical",
	}}
}

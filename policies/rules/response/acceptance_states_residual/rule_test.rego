package rules.response.acceptance_states_residual_test

import data.rules.response.acceptance_states_residual

accepted := {
	"id": "R-5",
	"title": "A legacy report runs with a shared account",
	"status": "accepted",
	"response": {"type": "accept"},
}

left(severity) := object.union(accepted, {"residual": {"severity": severity}})

found(risk) := violations if {
	violations := acceptance_states_residual.violations with input as {"risk": risk}
}

applies(risk) if acceptance_states_residual.applies with input as {"risk": risk}

test_a_residual_at_the_ceiling_holds if count(found(left("high"))) == 0

test_a_residual_below_the_ceiling_holds if count(found(left("low"))) == 0

test_a_residual_above_the_ceiling_is_denied if {
	found(left("critical")) == {{
		"at": ["risk", "residual", "severity"],
		"message": "risk R-5 is accepted with the residual severity critical; the ceiling is high",
	}}
}

test_the_ceiling_is_the_one_of_the_settings if {
	violations := found(left("high")) with data.settings.acceptance.residual_ceiling as "moderate"
	count(violations) == 1
}

test_a_ceiling_outside_the_scale_lets_nothing_through if {
	violations := found(left("low")) with data.settings.acceptance.residual_ceiling as "dire"
	count(violations) == 1
}

test_no_residual_is_denied if {
	found(accepted) == {{
		"at": ["risk"],
		"message": "risk R-5 is accepted and doesn't state its residual severity",
	}}
}

test_a_residual_without_a_severity_is_denied if {
	found(object.union(accepted, {"residual": {"likelihood": "unlikely"}})) == {{
		"at": ["risk", "residual"],
		"message": "risk R-5 is accepted and doesn't state its residual severity",
	}}
}

test_a_residual_outside_the_scale_is_denied if {
	found(left("dire")) == {{
		"at": ["risk", "residual", "severity"],
		"message": concat(" ", [
			"risk R-5 is accepted with the residual severity dire,",
			"which is not a level of the scale: low, moderate, high, critical",
		]),
	}}
}

test_applies_to_an_accepted_risk if applies(accepted)

test_does_not_apply_to_another_response if not applies(object.union(accepted, {"response": {"type": "transfer"}}))

test_does_not_apply_to_a_closed_risk if not applies(object.union(accepted, {"status": "closed"}))

test_does_not_apply_without_a_response if not applies(object.remove(accepted, ["response"]))

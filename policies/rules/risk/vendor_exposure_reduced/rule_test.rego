package rules.risk.vendor_exposure_reduced_test

import data.rules.risk.vendor_exposure_reduced

jun_30 := 1782777600000000000

risk(changes) := object.union(
	{
		"id": "R-9",
		"status": "responding",
		"identified_on": "2026-05-30",
		"assessment": {"severity": "high"},
		"vendor_dependency": {"product": "Gateway OS"},
	},
	changes,
)

judged(record) := violations if {
	violations := vendor_exposure_reduced.violations with input as {"risk": record} with time.now_ns as jun_30
}

found(changes) := judged(risk(changes))

applies(record) if vendor_exposure_reduced.applies with input as {"risk": record}

test_a_residual_below_the_limit_holds if count(found({"residual": {"severity": "moderate"}})) == 0

test_a_residual_at_the_limit_is_denied if {
	found({"residual": {"severity": "high"}}) == {{
		"at": ["risk", "residual", "severity"],
		"message": concat(" ", [
			"risk R-9 (high) waits for a vendor and has the residual severity high,",
			"31 days after it was identified; within 30 it is to be below high",
		]),
	}}
}

test_a_residual_outside_the_scale_is_denied if count(found({"residual": {"severity": "dire"}})) == 1

test_no_residual_is_denied if {
	found({}) == {{
		"at": ["risk"],
		"message": concat(" ", [
			"risk R-9 (high) waits for a vendor and states no residual severity,",
			"31 days after it was identified; within 30 it is to be below high",
		]),
	}}
}

test_on_the_last_day_nothing_is_due_yet if count(found({"identified_on": "2026-05-31"})) == 0

test_the_settings_say_what_and_when if {
	violations := found({"residual": {"severity": "moderate"}}) with data.settings.response.vendor_reduce_from as "moderate"
	count(violations) == 1
	later := found({}) with data.settings.response.vendor_reduce_days as 31
	count(later) == 0
}

test_it_applies_to_a_severe_risk_that_waits_for_a_vendor if {
	applies(risk({}))
	applies(risk({"assessment": {"severity": "critical"}}))
	not applies(risk({"assessment": {"severity": "moderate"}}))
	not applies(risk({"assessment": {"severity": "dire"}}))
	not applies(object.remove(risk({}), ["vendor_dependency"]))
	not applies(risk({"status": "closed"}))
}

test_it_applies_from_the_severity_of_the_settings if {
	vendor_exposure_reduced.applies with input as {"risk": risk({"assessment": {"severity": "low"}})}
		with data.settings.response.vendor_reduce_from as "low"
}

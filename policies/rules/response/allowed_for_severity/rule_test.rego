package rules.response.allowed_for_severity_test

import data.rules.response.allowed_for_severity

answered(severity, type) := {
	"id": "R-9",
	"title": "An unsupported gateway faces the internet",
	"status": "responding",
	"assessment": {"severity": severity},
	"response": {"type": type},
}

found(risk) := violations if {
	violations := allowed_for_severity.violations with input as {"risk": risk}
}

applies(risk) if allowed_for_severity.applies with input as {"risk": risk}

test_a_critical_risk_may_be_mitigated if count(found(answered("critical", "mitigate"))) == 0

test_a_high_risk_may_be_accepted if count(found(answered("high", "accept"))) == 0

test_a_critical_risk_may_not_be_accepted if {
	found(answered("critical", "accept")) == {{
		"at": ["risk", "response", "type"],
		"message": "risk R-9 is critical and its response is accept; critical allows mitigate, avoid, transfer",
	}}
}

test_closing_an_accepted_critical_risk_is_no_way_around if {
	risk := object.union(answered("critical", "accept"), {"status": "closed"})
	applies(risk)
	count(found(risk)) == 1
}

test_where_nothing_is_allowed_nothing_is if {
	violations := found(answered("low", "accept")) with data.settings.response.allowed as {"low": []}
	{violation.message | some violation in violations} == {
		"risk R-9 is low and its response is accept; low allows no response",
	}
}

test_a_single_allowed_response_is_named if {
	violations := found(answered("low", "accept")) with data.settings.response.allowed as {"low": ["avoid"]}
	{violation.message | some violation in violations} == {
		"risk R-9 is low and its response is accept; low allows avoid",
	}
}

test_a_severity_without_a_list_allows_nothing if {
	count(found(answered("dire", "accept"))) == 1
}

test_applies_to_a_response if applies(answered("low", "accept"))

test_does_not_apply_without_a_response if not applies(object.remove(answered("low", "accept"), ["response"]))

test_does_not_apply_to_a_severity_outside_the_scale if not applies(answered("dire", "accept"))

test_does_not_apply_without_a_severity if not applies(object.remove(answered("low", "accept"), ["assessment"]))

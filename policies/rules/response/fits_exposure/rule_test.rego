package rules.response.fits_exposure_test

import data.rules.response.fits_exposure

strategies := {
	"tolerate": ["accept"],
	"operate": ["transfer", "mitigate"],
	"monitor": ["transfer"],
	"improve": ["avoid"],
}

rated(inherent, residual, type) := {
	"id": "R-3",
	"status": "responding",
	"inherent": {"severity": inherent},
	"residual": {"severity": residual},
	"response": {"type": type},
}

judged(risk) := violations if {
	violations := fits_exposure.violations with input as {"risk": risk}
		with data.settings.scale.levels as ["low", "moderate", "high", "critical"]
		with data.settings.response.exposure_from as "high"
		with data.settings.response.strategies as strategies
}

found(inherent, residual, type) := judged(rated(inherent, residual, type))

applies(risk) if {
	fits_exposure.applies with input as {"risk": risk}
		with data.settings.scale.levels as ["low", "moderate", "high", "critical"]
}

misfit(ratings, strategy, type) := {{
	"at": ["risk", "response", "type"],
	"message": $"risk R-3 has inherent severity {ratings}, which calls for strategy {strategy}; its response is {type}",
}}

test_little_exposure_behind_weak_controls_is_tolerated if {
	count(found("moderate", "moderate", "accept")) == 0
	found("moderate", "moderate", "transfer") == misfit("moderate and residual severity moderate", "tolerate: accept", "transfer")
	found("low", "high", "avoid") == misfit("low and residual severity high", "tolerate: accept", "avoid")
}

test_little_exposure_behind_strong_controls_is_monitored if {
	count(found("moderate", "low", "transfer")) == 0
	found("moderate", "low", "accept") == misfit("moderate and residual severity low", "monitor: transfer", "accept")
}

test_much_exposure_behind_strong_controls_is_operated if {
	count(found("high", "moderate", "mitigate")) == 0
	count(found("high", "moderate", "transfer")) == 0
	found("critical", "high", "avoid") == misfit("critical and residual severity high", "operate: transfer or mitigate", "avoid")
}

test_much_exposure_behind_weak_controls_is_improved if {
	count(found("high", "high", "avoid")) == 0
	found("high", "high", "transfer") == misfit("high and residual severity high", "improve: avoid", "transfer")
}

test_no_residual_shows_no_strong_controls if {
	count(judged(object.remove(rated("high", "", "avoid"), ["residual"]))) == 0
	judged(object.remove(rated("high", "", "mitigate"), ["residual"])) == misfit("high and no residual severity", "improve: avoid", "mitigate")
}

test_a_residual_off_the_scale_shows_no_strong_controls if {
	found("high", "tiny", "mitigate") == misfit("high and residual severity tiny", "improve: avoid", "mitigate")
}

test_a_strategy_may_have_no_response if {
	violations := fits_exposure.violations with input as {"risk": rated("high", "high", "avoid")}
		with data.settings.scale.levels as ["low", "moderate", "high", "critical"]
		with data.settings.response.exposure_from as "high"
		with data.settings.response.strategies as {"improve": []}
	violations == misfit("high and residual severity high", "improve: no response", "avoid")
}

test_it_applies_to_answered_risks_with_an_inherent_severity if {
	applies(rated("low", "low", "accept"))
	applies(object.remove(rated("high", "", "accept"), ["residual", "status"]))
}

test_it_does_not_apply_without_an_inherent_severity_of_the_scale if {
	not applies(rated("dire", "low", "accept"))
	not applies(object.remove(rated("high", "low", "accept"), ["inherent"]))
}

test_it_does_not_apply_without_a_response if not applies(object.remove(rated("high", "low", "accept"), ["response"]))

test_it_does_not_apply_to_a_closed_risk if {
	not applies(object.union(rated("high", "low", "accept"), {"status": "closed"}))
}

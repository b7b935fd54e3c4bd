package rules.risk.severity_matches_matrix_test

import data.rules.risk.severity_matches_matrix

matrix := [
	{"likelihood": "unlikely", "impact": "minor", "severity": "low"},
	{"likelihood": "likely", "impact": "minor", "severity": "moderate"},
	{"likelihood": "unlikely", "impact": "severe", "severity": "moderate"},
	{"likelihood": "likely", "impact": "severe", "severity": "high", "x_note": "decided in 2024"},
]

rated(likelihood, impact, severity) := {"likelihood": likelihood, "impact": impact, "severity": severity}

risk(ratings) := object.union({"id": "R-1", "status": "responding"}, ratings)

assessed(likelihood, impact, severity) := risk({"assessment": rated(likelihood, impact, severity)})

under(cells, record) := {"risk": record, "register": {"id": "payments", "scale": {"matrix": cells}}}

found(record) := violations if {
	violations := severity_matches_matrix.violations with input as under(matrix, record)
}

applies(cells, record) if severity_matches_matrix.applies with input as under(cells, record)

test_the_severity_that_the_matrix_makes_holds if {
	count(found(assessed("likely", "severe", "high"))) == 0
	count(found(assessed("unlikely", "minor", "low"))) == 0
}

test_another_severity_is_denied if {
	found(assessed("likely", "severe", "moderate")) == {{
		"at": ["risk", "assessment", "severity"],
		"message": concat(" ", [
			"the assessment of risk R-1 has the severity moderate;",
			"the likelihood likely and the impact severe make high",
		]),
	}}
}

test_a_higher_severity_is_denied_too if count(found(assessed("unlikely", "minor", "high"))) == 1

test_likelihood_and_impact_both_count if {
	count(found(assessed("likely", "minor", "low"))) == 1
	count(found(assessed("unlikely", "severe", "low"))) == 1
}

test_a_pair_that_the_matrix_does_not_have_is_denied if {
	found(assessed("certain", "severe", "high")) == {{
		"at": ["risk", "assessment", "severity"],
		"message": concat(" ", [
			"the assessment of risk R-1 has the severity high;",
			"the register's matrix has no cell for the likelihood certain and the impact severe",
		]),
	}}
}

test_every_rating_is_held_to_it if {
	violations := found(risk({
		"assessment": rated("likely", "severe", "high"),
		"inherent": rated("likely", "severe", "low"),
		"residual": rated("unlikely", "severe", "low"),
		"target": rated("unlikely", "minor", "high"),
	}))
	{violation.at: violation.message | some violation in violations} == {
		["risk", "inherent", "severity"]: concat(" ", [
			"the inherent rating of risk R-1 has the severity low;",
			"the likelihood likely and the impact severe make high",
		]),
		["risk", "residual", "severity"]: concat(" ", [
			"the residual rating of risk R-1 has the severity low;",
			"the likelihood unlikely and the impact severe make moderate",
		]),
		["risk", "target", "severity"]: concat(" ", [
			"the target rating of risk R-1 has the severity high;",
			"the likelihood unlikely and the impact minor make low",
		]),
	}
}

test_a_rating_that_leaves_something_out_is_not_asked if {
	count(found(risk({
		"assessment": {"impact": "severe", "severity": "low"},
		"inherent": {"likelihood": "likely", "severity": "low"},
		"residual": {"likelihood": "likely", "impact": "severe"},
	}))) == 0
}

test_a_pair_with_two_severities_allows_both if {
	twice := array.concat(matrix, [rated("likely", "severe", "critical")])
	high := severity_matches_matrix.violations with input as under(twice, assessed("likely", "severe", "high"))
	count(high) == 0
	low := severity_matches_matrix.violations with input as under(twice, assessed("likely", "severe", "low"))
	{violation.message | some violation in low} == {concat(" ", [
		"the assessment of risk R-1 has the severity low;",
		"the likelihood likely and the impact severe make critical or high",
	])}
}

test_it_applies_where_the_register_has_a_matrix if {
	applies(matrix, risk({}))
	applies([rated("likely", "severe", "high")], risk({}))
	not applies([], risk({}))
	not severity_matches_matrix.applies with input as {"risk": risk({}), "register": {"scale": {}}}
}

test_it_does_not_apply_to_a_closed_risk if not applies(matrix, object.union(risk({}), {"status": "closed"}))

test_it_applies_without_a_status if applies(matrix, object.remove(risk({}), ["status"]))

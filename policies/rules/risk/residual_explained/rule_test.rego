package rules.risk.residual_explained_test

import data.rules.risk.residual_explained

risk := {
	"id": "R-1",
	"status": "monitoring",
	"assessment": {"severity": "high"},
	"inherent": {"severity": "high"},
	"residual": {"severity": "low"},
}

applies_to(record) if residual_explained.applies with input.risk as record

found(record, plans) := violations if {
	violations := residual_explained.violations with input.risk as record
		with input.plans as plans
		with data.settings.scale.levels as ["low", "moderate", "high", "critical"]
}

changed(changes) := found(object.union(risk, changes), [])

lowered(start, residual) := {{
	"at": ["risk", "residual", "severity"],
	"message": concat("", [
		$"risk R-1 lowers its severity from {start} to the residual {residual},",
		" but names no control and has no done action",
	]),
}}

incomparable(residual) := {{
	"at": ["risk", "residual", "severity"],
	"message": concat("", [
		$"risk R-1 has the residual severity {residual},",
		" which no control, done action or comparable rating explains",
	]),
}}

plan(id, statuses) := {"id": id, "actions": [{"id": $"A-{i}", "status": status} | some i, status in statuses]}

test_it_applies_where_a_residual_severity_is_stated if {
	applies_to(risk)
	not applies_to(object.remove(risk, ["residual"]))
	not applies_to({"id": "R-1", "residual": {"impact": "minor"}})
}

test_it_applies_to_every_risk_that_is_not_closed if {
	applies_to(object.remove(risk, ["status"]))
	not applies_to(object.union(risk, {"status": "closed"}))
}

test_a_lower_residual_without_any_reason_is_told if found(risk, []) == lowered("high", "low")

test_one_level_lower_is_lower if {
	changed({"residual": {"severity": "moderate"}}) == lowered("high", "moderate")
}

test_an_equal_residual_needs_no_reason if count(changed({"residual": {"severity": "high"}})) == 0

test_a_higher_residual_needs_no_reason if count(changed({"residual": {"severity": "critical"}})) == 0

test_a_control_explains if count(changed({"controls": ["nist-800-53r5:AC-2"]})) == 0

test_an_empty_list_of_controls_explains_nothing if changed({"controls": []}) == lowered("high", "low")

test_a_done_action_of_any_plan_explains if {
	count(found(risk, [plan("P-1", ["open"]), plan("P-2", ["open", "done"])])) == 0
}

test_actions_that_are_not_done_explain_nothing if {
	found(risk, [plan("P-1", ["open", "in_progress", "blocked", "cancelled"])]) == lowered("high", "low")
}

test_an_action_without_a_status_explains_nothing if {
	found(risk, [{"id": "P-1", "actions": [{"id": "A-1"}]}]) == lowered("high", "low")
}

test_a_plan_without_actions_explains_nothing if found(risk, [{"id": "P-1"}]) == lowered("high", "low")

test_without_an_inherent_severity_the_assessed_one_counts if {
	found(object.remove(risk, ["inherent"]), []) == lowered("high", "low")
}

test_an_inherent_severity_counts_before_the_assessed_one if {
	changed({"inherent": {"severity": "low"}}) == set()
	changed({"inherent": {"severity": "critical"}}) == lowered("critical", "low")
}

test_a_residual_that_the_scale_does_not_have_is_told if {
	changed({"residual": {"severity": "tiny"}}) == incomparable("tiny")
}

test_a_start_that_the_scale_does_not_have_is_told if {
	changed({"inherent": {"severity": "huge"}}) == incomparable("low")
}

test_a_residual_with_nothing_to_compare_is_told if {
	found(object.remove(risk, ["inherent", "assessment"]), []) == incomparable("low")
}

test_what_is_explained_need_not_be_comparable if {
	count(changed({"residual": {"severity": "tiny"}, "controls": ["nist-800-53r5:AC-2"]})) == 0
}

package rules.change.status_allowed_test

import data.rules.change.status_allowed

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

judged(changes) := {[violation.at, violation.message] | some violation in status_allowed.violations with input as changes}

applies(changes) if status_allowed.applies with input as changes

risk(from, to) := changed({"status": from}, {"status": to})

plan(from, to) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": {"status": from}}, "after": {"plan": {"status": to}}}

graph := {"assessed": ["responding", "closed"], "closed": [], "draft": ["in_review"]}

told(changes) := {[violation.at, violation.message, violation.remedy] |
	some violation in status_allowed.violations with input as changes
		with data.settings.change.risk_transitions as graph
		with data.settings.change.plan_transitions as graph
}

test_a_step_along_the_graph_holds if {
	told(risk("assessed", "responding")) == set()
	told(risk("assessed", "closed")) == set()
	told(plan("draft", "in_review")) == set()
}

test_a_step_beside_it_is_told if {
	told(risk("assessed", "monitoring")) == {[
		["after", "risk", "status"],
		"risk R-1 went from assessed to monitoring; assessed may be followed by responding, closed",
		"Set the status back to assessed, or go through those that lie between.",
	]}
	told(plan("draft", "active")) == {[
		["after", "plan", "status"],
		"plan P-1 went from draft to active; draft may be followed by in_review",
		"Set the status back to draft, or go through those that lie between.",
	]}
}

test_nothing_follows_the_end if {
	told(risk("closed", "assessed")) == {[
		["after", "risk", "status"],
		"risk R-1 went from closed to assessed; nothing follows closed",
		"Leave the risk closed, and record what came back under an id of its own.",
	]}
}

test_it_applies_where_a_status_changed if {
	applies(risk("assessed", "closed"))
	applies(plan("draft", "cancelled"))
	not applies(risk("assessed", "assessed"))
	not applies(plan("draft", "draft"))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": {"status": "closed"}}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": {"status": "closed"}}})
}

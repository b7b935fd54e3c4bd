package rules.change.scope_justified_test

import data.rules.change.scope_justified

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in scope_justified.violations with input as changes}

applies(changes) if scope_justified.applies with input as changes

risk(services, on) := {"id": "R-1", "affected_services": services, "assessment": {"on": on}}

test_a_new_assessment_may_find_fewer if found(risk(["a", "b"], "2026-01-01"), risk(["b"], "2026-01-02")) == set()

test_fewer_without_one_are_told if {
	told := {[["after", "risk", "affected_services"], "risk R-1 no longer affects a, c, and was not assessed again"]}
	found(risk(["a", "b", "c"], "2026-01-01"), risk(["b", "d"], "2026-01-01")) == told
	found(risk(["a", "b", "c"], "2026-01-01"), {"affected_services": ["b"]}) == told
	found(risk(["a", "c"], "2026-01-01"), {"id": "R-1"}) == told
}

test_it_applies_where_a_service_is_gone if {
	applies(changed(risk(["a"], "2026-01-01"), risk([], "2026-01-02")))
	not applies(changed(risk(["a"], "2026-01-01"), risk(["b", "a"], "2026-01-01")))
	not applies(changed({"affected_services": ["a"]}, risk([], "2026-01-01")))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": risk(["a"], "2026-01-01")}})
	found({"affected_services": ["a"]}, risk([], "2026-01-01")) == set()
}

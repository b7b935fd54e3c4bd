package rules.change.days_not_set_back_test

import data.rules.change.days_not_set_back

judged(changes) := {[violation.at, violation.message] | some violation in days_not_set_back.violations with input as changes}

applies(changes) if days_not_set_back.applies with input as changes

of(kind, before, after) := {"change": {"kind": kind, "id": "X-1"}, "before": {kind: before}, "after": {kind: after}}

set_back(at, what) := {[at, $"the {what} X-1 was dated 2026-06-20, and is dated 2026-06-19 now"]}

late := "2026-06-20"

early := "2026-06-19"

done(on) := {"actions": [{"id": "A-0"}, {"id": "A-1", "completed_on": on}]}

test_a_later_or_the_same_day_holds if {
	judged(of("risk", {"assessment": {"on": early}}, {"assessment": {"on": late}})) == set()
	judged(of("risk", {"assessment": {"on": late}}, {"assessment": {"on": late}})) == set()
	judged(of("plan", done(early), done(late))) == set()
}

test_an_earlier_day_is_told if {
	judged(of("risk", {"assessment": {"on": late}}, {"assessment": {"on": early}})) == set_back(["after", "risk", "assessment", "on"], "assessment of risk")
	judged(of("risk", {"inherent": {"on": late}}, {"inherent": {"on": early}})) == set_back(["after", "risk", "inherent", "on"], "judgement of the inherent risk of")
	judged(of("risk", {"residual": {"on": late}}, {"residual": {"on": early}})) == set_back(["after", "risk", "residual", "on"], "judgement of the residual risk of")
	judged(of("risk", {"response": {"decided_on": late}}, {"response": {"decided_on": early}})) == set_back(["after", "risk", "response", "decided_on"], "decision about risk")
	judged(of("plan", {"effectiveness": {"on": late}}, {"effectiveness": {"on": early}})) == set_back(["after", "plan", "effectiveness", "on"], "judgement of the effectiveness of plan")
	judged(of("plan", done(late), done(early))) == set_back(["after", "plan", "actions", 1, "completed_on"], "completion of action A-1 of plan")
}

test_actions_are_told_apart if {
	judged(of("plan", {"actions": [{"id": "A-2", "completed_on": late}]}, done(early))) == set()
}

test_of_two_actions_of_one_id_the_later_day_counts if {
	twice := {"actions": [{"id": "A-1", "completed_on": late}, {"id": "A-1", "completed_on": early}]}
	judged(of("plan", twice, done(early))) == set_back(["after", "plan", "actions", 1, "completed_on"], "completion of action A-1 of plan")
}

test_a_day_that_one_side_lacks_is_not_set_back if {
	judged(of("risk", {}, {"residual": {"on": late}})) == set()
	judged(of("risk", {"residual": {"on": late}}, {})) == set()
	judged(of("plan", {"actions": [{"id": "A-1"}]}, done(late))) == set()
}

test_it_applies_to_what_is_on_both_sides if {
	applies(of("risk", {"id": "R-1"}, {"id": "R-1"}))
	applies(of("plan", {"id": "P-1"}, {"id": "P-1"}))
	not applies({"change": {"kind": "risk", "id": "X-1"}, "before": {"risk": {"id": "X-1"}}})
	not applies({"change": {"kind": "risk", "id": "X-1"}, "after": {"risk": {"id": "X-1"}}})
	not applies({"change": {"kind": "plan", "id": "X-1"}, "before": {"plan": {"id": "X-1"}}})
	not applies({"change": {"kind": "plan", "id": "X-1"}, "after": {"plan": {"id": "X-1"}}})
}

package rules.change.not_backdated_test

import data.rules.change.not_backdated

judged(changes) := {[violation.at, violation.message] | some violation in not_backdated.violations with input as changes}

applies(changes) if not_backdated.applies with input as changes

june := time.parse_ns("2006-01-02", "2026-06-30")

told(changes) := {[violation.at, violation.message] |
	some violation in not_backdated.violations with input as changes with time.now_ns as june with data.settings.change.backdate_days as 10
}

of(kind, before, after) := {"change": {"kind": kind, "id": "X-1"}, "before": {kind: before}, "after": {kind: after}}

new(kind, after) := {"change": {"kind": kind, "id": "X-1"}, "after": {kind: after}}

old := "2026-06-19"

late := "is dated 2026-06-19, 11 days ago; at most 10 are allowed"

act(at) := {"act": "approve", "by": "p-1", "at": at}

test_what_is_as_old_as_allowed_holds if {
	told(of("plan", {}, {"approvals": [act("2026-06-20")]})) == set()
	told(of("plan", {"approvals": [act(old)]}, {"approvals": [act(old)]})) == set()
}

test_an_older_act_of_a_plan_is_told if {
	expected := {[["after", "plan", "approvals", 0, "at"], $"the new approval by p-1 of plan X-1 {late}"]}
	told(of("plan", {}, {"approvals": [act(old)]})) == expected
	told(new("plan", {"approvals": [act(old)]})) == expected
}

test_an_act_that_copies_the_day_of_another_is_told if {
	second := object.union(act(old), {"by": "p-2"})
	told(of("plan", {"approvals": [act(old)]}, {"approvals": [act(old), second]})) == {[
		["after", "plan", "approvals", 1, "at"],
		$"the new approval by p-2 of plan X-1 {late}",
	]}
}

test_an_older_move_is_told if {
	told(of("plan", {}, {"due_changes": [{"at": old}]})) == {[["after", "plan", "due_changes", 0, "at"], $"a new move of the due date of plan X-1 {late}"]}
	told(of("plan", {"due_changes": [{"at": old}]}, {"due_changes": [{"at": old}]})) == set()
	count(told(new("plan", {"due_changes": [{"at": old}]}))) == 1
}

test_an_older_completion_is_told if {
	done := {"id": "A-1", "completed_on": old}
	expected := {[["after", "plan", "actions", 0, "completed_on"], $"the completion of action A-1 of plan X-1 {late}"]}
	told(of("plan", {"actions": [{"id": "A-1"}]}, {"actions": [done]})) == expected
	told(of("plan", {"actions": [{"id": "A-2", "completed_on": old}]}, {"actions": [done]})) == expected
	told(of("plan", {"actions": [done]}, {"actions": [done]})) == set()
}

test_an_older_update_is_told if {
	told(of("plan", {"updated_on": "2026-06-29"}, {"updated_on": old})) == {[["after", "plan", "updated_on"], $"the update of plan X-1 {late}"]}
	told(of("plan", {"updated_on": old}, {"updated_on": old})) == set()
	told(new("plan", {"updated_on": old})) == set()
}

test_an_older_judgement_is_told if {
	told(of("plan", {}, {"effectiveness": {"on": old}})) == {[["after", "plan", "effectiveness", "on"], $"the judgement of the effectiveness of plan X-1 {late}"]}
	told(of("plan", {"effectiveness": {"on": old}}, {"effectiveness": {"on": old}})) == set()
}

test_an_older_entry_of_the_history_is_told if {
	told(of("risk", {}, {"history": [{"at": old}]})) == {[["after", "risk", "history", 0, "at"], $"a new entry of the history of risk X-1 {late}"]}
	told(of("risk", {"history": [{"at": old}]}, {"history": [{"at": old}]})) == set()
	told(new("risk", {"history": [{"at": old}]})) == set()
}

accepted(approvals) := {"response": {"acceptance": {"approvals": approvals}}}

test_an_older_approval_of_an_acceptance_is_told if {
	expected := {[["after", "risk", "response", "acceptance", "approvals", 0, "at"], $"the new approval by p-1 of risk X-1 {late}"]}
	told(of("risk", {}, accepted([act(old)]))) == expected
	told(new("risk", accepted([act(old)]))) == expected
	told(of("risk", accepted([act(old)]), accepted([act(old)]))) == set()
}

deviating(approvals) := {"deviations": [{"approvals": approvals}]}

test_an_older_approval_of_a_deviation_is_told if {
	expected := {[
		["after", "risk", "deviations", 0, "approvals", 0, "at"],
		$"the new approval of a deviation by p-1 of risk X-1 {late}",
	]}
	told(of("risk", {}, deviating([act(old)]))) == expected
	told(new("risk", deviating([act(old)]))) == expected
	told(of("risk", deviating([act(old)]), deviating([act(old)]))) == set()
}

test_an_older_assessment_is_told if {
	told(of("risk", {"assessment": {"on": "2026-01-01"}}, {"assessment": {"on": old}})) == {[["after", "risk", "assessment", "on"], $"the new assessment of risk X-1 {late}"]}
	told(of("risk", {"assessment": {"on": old}}, {"assessment": {"on": old}})) == set()
	told(new("risk", {"assessment": {"on": old}})) == set()
}

test_an_older_judgement_of_the_residual_is_told if {
	told(of("risk", {}, {"residual": {"on": old}})) == {[["after", "risk", "residual", "on"], $"the new judgement of the residual risk of risk X-1 {late}"]}
	told(of("risk", {"residual": {"on": old}}, {"residual": {"on": old}})) == set()
	told(new("risk", {"residual": {"on": old}})) == set()
}

test_an_older_decision_is_told if {
	told(of("risk", {}, {"response": {"decided_on": old}})) == {[["after", "risk", "response", "decided_on"], $"the new decision of risk X-1 {late}"]}
	told(of("risk", {"response": {"decided_on": old}}, {"response": {"decided_on": old}})) == set()
	told(new("risk", {"response": {"decided_on": old}})) == set()
}

test_an_older_closure_is_told if {
	told(of("risk", {}, {"closure": {"on": old}})) == {[["after", "risk", "closure", "on"], $"the closure of risk X-1 {late}"]}
	told(of("risk", {"closure": {"on": old}}, {"closure": {"on": old}})) == set()
	told(new("risk", {"closure": {"on": old}})) == set()
}

test_what_is_new_and_old_is_told if {
	told(new("result", {"on": old})) == {[["after", "result", "on"], $"the record of result X-1 {late}"]}
	told(new("review", {"on": old})) == {[["after", "review", "on"], $"the record of review X-1 {late}"]}
	told(new("report", {"issued_on": old})) == {[["after", "report", "issued_on"], $"the record of report X-1 {late}"]}
	told(of("result", {"on": old}, {"on": old})) == set()
	told(of("review", {"on": old}, {"on": old})) == set()
	told(of("report", {"issued_on": old}, {"issued_on": old})) == set()
}

test_an_older_review_by_management_is_told if {
	told(of("report", {}, {"management_review": {"on": old}})) == {[
		["after", "report", "management_review", "on"],
		$"the new review by management of report X-1 {late}",
	]}
	told(of("report", {"management_review": {"on": old}}, {"management_review": {"on": old}})) == set()
}

omitting(omits, change) := told(object.union(change, {"before": {"document": {"source": {"omits": omits}}}}))

test_what_had_no_place_before_is_not_new if {
	change := of("risk", {}, object.union({"history": [{"at": old}]}, accepted([act(old)])))
	omitting(["risks.history", "risks.response"], change) == set()
	omitting(["risks.history.at", "risks.response.acceptance.approvals"], change) == set()
	count(omitting(["risks.hist", "risks.response.transfer", "plans.history", "plans.response"], change)) == 2
	count(omitting(["risks.history", "history.response"], change)) == 1
}

test_it_applies_to_what_may_tell_a_day if {
	every kind in {"plan", "risk", "result", "review", "report"} {
		applies(new(kind, {"id": "X-1"}))
		not applies({"change": {"kind": kind, "id": "X-1"}, "before": {kind: {"id": "X-1"}}})
	}
}

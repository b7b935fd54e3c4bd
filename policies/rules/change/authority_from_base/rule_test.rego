package rules.change.authority_from_base_test

import data.rules.change.authority_from_base

judged(changes) := {[violation.at, violation.message] | some violation in authority_from_base.violations with input as changes}

applies(changes) if authority_from_base.applies with input as changes

people := {"p-1": {"role": "director"}, "p-2": {"role": "service_lead"}, "p-3": {"role": "executive"}}

people_after := {"p-1": {"role": "director"}, "p-2": {"role": "executive"}, "p-3": {"role": "director"}, "p-9": {"role": "executive"}}

of(kind, before, after) := {
	"change": {"kind": kind, "id": "X-1"}, "before": {kind: before}, "after": {kind: after},
	"people": people, "people_after": people_after,
}

act(by) := {"act": "approve", "by": by, "at": "2026-06-20"}

approved(by) := {"approvals": [act(by)]}

accepted(by) := {"response": {"acceptance": approved(by)}}

deviating(by) := {"deviations": [approved(by)]}

moved(by) := {"due_changes": [{"approved_by": by}]}

reviewed(by) := {"management_review": {"by": by}}

unknown(what) := $"{what} is by p-9, whom the register didn't know before this change"

raised(what) := $"{what} is by p-2, whose role goes from service_lead to executive in this change"

messages(changes) := {message | some [_, message] in judged(changes)}

test_people_whom_the_base_knows_hold if {
	some by in ["p-1", "p-3"]
	judged(of("plan", {}, approved(by))) == set()
}

test_somebody_whose_role_stays_or_falls_holds if {
	judged(of("plan", {}, approved("p-1"))) == set()
	judged(of("plan", {}, approved("p-3"))) == set()
}

test_a_plan_is_not_approved_by_such_a_role if {
	judged(of("plan", {}, approved("p-2"))) == {[["after", "plan", "approvals", 0, "by"], raised("the new approval of plan X-1")]}
	judged(of("plan", {}, approved("p-9"))) == {[["after", "plan", "approvals", 0, "by"], unknown("the new approval of plan X-1")]}
	judged(object.remove(of("plan", {}, approved("p-9")), ["before"])) == {[["after", "plan", "approvals", 0, "by"], unknown("the new approval of plan X-1")]}
}

test_a_move_is_not_approved_by_such_a_role if {
	judged(of("plan", {}, moved("p-2"))) == {[["after", "plan", "due_changes", 0, "approved_by"], raised("a new move of the due date of plan X-1")]}
	judged(of("plan", moved("p-2"), moved("p-2"))) == set()
}

test_an_acceptance_is_not_approved_by_such_a_role if {
	judged(of("risk", {}, accepted("p-2"))) == {[["after", "risk", "response", "acceptance", "approvals", 0, "by"], raised("the new approval of risk X-1")]}
	judged(of("risk", accepted("p-2"), accepted("p-2"))) == set()
}

test_a_deviation_is_not_approved_by_such_a_role if {
	judged(of("risk", {}, deviating("p-2"))) == {[["after", "risk", "deviations", 0, "approvals", 0, "by"], raised("the new approval of a deviation of risk X-1")]}
	judged(of("risk", deviating("p-2"), deviating("p-2"))) == set()
}

test_a_report_is_not_reviewed_by_such_a_role if {
	judged(of("report", {}, reviewed("p-2"))) == {[["after", "report", "management_review", "by"], raised("management's review of report X-1")]}
	judged(of("report", reviewed("p-2"), reviewed("p-2"))) == set()
}

test_another_ladder_is_a_raise if {
	changes := object.union(of("plan", {}, approved("p-1")), {"people_after": {"p-1": {"role": "risk_lead"}}})
	messages(changes) == {"the new approval of plan X-1 is by p-1, whose role goes from director to risk_lead in this change"}
}

test_a_role_without_any_authority_that_stays_is_no_raise if {
	changes := object.union(of("plan", {}, approved("p-1")), {"people": {"p-1": {"role": "guest"}}, "people_after": {"p-1": {"role": "guest"}}})
	messages(changes) == set()
}

test_it_applies_to_new_words if {
	applies(of("plan", {}, approved("p-1")))
	not applies(of("plan", approved("p-9"), approved("p-9")))
	not applies(of("plan", approved("p-9"), {}))
}

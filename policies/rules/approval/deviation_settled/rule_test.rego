package rules.approval.deviation_settled_test

import data.rules.approval.deviation_settled

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "service_manager"},
	"p-004": {"id": "p-004", "name": "Dara Nowak", "role": "director", "team": "vaults"},
}

approval(changes) := object.union({"by": "p-002", "at": "2026-06-10", "decision": "approved"}, changes)

deviation(changes) := object.union(
	{"type": "false_positive", "state": "approved", "since": "2026-06-10", "approvals": [approval({})]},
	changes,
)

risk(deviations) := {
	"id": "R-3",
	"status": "assessed",
	"owner": "p-003",
	"assessment": {"severity": "moderate"},
	"deviations": deviations,
}

judged(record) := violations if {
	violations := deviation_settled.violations with input as {"risk": record, "people": people}
		with time.now_ns as jun_30
}

found(changes) := judged(risk([deviation(changes)]))

applies(record) if deviation_settled.applies with input as {"risk": record}

test_an_approval_by_the_role_asked_for_holds if count(found({})) == 0

test_an_approval_by_a_role_above_holds if count(found({"approvals": [approval({"by": "p-001"})]})) == 0

test_an_approval_by_a_role_below_is_denied if {
	found({"approvals": [approval({"by": "p-003"})]}) == {{
		"at": ["risk", "deviations", 0, "approvals"],
		"message": concat(" ", [
			"the false positive of risk R-3 is called approved and asks for approval by director;",
			"p-003 (service_manager): approved on 2026-06-10",
		]),
		"remedy": concat(" ", [
			"Ask p-002 (Bo Lindqvist, director) or p-004 (Dara Nowak, director) or",
			"p-001 (Ada Okafor, executive) to approve the deviation, or withdraw it.",
		]),
	}}
}

test_approved_by_nobody_is_denied if {
	{[violation.at, violation.message] | some violation in judged(risk([object.remove(deviation({}), ["approvals"])]))} == {[
		["risk", "deviations", 0],
		concat(" ", [
			"the false positive of risk R-3 is called approved and asks for approval by director;",
			"no approval is recorded",
		]),
	]}
	{violation.at | some violation in found({"approvals": []})} == {["risk", "deviations", 0, "approvals"]}
}

test_several_approvals_are_named if {
	{violation.message | some violation in found({"approvals": [approval({"by": "p-003"}), approval({"by": "p-999"})]})} == {concat(" ", [
		"the false positive of risk R-3 is called approved and asks for approval by director;",
		"p-003 (service_manager): approved on 2026-06-10, p-999 (not in the register): approved on 2026-06-10",
	])}
}

test_one_of_several_is_enough if count(found({"approvals": [approval({"by": "p-003"}), approval({})]})) == 0

test_what_is_no_approval_in_force_is_denied if {
	count(found({"approvals": [approval({"decision": "rejected"})]})) == 1
	count(found({"approvals": [approval({"at": "2026-07-01"})]})) == 1
	count(found({"approvals": [approval({}), approval({"decision": "rejected", "at": "2026-06-20"})]})) == 1
	count(found({"approvals": [approval({"expires_on": "2026-06-30"})]})) == 0
}

test_an_expired_approval_is_named_so if {
	{violation.message | some violation in found({"approvals": [approval({"expires_on": "2026-06-29"})]})} == {concat(" ", [
		"the false positive of risk R-3 is called approved and asks for approval by director;",
		"p-002 (director): approved on 2026-06-10, expired on 2026-06-29",
	])}
}

test_the_settings_say_who_approves if {
	violations := found({}) with data.settings.deviation.approver as "executive"
	{violation.remedy | some violation in violations} == {
		"Ask p-001 (Ada Okafor, executive) to approve the deviation, or withdraw it.",
	}
}

test_the_remedy_names_neither_the_owner_nor_nobody if {
	record := object.union(risk([deviation({"approvals": []})]), {"owner": "p-001"})
	violations := judged(record) with data.settings.deviation.approver as "executive"
	{violation.remedy | some violation in violations} == {
		"Nobody else in the register has the role executive or one above it: add who has, or withdraw the deviation.",
	}
}

test_the_remedy_names_people_of_the_affected_services_first if {
	violations := deviation_settled.violations with input as {
		"risk": object.union(risk([deviation({"approvals": []})]), {"affected_services": ["s-1"]}),
		"people": people,
		"services": {"s-1": {"id": "s-1", "team": "vaults"}},
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {concat(" ", [
		"Ask p-004 (Dara Nowak, director) or p-002 (Bo Lindqvist, director) or",
		"p-001 (Ada Okafor, executive) to approve the deviation, or withdraw it.",
	])}
}

test_pending_for_as_long_as_allowed_holds if count(found({"state": "pending", "since": "2026-05-31"})) == 0

test_pending_for_a_day_longer_is_denied if {
	found({"state": "pending", "since": "2026-05-30"}) == {{
		"at": ["risk", "deviations", 0],
		"message": "the false positive of risk R-3 is pending since 2026-05-30, 31 days; at most 30 are allowed",
	}}
}

test_under_investigation_for_longer_is_denied if {
	{violation.message | some violation in found({"type": "risk_adjustment", "state": "investigating", "since": "2026-05-30"})} == {
		"the risk adjustment of risk R-3 is under investigation since 2026-05-30, 31 days; at most 30 are allowed",
	}
}

test_no_state_is_not_settled if {
	{violation.message | some violation in judged(risk([object.remove(deviation({"since": "2026-05-30"}), ["state", "type"])]))} == {
		"a deviation of risk R-3 without a type is not settled since 2026-05-30, 31 days; at most 30 are allowed",
	}
}

test_pending_without_a_day_is_denied if {
	judged(risk([object.remove(deviation({"state": "pending"}), ["since"])])) == {{
		"at": ["risk", "deviations", 0],
		"message": "the false positive of risk R-3 is pending and doesn't say since when; at most 30 days are allowed",
	}}
}

test_an_approved_one_needs_no_day if count(judged(risk([object.remove(deviation({}), ["since"])]))) == 0

test_an_old_approved_one_holds if count(found({"since": "2025-01-01"})) == 0

test_a_withdrawn_one_is_not_asked if {
	withdrawn := {"type": "operational_requirement", "state": "withdrawn", "since": "2025-01-01"}
	not applies(risk([withdrawn]))
	severe := object.union(risk([deviation({}), withdrawn]), {"assessment": {"severity": "critical"}})
	count(judged(severe)) == 0
}

severe(severity) := object.union(risk([deviation({"type": "operational_requirement"})]), {"assessment": {"severity": severity}})

test_an_operational_requirement_below_the_limit_holds if count(judged(severe("moderate"))) == 0

test_an_operational_requirement_from_the_limit_on_is_denied if {
	judged(severe("high")) == {{
		"at": ["risk", "deviations", 0, "type"],
		"message": "risk R-3 is high and stays open as an operational requirement; from high on it must not",
		"remedy": "Reduce the risk until it is assessed below high, or withdraw the deviation.",
	}}
	count(judged(severe("critical"))) == 1
}

test_a_pending_operational_requirement_is_denied_too if {
	record := risk([deviation({"type": "operational_requirement", "state": "pending"})])
	count(judged(object.union(record, {"assessment": {"severity": "high"}}))) == 1
}

test_where_the_settings_name_no_limit_there_is_none if {
	violations := judged(severe("critical")) with data.settings.deviation.no_operational_requirement_from as null
	count(violations) == 0
}

test_another_deviation_has_no_limit if {
	count(judged(object.union(risk([deviation({})]), {"assessment": {"severity": "critical"}}))) == 0
}

test_a_closed_risk_was_not_left_open if count(judged(object.union(severe("critical"), {"status": "closed"}))) == 0

test_a_closed_risk_keeps_the_rest if {
	closed := object.union(risk([deviation({"approvals": []})]), {"status": "closed"})
	applies(closed)
	count(judged(closed)) == 1
}

test_it_does_not_apply_without_deviations if {
	not applies(risk([]))
	not applies(object.remove(risk([]), ["deviations"]))
}

package rules.approval.by_risk_owners_test

import data.rules.approval.by_risk_owners

jun_30 := 1782777600000000000

approval(changes) := object.union(
	{"act": "approve", "by": "p-003", "at": "2026-06-10", "decision": "approved", "plan_version": 2},
	changes,
)

plan(approvals) := {"id": "P-7", "version": 2, "status": "active", "approvals": approvals}

risk(changes) := object.union({"id": "R-3", "status": "responding", "owner": "p-003"}, changes)

judged(subject, risks) := violations if {
	violations := by_risk_owners.violations with input as {"plan": subject, "risks": risks} with time.now_ns as jun_30
}

found(approvals) := judged(plan(approvals), [risk({})])

applies(subject, risks) if by_risk_owners.applies with input as {"plan": subject, "risks": risks}

test_the_approval_of_the_owner_holds if count(found([approval({})])) == 0

test_an_approval_by_somebody_else_is_denied if {
	found([approval({"by": "p-001"})]) == {{
		"at": ["plan", "approvals"],
		"message": "plan P-7 answers risk R-3, and its owner p-003 has not approved version 2",
		"remedy": "Ask p-003 to approve version 2.",
	}}
}

test_what_is_no_approval_of_the_version_in_force_is_denied if {
	count(found([approval({"act": "review"})])) == 1
	count(found([approval({"plan_version": 1})])) == 1
	count(found([approval({"decision": "rejected"})])) == 1
	count(found([approval({"at": "2026-07-01"})])) == 1
	count(found([approval({}), approval({"at": "2026-06-11", "decision": "rejected"})])) == 1
	count(found([approval({"at": "2026-06-30"})])) == 0
}

test_a_plan_without_approvals_is_denied_at_the_plan if {
	{violation.at | some violation in found([])} == {["plan", "approvals"]}
	{violation.at | some violation in judged(object.remove(plan([]), ["approvals"]), [risk({})])} == {["plan"]}
}

test_each_owner_is_asked if {
	violations := judged(plan([approval({})]), [risk({}), risk({"id": "R-4", "owner": "p-004"})])
	{violation.message | some violation in violations} == {"plan P-7 answers risk R-4, and its owner p-004 has not approved version 2"}
}

test_a_risk_without_an_owner_is_denied if {
	judged(plan([approval({})]), [risk({}), object.remove(risk({"id": "R-4"}), ["owner"])]) == {{
		"at": ["risks", 1],
		"message": "plan P-7 answers risk R-4, which has no owner who could approve the plan",
		"remedy": "Name the owner of the risk, a person of the register, and ask for the owner's approval.",
	}}
}

test_a_closed_risk_is_not_asked if {
	count(judged(plan([]), [risk({"status": "closed"}), object.remove(risk({"status": "closed"}), ["owner"])])) == 0
}

test_it_applies_to_a_plan_with_an_open_risk if {
	applies(plan([]), [risk({"status": "closed"}), risk({})])
	applies(plan([]), [object.remove(risk({}), ["status"])])
	not applies(plan([]), [risk({"status": "closed"})])
	not applies(plan([]), [])
	not applies(object.union(plan([]), {"status": "cancelled"}), [risk({})])
}

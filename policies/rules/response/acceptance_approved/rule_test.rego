package rules.response.acceptance_approved_test

import data.rules.response.acceptance_approved

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director"},
	"p-003": {"id": "p-003", "name": "Chen Wu", "role": "service_manager"},
	"p-004": {"id": "p-004", "name": "Dara Nowak", "role": "service_lead"},
	"p-005": {"id": "p-005", "name": "Eli Roth", "role": "director"},
	"p-006": {"id": "p-006", "name": "Fay Haddad", "role": "director"},
	"p-007": {"id": "p-007", "name": "Gus Pereira", "role": "risk_lead"},
}

said(by, at, decision) := {"by": by, "at": at, "decision": decision}

approved(by) := said(by, "2026-06-01", "approved")

accepted(approvals) := {
	"id": "R-5",
	"title": "A legacy report runs with a shared account",
	"status": "accepted",
	"owner": "p-003",
	"assessment": {"severity": "moderate"},
	"response": {"type": "accept", "decided_by": "p-004", "acceptance": {"approvals": approvals}},
}

found(risk) := violations if {
	violations := acceptance_approved.violations with input as {"risk": risk, "people": people}
		with time.now_ns as jun_30
}

places(risk) := {violation.at | some violation in found(risk)}

lacks_authority := {["risk", "response", "acceptance", "approvals"]}

lacks_owner := {["risk", "owner"]}

applies(risk) if acceptance_approved.applies with input as {"risk": risk}

test_the_required_role_and_the_owner_are_enough if count(found(accepted([approved("p-002"), approved("p-003")]))) == 0

test_a_role_above_the_required_one_is_enough if count(found(accepted([approved("p-001"), approved("p-003")]))) == 0

test_a_role_below_the_required_one_is_denied if {
	found(accepted([approved("p-003"), approved("p-004")])) == {{
		"at": ["risk", "response", "acceptance", "approvals"],
		"message": concat(" ", [
			"risk R-5 is moderate and accepted, which asks for approval by director;",
			"p-003 (service_manager): approved on 2026-06-01, p-004 (service_lead): approved on 2026-06-01",
		]),
		"remedy": concat(" ", [
			"Ask p-002 (Bo Lindqvist, director) or p-005 (Eli Roth, director) or",
			"p-006 (Fay Haddad, director) to approve.",
		]),
	}}
}

test_a_role_of_another_ladder_is_denied if {
	places(accepted([approved("p-003"), approved("p-007")])) == lacks_authority
}

test_a_claimed_role_gives_no_authority if {
	claim := object.union(approved("p-004"), {"role": "director"})
	places(accepted([claim, approved("p-003")])) == lacks_authority
}

test_the_severity_sets_the_role if {
	risk := object.union(accepted([approved("p-002"), approved("p-003")]), {"assessment": {"severity": "high"}})
	places(risk) == lacks_authority
}

test_no_approval_by_the_owner_is_denied if {
	found(accepted([approved("p-002")])) == {{
		"at": ["risk", "owner"],
		"message": concat(" ", [
			"risk R-5 is accepted without the approval of its owner p-003;",
			"p-002 (director): approved on 2026-06-01",
		]),
		"remedy": "Ask p-003 to approve, or name the right owner, a person of the register.",
	}}
}

test_no_owner_is_denied if {
	found(object.remove(accepted([approved("p-002")]), ["owner"])) == {{
		"at": ["risk"],
		"message": concat(" ", [
			"risk R-5 is accepted and has no owner who could approve;",
			"p-002 (director): approved on 2026-06-01",
		]),
		"remedy": "Name the owner, a person of the register, and ask for the owner's approval.",
	}}
}

test_nobody_approved_is_two_findings if {
	found(accepted([])) == {
		{
			"at": ["risk", "response", "acceptance", "approvals"],
			"message": concat(" ", [
				"risk R-5 is moderate and accepted, which asks for approval by director;",
				"no approval is recorded",
			]),
			"remedy": concat(" ", [
				"Ask p-002 (Bo Lindqvist, director) or p-005 (Eli Roth, director) or",
				"p-006 (Fay Haddad, director) to approve.",
			]),
		},
		{
			"at": ["risk", "owner"],
			"message": "risk R-5 is accepted without the approval of its owner p-003; no approval is recorded",
			"remedy": "Ask p-003 to approve, or name the right owner, a person of the register.",
		},
	}
}

test_no_list_of_approvals_is_found_at_the_acceptance if {
	risk := object.union(
		object.remove(accepted([]), ["response"]),
		{"response": {"type": "accept", "decided_by": "p-004", "acceptance": {"from": "2026-06-01"}}},
	)
	places(risk) == {["risk", "response", "acceptance"], ["risk", "owner"]}
}

test_no_acceptance_is_found_at_the_response if {
	risk := object.union(
		object.remove(accepted([]), ["response"]),
		{"response": {"type": "accept", "decided_by": "p-004"}},
	)
	places(risk) == {["risk", "response"], ["risk", "owner"]}
}

test_an_approver_outside_the_register_is_nobody if {
	[message] = [violation.message | some violation in found(accepted([approved("p-003"), approved("p-999")]))]
	contains(message, "p-999 (not in the register): approved on 2026-06-01")
}

test_an_owner_outside_the_register_cannot_approve if {
	risk := object.union(accepted([approved("p-002"), approved("p-999")]), {"owner": "p-999"})
	places(risk) == lacks_owner
}

test_a_rejection_is_no_approval if {
	places(accepted([said("p-002", "2026-06-01", "rejected"), approved("p-003")])) == lacks_authority
}

test_a_wish_for_changes_is_no_approval if {
	places(accepted([approved("p-002"), said("p-003", "2026-06-01", "changes_requested")])) == lacks_owner
}

test_an_approval_of_today_counts if {
	count(found(accepted([said("p-002", "2026-06-30", "approved"), approved("p-003")]))) == 0
}

test_an_approval_of_tomorrow_does_not_count if {
	places(accepted([said("p-002", "2026-07-01", "approved"), approved("p-003")])) == lacks_authority
}

test_a_rejection_of_tomorrow_does_not_count if {
	count(found(accepted([approved("p-002"), approved("p-003"), said("p-002", "2026-07-01", "rejected")]))) == 0
}

test_an_approval_counts_on_its_last_day if {
	approval := object.union(approved("p-002"), {"expires_on": "2026-06-30"})
	count(found(accepted([approval, approved("p-003")]))) == 0
}

test_an_expired_approval_does_not_count if {
	approval := object.union(approved("p-002"), {"expires_on": "2026-06-29"})
	places(accepted([approval, approved("p-003")])) == lacks_authority
}

test_an_approval_taken_back_does_not_count if {
	risk := accepted([said("p-002", "2026-06-09", "rejected"), approved("p-002"), approved("p-003")])
	places(risk) == lacks_authority
}

test_an_approval_after_a_rejection_counts if {
	risk := accepted([said("p-002", "2026-06-09", "approved"), said("p-002", "2026-06-01", "rejected"), approved("p-003")])
	count(found(risk)) == 0
}

test_of_one_day_the_last_in_the_list_counts if {
	rejected := said("p-002", "2026-06-01", "rejected")
	places(accepted([approved("p-003"), approved("p-002"), rejected])) == lacks_authority
	count(found(accepted([approved("p-003"), rejected, approved("p-002")]))) == 0
}

test_a_rejection_by_one_does_not_undo_the_approval_of_another if {
	risk := accepted([approved("p-002"), approved("p-003"), said("p-005", "2026-06-20", "rejected")])
	count(found(risk)) == 0
}

test_the_owner_may_be_the_required_role if {
	count(found(object.union(accepted([approved("p-002")]), {"owner": "p-002"}))) == 0
}

test_the_requester_may_approve_beside_another if {
	risk := object.union(
		accepted([approved("p-002"), approved("p-003")]),
		{"response": {"decided_by": "p-002"}},
	)
	count(found(risk)) == 0
}

test_the_requester_alone_is_denied if {
	risk := object.union(
		accepted([approved("p-002")]),
		{"owner": "p-002", "response": {"decided_by": "p-002"}},
	)
	found(risk) == {{
		"at": ["risk", "response", "decided_by"],
		"message": "risk R-5 is accepted by p-002 alone, who also asked for it (decided_by)",
		"remedy": concat(" ", [
			"Ask p-005 (Eli Roth, director) or p-006 (Fay Haddad, director) or",
			"p-001 (Ada Okafor, executive) to approve.",
		]),
	}}
}

test_the_requester_alone_with_too_low_a_role_is_told_the_role if {
	risk := object.union(accepted([approved("p-003")]), {"response": {"decided_by": "p-003"}})
	places(risk) == lacks_authority
}

test_the_requester_alone_who_is_not_the_owner_is_told_the_owner if {
	risk := object.union(accepted([approved("p-002")]), {"response": {"decided_by": "p-002"}})
	places(risk) == lacks_owner
}

test_one_approver_without_a_named_requester_is_denied if {
	risk := object.union(
		object.remove(accepted([]), ["response"]),
		{"owner": "p-002", "response": {"type": "accept", "acceptance": {"approvals": [approved("p-002")]}}},
	)
	found(risk) == {{
		"at": ["risk", "response"],
		"message": "risk R-5 is accepted by p-002 alone, and decided_by doesn't say who asked for it",
		"remedy": concat(" ", [
			"Ask p-005 (Eli Roth, director) or p-006 (Fay Haddad, director) or",
			"p-001 (Ada Okafor, executive) to approve.",
		]),
	}}
}

test_the_remedy_names_neither_the_requester_nor_who_approved_already if {
	risk := object.union(
		accepted([approved("p-003")]),
		{"owner": "p-004", "response": {"decided_by": "p-002"}},
	)
	{violation.remedy | some violation in found(risk)} == {
		"Ask p-005 (Eli Roth, director) or p-006 (Fay Haddad, director) or p-001 (Ada Okafor, executive) to approve.",
		"Ask p-004 to approve, or name the right owner, a person of the register.",
	}
}

test_the_remedy_names_people_of_the_affected_services_first if {
	risk := object.union(accepted([approved("p-003")]), {"affected_services": ["s-1", "s-9"]})
	violations := acceptance_approved.violations with input as {
		"risk": risk,
		"people": object.union(people, {"p-006": {"team": "reporting"}, "p-005": {"team": "portal"}}),
		"services": {"s-1": {"id": "s-1", "team": "reporting"}, "s-2": {"id": "s-2", "team": "portal"}},
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {concat(" ", [
		"Ask p-006 (Fay Haddad, director) or p-002 (Bo Lindqvist, director) or",
		"p-005 (Eli Roth, director) to approve.",
	])}
}

test_two_approvers_without_a_named_requester_are_enough if {
	approvals := [approved("p-002"), approved("p-003")]
	risk := object.union(
		object.remove(accepted([]), ["response"]),
		{"response": {"type": "accept", "acceptance": {"approvals": approvals}}},
	)
	count(found(risk)) == 0
}

test_where_nobody_may_no_approval_helps if {
	risk := object.union(accepted([approved("p-001"), approved("p-003")]), {"assessment": {"severity": "critical"}})
	found(risk) == {{
		"at": ["risk", "response", "type"],
		"message": "risk R-5 is critical and accepted; nobody may accept a critical risk",
		"remedy": "Mitigate, avoid or transfer the risk.",
	}}
}

test_where_nobody_may_that_is_the_one_finding if {
	critical := object.union(accepted([]), {"assessment": {"severity": "critical"}})
	places(critical) == {["risk", "response", "type"]}
	places(object.remove(critical, ["owner"])) == {["risk", "response", "type"]}
}

test_a_severity_without_a_role_is_denied if {
	risk := object.union(accepted([approved("p-001"), approved("p-003")]), {"assessment": {"severity": "dire"}})
	places(risk) == lacks_authority
}

test_the_remedy_says_when_nobody_could_approve if {
	violations := acceptance_approved.violations with input as {
		"risk": accepted([approved("p-003")]),
		"people": object.filter(people, ["p-003", "p-004"]),
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {concat(" ", [
		"Nobody else in the register has the role director or one above it:",
		"add who has, or choose another response.",
	])}
}

test_the_remedy_names_the_only_one_who_could_approve if {
	violations := acceptance_approved.violations with input as {
		"risk": accepted([approved("p-003")]),
		"people": object.filter(people, ["p-001", "p-003"]),
	}
		with time.now_ns as jun_30
	{violation.remedy | some violation in violations} == {"Ask p-001 (Ada Okafor, executive) to approve."}
}

test_applies_to_an_accepted_risk if applies(accepted([]))

test_does_not_apply_to_another_response if {
	not applies(object.union(accepted([]), {"response": {"type": "transfer"}}))
}

test_does_not_apply_to_a_closed_risk if not applies(object.union(accepted([]), {"status": "closed"}))

test_does_not_apply_to_a_severity_outside_the_scale if {
	not applies(object.union(accepted([]), {"assessment": {"severity": "dire"}}))
}

test_does_not_apply_without_a_severity if not applies(object.remove(accepted([]), ["assessment"]))

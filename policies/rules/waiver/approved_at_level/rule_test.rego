package rules.waiver.approved_at_level_test

import data.rules.waiver.approved_at_level

jun_30 := 1782777600000000000

people := {
	"p-001": {"id": "p-001", "name": "Ada Okafor", "role": "executive", "email": "ada@example.com"},
	"p-002": {"id": "p-002", "name": "Bo Lindqvist", "role": "director", "team": "vaults"},
	"p-003": {"id": "p-003", "role": "service_lead"},
}

waiver(changes) := object.union(
	{
		"id": "W-3", "rule": "risk.tracked", "subject": {"kind": "risk", "id": "R-3"},
		"requested_by": "p-003", "approved_by": "p-001", "approved_on": "2026-06-10", "expires_on": "2026-07-10",
	},
	changes,
)

request := {"id": "W-4", "rule": "risk.tracked", "subject": {"kind": "risk", "id": "R-3"}, "requested_by": "p-003", "expires_on": "2026-07-10"}

high := [{"fingerprint": "8f2c1d0a9b7e6f5041326789", "severity": "high"}]

facts := {"rule": "asked", "waivable": true, "subject": "present", "responsible": ["p-003"], "renewals": 0}

judged(subject, matched, known) := violations if {
	violations := approved_at_level.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

applies(subject, matched, known) if {
	approved_at_level.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_the_role_that_is_asked_for_will_do if count(found({})) == 0

test_a_lower_role_will_not_do if {
	found({"approved_by": "p-002"}) == {{
		"at": ["waiver", "approved_by"],
		"message": "waiver W-3 is about risk R-3 (high), which asks for approval by executive; p-002 (director) approved it on 2026-06-10",
		"remedy": "Ask p-001 (Ada Okafor, executive) to approve it, or mend what it is about.",
	}}
}

test_severity_says_which_role if {
	count(judged(waiver({"approved_by": "p-002"}), [{"severity": "moderate"}], facts)) == 0
	count(judged(waiver({"approved_by": "p-003"}), [{"severity": "moderate"}], facts)) == 1
	count(judged(waiver({"approved_by": "p-003"}), [{"severity": "low"}], facts)) == 1
}

test_the_highest_severity_of_several_counts if {
	count(judged(waiver({"approved_by": "p-002"}), [{"severity": "moderate"}, {"severity": "high"}], facts)) == 1
}

test_who_asked_or_answers_is_not_proposed if {
	{violation.remedy | some violation in judged(waiver({"approved_by": "p-002", "requested_by": "p-001"}), high, facts)} == {
		"Nobody else in the register has the role executive or one above it: add who has, or mend what it is about.",
	}
	{violation.remedy | some violation in judged(waiver({"approved_by": "p-002"}), high, {"responsible": ["p-001"]})} == {
		"Nobody else in the register has the role executive or one above it: add who has, or mend what it is about.",
	}
}

test_without_a_requester_somebody_is_proposed if {
	subject := object.remove(waiver({"approved_by": "p-002"}), ["requested_by"])
	{violation.remedy | some violation in judged(subject, high, {})} == {
		"Ask p-001 (Ada Okafor, executive) to approve it, or mend what it is about.",
	}
}

test_where_nobody_may_nobody_will_do if {
	violations := found({}) with data.settings.waiver.approver as {"high": null}
	violations == {{
		"at": ["waiver"],
		"message": "waiver W-3 is about risk R-3 (high); nobody may waive at high",
		"remedy": "Take the waiver out, and mend what it is about.",
	}}
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

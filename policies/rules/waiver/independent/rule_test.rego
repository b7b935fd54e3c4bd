package rules.waiver.independent_test

import data.rules.waiver.independent

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
	violations := independent.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

messages(violations) := {violation.message | some violation in violations}

applies(subject, matched, known) if {
	independent.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_somebody_without_a_part_holds if count(found({})) == 0

test_who_asked_does_not_approve if {
	found({"approved_by": "p-002", "requested_by": "p-002"}) == {{
		"at": ["waiver", "approved_by"],
		"message": "waiver W-3 is approved by p-002, who asked for it",
	}}
}

test_who_answers_for_the_record_does_not_approve if {
	messages(judged(waiver({}), high, {"responsible": ["p-002", "p-001"]})) == {
		"waiver W-3 is approved by p-001, who answers for risk R-3",
	}
}

by_authors(authors) := messages(judged(waiver({}), high, {"responsible": [], "authors": authors}))

test_who_made_the_change_does_not_approve if {
	by_authors([{"name": "x", "email": "ADA@example.com"}]) == {"waiver W-3 is approved by p-001, who made the change"}
	by_authors([{"name": "ada okafor", "email": "x@example.com"}]) == {"waiver W-3 is approved by p-001, who made the change"}
	by_authors([{"name": "x", "email": "x@example.com"}, {"name": "Ada Okafor", "email": "y"}]) == {
		"waiver W-3 is approved by p-001, who made the change",
	}
}

test_others_may_make_the_change if {
	by_authors([{"name": "Bo Lindqvist", "email": "bo@example.com"}]) == set()
	by_authors([]) == set()
}

test_a_requester_whom_nobody_knows_is_denied if {
	found({"requested_by": "p-009"}) == {{
		"at": ["waiver", "requested_by"],
		"message": "waiver W-3 is requested by p-009, whom the register doesn't have",
		"remedy": "Name the person who asked for it by the id that the register has.",
	}}
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

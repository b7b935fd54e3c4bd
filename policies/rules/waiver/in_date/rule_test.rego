package rules.waiver.in_date_test

import data.rules.waiver.in_date

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
	violations := in_date.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

messages(violations) := {violation.message | some violation in violations}

applies(subject, matched, known) if {
	in_date.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_the_last_day_counts if count(found({"expires_on": "2026-06-30"})) == 0

test_the_day_after_does_not if {
	found({"expires_on": "2026-06-29"}) == {{
		"at": ["waiver", "expires_on"],
		"message": "waiver W-3 expired on 2026-06-29, and risk.tracked still finds fault with risk R-3; today is 2026-06-30",
	}}
}

test_an_approval_of_today_counts if count(found({"approved_on": "2026-06-30"})) == 0

test_an_approval_of_tomorrow_does_not if {
	found({"approved_on": "2026-07-01"}) == {{
		"at": ["waiver", "approved_on"],
		"message": "waiver W-3 is approved on 2026-07-01, which is still to come; today is 2026-06-30",
		"remedy": "Record the day on which it was approved.",
	}}
}

test_it_may_end_on_the_day_of_its_approval if count(found({"approved_on": "2026-06-30", "expires_on": "2026-06-30"})) == 0

test_it_does_not_end_before_its_approval if {
	"waiver W-3 ends on 2026-07-01, before its approval on 2026-07-02" in messages(found({
		"approved_on": "2026-07-02",
		"expires_on": "2026-07-01",
	}))
	count(found({"approved_on": "2026-06-12", "expires_on": "2026-06-11"})) == 2
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

test_its_last_day_falls_due if {
	due := in_date.due with input as {"waiver": waiver({})}
	due == {{"at": ["waiver", "expires_on"], "on": "2026-07-10", "what": "waiver"}}
}

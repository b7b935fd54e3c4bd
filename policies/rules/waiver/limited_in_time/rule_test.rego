package rules.waiver.limited_in_time_test

import data.rules.waiver.limited_in_time

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
	violations := limited_in_time.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

applies(subject, matched, known) if {
	limited_in_time.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_as_long_as_the_limit_holds if count(found({"expires_on": "2026-07-10"})) == 0

test_a_day_more_does_not if {
	found({"expires_on": "2026-07-11"}) == {{
		"at": ["waiver", "expires_on"],
		"message": "waiver W-3 is about risk R-3 (high) and lasts 31 days, from 2026-06-10 to 2026-07-11; the limit is 30",
		"remedy": "Set expires_on to 2026-07-10 or earlier, and have that approved.",
	}}
}

test_severity_says_how_long if {
	count(judged(waiver({}), [{"severity": "critical"}], facts)) == 1
	count(judged(waiver({"expires_on": "2026-06-24"}), [{"severity": "critical"}], facts)) == 0
	count(judged(waiver({"expires_on": "2026-12-07"}), [{"severity": "low"}], facts)) == 0
	count(judged(waiver({"expires_on": "2026-12-08"}), [{"severity": "low"}], facts)) == 1
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

package rules.waiver.renewed_in_time_test

import data.rules.waiver.renewed_in_time

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
	violations := renewed_in_time.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

applies(subject, matched, known) if {
	renewed_in_time.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_it_warns_thirty_days_before if {
	count(found({"expires_on": "2026-07-31"})) == 0
	count(found({"expires_on": "2026-07-30"})) == 1
	found({}) == {{
		"at": ["waiver", "expires_on"],
		"message": "waiver W-3 of risk.tracked for risk R-3 lapses after 2026-07-10; today is 2026-06-30",
	}}
}

test_the_settings_say_how_long_before if {
	violations := found({}) with data.settings.waiver.lapse_days as 9
	count(violations) == 0
}

test_it_applies_until_the_last_day if {
	applies(waiver({"expires_on": "2026-06-30"}), high, facts)
	not applies(waiver({"expires_on": "2026-06-29"}), high, facts)
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

package rules.waiver.ticketed_test

import data.rules.waiver.ticketed

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
	violations := ticketed.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

applies(subject, matched, known) if {
	ticketed.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_a_work_item_will_do if count(found({"ticket": "RISK-118"})) == 0

test_without_one_it_is_denied if {
	found({}) == {{
		"at": ["waiver"],
		"message": "waiver W-3 is about risk R-3 (high) and names no work item in ticket",
	}}
}

test_it_applies_from_the_severity_that_the_settings_name if {
	applies(waiver({}), [{"severity": "critical"}], facts)
	not applies(waiver({}), [{"severity": "moderate"}], facts)
}

test_it_does_not_apply_where_the_settings_name_none if {
	not ticketed.applies with input as {"waiver": waiver({}), "matched": high} with data.settings.waiver.ticket_from as null
}

test_it_applies_to_what_is_approved_and_accepts_something if {
	applies(waiver({}), high, facts)
	not applies(request, high, facts)
	not applies(waiver({}), [], facts)
}

package rules.waiver.matches_finding_test

import data.rules.waiver.matches_finding

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
	violations := matches_finding.violations with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

found(changes) := judged(waiver(changes), high, facts)

applies(subject, matched, known) if {
	matches_finding.applies with input as {"waiver": subject, "matched": matched, "people": people, "facts": known}
		with time.now_ns as jun_30
}

test_one_that_accepts_something_holds if count(found({})) == 0

test_one_that_accepts_nothing_is_told if {
	judged(waiver({}), [], facts) == {{
		"at": ["waiver"],
		"message": "waiver W-3 waives nothing: risk.tracked finds no fault with risk R-3",
	}}
}

test_a_request_that_would_accept_nothing_is_told if count(judged(request, [], facts)) == 1

test_a_finding_that_is_gone_is_named if {
	judged(waiver({"fingerprint": "8f2c1d0a9b7e6f5041326789"}), [], facts) == {{
		"at": ["waiver"],
		"message": "waiver W-3 waives nothing: risk.tracked has no finding 8f2c1d0a9b7e6f5041326789 about risk R-3",
	}}
}

test_a_rule_that_nobody_asks_is_named if {
	judged(waiver({}), [], {"rule": "unknown"}) == {{
		"at": ["waiver", "rule"],
		"message": "waiver W-3 waives nothing: there is no rule risk.tracked",
	}}
	judged(waiver({}), [], {"rule": "off"}) == {{
		"at": ["waiver", "rule"],
		"message": "waiver W-3 waives nothing: the settings turn risk.tracked off",
	}}
}

test_a_record_that_vanished_is_named if {
	judged(waiver({}), [], {"rule": "asked", "subject": "absent"}) == {{
		"at": ["waiver", "subject"],
		"message": "waiver W-3 waives nothing: there is no risk R-3",
	}}
}

test_it_does_not_apply_to_one_that_is_renewed if {
	applies(waiver({}), [], facts)
	not applies(waiver({}), [], {"renewed_by": "W-9"})
}

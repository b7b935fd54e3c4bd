package rules.response.acceptance_in_date_test

import data.rules.response.acceptance_in_date

jun_30 := 1782777600000000000

accepted(acceptance) := {
	"id": "R-5",
	"title": "A legacy report runs with a shared account",
	"status": "accepted",
	"assessment": {"severity": "high"},
	"response": {"type": "accept", "acceptance": acceptance},
}

found(risk) := violations if {
	violations := acceptance_in_date.violations with input as {"risk": risk} with time.now_ns as jun_30
}

between(from, expires_on) := found(accepted({"from": from, "expires_on": expires_on}))

applies(risk) if acceptance_in_date.applies with input as {"risk": risk}

test_the_last_day_still_counts if count(between("2026-06-01", "2026-06-30")) == 0

test_the_day_after_the_last_is_denied if {
	between("2026-06-01", "2026-06-29") == {{
		"at": ["risk", "response", "acceptance", "expires_on"],
		"message": "the acceptance of risk R-5 expired on 2026-06-29, and today is 2026-06-30",
	}}
}

test_the_first_day_counts if count(between("2026-06-30", "2026-07-31")) == 0

test_the_day_before_the_first_is_denied if {
	between("2026-07-01", "2026-07-31") == {{
		"at": ["risk", "response", "acceptance", "from"],
		"message": "risk R-5 is accepted from 2026-07-01 on, and today is 2026-06-30",
	}}
}

test_as_long_as_the_limit_holds if count(between("2026-06-01", "2026-08-30")) == 0

test_a_day_longer_than_the_limit_is_denied if {
	between("2026-06-01", "2026-08-31") == {{
		"at": ["risk", "response", "acceptance", "expires_on"],
		"message": "risk R-5 is accepted from 2026-06-01 to 2026-08-31, 91 days; high allows 90",
	}}
}

test_the_severity_sets_the_limit if {
	risk := object.union(
		accepted({"from": "2026-06-01", "expires_on": "2026-08-31"}),
		{"assessment": {"severity": "moderate"}},
	)
	count(found(risk)) == 0
}

test_a_severity_without_a_limit_allows_nothing if {
	risk := object.union(
		accepted({"from": "2026-06-01", "expires_on": "2026-06-30"}),
		{"assessment": {"severity": "dire"}},
	)
	count(found(risk)) == 1
}

test_an_expired_acceptance_that_was_too_long_is_one_finding if count(between("2025-01-01", "2026-06-29")) == 1

test_no_end_is_denied if {
	found(accepted({"from": "2026-06-01"})) == {{
		"at": ["risk", "response", "acceptance"],
		"message": "risk R-5 is accepted without expires_on",
	}}
}

test_no_start_is_denied if {
	found(accepted({"expires_on": "2026-07-31"})) == {{
		"at": ["risk", "response", "acceptance"],
		"message": "risk R-5 is accepted without from",
	}}
}

test_no_acceptance_is_denied if {
	found(object.remove(accepted({}), ["response"])) == {{
		"at": ["risk", "response"],
		"message": "risk R-5 is accepted without expires_on and from",
	}}
}

test_applies_to_an_accepted_risk if applies(accepted({}))

test_does_not_apply_to_another_response if {
	not applies(object.union(accepted({}), {"response": {"type": "transfer"}}))
}

test_does_not_apply_to_a_closed_risk if not applies(object.union(accepted({}), {"status": "closed"}))

test_does_not_apply_to_a_severity_outside_the_scale if {
	not applies(object.union(accepted({}), {"assessment": {"severity": "dire"}}))
}

test_does_not_apply_without_a_severity if not applies(object.remove(accepted({}), ["assessment"]))

due(risk) := what if {
	what := acceptance_in_date.due with input as {"risk": risk}
}

test_an_acceptance_falls_due_on_its_last_day if {
	due(accepted({"from": "2026-06-01", "expires_on": "2026-06-30"})) == {{
		"at": ["risk", "response", "acceptance", "expires_on"],
		"on": "2026-06-30",
		"what": "acceptance",
	}}
	due(accepted({"from": "2026-06-01"})) == set()
}

package rules.risk.closed_with_evidence_test

import data.rules.risk.closed_with_evidence

closure := {
	"on": "2026-06-30",
	"by": "p-1",
	"reason": "resolved",
	"evidence": [{"ref": "TICKET-7", "collected_on": "2026-06-29"}],
}

found(stated, plans) := violations if {
	violations := closed_with_evidence.violations with input.risk as {
		"id": "R-1",
		"status": "closed",
		"closure": stated,
	}
		with input.plans as plans
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

changed(changes) := found(object.union(closure, changes), [])

without(field) := found(object.remove(closure, [field]), [])

unstated(what) := {{"at": ["risk", "closure"], "message": $"the closure of risk R-1 states no {what}"}}

test_it_applies_to_closed_risks_alone if {
	closed_with_evidence.applies with input.risk.status as "closed"
	not closed_with_evidence.applies with input.risk.status as "accepted"
	not closed_with_evidence.applies with input.risk as {"id": "R-1"}
}

test_a_complete_closure_of_today_holds if count(found(closure, [])) == 0

test_no_closure_is_told_once if {
	closed_with_evidence.violations == {{
		"at": ["risk"],
		"message": "risk R-1 is closed without a closure",
	}} with input.risk as {"id": "R-1", "status": "closed"}
}

test_no_reason_is_told if without("reason") == unstated("reason")

test_nobody_who_closed_it_is_told if without("by") == unstated("closer (by)")

test_no_day_is_told if without("on") == unstated("day (on)")

test_no_evidence_is_told if without("evidence") == unstated("evidence")

test_an_empty_list_is_no_evidence if changed({"evidence": []}) == unstated("evidence")

test_an_empty_closure_states_nothing if count(found({}, [])) == 4

test_tomorrow_is_told if {
	changed({"on": "2026-07-01"}) == {{
		"at": ["risk", "closure", "on"],
		"message": "risk R-1 is closed on 2026-07-01, after the as-of date 2026-06-30",
	}}
}

test_evidence_that_nobody_can_find_is_told if {
	changed({"evidence": [{"ref": "TICKET-7"}, {"collected_on": "2026-06-29"}]}) == {{
		"at": ["risk", "closure", "evidence", 1],
		"message": "evidence 2 of the closure of risk R-1 says nowhere to find it (ref)",
	}}
}

test_finished_plans_hold if {
	count(found(closure, [{"id": "P-1", "status": "completed"}, {"id": "P-2", "status": "cancelled"}])) == 0
}

test_every_other_status_of_a_plan_is_open if {
	every status in ["draft", "in_review", "approved", "active"] {
		found(closure, [{"id": "P-1", "status": "completed"}, {"id": "P-2", "status": status}]) == {{
			"at": ["plans", 1, "status"],
			"message": $"risk R-1 is closed, but its plan P-2 is still {status}",
		}}
	}
}

test_a_plan_without_a_status_is_open if count(found(closure, [{"id": "P-1"}])) == 1

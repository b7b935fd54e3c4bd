package rules.plan.refreshed_test

import data.rules.plan.refreshed

june_30 := time.parse_ns("2006-01-02", "2026-06-30")

updated(day) := {"id": "P-7", "status": "active", "updated_on": day}

found(plan) := violations if {
	violations := refreshed.violations with input.plan as plan
		with data.settings.plan.refresh_days as 10
		with time.now_ns as june_30
}

applies(plan) if refreshed.applies with input.plan as plan

in_status(status) := object.union(updated("2026-06-20"), {"status": status})

test_the_last_day_still_counts if count(found(updated("2026-06-20"))) == 0

test_the_day_after_the_last_is_told if {
	found(updated("2026-06-19")) == {{
		"at": ["plan", "updated_on"],
		"message": "plan P-7 is open and was last updated on 2026-06-19, 11 days ago; at most 10 are allowed",
	}}
}

test_no_day_is_told if {
	found({"id": "P-7", "status": "active"}) == {{
		"at": ["plan"],
		"message": "plan P-7 is open, and its record has no day of an update (updated_on)",
	}}
}

test_an_update_of_today_counts if count(found(updated("2026-06-30"))) == 0

test_an_update_still_to_come_is_told if {
	found(updated("2026-07-01")) == {{
		"at": ["plan", "updated_on"],
		"message": "plan P-7 was last updated on 2026-07-01, and today is 2026-06-30",
	}}
}

test_it_applies_to_open_plans if {
	applies(in_status("draft"))
	applies(in_status("in_review"))
	applies(in_status("active"))
	applies({"id": "P-7"})
}

test_it_does_not_apply_to_plans_that_are_over if {
	not applies(in_status("completed"))
	not applies(in_status("cancelled"))
}

due(plan) := what if {
	what := refreshed.due with input.plan as plan with data.settings.plan.refresh_days as 10
}

test_an_update_falls_due_after_the_last_one if {
	due(updated("2026-06-20")) == {{"at": ["plan", "updated_on"], "on": "2026-06-30", "what": "update"}}
	due({"id": "P-7", "status": "active"}) == set()
}

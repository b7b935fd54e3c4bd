package rules.plan.actions_on_time_test

import data.rules.plan.actions_on_time

planned(action) := {"id": "P-7", "status": "active", "actions": [object.union({"id": "A-1"}, action)]}

found(action, as_of) := violations if {
	violations := actions_on_time.violations with input.plan as planned(action)
		with time.now_ns as time.parse_ns("2006-01-02", as_of)
}

overdue(as_of) := {{
	"at": ["plan", "actions", 0, "due"],
	"message": $"action A-1 of plan P-7 was due on 2026-01-31 and is not done; today is {as_of}",
}}

test_it_applies_to_plans_with_actions if {
	actions_on_time.applies with input.plan as planned({})
	actions_on_time.applies with input.plan as planned({"status": "done"})
	actions_on_time.applies with input.plan as object.remove(planned({}), ["status"])
	actions_on_time.applies with input.plan as object.union(planned({}), {"status": "completed"})
}

test_it_does_not_apply_without_an_action_to_do if {
	not actions_on_time.applies with input.plan as {"id": "P-7", "status": "active"}
	not actions_on_time.applies with input.plan as {"id": "P-7", "status": "active", "actions": []}
	not actions_on_time.applies with input.plan as planned({"status": "cancelled"})
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not actions_on_time.applies with input.plan as object.union(planned({}), {"status": "cancelled"})
}

test_due_yesterday_is_late if found({"due": "2026-01-31", "status": "open"}, "2026-02-01") == overdue("2026-02-01")

test_due_today_is_not_late if count(found({"due": "2026-01-31", "status": "open"}, "2026-01-31")) == 0

test_no_status_counts_as_open if found({"due": "2026-01-31"}, "2026-02-01") == overdue("2026-02-01")

test_in_progress_and_blocked_count_as_open if {
	found({"due": "2026-01-31", "status": "in_progress"}, "2026-02-01") == overdue("2026-02-01")
	found({"due": "2026-01-31", "status": "blocked"}, "2026-02-01") == overdue("2026-02-01")
}

test_what_is_done_or_cancelled_is_not_late if {
	count(found({"due": "2026-01-31", "status": "done"}, "2026-02-01")) == 0
	count(found({"due": "2026-01-31", "status": "cancelled"}, "2026-02-01")) == 0
}

test_no_due_date_is_not_judged_here if count(found({"status": "open"}, "2026-02-01")) == 0

test_each_late_action_is_told if {
	plan := {"id": "P-7", "actions": [
		{"id": "A-1", "due": "2026-01-31"},
		{"id": "A-2", "due": "2026-02-28"},
		{"id": "A-3", "due": "2026-01-30"},
	]}
	violations := actions_on_time.violations with input.plan as plan
		with time.now_ns as time.parse_ns("2006-01-02", "2026-02-01")
	{violation.at[2] | some violation in violations} == {0, 2}
}

due(action) := what if {
	what := actions_on_time.due with input.plan as planned(action)
}

test_an_open_action_falls_due if {
	expected := {{"at": ["plan", "actions", 0, "due"], "on": "2026-01-31", "what": "action"}}
	due({"due": "2026-01-31"}) == expected
	due({"due": "2026-01-31", "status": "blocked"}) == expected
}

test_an_action_that_is_done_or_cancelled_or_has_no_date_does_not_fall_due if {
	due({"due": "2026-01-31", "status": "done"}) == set()
	due({"due": "2026-01-31", "status": "cancelled"}) == set()
	due({"status": "open"}) == set()
}

package rules.plan.due_within_deadline_test

import data.rules.plan.due_within_deadline

stated := {"id": "R-3", "status": "responding", "deadline": "2026-07-31"}

# 30 days for high: 2026-07-01.
assessed := {"id": "R-4", "status": "responding", "identified_on": "2026-06-01", "assessment": {"severity": "high"}}

case(plan, risks) := {
	"plan": object.union({"id": "P-7", "status": "draft"}, plan),
	"risks": risks,
}

found(plan, risks) := violations if {
	violations := due_within_deadline.violations with input as case(plan, risks)
		with data.settings.plan.deadline_days as {"low": 180, "high": 30}
}

applies(plan, risks) if {
	due_within_deadline.applies with input as case(plan, risks)
}

late(risk, day, due) := {{
	"at": ["plan", "due"],
	"message": $"plan P-7 is due on {due}, and risk {risk} is to be dealt with by {day}",
}}

test_it_applies_to_plans_of_open_risks if {
	applies({}, [stated])
	applies({"status": "active"}, [stated])
	applies({}, [{"id": "R-3"}])
	applies({}, [object.union(stated, {"status": "closed"}), assessed])
	due_within_deadline.applies with input as {"plan": {"id": "P-7"}, "risks": [stated]}
}

test_it_does_not_apply_to_plans_that_are_over if {
	not applies({"status": "completed"}, [stated])
	not applies({"status": "cancelled"}, [stated])
}

test_it_does_not_apply_without_an_open_risk if {
	not applies({}, [])
	not applies({}, [object.union(stated, {"status": "closed"})])
}

test_due_on_the_deadline_holds if count(found({"due": "2026-07-31"}, [stated])) == 0

test_due_on_the_day_after_is_late if found({"due": "2026-08-01"}, [stated]) == late("R-3", "2026-07-31", "2026-08-01")

test_due_on_the_last_day_that_severity_allows_holds if count(found({"due": "2026-07-01"}, [assessed])) == 0

test_due_on_the_day_after_what_severity_allows_is_late if {
	found({"due": "2026-07-02"}, [assessed]) == late("R-4", "2026-07-01", "2026-07-02")
}

test_severity_decides_the_days if {
	low := object.union(assessed, {"assessment": {"severity": "low"}})
	count(found({"due": "2026-11-28"}, [low])) == 0
	found({"due": "2026-11-29"}, [low]) == late("R-4", "2026-11-28", "2026-11-29")
}

test_a_stated_deadline_goes_before_severity if {
	count(found({"due": "2026-08-15"}, [object.union(assessed, {"deadline": "2026-08-15"})])) == 0
	found({"due": "2026-06-16"}, [object.union(assessed, {"deadline": "2026-06-15"})]) == late("R-4", "2026-06-15", "2026-06-16")
}

test_the_earliest_deadline_counts if {
	found({"due": "2026-07-15"}, [stated, assessed]) == late("R-4", "2026-07-01", "2026-07-15")
	found({"due": "2026-07-15"}, [assessed, stated]) == late("R-4", "2026-07-01", "2026-07-15")
	found({"due": "2026-08-15"}, [assessed, stated]) == late("R-4", "2026-07-01", "2026-08-15")
}

test_closed_risks_have_no_deadline_left if {
	count(found({"due": "2026-07-15"}, [stated, object.union(assessed, {"status": "closed"})])) == 0
}

test_a_plan_with_a_due_date_is_not_judged_by_its_actions if {
	count(found({"due": "2026-07-31", "actions": [{"id": "A-1", "due": "2026-08-01"}]}, [stated])) == 0
}

test_a_plan_without_a_due_date_is_judged_by_its_actions if {
	actions := [{"id": "A-1", "due": "2026-07-31"}, {"id": "A-2", "due": "2026-08-01", "status": "open"}]
	found({"actions": actions}, [stated]) == {{
		"at": ["plan", "actions", 1, "due"],
		"message": "action A-2 of plan P-7 is due on 2026-08-01, and risk R-3 is to be dealt with by 2026-07-31",
	}}
}

test_actions_that_are_over_promise_nothing if {
	actions := [
		{"id": "A-1", "due": "2026-07-31"},
		{"id": "A-2", "due": "2026-08-01", "status": "done"},
		{"id": "A-3", "due": "2026-08-01", "status": "cancelled"},
	]
	count(found({"actions": actions}, [stated])) == 0
}

undated := {{
	"at": ["plan"],
	"message": "plan P-7 has no due date and none of its actions has one; risk R-3 is to be dealt with by 2026-07-31",
}}

test_no_date_at_all_is_told if {
	found({}, [stated]) == undated
	found({"actions": []}, [stated]) == undated
	found({"actions": [{"id": "A-1"}]}, [stated]) == undated
}

test_a_cancelled_action_dates_nothing if {
	found({"actions": [{"id": "A-1", "due": "2026-07-01", "status": "cancelled"}]}, [stated]) == undated
}

test_a_done_action_dates_a_plan if {
	count(found({"actions": [{"id": "A-1", "due": "2026-07-01", "status": "done"}]}, [stated])) == 0
}

no_deadline(place, risk) := {{
	"at": ["risks", place],
	"message": $"risk {risk}, which plan P-7 answers, has no deadline, and none follows from its severity and the day it was identified",
}}

test_a_risk_that_is_not_assessed_leaves_the_plan_without_an_end if {
	found({"due": "2026-07-01"}, [object.remove(assessed, ["assessment"])]) == no_deadline(0, "R-4")
}

test_a_severity_off_the_scale_leaves_the_plan_without_an_end if {
	found({"due": "2026-07-01"}, [object.union(assessed, {"assessment": {"severity": "severe"}})]) == no_deadline(0, "R-4")
}

test_no_day_of_identification_leaves_the_plan_without_an_end if {
	found({"due": "2026-07-01"}, [object.remove(assessed, ["identified_on"])]) == no_deadline(0, "R-4")
}

test_a_risk_without_a_deadline_is_told_beside_one_that_has_one if {
	found({"due": "2026-08-01"}, [stated, {"id": "R-9", "status": "identified"}]) == no_deadline(1, "R-9") | late("R-3", "2026-07-31", "2026-08-01")
}

test_a_closed_risk_needs_no_deadline if {
	count(found({"due": "2026-07-01"}, [stated, {"id": "R-9", "status": "closed"}])) == 0
}

due(plan, risks) := what if {
	what := due_within_deadline.due with input as case(plan, risks)
		with data.settings.plan.deadline_days as {"low": 180, "high": 30}
}

test_each_open_risk_falls_due_on_its_deadline if {
	due({}, [object.union(stated, {"status": "closed"}), assessed, stated, {"id": "R-5"}]) == {
		{"at": ["risks", 1], "on": "2026-07-01", "what": "deadline"},
		{"at": ["risks", 2], "on": "2026-07-31", "what": "deadline"},
	}
}

test_a_plan_falls_due_on_its_day if {
	due({"due": "2026-07-15"}, []) == {{"at": ["plan", "due"], "on": "2026-07-15", "what": "plan"}}
}

test_a_plan_that_is_due_on_the_deadline_is_in_time if {
	some deadline in due({}, [assessed])
	count(found({"due": deadline.on}, [assessed])) == 0
	count(found({"due": "2026-07-02"}, [assessed])) == 1
}

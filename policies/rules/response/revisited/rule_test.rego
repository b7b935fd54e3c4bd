package rules.response.revisited_test

import data.rules.response.revisited

june_30 := time.parse_ns("2006-01-02", "2026-06-30")

decided(day) := {"id": "R-3", "status": "responding", "response": {"type": "mitigate", "decided_on": day}}

# More than 100 days before the end of June.
old := decided("2026-01-02")

changed(day, field) := object.union(old, {"history": [{"field": field, "at": day}]})

review(day, decision) := {"id": "RV-1", "on": day, "item": {"risk_id": "R-3", "decision": decision}}

found(risk, reviews) := violations if {
	violations := revisited.violations with input as {"risk": risk, "reviews": reviews}
		with data.settings.response.revisit_days as 100
		with time.now_ns as june_30
}

applies(risk) if revisited.applies with input as {"risk": risk}

last(day, age) := {{
	"at": ["risk", "response", "decided_on"],
	"message": $"the decision about risk R-3 was last made or confirmed on {day}, {age} days ago; at most 100 are allowed",
}}

test_the_last_day_is_in_time if count(found(decided("2026-03-22"), [])) == 0

test_the_day_after_the_last_is_too_late if found(decided("2026-03-21"), []) == last("2026-03-21", 101)

test_a_decision_without_reviews_or_history_is_as_old_as_itself if {
	violations := revisited.violations with input as {"risk": old}
		with data.settings.response.revisit_days as 100
		with time.now_ns as june_30
	violations == last("2026-01-02", 179)
}

test_a_change_of_the_response_counts if {
	count(found(changed("2026-03-22", "response"), [])) == 0
	found(changed("2026-03-21", "response"), []) == last("2026-03-21", 101)
}

test_a_change_of_today_counts if count(found(changed("2026-06-30", "response"), [])) == 0

test_a_change_still_to_come_counts_for_nothing if {
	found(changed("2026-07-01", "response"), []) == last("2026-01-02", 179)
}

test_a_change_of_another_field_counts_for_nothing if {
	found(changed("2026-06-01", "status"), []) == last("2026-01-02", 179)
}

test_a_review_that_confirms_counts if {
	count(found(old, [review("2026-03-22", "continue")])) == 0
	count(found(old, [review("2026-03-22", "update_plan")])) == 0
	count(found(old, [review("2026-03-22", "close")])) == 0
	found(old, [review("2026-03-21", "continue")]) == last("2026-03-21", 101)
}

test_a_review_of_today_counts if count(found(old, [review("2026-06-30", "continue")])) == 0

test_a_review_still_to_come_counts_for_nothing if {
	found(old, [review("2026-07-01", "continue")]) == last("2026-01-02", 179)
}

test_a_review_that_confirms_nothing_counts_for_nothing if {
	found(old, [review("2026-06-01", "change_response")]) == last("2026-01-02", 179)
	found(old, [review("2026-06-01", "escalate")]) == last("2026-01-02", 179)
	found(old, [{"id": "RV-1", "on": "2026-06-01", "item": {"risk_id": "R-3"}}]) == last("2026-01-02", 179)
}

test_the_latest_day_counts if {
	found(old, [review("2026-02-02", "continue"), review("2026-01-20", "continue")]) == last("2026-02-02", 148)
	count(found(decided("2026-06-01"), [review("2026-01-20", "continue")])) == 0
}

test_a_decision_of_today_counts if count(found(decided("2026-06-30"), [review("2026-01-02", "continue")])) == 0

test_a_decision_still_to_come_confirms_nothing if {
	found(decided("2026-07-01"), [review("2026-01-02", "continue")]) == last("2026-01-02", 179)
	count(found(decided("2026-07-01"), [])) == 0
}

test_it_applies_to_decided_risks if {
	applies(old)
	applies(object.remove(old, ["status"]))
}

test_it_does_not_apply_without_a_day_of_decision if {
	not applies({"id": "R-3", "status": "responding", "response": {"type": "mitigate"}})
	not applies({"id": "R-3", "status": "assessed"})
}

test_it_does_not_apply_to_a_closed_risk if not applies(object.union(old, {"status": "closed"}))

due(risk, reviews) := what if {
	what := revisited.due with input as {"risk": risk, "reviews": reviews}
		with data.settings.response.revisit_days as 100
		with time.now_ns as june_30
}

on(day) := {{"at": ["risk", "response", "decided_on"], "on": day, "what": "confirmation"}}

test_a_confirmation_falls_due_after_the_last_one if {
	due(decided("2026-03-22"), []) == on("2026-06-30")
	due(old, [review("2026-06-01", "continue")]) == on("2026-09-09")
	due(decided("2026-07-01"), []) == set()
}

package rules.review.progress_current_test

import data.rules.review.progress_current

risk := {"id": "R-3", "status": "responding", "identified_on": "2026-01-05", "assessment": {"severity": "high"}}

judged(on) := {"id": "V-1", "on": on, "item": {"risk_id": "R-3", "progress": "on_track"}}

unjudged(on) := {"id": "V-2", "on": on, "item": {"risk_id": "R-3", "decision": "continue"}}

applies_to(stated) if progress_current.applies with input.risk as stated
	with data.settings.risk.tracked_from as "high"
	with data.settings.scale.levels as ["low", "moderate", "high", "critical"]

found(stated, reviews) := violations if {
	violations := progress_current.violations with input as {"risk": stated, "reviews": reviews}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.review.progress_days as 31
}

stale(day, days) := {{
	"at": ["risk"],
	"message": $"the progress of risk R-3 (high) was last judged on {day}, {days} days ago; at most 31 are allowed",
}}

never := {{
	"at": ["risk"],
	"message": "the progress of risk R-3 (high) was never judged; at most 31 days from its identification are allowed",
}}

test_it_applies_from_the_severity_at_which_risks_are_tracked if {
	applies_to(risk)
	applies_to(object.union(risk, {"assessment": {"severity": "critical"}}))
	applies_to(object.remove(risk, ["status"]))
	not applies_to(object.union(risk, {"assessment": {"severity": "moderate"}}))
}

test_it_does_not_apply_without_a_known_severity if {
	not applies_to(object.remove(risk, ["assessment"]))
	not applies_to(object.union(risk, {"assessment": {"severity": "extreme"}}))
}

test_it_does_not_apply_to_closed_risks if not applies_to(object.union(risk, {"status": "closed"}))

test_progress_judged_today_holds if count(found(risk, [judged("2026-06-30")])) == 0

test_progress_judged_on_the_first_day_allowed_holds if count(found(risk, [judged("2026-05-30")])) == 0

test_progress_judged_a_day_earlier_is_told if found(risk, [judged("2026-05-29")]) == stale("2026-05-29", 32)

test_the_latest_judgement_counts if {
	count(found(risk, [judged("2026-03-01"), judged("2026-06-10")])) == 0
	found(risk, [judged("2026-03-01"), judged("2026-05-01")]) == stale("2026-05-01", 60)
}

test_a_review_that_judges_no_progress_does_not_count if {
	found(risk, [judged("2026-05-01"), unjudged("2026-06-20")]) == stale("2026-05-01", 60)
	found(risk, [unjudged("2026-06-20")]) == never
}

test_a_review_to_come_does_not_count if {
	found(risk, [judged("2026-05-01"), judged("2026-07-01")]) == stale("2026-05-01", 60)
}

test_never_judged_is_told if {
	found(risk, []) == never
	progress_current.violations == never with input.risk as risk
		with data.settings.review.progress_days as 31
}

test_a_new_risk_is_given_the_same_days if {
	count(found(object.union(risk, {"identified_on": "2026-05-30"}), [])) == 0
	count(found(object.union(risk, {"identified_on": "2026-06-30"}), [])) == 0
	found(object.union(risk, {"identified_on": "2026-05-29"}), []) == never
}

test_a_risk_of_no_day_or_one_to_come_is_not_new if {
	found(object.remove(risk, ["identified_on"]), []) == never
	found(object.union(risk, {"identified_on": "2026-07-01"}), []) == never
}

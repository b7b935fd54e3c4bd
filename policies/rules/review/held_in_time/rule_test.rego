package rules.review.held_in_time_test

import data.rules.review.held_in_time

settings := {
	"scale": {"levels": ["low", "high"]},
	"review": {"interval_days": {"low": 20, "high": 10}},
}

risk := {"id": "R-1", "status": "monitoring", "identified_on": "2026-01-01", "assessment": {"severity": "high"}}

applies_to(record) if held_in_time.applies with input.risk as record with data.settings as settings

found(record, days) := violations if {
	violations := held_in_time.violations with input.risk as record
		with input.reviews as [{"id": "V", "on": day} | some day in days]
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings as settings
}

identified(on) := found(object.union(risk, {"identified_on": on}), [])

late(what) := {{"at": ["risk"], "message": what}}

test_it_applies_to_every_risk_that_is_not_closed if {
	applies_to(risk)
	applies_to(object.remove(risk, ["status"]))
	not applies_to(object.union(risk, {"status": "closed"}))
}

test_it_needs_a_severity_that_the_scale_has if {
	not applies_to(object.remove(risk, ["assessment"]))
	not applies_to(object.union(risk, {"assessment": {"severity": "medium"}}))
}

test_a_review_on_the_last_day_holds if count(found(risk, ["2026-06-20"])) == 0

test_a_review_of_today_holds if count(found(risk, ["2026-06-30"])) == 0

test_a_review_one_day_older_is_told if {
	expected := late("risk R-1 (high) was last reviewed on 2026-06-19, 11 days ago; at most 10 are allowed")
	found(risk, ["2026-06-19"]) == expected
}

test_severity_sets_the_interval if {
	low := object.union(risk, {"assessment": {"severity": "low"}})
	count(found(low, ["2026-06-10"])) == 0
	count(found(low, ["2026-06-09"])) == 1
}

test_the_latest_review_counts_wherever_it_stands if {
	count(found(risk, ["2026-03-01", "2026-06-20"])) == 0
	count(found(risk, ["2026-06-20", "2026-03-01"])) == 0
}

test_a_review_to_come_counts_for_nothing if {
	expected := late("risk R-1 (high) was last reviewed on 2026-06-19, 11 days ago; at most 10 are allowed")
	found(risk, ["2026-06-19", "2026-07-01"]) == expected
}

test_a_risk_never_reviewed_counts_from_identification if {
	count(identified("2026-06-20")) == 0
	expected := late("risk R-1 (high), identified on 2026-06-19, was not reviewed in 11 days; at most 10 are allowed")
	identified("2026-06-19") == expected
}

test_a_risk_with_reviews_to_come_alone_was_never_reviewed if {
	expected := late("risk R-1 (high), identified on 2026-01-01, was not reviewed in 180 days; at most 10 are allowed")
	found(risk, ["2026-07-01"]) == expected
}

test_once_reviewed_identification_counts_no_more if {
	count(found(object.remove(risk, ["identified_on"]), ["2026-06-20"])) == 0
}

uncounted := late(concat("", [
	"risk R-1 (high) was never reviewed,",
	" and states no day of identification up to 2026-06-30 to count from",
]))

test_identification_today_holds if count(identified("2026-06-30")) == 0

test_identification_to_come_starts_no_clock if identified("2026-07-01") == uncounted

test_neither_review_nor_identification_is_told if found(object.remove(risk, ["identified_on"]), []) == uncounted

test_no_list_of_reviews_is_no_review if {
	expected := late("risk R-1 (high), identified on 2026-01-01, was not reviewed in 180 days; at most 10 are allowed")
	held_in_time.violations == expected with input as {"risk": risk}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings as settings
}

due(stated, days) := what if {
	what := held_in_time.due with input.risk as stated
		with input.reviews as [{"id": "V", "on": day} | some day in days]
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings as settings
}

on(day) := {{"at": ["risk"], "on": day, "what": "review"}}

test_the_next_review_falls_due_an_interval_after_the_last if due(risk, ["2026-03-01", "2026-06-20", "2026-07-01"]) == on("2026-06-30")

test_the_first_review_falls_due_an_interval_after_identification if {
	due(risk, []) == on("2026-01-11")
	due(object.union(risk, {"identified_on": "2026-06-30"}), ["2026-07-01"]) == on("2026-07-10")
}

test_without_a_day_to_count_from_no_review_falls_due if {
	due(object.remove(risk, ["identified_on"]), []) == set()
	due(object.union(risk, {"identified_on": "2026-07-01"}), []) == set()
}

package rules.review.score_carried_over_test

import data.rules.review.score_carried_over

score := {"likelihood": "likely", "impact": "major", "severity": "high"}

risk(changes) := {"id": "R-1", "status": "responding", "assessment": object.union(object.union({"on": "2026-05-04"}, score), changes)}

review(on, found) := {"id": $"V-{on}", "on": on, "item": {"risk_id": "R-1", "score": found}}

reviewed := [review("2026-06-10", score)]

applies(stated, reviews) if {
	score_carried_over.applies with input as {"risk": stated, "reviews": reviews}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

found(stated, reviews) := violations if {
	violations := score_carried_over.violations with input as {"risk": stated, "reviews": reviews}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

differs(part, day, value, registered) := {
	"at": ["risk", "assessment", part],
	"message": $"review V-{day} of {day} found the {part} of risk R-1 to be {value}, and the register says {registered}",
}

test_it_applies_to_open_risks_that_a_review_scored if {
	applies(risk({}), reviewed)
	applies(object.remove(risk({}), ["status"]), reviewed)
	applies(risk({}), [review("2026-06-10", {})])
}

test_it_does_not_apply_to_closed_risks if not applies(object.union(risk({}), {"status": "closed"}), reviewed)

test_it_does_not_apply_without_a_scored_review if {
	not applies(risk({}), [])
	not applies(risk({}), [{"id": "V-1", "on": "2026-06-10", "item": {"risk_id": "R-1", "progress": "on_track"}}])
}

test_a_review_of_today_counts_and_one_of_tomorrow_does_not if {
	applies(risk({}), [review("2026-06-30", score)])
	not applies(risk({}), [review("2026-07-01", score)])
}

test_the_same_score_holds if count(found(risk({}), reviewed)) == 0

test_each_part_that_differs_is_told if {
	found(risk({"severity": "moderate"}), reviewed) == {differs("severity", "2026-06-10", "high", "moderate")}
	found(risk({"likelihood": "rare"}), reviewed) == {differs("likelihood", "2026-06-10", "likely", "rare")}
	found(risk({"impact": "minor"}), reviewed) == {differs("impact", "2026-06-10", "major", "minor")}
}

test_all_that_differs_is_told if count(found(risk({"likelihood": "rare", "impact": "minor", "severity": "low"}), reviewed)) == 3

test_what_the_register_does_not_state_differs if {
	unassessed := {"id": "R-1", "status": "identified"}
	found(unassessed, [review("2026-06-10", {"severity": "high"})]) == {differs("severity", "2026-06-10", "high", "nothing")}
}

test_what_the_review_does_not_state_is_not_asked if {
	count(found(risk({"impact": "minor"}), [review("2026-06-10", {"likelihood": "likely", "severity": "high"})])) == 0
	count(found(risk({}), [review("2026-06-10", {})])) == 0
}

test_the_latest_review_counts if {
	early := review("2026-03-10", object.union(score, {"severity": "low"}))
	count(found(risk({}), [early, review("2026-06-10", score)])) == 0
	late := review("2026-06-10", object.union(score, {"severity": "critical"}))
	found(risk({}), [review("2026-03-10", score), late]) == {differs("severity", "2026-06-10", "critical", "high")}
}

test_a_later_review_without_a_score_changes_nothing if {
	unscored := {"id": "V-9", "on": "2026-06-20", "item": {"risk_id": "R-1", "progress": "on_track"}}
	found(risk({"severity": "low"}), array.concat(reviewed, [unscored])) == {differs("severity", "2026-06-10", "high", "low")}
}

test_a_later_assessment_counts_for_more if {
	count(found(risk({"on": "2026-06-11", "severity": "low"}), reviewed)) == 0
	count(found(risk({"on": "2026-06-30", "severity": "low"}), reviewed)) == 0
}

test_an_assessment_of_the_same_day_does_not if {
	found(risk({"on": "2026-06-10", "severity": "low"}), reviewed) == {differs("severity", "2026-06-10", "high", "low")}
}

test_nor_does_one_to_come_or_of_no_day if {
	found(risk({"on": "2026-07-01", "severity": "low"}), reviewed) == {differs("severity", "2026-06-10", "high", "low")}
	undated := {"id": "R-1", "assessment": {"likelihood": "likely", "impact": "major", "severity": "low"}}
	found(undated, reviewed) == {differs("severity", "2026-06-10", "high", "low")}
}

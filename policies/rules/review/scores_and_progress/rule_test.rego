package rules.review.scores_and_progress_test

import data.rules.review.scores_and_progress

score := {"likelihood": "likely", "impact": "major", "severity": "high"}

whole := {"risk_id": "R-1", "score": score, "progress": "on_track"}

applies_to(review) if {
	scores_and_progress.applies with input.review as review
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

found(items) := violations if {
	violations := scores_and_progress.violations with input.review as {"id": "V-2", "on": "2026-06-20", "items": items}
}

without(part) := found([object.union(object.remove(whole, ["score"]), {"score": object.remove(score, [part])})])

incomplete(missing) := {{
	"at": ["review", "items", 0, "score"],
	"message": $"review V-2 scores risk R-1 without {missing}",
}}

unscored := {"at": ["review", "items", 0, "score"], "message": "review V-2 gives risk R-1 no score"}

unjudged := {"at": ["review", "items", 0, "progress"], "message": "review V-2 judges no progress of risk R-1"}

test_it_applies_to_reviews_up_to_today if {
	applies_to({"id": "V-2", "on": "2026-06-30"})
	applies_to({"id": "V-2"})
	not applies_to({"id": "V-2", "on": "2026-07-01"})
}

test_score_and_progress_hold if count(found([whole])) == 0

test_a_review_without_items_updates_nothing_and_holds if {
	count(found([])) == 0
	count(scores_and_progress.violations) == 0 with input.review as {"id": "V-2", "on": "2026-06-20"}
}

test_no_score_is_told_once if found([object.remove(whole, ["score"])]) == {unscored}

test_no_progress_is_told if found([object.remove(whole, ["progress"])]) == {unjudged}

test_neither_is_told_as_two_things if found([{"risk_id": "R-1"}]) == {unscored, unjudged}

test_each_part_of_a_score_is_asked_for if {
	without("likelihood") == incomplete("likelihood")
	without("impact") == incomplete("impact")
	without("severity") == incomplete("severity")
}

test_an_empty_score_lacks_all_parts if {
	found([object.union(object.remove(whole, ["score"]), {"score": {}})]) == incomplete("impact, likelihood, severity")
}

test_each_item_is_held_by_itself if {
	found([whole, {"risk_id": "R-2", "score": score}]) == {{
		"at": ["review", "items", 1, "progress"],
		"message": "review V-2 judges no progress of risk R-2",
	}}
}

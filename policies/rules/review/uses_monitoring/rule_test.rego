package rules.review.uses_monitoring_test

import data.rules.review.uses_monitoring

review := {"id": "V-2", "on": "2026-06-20", "type": "owner_meeting"}

results := [
	{"id": "M-old", "on": "2026-03-19", "risk_ids": ["R-1", "R-2"]},
	{"id": "M-same", "on": "2026-03-20", "risk_ids": ["R-1"]},
	{"id": "M-next", "on": "2026-03-21", "risk_ids": ["R-1"]},
	{"id": "M-today", "on": "2026-06-20", "risk_ids": ["R-1"]},
	{"id": "M-later", "on": "2026-06-21", "risk_ids": ["R-1"]},
	{"id": "M-other", "on": "2026-06-01", "risk_ids": ["R-2"]},
]

previous := {"R-1": {"id": "V-1", "on": "2026-03-20"}}

applies_to(record) if uses_monitoring.applies with input.review as record
	with time.now_ns as time.parse_ns("2006-01-02", "2026-06-20")

found(items, before) := violations if {
	violations := uses_monitoring.violations with input.review as object.union(review, {"items": items})
		with input.results as results
		with input.previous as before
}

cites(ids) := found([{"risk_id": "R-1", "results": ids}], previous)

violation(at, message) := {"at": array.concat(["review", "items"], at), "message": message}

uncited := {violation([0], "review V-2 judges risk R-1 without citing a monitoring result")}

stale := {violation(
	[0, "results"],
	"review V-2 cites for risk R-1 no monitoring result newer than its last review on 2026-03-20",
)}

test_it_applies_to_reviews_up_to_today if {
	applies_to(review)
	applies_to(object.remove(review, ["on"]))
	not applies_to(object.union(review, {"on": "2026-06-21"}))
}

test_a_result_of_the_day_after_the_last_review_holds if count(cites(["M-next"])) == 0

test_a_result_of_the_day_of_the_review_holds if count(cites(["M-today"])) == 0

test_a_result_of_the_day_of_the_last_review_is_not_newer if cites(["M-same"]) == stale

test_older_results_alone_are_told_once if cites(["M-old", "M-same"]) == stale

test_one_newer_result_is_enough if count(cites(["M-old", "M-next"])) == 0

test_a_first_review_has_no_limit if count(found([{"risk_id": "R-1", "results": ["M-old"]}], {})) == 0

test_only_a_risk_that_was_reviewed_has_a_limit if {
	items := [{"risk_id": "R-1", "results": ["M-same"]}, {"risk_id": "R-2", "results": ["M-old"]}]
	found(items, previous) == stale
}

test_the_last_review_of_another_risk_is_no_limit if {
	count(found([{"risk_id": "R-2", "results": ["M-old"]}], previous)) == 0
}

test_two_reviews_on_one_day_are_one_sitting if {
	count(found([{"risk_id": "R-1", "results": ["M-old"]}], {"R-1": {"id": "V-1", "on": "2026-06-20"}})) == 0
}

test_citing_nothing_is_told if {
	cites([]) == uncited
	found([{"risk_id": "R-1"}], previous) == uncited
}

test_a_first_review_cites_something_too if found([{"risk_id": "R-1"}], {}) == uncited

test_a_result_after_the_review_is_told if {
	later := violation([0, "results", 1], "review V-2 of 2026-06-20 cites M-later, a monitoring result of a later day")
	cites(["M-next", "M-later"]) == {later}
}

test_a_result_after_the_review_does_not_count if {
	later := violation([0, "results", 0], "review V-2 of 2026-06-20 cites M-later, a monitoring result of a later day")
	cites(["M-later"]) == {later}
	cites(["M-later", "M-old"]) == {later} | stale
}

test_a_result_that_does_not_exist_is_told if {
	unknown := violation([0, "results", 0], "review V-2 cites M-9, which is no monitoring result about risk R-1")
	cites(["M-9"]) == {unknown}
	cites(["M-9", "M-next"]) == {unknown}
}

test_a_result_about_another_risk_is_told if {
	other := violation([0, "results", 0], "review V-2 cites M-other, which is no monitoring result about risk R-1")
	cites(["M-other"]) == {other}
}

test_each_item_is_held_by_itself if {
	unmonitored := violation([1], "review V-2 judges risk R-2 without citing a monitoring result")
	found([{"risk_id": "R-1", "results": ["M-next"]}, {"risk_id": "R-2"}], previous) == {unmonitored}
}

test_a_run_without_results_knows_none if {
	unknown := violation([0, "results", 0], "review V-2 cites M-9, which is no monitoring result about risk R-1")
	uses_monitoring.violations == {unknown} with input.review as object.union(
		review,
		{"items": [{"risk_id": "R-1", "results": ["M-9"]}]},
	)
}

package rules.monitoring.acceptance_watched_closer_test

import data.rules.monitoring.acceptance_watched_closer

risk := {
	"id": "R-3",
	"status": "accepted",
	"assessment": {"severity": "high"},
	"response": {"type": "accept"},
}

found(activities) := judged({"risk": risk, "activities": activities}, 50)

judged(asked, percent) := violations if {
	violations := acceptance_watched_closer.violations with input as asked
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.monitoring.interval_days as {"low": 180, "high": 30}
		with data.settings.monitoring.acceptance_percent as percent
}

applies(changes) if {
	acceptance_watched_closer.applies with input.risk as object.union(risk, changes)
		with data.settings.scale.levels as ["low", "high"]
}

too_far(place, id, days, base, most) := {{
	"at": ["activities", place, "interval_days"],
	"message": $"risk R-3 (high) is accepted, and {id} watches it every {days} days; 50 percent of the {base} before acceptance are {most}",
}}

unwatched := {{
	"at": ["risk", "response", "type"],
	"message": "risk R-3 (high) is accepted, and no monitoring activity watches it today",
}}

test_it_applies_to_accepted_risks if {
	applies({})
	applies({"status": "monitoring"})
	acceptance_watched_closer.applies with input.risk as object.remove(risk, ["status"])
		with data.settings.scale.levels as ["low", "high"]
}

test_it_does_not_apply_to_other_responses if {
	not applies({"response": {"type": "mitigate"}})
	not acceptance_watched_closer.applies with input.risk as object.remove(risk, ["response"])
		with data.settings.scale.levels as ["low", "high"]
}

test_it_does_not_apply_to_closed_risks if not applies({"status": "closed"})

test_it_does_not_apply_without_a_severity_of_the_scale if {
	not applies({"assessment": {"severity": "severe"}})
	not acceptance_watched_closer.applies with input.risk as object.remove(risk, ["assessment"])
		with data.settings.scale.levels as ["low", "high"]
}

test_half_the_interval_of_the_severity_holds if count(found([{"id": "SCAN-1", "interval_days": 15}])) == 0

test_a_day_more_than_half_is_told if {
	found([{"id": "SCAN-1", "interval_days": 16}]) == too_far(0, "SCAN-1", 16, 30, 15)
}

test_severity_decides_the_base if {
	low := object.union(risk, {"assessment": {"severity": "low"}})
	count(judged({"risk": low, "activities": [{"id": "SCAN-1", "interval_days": 90}]}, 50)) == 0
	count(judged({"risk": low, "activities": [{"id": "SCAN-1", "interval_days": 91}]}, 50)) == 1
}

test_the_interval_before_acceptance_goes_before_severity if {
	count(found([{"id": "SCAN-1", "interval_days": 30, "baseline_interval_days": 60}])) == 0
	found([{"id": "SCAN-1", "interval_days": 31, "baseline_interval_days": 60}]) == too_far(0, "SCAN-1", 31, 60, 30)
	found([{"id": "SCAN-1", "interval_days": 15, "baseline_interval_days": 20}]) == too_far(0, "SCAN-1", 15, 20, 10)
}

test_half_of_an_odd_interval_is_not_rounded_up if {
	count(found([{"id": "SCAN-1", "interval_days": 7, "baseline_interval_days": 15}])) == 0
	found([{"id": "SCAN-1", "interval_days": 8, "baseline_interval_days": 15}]) == too_far(0, "SCAN-1", 8, 15, 7)
}

test_the_share_is_a_setting if {
	count(judged({"risk": risk, "activities": [{"id": "SCAN-1", "interval_days": 30}]}, 100)) == 0
	count(judged({"risk": risk, "activities": [{"id": "SCAN-1", "interval_days": 8}]}, 25)) == 1
}

test_one_activity_that_is_close_enough_holds if {
	count(found([{"id": "TEST-1", "interval_days": 365}, {"id": "SCAN-1", "interval_days": 15}])) == 0
	count(found([{"id": "SCAN-1", "interval_days": 15}, {"id": "TEST-1", "interval_days": 365}])) == 0
}

test_of_several_the_one_that_lacks_least_is_told if {
	found([{"id": "TEST-1", "interval_days": 365}, {"id": "SCAN-1", "interval_days": 20}]) == too_far(1, "SCAN-1", 20, 30, 15)
}

test_no_activity_is_told if {
	found([]) == unwatched
	judged({"risk": risk}, 50) == unwatched
}

test_an_activity_that_starts_today_watches if {
	count(found([{"id": "SCAN-1", "interval_days": 15, "started_on": "2026-06-30"}])) == 0
}

test_an_activity_that_starts_tomorrow_does_not_watch if {
	found([{"id": "SCAN-1", "interval_days": 15, "started_on": "2026-07-01"}]) == unwatched
}

test_less_than_a_day_too_far_is_too_far if {
	activity := {"id": "SCAN-1", "interval_days": 34, "baseline_interval_days": 103}
	judged({"risk": risk, "activities": [activity]}, 33) == {{
		"at": ["activities", 0, "interval_days"],
		"message": "risk R-3 (high) is accepted, and SCAN-1 watches it every 34 days; 33 percent of the 103 before acceptance are 33",
	}}
}

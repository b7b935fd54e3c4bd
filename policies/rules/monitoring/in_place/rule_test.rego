package rules.monitoring.in_place_test

import data.rules.monitoring.in_place

risk := {"id": "R-3", "status": "monitoring", "assessment": {"severity": "low"}}

found(activities) := judged({"risk": risk, "activities": activities})

judged(asked) := violations if {
	violations := in_place.violations with input as asked
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

unwatched := {{"at": ["risk"], "message": "no monitoring activity names risk R-3"}}

test_it_applies_to_every_risk_that_is_not_closed if {
	in_place.applies with input.risk as risk
	in_place.applies with input.risk as {"id": "R-3"}
	in_place.applies with input.risk.status as "accepted"
	not in_place.applies with input.risk.status as "closed"
}

test_an_activity_that_started_today_holds if count(found([{"id": "SCAN-1", "started_on": "2026-06-30"}])) == 0

test_an_activity_without_a_start_runs_already if count(found([{"id": "SCAN-1"}])) == 0

test_no_activity_is_told if {
	found([]) == unwatched
	judged({"risk": risk}) == unwatched
}

starts_later := {
	"at": ["activities", 0, "started_on"],
	"message": "risk R-3 is monitored by SCAN-1 only from 2026-07-01 and by nothing else until then; today is 2026-06-30",
}

test_an_activity_that_starts_tomorrow_is_told if {
	found([{"id": "SCAN-1", "started_on": "2026-07-01"}]) == {starts_later}
}

test_each_activity_that_starts_later_is_told if {
	found([{"id": "SCAN-1", "started_on": "2026-07-01"}, {"id": "TEST-1", "started_on": "2027-01-01"}]) == {
		starts_later,
		{
			"at": ["activities", 1, "started_on"],
			"message": "risk R-3 is monitored by TEST-1 only from 2027-01-01 and by nothing else until then; today is 2026-06-30",
		},
	}
}

test_one_activity_that_runs_is_enough if {
	count(found([{"id": "SCAN-1", "started_on": "2026-07-01"}, {"id": "TEST-1", "started_on": "2026-01-01"}])) == 0
	count(found([{"id": "SCAN-1", "started_on": "2026-07-01"}, {"id": "TEST-1"}])) == 0
}

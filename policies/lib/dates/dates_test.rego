package lib.dates_test

import data.lib.dates

test_today_is_the_as_of_date if {
	dates.today == "2026-06-30" with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

test_the_last_moment_of_a_day_is_still_that_day if {
	dates.today == "2026-06-30" with time.now_ns as time.parse_rfc3339_ns("2026-06-30T23:59:59Z")
}

test_days_count_forward_and_back if {
	dates.days("2026-06-30", "2026-06-30") == 0
	dates.days("2026-06-30", "2026-07-01") == 1
	dates.days("2026-07-01", "2026-06-30") == -1
}

test_days_count_through_leap_days_and_years if {
	dates.days("2024-02-28", "2024-03-01") == 2
	dates.days("2026-02-28", "2026-03-01") == 1
	dates.days("1970-01-01", "2199-12-31") == 84005
}

test_age_is_counted_from_the_as_of_date if {
	now := time.parse_ns("2006-01-02", "2026-06-30")
	dates.age("2026-06-30") == 0 with time.now_ns as now
	dates.age("2026-06-29") == 1 with time.now_ns as now
	dates.age("2026-07-01") == -1 with time.now_ns as now
}

test_later_crosses_months_and_leap_days if {
	dates.later("2026-06-30", 0) == "2026-06-30"
	dates.later("2026-06-30", 1) == "2026-07-01"
	dates.later("2024-02-28", 2) == "2024-03-01"
	dates.later("2026-03-01", -1) == "2026-02-28"
}

test_later_and_days_agree if dates.days("2026-01-15", dates.later("2026-01-15", 500)) == 500

test_only_tomorrow_is_future if {
	now := time.parse_ns("2006-01-02", "2026-06-30")
	dates.is_future("2026-07-01") with time.now_ns as now
	not dates.is_future("2026-06-30") with time.now_ns as now
	not dates.is_future("2026-06-29") with time.now_ns as now
}

test_only_yesterday_is_past if {
	now := time.parse_ns("2006-01-02", "2026-06-30")
	dates.is_past("2026-06-29") with time.now_ns as now
	not dates.is_past("2026-06-30") with time.now_ns as now
	not dates.is_past("2026-07-01") with time.now_ns as now
}

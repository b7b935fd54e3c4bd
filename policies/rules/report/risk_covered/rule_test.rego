package rules.report.risk_covered_test

import data.rules.report.risk_covered

risk := {"id": "R-3", "status": "assessed", "identified_on": "2026-01-10", "assessment": {"severity": "low"}}

found(days) := judged(risk, [{"id": $"RAR-{place}", "issued_on": day} | some place, day in days])

judged(stated, reports) := violations if {
	violations := risk_covered.violations with input as {"risk": stated, "reports": reports}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.report.period_days as 92
}

uncovered := {{
	"at": ["risk"],
	"message": "no report covers risk R-3; at most 92 days from its identification are allowed",
}}

test_it_applies_to_every_risk_that_is_not_closed if {
	risk_covered.applies with input.risk as risk
	risk_covered.applies with input.risk as {"id": "R-3"}
	risk_covered.applies with input.risk.status as "accepted"
	not risk_covered.applies with input.risk.status as "closed"
}

test_a_report_of_the_first_day_of_the_period_holds if count(found(["2026-03-30"])) == 0

test_a_report_a_day_older_is_told if {
	found(["2026-03-29"]) == {{
		"at": ["reports", 0, "issued_on"],
		"message": "RAR-0 of 2026-03-29 is the last report that covers risk R-3, 93 days ago; at most 92 are allowed",
	}}
}

test_the_latest_report_counts if {
	count(found(["2026-01-01", "2026-06-01"])) == 0
	count(found(["2026-06-01", "2026-01-01"])) == 0
	{violation.at | some violation in found(["2026-01-01", "2026-02-01"])} == {["reports", 1, "issued_on"]}
}

test_no_report_is_told if {
	found([]) == uncovered
	violations := risk_covered.violations with input as {"risk": risk}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.report.period_days as 92
	violations == uncovered
}

test_a_report_of_today_holds if count(found(["2026-06-30"])) == 0

test_a_report_of_tomorrow_counts_for_nothing if {
	found(["2026-07-01"]) == uncovered
	{violation.at | some violation in found(["2026-01-01", "2026-07-01"])} == {["reports", 0, "issued_on"]}
}

identified(day) := judged(object.union(risk, {"identified_on": day}), [])

test_until_there_is_a_report_the_days_count_from_identification if {
	count(identified("2026-03-30")) == 0
	count(identified("2026-06-30")) == 0
	identified("2026-03-29") == uncovered
}

test_a_new_risk_in_an_old_report_alone_is_told if {
	count(judged(object.union(risk, {"identified_on": "2026-06-30"}), [{"id": "RAR-0", "issued_on": "2026-03-29"}])) == 1
}

test_no_day_of_identification_gives_no_days if {
	judged(object.remove(risk, ["identified_on"]), []) == uncovered
	identified("2026-07-01") == uncovered
}

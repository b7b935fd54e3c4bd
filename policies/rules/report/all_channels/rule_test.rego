package rules.report.all_channels_test

import data.rules.report.all_channels

reports := [
	{"id": "DB-1", "type": "dashboard", "issued_on": "2026-06-01"},
	{"id": "KPI-1", "type": "kpi_set", "issued_on": "2026-06-10", "period": {"from": "2026-05-01", "to": "2026-05-31"}},
]

found(listed) := judged({"register": {"id": "payments"}, "reports": listed})

judged(asked) := violations if {
	violations := all_channels.violations with input as asked
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.report.channels as ["kpi_set", "dashboard"]
		with data.settings.report.period_days as 92
}

dashboard(changes) := found([object.union(reports[0], changes), reports[1]])

applies(counts, channels) if {
	all_channels.applies with input as {"counts": counts}
		with data.settings.report.channels as channels
}

none(channel) := {{
	"at": ["reports"],
	"message": $"no {channel} about register payments has been issued; one is due every 92 days",
}}

test_it_applies_to_registers_with_a_risk if {
	applies({"risks": 1, "open": 0}, ["kpi_set"])
	not applies({"risks": 0, "open": 0}, ["kpi_set"])
	not applies({}, ["kpi_set"])
}

test_it_does_not_apply_without_a_channel if not applies({"risks": 1}, [])

test_every_channel_lately_holds if count(found(reports)) == 0

test_a_missing_channel_is_told if {
	found([reports[0]]) == none("kpi_set")
	found([reports[1]]) == none("dashboard")
}

test_no_report_at_all_is_told_for_each_channel if {
	found([]) == none("kpi_set") | none("dashboard")
	judged({"register": {"id": "payments"}}) == none("kpi_set") | none("dashboard")
}

test_one_channel_does_not_stand_for_another if {
	found([reports[0], {"id": "RAR-1", "type": "risk_assessment_report", "issued_on": "2026-06-10"}]) == none("kpi_set")
}

test_a_report_of_the_first_day_of_the_period_holds if count(dashboard({"issued_on": "2026-03-30"})) == 0

test_a_report_a_day_older_is_told if {
	dashboard({"issued_on": "2026-03-29"}) == {{
		"at": ["reports", 0, "issued_on"],
		"message": "the latest dashboard about register payments, DB-1, was issued on 2026-03-29, 93 days ago; at most 92 are allowed",
	}}
}

test_the_latest_of_several_is_told if {
	found([
		{"id": "DB-1", "type": "dashboard", "issued_on": "2026-01-01"},
		{"id": "DB-2", "type": "dashboard", "issued_on": "2026-02-01"},
		reports[1],
	]) == {{
		"at": ["reports", 1, "issued_on"],
		"message": "the latest dashboard about register payments, DB-2, was issued on 2026-02-01, 149 days ago; at most 92 are allowed",
	}}
}

test_a_report_of_today_holds if count(dashboard({"issued_on": "2026-06-30"})) == 0

test_a_report_of_tomorrow_counts_for_nothing if {
	dashboard({"issued_on": "2026-07-01"}) == none("dashboard")
	found(array.concat(reports, [{"id": "DB-2", "type": "dashboard", "issued_on": "2026-07-01"}])) == set()
	found([
		{"id": "DB-1", "type": "dashboard", "issued_on": "2026-01-01"},
		reports[1],
		{"id": "DB-2", "type": "dashboard", "issued_on": "2026-07-01"},
	])[_].at == ["reports", 0, "issued_on"]
}

test_a_report_about_the_days_before_holds if {
	count(dashboard({"period": {"to": "2026-03-01"}})) == 0
	count(dashboard({"period": {"to": "2026-12-31"}})) == 0
	count(dashboard({"period": {"from": "2020-01-01"}})) == 0
}

test_a_report_about_days_long_before_is_told if {
	dashboard({"period": {"to": "2026-02-28"}}) == {{
		"at": ["reports", 0, "period", "to"],
		"message": "the latest dashboard about register payments, DB-1, was issued on 2026-06-01 about days that ended on 2026-02-28; at most 92 days may lie between",
	}}
}

test_an_old_report_about_older_days_is_told_once if {
	count(dashboard({"issued_on": "2026-01-01", "period": {"to": "2025-01-01"}})) == 1
}

test_a_report_about_old_days_beside_a_current_one_holds if {
	count(found(array.concat(reports, [{"id": "DB-2", "type": "dashboard", "issued_on": "2026-06-20", "period": {"to": "2025-12-31"}}]))) == 0
}

test_on_the_first_day_of_the_period_the_days_it_is_about_decide if {
	count(dashboard({"issued_on": "2026-03-30", "period": {"to": "2025-12-28"}})) == 0
	dashboard({"issued_on": "2026-03-30", "period": {"to": "2025-12-27"}}) == {{
		"at": ["reports", 0, "period", "to"],
		"message": "the latest dashboard about register payments, DB-1, was issued on 2026-03-30 about days that ended on 2025-12-27; at most 92 days may lie between",
	}}
}

test_a_report_of_today_counts if {
	count(dashboard({"issued_on": "2026-06-30", "period": {"from": "2026-06-01", "to": "2026-06-29"}})) == 0
	old := {"issued_on": "2026-06-30", "period": {"from": "2026-01-01", "to": "2026-03-29"}}
	dashboard(old) == {{
		"at": ["reports", 0, "period", "to"],
		"message": "the latest dashboard about register payments, DB-1, was issued on 2026-06-30 about days that ended on 2026-03-29; at most 92 days may lie between",
	}}
}

due(listed) := what if {
	what := all_channels.due with input.reports as listed
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.report.channels as ["kpi_set", "dashboard"]
		with data.settings.report.period_days as 92
}

on(place, day) := {"at": ["reports", place], "on": day, "what": "report"}

test_the_next_report_of_each_channel_falls_due_a_period_after_the_last if {
	due(reports) == {on(0, "2026-09-01"), on(1, "2026-09-10")}
	due([reports[0]]) == {on(0, "2026-09-01")}
	due([]) == set()
}

test_reports_to_come_and_about_old_days_put_off_nothing if {
	later := {"id": "DB-2", "type": "dashboard", "issued_on": "2026-07-01"}
	old := {"id": "DB-3", "type": "dashboard", "issued_on": "2026-06-20", "period": {"to": "2026-01-31"}}
	due([reports[0], later, old]) == {on(0, "2026-09-01")}
}

test_the_next_report_falls_due_a_period_after_one_of_today if {
	due([object.union(reports[0], {"issued_on": "2026-06-30"})]) == {on(0, "2026-09-30")}
}

test_the_latest_report_of_the_channel_counts if {
	earlier := object.union(reports[0], {"id": "DB-0", "issued_on": "2026-05-01"})
	other := {"id": "RAR-1", "type": "risk_assessment_report", "issued_on": "2026-06-15"}
	due([reports[0], earlier, other]) == {on(0, "2026-09-01")}
}

package rules.report.cites_monitoring_test

import data.rules.report.cites_monitoring

report := {
	"id": "RP-1",
	"type": "kpi_set",
	"issued_on": "2026-06-29",
	"period": {"from": "2026-06-01", "to": "2026-06-28"},
}

numbered(ids) := [{"id": id, "on": "2026-06-10", "outcome": "no_issue"} | some id in ids]

applies(stated, results) if {
	cites_monitoring.applies with input as {"report": stated, "results": results}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

found(ids, cited) := violations if {
	stated := object.union(report, {"results": cited})
	violations := cites_monitoring.violations with input as {"report": stated, "results": numbered(ids)}
}

leaves_out(cited, results, rest) := {{
	"at": ["report", "results"],
	"message": $"report RP-1 cites {cited} of the {results} monitoring results from 2026-06-01 to 2026-06-28 about its risks; it leaves out {rest}",
}}

test_it_applies_where_the_period_has_a_result if {
	applies(report, numbered(["M-1"]))
	not applies(report, [])
}

test_it_does_not_apply_to_erm_assessments if {
	not applies(object.union(report, {"type": "erm_assessment"}), numbered(["M-1"]))
}

test_it_applies_from_the_day_of_issue if {
	applies(object.union(report, {"issued_on": "2026-06-30"}), numbered(["M-1"]))
	not applies(object.union(report, {"issued_on": "2026-07-01"}), numbered(["M-1"]))
}

test_all_cited_holds if count(found(["M-1", "M-2"], ["M-2", "M-1"])) == 0

test_more_than_the_period_has_may_be_cited if count(found(["M-1"], ["M-0", "M-1"])) == 0

test_a_result_that_is_left_out_is_told if found(["M-1", "M-2"], ["M-1"]) == leaves_out(1, 2, "M-2")

test_citing_nothing_is_told if {
	found(["M-1", "M-2"], []) == leaves_out(0, 2, "M-1, M-2")
	violations := cites_monitoring.violations with input as {"report": report, "results": numbered(["M-1"])}
	violations == leaves_out(0, 1, "M-1")
}

test_five_are_named if {
	found(["M-1", "M-2", "M-3", "M-4", "M-5"], []) == leaves_out(0, 5, "M-1, M-2, M-3, M-4, M-5")
}

test_of_more_than_five_the_rest_is_counted if {
	found(["M-1", "M-2", "M-3", "M-4", "M-5", "M-6"], []) == leaves_out(0, 6, "M-1, M-2, M-3, M-4, M-5 and 1 more")
	found(["M-1", "M-2", "M-3", "M-4", "M-5", "M-6", "M-7", "M-8"], ["M-1"]) == leaves_out(1, 8, "M-2, M-3, M-4, M-5, M-6 and 2 more")
}

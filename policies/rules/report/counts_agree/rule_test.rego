package rules.report.counts_agree_test

import data.rules.report.counts_agree

counts := {"on": "2026-06-28", "risks": 5, "open": 3, "open_by_severity": {"low": 2, "moderate": 0, "high": 1}}

report(metrics) := {"id": "RP-1", "type": "kpi_set", "issued_on": "2026-06-29", "metrics": metrics}

applies_to(stated) if {
	counts_agree.applies with input.report as stated
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

found(metrics) := violations if {
	violations := counts_agree.violations with input as {"report": report(metrics), "counts": counts}
}

told(at, stated, what, counted) := {{
	"at": array.concat(["report", "metrics"], at),
	"message": $"report RP-1 states {stated} {what}; the register counts {counted} on 2026-06-28",
}}

test_it_applies_to_reports_that_state_any_of_the_counts if {
	applies_to(report({"risks": 0}))
	applies_to(report({"open": 0}))
	applies_to(report({"closed": 0}))
	applies_to(report({"open_by_severity": {}}))
}

test_it_does_not_apply_without_such_a_count if {
	not applies_to(report({"overdue_actions": 2}))
	not applies_to(object.remove(report({}), ["metrics"]))
}

test_it_does_not_apply_to_erm_assessments if not applies_to(object.union(report({"risks": 5}), {"type": "erm_assessment"}))

test_it_applies_from_the_day_of_issue if {
	applies_to(object.union(report({"risks": 5}), {"issued_on": "2026-06-30"}))
	not applies_to(object.union(report({"risks": 5}), {"issued_on": "2026-07-01"}))
}

test_counts_that_agree_hold if {
	count(found({"risks": 5, "open": 3, "closed": 2, "open_by_severity": {"low": 2, "moderate": 0, "high": 1}})) == 0
}

test_counts_that_are_not_stated_are_not_asked if count(found({"overdue_actions": 7})) == 0

test_each_count_that_differs_is_told if {
	found({"risks": 4}) == told(["risks"], 4, "risks", 5)
	found({"risks": 6}) == told(["risks"], 6, "risks", 5)
	found({"open": 2}) == told(["open"], 2, "open risks", 3)
	found({"open": 4}) == told(["open"], 4, "open risks", 3)
	found({"closed": 1}) == told(["closed"], 1, "closed risks", 2)
	found({"closed": 3}) == told(["closed"], 3, "closed risks", 2)
}

test_a_severity_that_differs_is_told if {
	found({"open_by_severity": {"low": 1, "high": 1}}) == told(["open_by_severity", "low"], 1, "open low risks", 2)
	found({"open_by_severity": {"low": 2, "moderate": 1, "high": 1}}) == told(["open_by_severity", "moderate"], 1, "open moderate risks", 0)
}

test_a_severity_that_is_left_out_counts_as_none if {
	count(found({"open_by_severity": {"low": 2, "high": 1}})) == 0
	found({"open_by_severity": {"low": 2, "moderate": 0}}) == told(["open_by_severity", "high"], "no", "open high risks", 1)
}

test_a_severity_of_another_scale_counts_none if {
	found({"open_by_severity": {"low": 2, "high": 1, "medium": 3}}) == told(["open_by_severity", "medium"], 3, "open medium risks", 0)
	count(found({"open_by_severity": {"low": 2, "high": 1, "medium": 0}})) == 0
}

test_all_that_differs_is_told if count(found({"risks": 4, "open": 4, "closed": 0, "open_by_severity": {"low": 4}})) == 5

package rules.change.reports_unaltered_test

import data.rules.change.reports_unaltered

# changed(before, after) is a change of report X-1 from one record to another.
changed(before, after) := {"change": {"kind": "report", "id": "X-1"}, "before": {"report": before}, "after": {"report": after}}

judged(changes) := {[violation.at, violation.message] | some violation in reports_unaltered.violations with input as changes}

june := time.parse_ns("2006-01-02", "2026-06-30")

report := {"id": "X-1", "issued_on": "2026-06-30", "title": "one"}

told(before, after) := {[violation.at, violation.message] |
	some violation in reports_unaltered.violations with input as changed(before, after) with time.now_ns as june
}

asked(changes) if reports_unaltered.applies with input as changes with time.now_ns as june

but(changes) := object.union(report, changes)

altered(field) := {[["after", "report", field], $"report X-1 was issued on 2026-06-30, and its {field} changed since"]}

test_what_is_the_same_holds if told(report, but({"x_ref": 1})) == set()

test_what_is_altered_is_told if {
	told(report, but({"title": "two"})) == altered("title")
	told(report, object.remove(report, ["title"])) == altered("title")
	told(report, but({"audience": ["management"]})) == altered("audience")
}

test_one_thing_may_be_added_once if {
	told(report, but({"management_review": "a"})) == set()
	told(but({"management_review": "a"}), but({"management_review": "b"})) == altered("management_review")
	told(but({"management_review": "a"}), report) == altered("management_review")
}

test_it_applies_from_the_day_on if {
	asked(changed(report, report))
	not asked(changed(but({"issued_on": "2026-07-01"}), report))
	not asked({"change": {"kind": "report", "id": "X-1"}, "before": {"report": report}})
	not asked({"change": {"kind": "report", "id": "X-1"}, "after": {"report": report}})
}

omitting(omits) := object.union(changed(report, object.union(report, {"summary": "new"})), {"before": {"document": {"source": {"omits": omits}}}})

test_what_the_source_could_not_carry_may_be_added if {
	reports_unaltered.violations == set() with input as omitting(["reports.summary"]) with time.now_ns as june
	count(reports_unaltered.violations) == 1 with input as omitting(["reports.title"]) with time.now_ns as june
}

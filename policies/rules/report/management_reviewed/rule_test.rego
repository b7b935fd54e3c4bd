package rules.report.management_reviewed_test

import data.rules.report.management_reviewed

people := {
	"p-1": {"id": "p-1", "role": "director"},
	"p-2": {"id": "p-2", "role": "service_manager"},
	"p-3": {"id": "p-3", "role": "executive"},
	"p-4": {"id": "p-4", "role": "risk_lead"},
	"p-5": {"id": "p-5"},
}

report := {
	"id": "RAR-1",
	"type": "risk_assessment_report",
	"issued_on": "2026-05-01",
	"author": "p-4",
	"management_review": {"by": "p-1", "on": "2026-05-20", "role": "director"},
}

found(changes) := judged(object.union(report, changes))

judged(stated) := violations if {
	violations := management_reviewed.violations with input as {"report": stated, "people": people}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.report.management_review_days as 30
		with data.settings.report.management_role as "director"
		with data.settings.authority.ladders as {
			"line": ["service_lead", "service_manager", "director", "executive"],
			"risk": ["risk_team", "risk_lead"],
		}
}

applies(changes) if {
	management_reviewed.applies with input.report as object.union(report, changes)
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

reviewed(changes) := found({"management_review": changes})

only(at, message) := {{"at": array.concat(["report"], at), "message": message}}

unreviewed(at, issued_on, days) := only(
	at,
	$"report RAR-1 of {issued_on} is not reviewed by management after {days} days; at most 30 are allowed",
)

test_it_applies_to_reports_of_every_channel if {
	applies({})
	applies({"type": "dashboard"})
	applies({"type": "kpi_set"})
	applies({"issued_on": "2026-06-30"})
}

test_it_does_not_apply_to_erm_assessments if not applies({"type": "erm_assessment"})

test_it_does_not_apply_to_reports_still_to_be_issued if not applies({"issued_on": "2026-07-01"})

test_a_reviewed_report_holds if count(found({})) == 0

test_no_review_after_the_days_allowed_is_told if {
	bare := object.remove(report, ["management_review"])
	count(judged(object.union(bare, {"issued_on": "2026-05-31"}))) == 0
	judged(object.union(bare, {"issued_on": "2026-05-30"})) == unreviewed([], "2026-05-30", 31)
}

test_a_review_without_a_day_has_not_been_held if {
	planned := object.union(object.remove(report, ["management_review"]), {"management_review": {"by": "p-9"}})
	judged(planned) == unreviewed(["management_review"], "2026-05-01", 60)
	count(judged(object.union(planned, {"issued_on": "2026-06-01"}))) == 0
	count(judged(object.remove(object.union(planned, {"issued_on": "2026-06-01"}), ["author"]))) == 0
	count(judged(object.union(planned, {"issued_on": "2026-06-01", "management_review": {"by": "p-2"}}))) == 0
	count(judged(object.union(planned, {"issued_on": "2026-06-01", "management_review": {"by": "p-1"}, "author": "p-1"}))) == 0
}

test_a_review_on_the_last_day_allowed_holds if count(reviewed({"on": "2026-05-31"})) == 0

test_a_review_a_day_later_is_told if {
	reviewed({"on": "2026-06-01"}) == only(
		["management_review", "on"],
		"report RAR-1 of 2026-05-01 was reviewed by management on 2026-06-01, after 31 days; at most 30 are allowed",
	)
}

test_a_review_on_the_day_of_issue_holds if count(reviewed({"on": "2026-05-01"})) == 0

test_a_review_before_issue_is_told if {
	reviewed({"on": "2026-04-30"}) == only(
		["management_review", "on"],
		"report RAR-1 of 2026-05-01 was reviewed by management on 2026-04-30, before it was issued",
	)
}

test_a_review_of_today_holds if count(found({"issued_on": "2026-06-20", "management_review": {"on": "2026-06-30"}})) == 0

test_a_review_of_tomorrow_is_told if {
	message := "management's review of report RAR-1 is dated 2026-07-01, and today is 2026-06-30"
	found({"issued_on": "2026-06-20", "management_review": {"on": "2026-07-01"}}) == only(["management_review", "on"], message)
	reviewed({"on": "2026-07-01"}) == only(["management_review", "on"], message)
}

test_a_late_review_of_today_is_told if {
	reviewed({"on": "2026-06-30"}) == only(
		["management_review", "on"],
		"report RAR-1 of 2026-05-01 was reviewed by management on 2026-06-30, after 60 days; at most 30 are allowed",
	)
}

test_a_review_by_nobody_is_told if {
	judged(object.union(object.remove(report, ["management_review"]), {"management_review": {"on": "2026-05-20"}})) == only(
		["management_review"],
		"report RAR-1 was reviewed on 2026-05-20, and nobody is named who did",
	)
}

test_a_reviewer_who_is_nobody_in_the_register_is_told if {
	reviewed({"by": "p-9"}) == only(
		["management_review", "by"],
		"report RAR-1 was reviewed by p-9, who is nobody in the register",
	)
}

test_a_role_above_the_one_asked_for_holds if count(reviewed({"by": "p-3"})) == 0

test_a_role_below_the_one_asked_for_is_told if {
	reviewed({"by": "p-2"}) == only(
		["management_review", "by"],
		"report RAR-1 was reviewed by p-2 (service_manager); management review asks for director or above",
	)
}

test_a_role_on_another_ladder_is_told if {
	found({"author": "p-2", "management_review": {"by": "p-4"}}) == only(
		["management_review", "by"],
		"report RAR-1 was reviewed by p-4 (risk_lead); management review asks for director or above",
	)
}

test_the_role_that_the_review_claims_counts_for_nothing if {
	count(reviewed({"by": "p-2", "role": "executive"})) == 1
	count(reviewed({"by": "p-1", "role": "service_lead"})) == 0
}

test_a_reviewer_without_a_role_is_told if {
	reviewed({"by": "p-5"}) == only(
		["management_review", "by"],
		"report RAR-1 was reviewed by p-5 (no role); management review asks for director or above",
	)
}

test_a_review_by_the_author_is_told if {
	found({"author": "p-1"}) == only(
		["management_review", "by"],
		"report RAR-1 was reviewed by p-1, who is its author",
	)
}

test_no_author_is_told if {
	judged(object.remove(report, ["author"])) == only(
		[],
		"report RAR-1 names no author, so nothing shows that p-1 didn't review a report of their own",
	)
}

test_no_author_and_no_reviewer_is_told_once if {
	count(judged(object.union(object.remove(report, ["author", "management_review"]), {"management_review": {"on": "2026-05-20"}}))) == 1
}

due(review) := what if {
	what := management_reviewed.due with input.report as object.union(object.remove(report, ["management_review"]), review)
		with data.settings.report.management_review_days as 30
}

test_a_review_by_management_falls_due_after_issue if {
	due({"management_review": {"by": "p-1"}}) == {{"at": ["report"], "on": "2026-05-31", "what": "management review"}}
	due({}) == due({"management_review": {"by": "p-1"}})
	due({"management_review": {"on": "2026-05-20"}}) == set()
}

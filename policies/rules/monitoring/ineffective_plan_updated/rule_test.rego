package rules.monitoring.ineffective_plan_updated_test

import data.rules.monitoring.ineffective_plan_updated

bad := {"id": "RES-9", "activity_id": "SCAN-1", "on": "2026-06-01", "outcome": "issue", "effective": "no"}

plan := {
	"id": "P-7",
	"version": 2,
	"status": "active",
	"updated_on": "2026-06-10",
	"triggered_by": ["RES-9"],
}

case(plans, results) := {"risk": {"id": "R-3", "status": "responding"}, "plans": plans, "results": results}

found(plans, results) := on_day(plans, results, "2026-06-30")

on_day(plans, results, as_of) := violations if {
	violations := ineffective_plan_updated.violations with input as case(plans, results)
		with time.now_ns as time.parse_ns("2006-01-02", as_of)
		with data.settings.monitoring.plan_update_days as 14
}

changed(changes) := found([object.union(plan, changes)], [bad])

applies(asked) if {
	ineffective_plan_updated.applies with input as asked
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

unanswered(plans) := {{
	"at": ["results", 0, "effective"],
	"message": $"result RES-9 of 2026-06-01 found the response to risk R-3 not effective; no plan that names it was updated by 2026-06-15: {plans}",
}}

test_it_applies_to_risks_with_a_plan_and_an_ineffective_result if {
	applies(case([plan], [bad]))
	applies(object.union(case([plan], [bad]), {"risk": {"status": "accepted"}}))
	applies({"risk": {"id": "R-3"}, "plans": [plan], "results": [bad]})
}

test_it_does_not_apply_to_closed_risks if {
	not applies(object.union(case([plan], [bad]), {"risk": {"status": "closed"}}))
}

test_it_does_not_apply_without_a_plan if not applies(case([], [bad]))

test_it_does_not_apply_without_an_ineffective_result if {
	not applies(case([plan], []))
	not applies(case([plan], [object.union(bad, {"effective": "yes"})]))
	not applies(case([plan], [object.union(bad, {"effective": "partly"})]))
	not applies(case([plan], [object.remove(bad, ["effective"])]))
}

test_a_result_of_today_is_judged_and_one_of_tomorrow_is_not if {
	applies(case([plan], [object.union(bad, {"on": "2026-06-30"})]))
	not applies(case([plan], [object.union(bad, {"on": "2026-07-01"})]))
}

test_a_new_version_in_time_that_names_the_result_holds if count(changed({})) == 0

test_the_days_from_the_result_to_the_last_allowed_hold if {
	count(changed({"updated_on": "2026-06-01"})) == 0
	count(changed({"updated_on": "2026-06-15"})) == 0
}

test_a_version_a_day_too_late_is_told if {
	changed({"updated_on": "2026-06-16"}) == unanswered("P-7 is version 2 of 2026-06-16")
}

test_a_version_from_before_the_result_is_told if {
	changed({"updated_on": "2026-05-31"}) == unanswered("P-7 is version 2 of 2026-05-31")
}

test_a_version_of_today_is_there_and_one_of_tomorrow_is_not if {
	again := object.union(bad, {"id": "RES-10", "on": "2026-06-28"})
	version := object.union(plan, {"triggered_by": ["RES-9", "RES-10"]})
	count(found([object.union(version, {"updated_on": "2026-06-30"})], [bad, again])) == 0
	found([object.union(version, {"updated_on": "2026-07-01"})], [bad, again]) == unanswered("P-7 is version 2 of 2026-07-01")
}

test_no_day_of_the_version_is_told if {
	found([object.remove(plan, ["updated_on"])], [bad]) == unanswered("P-7 is version 2, of no date")
}

test_the_first_version_is_no_update if {
	changed({"version": 1}) == unanswered("P-7 is version 1 of 2026-06-10")
	count(found([object.remove(plan, ["version"])], [bad])) == 1
}

test_the_first_version_of_a_plan_that_supersedes_is_an_update if {
	count(changed({"version": 1, "supersedes": "P-6"})) == 0
}

test_a_version_that_does_not_name_the_result_is_told if {
	changed({"triggered_by": ["RES-8"]}) == unanswered("P-7 is version 2 of 2026-06-10")
	changed({"triggered_by": []}) == unanswered("P-7 is version 2 of 2026-06-10")
	found([object.remove(plan, ["triggered_by"])], [bad]) == unanswered("P-7 is version 2 of 2026-06-10")
}

test_a_version_may_name_other_things_too if count(changed({"triggered_by": ["REV-1", "RES-9"]})) == 0

test_a_cancelled_plan_answers_nothing if {
	changed({"status": "cancelled"}) == unanswered("P-7 is version 2 of 2026-06-10")
}

test_a_plan_without_a_status_answers if count(found([object.remove(plan, ["status"])], [bad])) == 0

test_one_plan_of_several_is_enough if {
	other := {"id": "P-6", "version": 1, "status": "active", "updated_on": "2026-01-01"}
	count(found([other, plan], [bad])) == 0
	found([other, object.union(plan, {"version": 1})], [bad]) == unanswered("P-6 is version 1 of 2026-01-01, P-7 is version 1 of 2026-06-10")
}

test_within_the_days_allowed_no_answer_is_due if {
	count(on_day([object.union(plan, {"triggered_by": []})], [bad], "2026-06-15")) == 0
	count(on_day([object.union(plan, {"triggered_by": []})], [bad], "2026-06-16")) == 1
}

test_a_version_that_names_several_results_is_in_time_for_the_latest if {
	again := object.union(bad, {"id": "RES-10", "on": "2026-06-12"})
	both := object.union(plan, {"version": 3, "updated_on": "2026-06-26", "triggered_by": ["RES-9", "RES-10"]})
	count(found([both], [bad, again])) == 0
	count(on_day([object.union(both, {"updated_on": "2026-06-27"})], [bad, again], "2026-06-30")) == 2
}

test_a_new_ineffective_result_gives_no_more_time_for_the_one_before if {
	again := object.union(bad, {"id": "RES-10", "on": "2026-06-28"})
	found([object.union(plan, {"triggered_by": []})], [bad, again]) == unanswered("P-7 is version 2 of 2026-06-10")
}

test_a_later_effective_result_of_the_activity_ends_the_matter if {
	later := {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-06-02", "outcome": "no_issue", "effective": "yes"}
	not applies(case([plan], [bad, later]))
	not applies(case([plan], [bad, object.union(later, {"effective": "partly"})]))
	count(found([object.union(plan, {"version": 1})], [bad, later])) == 0
}

test_an_effective_result_that_is_not_later_ends_nothing if {
	same_day := {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-06-01", "outcome": "no_issue", "effective": "yes"}
	count(found([object.union(plan, {"version": 1})], [bad, same_day])) == 1
	count(found([object.union(plan, {"version": 1})], [object.union(same_day, {"on": "2026-05-01"}), bad])) == 1
}

test_an_effective_result_of_another_activity_ends_nothing if {
	other := {"id": "RES-10", "activity_id": "TEST-1", "on": "2026-06-20", "outcome": "no_issue", "effective": "yes"}
	count(found([object.union(plan, {"version": 1})], [bad, other])) == 1
}

test_an_effective_result_of_today_ends_the_matter if {
	not applies(case([plan], [bad, {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-06-30", "outcome": "no_issue", "effective": "yes"}]))
}

test_an_effective_result_of_tomorrow_ends_nothing if {
	coming := {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-07-01", "outcome": "no_issue", "effective": "yes"}
	count(found([object.union(plan, {"version": 1})], [bad, coming])) == 1
}

test_of_several_effective_results_the_latest_counts if {
	early := {"id": "RES-7", "activity_id": "SCAN-1", "on": "2026-05-01", "outcome": "no_issue", "effective": "yes"}
	late := object.union(early, {"id": "RES-11", "on": "2026-06-20"})
	count(found([object.union(plan, {"version": 1})], [early, bad, late])) == 0
}

test_a_result_after_the_effective_one_is_judged_again if {
	effective := {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-06-02", "outcome": "no_issue", "effective": "yes"}
	again := object.union(bad, {"id": "RES-11", "on": "2026-06-03"})
	{violation.at[1] | some violation in found([object.union(plan, {"version": 1})], [bad, effective, again])} == {2}
}

test_a_version_may_name_a_result_that_was_later_contradicted if {
	effective := {"id": "RES-10", "activity_id": "SCAN-1", "on": "2026-06-02", "outcome": "no_issue", "effective": "yes"}
	again := object.union(bad, {"id": "RES-11", "on": "2026-06-03"})
	count(found([object.union(plan, {"triggered_by": ["RES-9", "RES-11"]})], [bad, effective, again])) == 0
}

test_an_effective_result_that_a_version_names_gives_no_more_time if {
	other := {"id": "RES-10", "activity_id": "TEST-1", "on": "2026-06-10", "outcome": "no_issue", "effective": "yes"}
	version := object.union(plan, {"updated_on": "2026-06-20", "triggered_by": ["RES-9", "RES-10"]})
	found([version], [bad, other]) == unanswered("P-7 is version 2 of 2026-06-20")
}

package rules.plan.effectiveness_checked_test

import data.rules.plan.effectiveness_checked

june_30 := time.parse_ns("2006-01-02", "2026-06-30")

judgement := {
	"on": "2026-06-20",
	"by": "p-3",
	"result": "effective",
	"evidence": [{"ref": "MR-4", "collected_on": "2026-06-19"}],
}

done_on(day) := {"id": "A-1", "status": "done", "completed_on": day}

# The limit is 10 days, so 2026-06-20 is the last day for what was done on the tenth.
completed(actions) := {"id": "P-7", "status": "completed", "actions": actions}

with_judgement(changes) := object.union(completed([done_on("2026-06-10")]), {"effectiveness": object.union(judgement, changes)})

without(field) := object.union(completed([done_on("2026-06-10")]), {"effectiveness": object.remove(judgement, [field])})

found(plan) := {[violation.at, violation.message] |
	some violation in effectiveness_checked.violations with input.plan as plan
		with data.settings.plan.effectiveness_days as 10
		with time.now_ns as june_30
}

remedies(plan) := {violation.remedy |
	some violation in effectiveness_checked.violations with input.plan as plan
		with data.settings.plan.effectiveness_days as 10
		with time.now_ns as june_30
}

unjudged(day, age) := {[
	["plan"],
	$"plan P-7 was completed on {day}, and {age} days later nobody has judged its effectiveness; at most 10 are allowed",
]}

lacking(what) := {[
	["plan", "effectiveness"],
	$"the effectiveness of plan P-7 was judged, and the record has no {what}",
]}

test_a_judged_plan_holds if count(found(with_judgement({}))) == 0

test_there_is_time_until_the_last_day if count(found(completed([done_on("2026-06-20")]))) == 0

test_the_day_after_the_last_is_too_late if {
	found(completed([done_on("2026-06-19")])) == unjudged("2026-06-19", 11)
}

test_the_last_action_to_be_done_completes_the_plan if {
	count(found(completed([done_on("2026-06-25"), done_on("2026-06-01")]))) == 0
	found(completed([done_on("2026-06-01"), done_on("2026-06-05"), {"id": "A-3", "status": "done"}])) == unjudged("2026-06-05", 25)
}

test_without_completion_dates_the_last_update_completes_the_plan if {
	found(object.union(completed([{"id": "A-1"}]), {"updated_on": "2026-06-05"})) == unjudged("2026-06-05", 25)
	count(found({"id": "P-7", "status": "completed", "updated_on": "2026-06-20"})) == 0
}

test_an_update_after_completion_does_not_start_the_days_again if {
	found(object.union(completed([done_on("2026-06-05")]), {"updated_on": "2026-06-29"})) == unjudged("2026-06-05", 25)
}

test_no_day_at_all_leaves_no_time if {
	found(completed([])) == {[
		["plan"],
		"plan P-7 is completed, on no recorded day, and nobody has judged its effectiveness",
	]}
}

test_a_judgement_needs_no_day_of_completion if {
	count(found({"id": "P-7", "status": "completed", "effectiveness": judgement})) == 0
}

test_a_judgement_on_the_last_day_is_in_time if count(found(with_judgement({"on": "2026-06-20"}))) == 0

test_a_judgement_on_the_day_after_is_late if {
	found(with_judgement({"on": "2026-06-21"})) == {[
		["plan", "effectiveness", "on"],
		concat(" ", [
			"the effectiveness of plan P-7 was judged on 2026-06-21, 11 days after it was completed on 2026-06-10;",
			"at most 10 are allowed",
		]),
	]}
}

test_a_judgement_on_the_day_of_completion_holds if count(found(with_judgement({"on": "2026-06-10"}))) == 0

test_a_judgement_before_completion_is_told if {
	found(with_judgement({"on": "2026-06-09"})) == {[
		["plan", "effectiveness", "on"],
		"the effectiveness of plan P-7 was judged on 2026-06-09, before its last action was done on 2026-06-10",
	]}
	remedies(with_judgement({"on": "2026-06-09"})) == {"Judge again what the completed plan has done, and record it under effectiveness."}
}

test_a_judgement_before_an_update_is_not_before_completion if {
	count(found({"id": "P-7", "status": "completed", "updated_on": "2026-06-29", "effectiveness": judgement})) == 0
}

test_a_judgement_of_today_holds if {
	plan := object.union(completed([done_on("2026-06-25")]), {"effectiveness": object.union(judgement, {"on": "2026-06-30"})})
	count(found(plan)) == 0
}

test_a_judgement_still_to_come_is_told if {
	plan := object.union(completed([done_on("2026-06-25")]), {"effectiveness": object.union(judgement, {"on": "2026-07-01"})})
	found(plan) == {[
		["plan", "effectiveness", "on"],
		"the effectiveness of plan P-7 was judged on 2026-07-01, and today is 2026-06-30",
	]}
	remedies(plan) == {"Record the day on which the effectiveness was judged, once it was."}
}

test_no_day_is_told if found(without("on")) == lacking("on")

test_no_person_is_told if found(without("by")) == lacking("by")

test_no_result_is_told if found(without("result")) == lacking("result")

test_no_evidence_is_told if {
	found(without("evidence")) == lacking("evidence")
	found(with_judgement({"evidence": []})) == lacking("evidence")
	found(with_judgement({"evidence": [{"collected_on": "2026-06-19"}]})) == lacking("evidence")
}

test_one_piece_of_evidence_that_can_be_found_is_enough if {
	count(found(with_judgement({"evidence": [{}, {"ref": "MR-4"}]}))) == 0
}

test_all_that_a_judgement_lacks_is_told_in_one if {
	bare := object.union(completed([done_on("2026-06-01")]), {"effectiveness": {}})
	found(bare) == lacking("by and no evidence and no on and no result")
	remedies(bare) == {"Record by and evidence and on and result under effectiveness."}
}

test_any_result_is_a_judgement if count(found(with_judgement({"result": "not_effective"}))) == 0

test_it_applies_to_completed_plans_only if {
	effectiveness_checked.applies with input.plan as completed([])
	not effectiveness_checked.applies with input.plan as {"id": "P-7", "status": "active"}
	not effectiveness_checked.applies with input.plan as {"id": "P-7"}
}

due(plan) := what if {
	what := effectiveness_checked.due with input.plan as plan with data.settings.plan.effectiveness_days as 10
}

test_a_check_falls_due_after_completion if {
	due(completed([done_on("2026-06-10")])) == {{"at": ["plan"], "on": "2026-06-20", "what": "effectiveness check"}}
}

test_no_check_falls_due_once_there_is_one_or_without_a_day_of_completion if {
	due(with_judgement({})) == set()
	due(completed([])) == set()
}

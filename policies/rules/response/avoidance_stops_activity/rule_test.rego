package rules.response.avoidance_stops_activity_test

import data.rules.response.avoidance_stops_activity

june_30 := time.parse_ns("2006-01-02", "2026-06-30")

avoided(avoidance) := {
	"id": "R-3",
	"status": "responding",
	"response": {"type": "avoid", "avoidance": avoidance},
}

ftp := {"activity": "Uploads over FTP"}

stopped(day) := avoided({"activity": "Uploads over FTP", "stopped_on": day})

closed(risk, reason) := object.union(risk, {"status": "closed", "closure": {"reason": reason}})

plan(status, actions) := {"id": "P-7", "status": status, "actions": actions}

found(risk, plans) := {[violation.at, violation.message] |
	some violation in avoidance_stops_activity.violations with input as {"risk": risk, "plans": plans}
		with time.now_ns as june_30
}

applies(risk) if avoidance_stops_activity.applies with input as {"risk": risk}

unstopped := {[
	["risk", "response", "avoidance"],
	concat(" ", [
		"risk R-3 is avoided, but no day is recorded on which the activity stopped,",
		"and no action is left that stops it",
	]),
]}

to_come := {[
	["risk", "response", "avoidance"],
	concat(" ", [
		"risk R-3 is avoided, but the activity stops on 2026-07-01 and today is 2026-06-30,",
		"and no action is left that stops it",
	]),
]}

test_a_stopped_activity_holds if count(found(stopped("2026-05-31"), [])) == 0

test_an_activity_that_stopped_today_has_stopped if count(found(stopped("2026-06-30"), [])) == 0

test_an_activity_that_stops_tomorrow_has_not_stopped if found(stopped("2026-07-01"), []) == to_come

test_an_activity_that_an_action_stops_tomorrow_holds if {
	count(found(stopped("2026-07-01"), [plan("active", [{"id": "A-1"}])])) == 0
}

test_an_open_action_is_enough if {
	count(found(avoided(ftp), [plan("active", [{"id": "A-1", "status": "open"}])])) == 0
	count(found(avoided(ftp), [plan("draft", [{"id": "A-1"}])])) == 0
	count(found(avoided(ftp), [plan("active", []), plan("active", [{"id": "A-1", "status": "done"}, {"id": "A-2"}])])) == 0
}

test_no_action_is_told if {
	found(avoided(ftp), []) == unstopped
	found(avoided(ftp), [{"id": "P-7", "status": "active"}]) == unstopped
}

test_done_actions_have_a_day_to_record if {
	found(avoided(ftp), [plan("completed", [{"id": "A-1", "status": "done"}])]) == unstopped
}

test_cancelled_actions_stop_nothing if {
	found(avoided(ftp), [plan("active", [{"id": "A-1", "status": "cancelled"}])]) == unstopped
}

test_cancelled_plans_stop_nothing if {
	found(avoided(ftp), [plan("cancelled", [{"id": "A-1", "status": "open"}])]) == unstopped
}

test_no_activity_is_told if {
	found(avoided({"stopped_on": "2026-06-30"}), []) == {[
		["risk", "response", "avoidance"],
		"risk R-3 is avoided, and the record names no activity that stops",
	]}
}

test_a_bare_response_is_told_at_the_response if {
	found({"id": "R-3", "response": {"type": "avoid"}}, []) == {
		[["risk", "response"], "risk R-3 is avoided, and the record names no activity that stops"],
		[["risk", "response"], concat(" ", [
			"risk R-3 is avoided, but no day is recorded on which the activity stopped,",
			"and no action is left that stops it",
		])],
	}
}

test_a_risk_closed_as_avoided_must_have_stopped if {
	found(closed(avoided(ftp), "avoided"), [plan("active", [{"id": "A-1"}])]) == {[
		["risk", "response", "avoidance"],
		"risk R-3 is avoided, but no day is recorded on which the activity stopped, and the risk is closed",
	]}
	count(found(closed(stopped("2026-05-31"), "avoided"), [])) == 0
}

test_it_applies_to_avoidances if {
	applies(avoided(ftp))
	applies({"id": "R-3", "response": {"type": "avoid"}})
	applies(closed(avoided(ftp), "avoided"))
	applies(object.union(avoided(ftp), {"closure": {"reason": "retired"}}))
}

test_it_does_not_apply_to_another_response if {
	not applies(object.union(avoided(ftp), {"response": {"type": "mitigate"}}))
	not applies({"id": "R-3", "status": "assessed"})
}

test_it_does_not_apply_to_a_risk_closed_for_another_reason if {
	not applies(closed(avoided(ftp), "retired"))
	not applies(object.remove(closed(avoided(ftp), ""), ["closure"]))
}

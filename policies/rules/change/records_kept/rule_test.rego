package rules.change.records_kept_test

import data.rules.change.records_kept

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

judged(changes) := {[violation.at, violation.message] | some violation in records_kept.violations with input as changes}

applies(changes) if records_kept.applies with input as changes

gone(record) := {"change": {"kind": kind, "id": "X-1"}, "before": record} if some kind, _ in record

june := time.parse_ns("2006-01-02", "2026-06-30")

told(record) := {violation.message |
	some violation in records_kept.violations with input as gone(record) with time.now_ns as june with data.settings.change.keep_days as 100
}

test_each_kind_of_record_is_missed if {
	judged(gone({"risk": {"id": "X-1", "status": "assessed"}})) == {[["before", "risk"], "risk X-1 is gone, and was assessed"]}
	judged(gone({"plan": {"id": "X-1", "status": "active"}})) == {[["before", "plan"], "plan X-1 is gone, and was active"]}
	judged(gone({"activity": {"id": "X-1"}})) == {[["before", "activity"], "activity X-1 is gone"]}
	told({"result": {"id": "X-1", "on": "2026-06-01"}}) == {"result X-1 is gone"}
	told({"review": {"id": "X-1", "on": "2026-06-01"}}) == {"review X-1 is gone"}
	told({"report": {"id": "X-1", "issued_on": "2026-06-01"}}) == {"report X-1 is gone"}
}

test_a_register_is_missed_and_no_other_document if {
	judged(gone({"document": {"id": "X-1", "kind": "risk_register"}})) == {[["before", "document"], "document X-1 is gone"]}
	count(judged(gone({"document": {"id": "X-1", "kind": "action_plans"}}))) == 0
}

test_the_register_that_a_record_stood_in_is_not_missed_with_it if {
	both := {"risk": {"status": "assessed"}, "document": {"kind": "risk_register"}}
	judged({"change": {"kind": "risk", "id": "X-1"}, "before": both}) == {[["before", "risk"], "risk X-1 is gone, and was assessed"]}
}

test_what_is_still_there_is_not_missed if count(judged(changed({"status": "assessed"}, {"status": "closed"}))) == 0

test_what_ended_may_go_when_its_days_are_over if {
	told({"risk": {"status": "closed", "closure": {"on": "2026-03-22"}}}) == {"risk X-1 is gone, and was closed"}
	told({"risk": {"status": "closed", "closure": {"on": "2026-03-21"}}}) == set()
	told({"plan": {"status": "completed", "updated_on": "2026-03-21"}}) == set()
	told({"plan": {"status": "cancelled", "updated_on": "2026-03-21"}}) == set()
	told({"plan": {"status": "cancelled", "updated_on": "2026-03-22"}}) == {"plan X-1 is gone, and was cancelled"}
	told({"result": {"on": "2026-03-21"}}) == set()
	told({"review": {"on": "2026-03-21"}}) == set()
	told({"report": {"issued_on": "2026-03-21"}}) == set()
}

test_what_has_not_ended_is_kept_however_old if {
	told({"risk": {"status": "accepted", "closure": {"on": "2020-01-01"}}}) == {"risk X-1 is gone, and was accepted"}
	told({"plan": {"status": "active", "updated_on": "2020-01-01"}}) == {"plan X-1 is gone, and was active"}
	told({"activity": {"started_on": "2020-01-01"}}) == {"activity X-1 is gone"}
}

test_what_doesnt_say_when_it_ended_is_kept if {
	told({"risk": {"status": "closed", "closure": {}}}) == {"risk X-1 is gone, and was closed"}
	told({"risk": {"status": "closed"}}) == {"risk X-1 is gone, and was closed"}
	told({"plan": {"status": "completed"}}) == {"plan X-1 is gone, and was completed"}
	told({"plan": {"id": "X-1"}}) == {"plan X-1 is gone"}
	told({"risk": {"id": "X-1"}}) == {"risk X-1 is gone"}
	told({"review": {"id": "X-1"}}) == {"review X-1 is gone"}
	told({"result": {"id": "X-1"}}) == {"result X-1 is gone"}
	told({"report": {"id": "X-1"}}) == {"report X-1 is gone"}
}

test_a_draft_on_which_nobody_decided_may_go if {
	told({"plan": {"status": "draft"}}) == set()
	told({"plan": {"status": "draft", "approvals": []}}) == set()
	told({"plan": {"status": "draft", "approvals": [{"by": "p-1"}]}}) == {"plan X-1 is gone, and was draft"}
	told({"plan": {"status": "in_review"}}) == {"plan X-1 is gone, and was in_review"}
}

test_each_kind_of_record_is_asked_about if {
	every kind in {"risk", "plan", "review", "activity", "result", "report"} {
		applies(gone({kind: {"id": "X-1"}}))
	}
	applies(gone({"document": {"id": "X-1", "kind": "risk_register"}}))
	not applies(gone({"document": {"id": "X-1", "kind": "action_plans"}}))
}

test_what_is_new_is_not_asked if not applies({"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": {"id": "R-1"}}})

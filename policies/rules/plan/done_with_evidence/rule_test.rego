package rules.plan.done_with_evidence_test

import data.rules.plan.done_with_evidence

done := {
	"id": "A-1",
	"status": "done",
	"completed_on": "2026-06-12",
	"evidence": [{"ref": "CHG-9014", "collected_on": "2026-06-12"}],
}

planned(actions) := {"id": "P-7", "status": "active", "actions": actions}

found(actions) := violations if {
	violations := done_with_evidence.violations with input.plan as planned(actions)
}

without(field) := found([object.remove(done, [field])])

with_only(what, need) := {{
	"at": ["plan", "actions", 0],
	"message": $"action A-1 of plan P-7 is done, with {what}",
	"remedy": $"Record {need} of action A-1, or set its status back to in_progress.",
}}

test_a_proven_action_holds if count(found([done])) == 0

test_no_completion_date_is_told if without("completed_on") == with_only("no completion date", "completed_on")

test_no_evidence_is_told if {
	without("evidence") == with_only("no evidence", "the evidence")
	found([object.union(done, {"evidence": []})]) == with_only("no evidence", "the evidence")
}

test_evidence_that_cannot_be_found_is_told if {
	found([object.union(done, {"evidence": [{"ref": "CHG-9014"}, {"collected_on": "2026-06-12"}]})]) == with_only("evidence that can't be found", "the ref of each piece of evidence")
}

test_all_that_an_action_lacks_is_told_in_one if {
	found([{"id": "A-1", "status": "done"}]) == with_only("no completion date and no evidence", "completed_on and the evidence")
}

test_the_action_at_fault_is_named if {
	found([done, {"id": "A-2", "status": "done", "completed_on": "2026-06-12"}]) == {{
		"at": ["plan", "actions", 1],
		"message": "action A-2 of plan P-7 is done, with no evidence",
		"remedy": "Record the evidence of action A-2, or set its status back to in_progress.",
	}}
}

test_actions_that_are_not_done_need_no_proof if {
	count(found([{"id": "A-1", "status": "in_progress"}, {"id": "A-2", "evidence": [{}]}, {"id": "A-3", "status": "cancelled"}])) == 0
}

test_it_applies_to_plans_with_a_done_action if {
	done_with_evidence.applies with input.plan as planned([{"id": "A-0", "status": "open"}, done])
	done_with_evidence.applies with input.plan as object.union(planned([done]), {"status": "completed"})
	done_with_evidence.applies with input.plan as object.remove(planned([done]), ["status"])
}

test_it_does_not_apply_before_an_action_is_done if {
	not done_with_evidence.applies with input.plan as planned([{"id": "A-1", "status": "open"}, {"id": "A-2"}])
	not done_with_evidence.applies with input.plan as {"id": "P-7", "status": "draft"}
}

test_it_does_not_apply_to_a_cancelled_plan if {
	not done_with_evidence.applies with input.plan as object.union(planned([done]), {"status": "cancelled"})
}

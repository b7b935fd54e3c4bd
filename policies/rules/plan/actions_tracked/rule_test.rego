package rules.plan.actions_tracked_test

import data.rules.plan.actions_tracked

tracked := {"id": "A-1", "status": "open", "tracking_ref": "OPS-12"}

planned(actions) := {"id": "P-7", "status": "active", "actions": actions}

found(actions) := only_from(actions, [])

only_from(actions, prefixes) := violations if {
	violations := actions_tracked.violations with input.plan as planned(actions)
		with data.settings.plan.tracking_prefixes as prefixes
}

applies(plan) if actions_tracked.applies with input.plan as plan

in_status(status) := object.union(planned([tracked]), {"status": status})

test_a_linked_action_holds if count(found([tracked])) == 0

test_an_action_without_a_work_item_is_told if {
	found([tracked, {"id": "A-2", "status": "done"}, {"id": "A-3"}]) == {
		{"at": ["plan", "actions", 1], "message": "action A-2 of plan P-7 links to no work item"},
		{"at": ["plan", "actions", 2], "message": "action A-3 of plan P-7 links to no work item"},
	}
}

test_cancelled_actions_need_no_work_item if {
	count(found([tracked, {"id": "A-2", "status": "cancelled"}])) == 0
	count(only_from([tracked, {"id": "A-2", "status": "cancelled", "tracking_ref": "x"}], ["OPS-"])) == 0
}

test_without_prefixes_any_reference_will_do if count(found([object.union(tracked, {"tracking_ref": "on the wall"})])) == 0

test_each_of_the_prefixes_will_do if {
	count(only_from([tracked], ["DEV-", "OPS-"])) == 0
	count(only_from([tracked], ["OPS-"])) == 0
}

test_a_reference_elsewhere_is_told if {
	count(only_from([tracked], ["DEV-"])) == 1
	only_from([tracked], ["DEV-", "SEC-"]) == {{
		"at": ["plan", "actions", 0, "tracking_ref"],
		"message": "action A-1 of plan P-7 links to OPS-12, and work items begin with DEV- or SEC-",
	}}
}

test_a_missing_reference_is_told_once if {
	only_from([{"id": "A-2"}], ["OPS-"]) == {{
		"at": ["plan", "actions", 0],
		"message": "action A-2 of plan P-7 links to no work item",
	}}
}

test_it_applies_from_approval_on if {
	applies(in_status("approved"))
	applies(in_status("active"))
	applies(in_status("completed"))
	applies(planned([{"id": "A-0", "status": "cancelled"}, {"id": "A-1"}]))
}

test_it_does_not_apply_to_plans_without_work if {
	not applies(in_status("draft"))
	not applies(in_status("in_review"))
	not applies(in_status("cancelled"))
	not applies(object.remove(in_status(""), ["status"]))
}

test_it_does_not_apply_without_an_action_to_do if {
	not applies(planned([]))
	not applies({"id": "P-7", "status": "active"})
	not applies(planned([{"id": "A-1", "status": "cancelled"}]))
}

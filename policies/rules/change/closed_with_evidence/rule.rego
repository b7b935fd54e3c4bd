# METADATA
# title: What a change closes, it closes on evidence that is fresh
# description: >-
#   Closing a risk, or completing a plan, ends every duty that hangs on it. Evidence that was collected before the
#   risk was last assessed can't show that it is gone, since the assessment knew of it and rated the risk all the
#   same; and a plan is completed by its actions, not by its status.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Add evidence that was collected since the last assessment to closure.evidence, and finish or cancel each action.
#   reads:
#     - before.risk.status
#     - before.risk.assessment.on
#     - after.risk.status
#     - after.risk.closure.evidence
#     - before.plan.status
#     - after.plan.status
#     - after.plan.actions.status
#     - after.plan.actions.id
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:8.3, iso27001-2022:A.5.28]
#   duties: [completion-is-proven, changes-are-justified]
package rules.change.closed_with_evidence

applies if closing

applies if completing

violations contains {"at": ["after", "risk", "closure", "evidence"], "message": message} if {
	closing
	not shown
	message := $"risk {input.change.id} is closed, and none of its evidence that can be looked up was collected{since}"
}

violations contains {"at": ["after", "plan", "actions", place, "status"], "message": message} if {
	completing
	some place, action in input.after.plan.actions
	not settled(action)
	message := $"plan {input.change.id} is completed, and its action {action.id} is neither done nor cancelled"
}

violations contains {"at": ["after", "plan", "status"], "message": message} if {
	completing
	not something_done
	message := $"plan {input.change.id} is completed, and none of its actions is done"
}

closing if {
	input.before.risk
	not input.before.risk.status == "closed"
	input.after.risk.status == "closed"
}

completing if {
	input.before.plan
	not input.before.plan.status == "completed"
	input.after.plan.status == "completed"
}

shown if {
	some evidence in input.after.risk.closure.evidence
	evidence.ref
	fresh(evidence)
}

fresh(evidence) if evidence.collected_on >= input.before.risk.assessment.on

fresh(evidence) if {
	not input.before.risk.assessment.on
	evidence.collected_on
}

since := $" since it was last assessed on {input.before.risk.assessment.on}" if input.before.risk.assessment.on

else := " on a day that it tells"

settled(action) if action.status in {"done", "cancelled"}

something_done if {
	some action in input.after.plan.actions
	action.status == "done"
}

# METADATA
# title: A done action has a completion date and evidence
# description: >-
#   "Done" is a claim until somebody can look it up: the day on which the action was completed, and evidence that says
#   where to find it (ref). A completed plan rests on its done actions, and so do the residual severity and the closure of
#   its risks. Whether the day has come is plan.dates_consistent's to judge; cancelled plans are not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: Record completed_on and evidence of the action, or set its status back to in_progress.
#   reads: [plan.status, plan.actions.status, plan.actions.completed_on, plan.actions.evidence.ref]
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06]
#   duties: [completion-is-proven]
package rules.plan.done_with_evidence

applies if {
	not input.plan.status == "cancelled"
	some action in input.plan.actions
	action.status == "done"
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"action {action.id} of plan {input.plan.id} is done, with {concat(" and ", {lack.has | some lack in lacks})}",
	"remedy": $"Record {concat(" and ", {lack.needs | some lack in lacks})} of action {action.id}, or set its status back to in_progress.",
} if {
	some place, lacks in lacking
	action := input.plan.actions[place]
}

lacking[place] contains {"has": "no completion date", "needs": "completed_on"} if {
	some place, action in input.plan.actions
	action.status == "done"
	not action.completed_on
}

lacking[place] contains {"has": "no evidence", "needs": "the evidence"} if {
	some place, action in input.plan.actions
	action.status == "done"
	not action.evidence[0]
}

lacking[place] contains {"has": "evidence that can't be found", "needs": "the ref of each piece of evidence"} if {
	some place, action in input.plan.actions
	action.status == "done"
	some evidence in action.evidence
	not evidence.ref
}

# METADATA
# title: Each action is a work item of the team that does it
# description: >-
#   A plan is carried out where the team's work is, so each action links to a work item (tracking_ref); where the settings
#   name prefixes, to one of those trackers. Work items are made when a plan is approved, so drafts, plans in review and
#   cancelled plans are not asked; cancelled actions don't count, and actions whose work was done before are asked too.
# custom:
#   subject: plan
#   level: warn
#   remedy: Make a work item for the action in the team's tracker, and record its key under tracking_ref.
#   reads: [plan.status, plan.actions.status, plan.actions.tracking_ref]
#   settings: [plan.tracking_prefixes]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:PM-4, iso27001-2022:8.1, csf-2.0:ID.RA-06]
#   duties: [service-teams-respond, severe-risks-are-tracked]
package rules.plan.actions_tracked

applies if {
	input.plan.status in {"approved", "active", "completed"}
	some action in input.plan.actions
	not action.status == "cancelled"
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"action {action.id} of plan {input.plan.id} links to no work item",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	not action.tracking_ref
}

violations contains {
	"at": ["plan", "actions", place, "tracking_ref"],
	"message": $"action {action.id} of plan {input.plan.id} links to {action.tracking_ref}, and work items begin with {concat(" or ", prefixes)}",
} if {
	count(prefixes) > 0
	some place, action in input.plan.actions
	not action.status == "cancelled"
	not strings.any_prefix_match(action.tracking_ref, prefixes)
}

prefixes := data.settings.plan.tracking_prefixes

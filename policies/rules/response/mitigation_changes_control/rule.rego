# METADATA
# title: A mitigation adds or changes a control
# description: >-
#   To mitigate is to make a risk smaller, and what makes it smaller is a control; a plan that touches none leaves the
#   risk as it was. At least one action of the risk's plans names, under controls, the id of a control that it adds or
#   changes. Cancelled plans and actions don't count; a risk without a plan is response.plan_exists's to judge. Closed
#   risks are not asked, because risk.closed_with_evidence asks them for proof.
# custom:
#   subject: risk
#   level: warn
#   remedy: >-
#     Name the control under controls of the action that adds or changes it, or add such an action to the plan.
#   reads:
#     - risk.status
#     - risk.response.type
#     - plans.status
#     - plans.actions.status
#     - plans.actions.controls.id
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:6.1.3b, csf-2.0:ID.RA-06]
#   duties: [decision-is-carried-out]
package rules.response.mitigation_changes_control

applies if {
	input.risk.response.type == "mitigate"
	not input.risk.status == "closed"
	count(plans) > 0
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"risk {input.risk.id} is to be mitigated, and no action of {concat(" or ", plans)} adds or changes a control",
} if {
	not control_changed
}

plans := [plan.id |
	some plan in input.plans
	not plan.status == "cancelled"
]

control_changed if {
	some plan in input.plans
	not plan.status == "cancelled"
	some action in plan.actions
	not action.status == "cancelled"
	some control in action.controls
	control.id
}

# METADATA
# title: A plan is approved by the owners of its risks
# description: >-
#   Under ISO 27001 the owner of a risk approves its treatment plan and accepts what the plan leaves of the risk, whatever
#   line management says. The owner of each open risk that the plan answers approves of the version in force, beside
#   whoever else has to. An approval that its author took back, or that is dated in the future, doesn't count. A draft
#   is held to it too, so that a team sees whom to ask; closed risks and cancelled plans are not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: Have the owner of the risk approve the plan, and record it in plan.approvals with act approve.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#     - risks.status
#     - risks.owner
#   settings: []
#   controls: [iso27001-2022:6.1.3f, iso27001-2022:6.1.2c, nist-800-53r5:PM-29]
#   duties: [risks-have-owners]
package rules.approval.by_risk_owners

import data.lib.approvals

applies if {
	not input.plan.status == "cancelled"
	count(open_risks) > 0
}

violations contains {
	"at": approvals_at,
	"message": $"plan {input.plan.id} answers risk {risk.id}, and its owner {risk.owner} has not approved version {input.plan.version}",
	"remedy": $"Ask {risk.owner} to approve version {input.plan.version}.",
} if {
	some risk in open_risks
	risk.owner
	not risk.owner in approvers
}

violations contains {
	"at": ["risks", place],
	"message": $"plan {input.plan.id} answers risk {risk.id}, which has no owner who could approve the plan",
	"remedy": "Name the owner of the risk, a person of the register, and ask for the owner's approval.",
} if {
	some place, risk in open_risks
	not risk.owner
}

open_risks := {place: risk |
	some place, risk in input.risks
	not risk.status == "closed"
}

approvers := {act.by | some act in approvals.approving(input.plan.approvals, "approve", input.plan.version)}

approvals_at := ["plan", "approvals"] if input.plan.approvals

else := ["plan"]

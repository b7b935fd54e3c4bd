# METADATA
# title: The version in force is the one that was reviewed and approved
# description: >-
#   Whoever changes a plan after its approval carries out something that nobody approved. Each version therefore needs a
#   review and an approval of its own; an act for an older or a later version, one dated in the future, and one that the
#   same person took back later don't count. Who may act is for the rules about the level, so this one can be judged
#   from the plan alone, and a draft sees what it still lacks before it is submitted; a cancelled plan is not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Have the version in force reviewed and approved, and record both acts in plan.approvals with its plan_version.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:7.5.2, iso27001-2022:7.5.3]
#   duties: [approval-holds]
package rules.approval.current_version

import data.lib.approvals

applies if not input.plan.status == "cancelled"

violations contains {
	"at": approvals_at,
	"message": $"plan {input.plan.id} is at version {input.plan.version}, without {concat(" and ", missing)}; {recorded}",
} if {
	count(missing) > 0
}

missing contains "a review" if not stands("review")

missing contains "an approval" if not stands("approve")

stands(act) if count(approvals.approving(input.plan.approvals, act, input.plan.version)) > 0

recorded := concat(", ", [$"{nouns[act.act]} of version {act.plan_version} by {act.by}: {act.decision} on {act.at}" |
	some act in input.plan.approvals
]) if {
	count(input.plan.approvals) > 0
}

else := "no act is recorded"

nouns := {"review": "review", "approve": "approval"}

approvals_at := ["plan", "approvals"] if input.plan.approvals

else := ["plan"]

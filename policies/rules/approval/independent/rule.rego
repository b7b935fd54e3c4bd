# METADATA
# title: A plan is approved by somebody who doesn't carry it out
# description: >-
#   Whoever owns, writes or carries out a plan is the last to see what is wrong with it, so the approval that counts
#   comes from somebody else. Settings say of whom an approver is independent: the owner, the author, the owners of its
#   actions. Of those who approve of the version in force and have the authority that its severity asks for, at least
#   one is independent; where nobody has that authority, which approval.approved_at_level denies, anybody independent
#   will do. Cancelled actions don't count. A plan without an approval of its version is approval.current_version's to
#   judge; cancelled plans are not asked, and where the settings name nobody, no plan is.
# custom:
#   subject: plan
#   level: deny
#   remedy: Have the plan approved by somebody with the authority who has no part in it.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.owner
#     - plan.author
#     - plan.actions.owner
#     - plan.actions.status
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#     - risks.assessment.severity
#     - people.role
#   optional: [plan.team, people.team]
#   settings: [approval.approver, approval.independent_of, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:AC-5, iso27001-2022:A.5.3, csf-2.0:GV.RR-02]
#   duties: [duties-are-separated]
package rules.approval.independent

import data.lib.approvals
import data.lib.authority
import data.lib.severity

applies if {
	not input.plan.status == "cancelled"
	count(data.settings.approval.independent_of) > 0
	count(approvers) > 0
}

violations contains {
	"at": ["plan", "approvals"],
	"message": $"version {input.plan.version} of plan {input.plan.id} is approved by {names}, and by nobody with the authority who has no part in the plan",
	"remedy": remedy,
} if {
	count(looked_at - approvals.involved(input.plan)) == 0
}

highest := severity.highest({risk.assessment.severity | some risk in input.risks})

asked := data.settings.approval.approver[highest]

approvers := {act.by | some act in approvals.approving(input.plan.approvals, "approve", input.plan.version)}

looked_at := at_level if count(at_level) > 0

else := approvers

at_level := {by |
	some by in approvers
	authority.enough(input.people[by].role, asked)
}

names := concat(", ", [$"{by} ({concat(" and ", roles)})" | some by, roles in parts; by in looked_at])

parts[person] contains part if some [person, part] in approvals.parts(input.plan)

remedy := $"Ask {concat(" or ", candidates)} to approve version {input.plan.version}." if {
	count(candidates) > 0
}

else := "Nobody else in the register could approve it: add who has the authority."

candidates := authority.candidates(input.people, asked, teams, approvals.involved(input.plan))

teams contains input.plan.team

# METADATA
# title: A plan is reviewed at the level that its risks ask for
# description: >-
#   The worse the risk, the more seasoned the eyes that must have looked at the plan before someone approves it. The
#   highest severity among the plan's risks counts, as the register has it and not as the plan claims it, closed risks
#   included; authority is the role that the register gives a person, not the one that the review claims. A review
#   that asks for changes, is dated in the future, or was followed by another word of the same person on the same
#   version doesn't count. Reviews of the version in force count; only where there is none do those of other versions,
#   since approval.current_version asks for the new one. A draft is held to it too, so that a team sees whom to ask
#   before it submits and nobody works from a plan that stays a draft; a cancelled plan is not.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Have the plan reviewed by someone with the role asked for or one above it on the same ladder, and record it in
#     plan.approvals with act review.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#     - risks.assessment.severity
#     - people.role
#   optional: [plan.team, people.team]
#   settings: [approval.reviewer, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:PM-4, iso27001-2022:6.1.3f, csf-2.0:GV.RR-02]
#   duties: [severity-sets-review]
package rules.approval.reviewed_at_level

import data.lib.approvals
import data.lib.authority
import data.lib.severity

applies if {
	not input.plan.status == "cancelled"
	highest
}

violations contains {
	"at": approvals_at,
	"message": $"plan {input.plan.id} answers risk {riskiest} ({highest}), which asks for a review by {asked}; {recorded}",
	"remedy": remedy,
} if {
	not at_level
}

highest := severity.highest({risk.assessment.severity | some risk in input.risks})

riskiest := min({risk.id | some risk in input.risks; risk.assessment.severity == highest})

asked := data.settings.approval.reviewer[highest]

at_level if {
	some by in approvals.deciders(input.plan, "review")
	authority.enough(input.people[by].role, asked)
}

acts := [$"{act.by} ({authority.role_of(input.people, act.by)}): {act.decision} version {act.plan_version} on {act.at}" |
	some act in input.plan.approvals
	act.act == "review"
]

recorded := concat(", ", acts) if count(acts) > 0

else := "no review is recorded"

approvals_at := ["plan", "approvals"] if input.plan.approvals

else := ["plan"]

remedy := $"Ask {concat(" or ", candidates)} to review version {input.plan.version}." if {
	count(candidates) > 0
}

else := $"Nobody in the register has the role {asked} or one above it: add who has."

candidates := authority.candidates(input.people, asked, teams, set())

teams contains input.plan.team

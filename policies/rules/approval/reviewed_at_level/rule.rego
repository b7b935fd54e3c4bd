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
#   settings: [approval.reviewer, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:PM-4, iso27001-2022:6.1.3f, csf-2.0:GV.RR-02]
#   duties: [severity-sets-review]
package rules.approval.reviewed_at_level

import data.lib.authority
import data.lib.dates
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
	some by in reviewers
	authority.enough(input.people[by].role, asked)
}

reviewers := in_force if count(in_force) > 0

else := {by | some [_, by] in standing}

in_force := {by | some [version, by] in standing; version == input.plan.version}

standing := {who |
	some index, [who, _, _, "approved"] in words
	not words[index + 1][0] == who
}

# Sorted, a person's last word on a version stands before the next one's first. Of one day, the later in the list is the later.
words := sort([[[act.plan_version, act.by], act.at, place, act.decision] |
	some place, act in input.plan.approvals
	act.act == "review"
	not dates.is_future(act.at)
])

acts := [$"{act.by} ({role(act.by)}): {act.decision} version {act.plan_version} on {act.at}" |
	some act in input.plan.approvals
	act.act == "review"
]

recorded := concat(", ", acts) if count(acts) > 0

else := "no review is recorded"

role(id) := input.people[id].role

role(id) := "not in the register" if not input.people[id]

approvals_at := ["plan", "approvals"] if input.plan.approvals

else := ["plan"]

remedy := $"Ask {concat(" or ", array.slice(candidates, 0, 3))} to review version {input.plan.version}." if {
	count(candidates) > 0
}

else := $"Nobody in the register has the role {asked} or one above it: add who has."

candidates := sort([$"{id} ({person.name}, {person.role})" |
	some id, person in input.people
	authority.enough(person.role, asked)
])

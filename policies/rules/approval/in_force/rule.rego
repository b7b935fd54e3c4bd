# METADATA
# title: A plan's approval is in force
# description: >-
#   An approval that somebody has objected to, that has run out, or that was given before anybody had reviewed the plan
#   permits nothing. Of the version in force, an objection (rejected, changes_requested) stands until its author
#   approves or a new version is made, and nobody outvotes it. An expired review or approval needs another one of the
#   same act, by somebody with the same authority or more; a completed plan needs no longer one. No approval is dated
#   before the first review that approved of the version. What lacks altogether is approval.current_version's to judge,
#   and a cancelled plan is not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Settle the objection with its author, or make a new version. An approval that has expired, or came before the
#     review, is given again.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#     - plan.approvals.expires_on
#     - people.role
#   settings: [authority.ladders]
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:PM-4, iso27001-2022:6.1.3f, csf-2.0:ID.RA-06]
#   duties: [approval-holds]
package rules.approval.in_force

import data.lib.approvals
import data.lib.authority
import data.lib.dates

applies if {
	not input.plan.status == "cancelled"
	count(acts) > 0
}

violations contains {
	"at": ["plan", "approvals", place, "decision"],
	"message": $"version {input.plan.version} of plan {input.plan.id} was {reactions[act.decision]} by {act.by} on {act.at}, and {act.by} has not approved of it since",
} if {
	some place, act in acts
	not act.decision == "approved"
}

violations contains {
	"at": ["plan", "approvals", place, "expires_on"],
	"message": $"the {nouns[act.act]} of version {input.plan.version} of plan {input.plan.id} by {act.by} ({authority.role_of(input.people, act.by)}) expired on {act.expires_on}, and today is {dates.today}",
	"remedy": $"Ask {act.by}, or somebody with the same authority or more, for another {nouns[act.act]} of version {input.plan.version}.",
} if {
	not input.plan.status == "completed"
	some place, act in acts
	act.decision == "approved"
	approvals.expired(act)
	not renewed(act)
}

violations contains {
	"at": ["plan", "approvals", place, "at"],
	"message": $"{act.by} approved version {input.plan.version} of plan {input.plan.id} on {act.at}, before it was reviewed on {reviewed_on}",
	"remedy": $"Ask {act.by} to look at the review and to approve version {input.plan.version} again.",
} if {
	some place, act in acts
	act.decision == "approved"
	act.at < reviewed_on
}

acts := {place: act |
	some place, act in approvals.last_acts(input.plan.approvals)
	act.plan_version == input.plan.version
}

# The first review counts: it may be repeated after the approval, and none that approves stands before it.
reviewed_on := min({act.at |
	some act in input.plan.approvals
	act.act == "review"
	act.decision == "approved"
	act.plan_version == input.plan.version
	not dates.is_future(act.at)
})

renewed(expired) if [expired.act, input.people[expired.by].role] in vouched

# vouched pairs the kind of each act that holds with the role of its author and every role below.
vouched := {[act.act, below] |
	some act in acts
	act.decision == "approved"
	not approvals.expired(act)
	some [role, below] in authority.sufficient
	role == input.people[act.by].role
}

reactions := {"rejected": "rejected", "changes_requested": "sent back for changes"}

nouns := {"review": "review", "approve": "approval"}

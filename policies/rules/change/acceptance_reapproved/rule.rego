# METADATA
# title: An acceptance lasts longer or covers more only after a new approval
# description: >-
#   Whoever approved an acceptance approved its last day, the residual risk and its conditions. To move the day back
#   or take it away, to accept more, or to drop a condition, somebody with the authority for the severity approves
#   anew; the word of those who approved of less doesn't cover it. Authority is the role that the base knows.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Get the wider acceptance approved, and add that approval to response.acceptance.approvals; or set the terms
#     back.
#   reads:
#     - before.risk.response.type
#     - before.risk.response.acceptance.expires_on
#     - before.risk.response.acceptance.conditions
#     - before.risk.response.acceptance.approvals
#     - before.risk.residual.severity
#     - before.risk.assessment.severity
#     - after.risk.response.type
#     - after.risk.response.acceptance.expires_on
#     - after.risk.response.acceptance.conditions
#     - after.risk.response.acceptance.approvals
#     - after.risk.residual.severity
#     - after.risk.assessment.severity
#     - people.role
#   settings: [acceptance.approver, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:CM-3, iso27001-2022:6.1.3f]
#   duties: [acceptance-is-authorized, changes-are-justified]
package rules.change.acceptance_reapproved

import data.lib.approvals
import data.lib.authority
import data.lib.severity

applies if {
	input.before.risk.response.type == "accept"
	input.after.risk.response.type == "accept"
	count(wider) > 0
}

violations contains {"at": place, "message": message} if {
	not approved_anew
	some [place, course] in wider
	message := $"the acceptance of risk {input.change.id} {course} without a new approval by {asked}"
}

wider contains [["after", "risk", "response", "acceptance", "expires_on"], course] if {
	was := input.before.risk.response.acceptance.expires_on
	now := input.after.risk.response.acceptance.expires_on
	now > was
	course := $"lasts until {now} instead of {was}"
}

wider contains [["after", "risk", "response", "acceptance"], course] if {
	was := input.before.risk.response.acceptance.expires_on
	not input.after.risk.response.acceptance.expires_on
	course := $"no longer ends on {was}"
}

wider contains [["after", "risk", "residual", "severity"], course] if {
	severity.above(input.after.risk.residual.severity, input.before.risk.residual.severity)
	course := $"covers a residual risk of {input.after.risk.residual.severity} instead of {input.before.risk.residual.severity}"
}

wider contains [["before", "risk", "response", "acceptance", "conditions", place], course] if {
	some place, condition in input.before.risk.response.acceptance.conditions
	not condition in conditions
	course := $"drops the condition {condition}"
}

conditions := {condition | some condition in input.after.risk.response.acceptance.conditions}

# The new approval is in force: not expired, not taken back, not of a day to come.
approved_anew if {
	some approval in approvals.in_force(input.after.risk.response.acceptance.approvals)
	not approval in known
	authority.enough(input.people[approval.by].role, data.settings.acceptance.approver[level])
}

known := {approval | some approval in input.before.risk.response.acceptance.approvals}

# The graver of both sides counts: lowering the severity in the same change doesn't lower the authority.
level := severity.highest(severities)

severities contains input.before.risk.assessment.severity

severities contains input.after.risk.assessment.severity

asked := data.settings.acceptance.approver[level] if data.settings.acceptance.approver[level] != null

else := "somebody with the authority"

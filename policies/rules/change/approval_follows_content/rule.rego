# METADATA
# title: An approval is not older than what it approves
# description: >-
#   Nobody can approve what doesn't exist yet. A new approval of a plan is not dated before the day on which the
#   version in force was made (updated_on), a new version has a new day, that day is never set back, and a new
#   approval of an acceptance is not dated before the assessment that it is about. Without the day nothing says what
#   was there to be approved.
# custom:
#   subject: change
#   level: deny
#   remedy: Have the content that is there now approved, and record that approval with its day.
#   reads:
#     - before.plan.version
#     - before.plan.updated_on
#     - before.plan.approvals
#     - after.plan.version
#     - after.plan.updated_on
#     - after.plan.approvals
#     - before.risk.response.acceptance.approvals
#     - after.risk.response.acceptance.approvals
#     - after.risk.assessment.on
#   settings: []
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:AU-10, nist-800-53r5:CM-3, iso27001-2022:7.5.3]
#   duties: [approval-holds, changes-are-justified]
package rules.change.approval_follows_content

import data.lib.approvals
import data.lib.changes
import data.lib.dates

applies if count(new_acts) > 0

applies if count(new_approvals) > 0

applies if input.after.plan.version > input.before.plan.version

applies if set_back

violations contains {"at": ["after", "plan", "approvals", place, "at"], "message": message} if {
	some place, act in new_acts
	act.at < input.after.plan.updated_on
	message := $"the {approvals.noun(act)} of plan {input.change.id} by {act.by} is dated {act.at}, before version {act.plan_version} was made on {input.after.plan.updated_on}"
}

violations contains {"at": ["after", "plan"], "message": message} if {
	count(new_acts) > 0
	not input.after.plan.updated_on
	message := $"plan {input.change.id} has a new approval, and nothing says when its version {input.after.plan.version} was made (updated_on)"
}

violations contains {"at": ["after", "plan", "updated_on"], "message": message} if {
	input.after.plan.version > input.before.plan.version
	input.after.plan.updated_on == input.before.plan.updated_on
	dates.is_past(input.after.plan.updated_on)
	message := $"plan {input.change.id} has a new version {input.after.plan.version}, and its updated_on is still {input.after.plan.updated_on}"
}

violations contains {"at": ["after", "plan", "updated_on"], "message": message} if {
	set_back
	message := $"plan {input.change.id} was updated on {input.before.plan.updated_on}, and says {day} now"
}

violations contains {"at": ["after", "risk", "response", "acceptance", "approvals", place, "at"], "message": message} if {
	some place, act in new_approvals
	act.at < input.after.risk.assessment.on
	message := $"the acceptance of risk {input.change.id} was approved by {act.by} on {act.at}, before the assessment of {input.after.risk.assessment.on} that it is about"
}

set_back if {
	input.before.plan.updated_on
	input.after.plan
	not kept_on
}

kept_on if input.after.plan.updated_on >= input.before.plan.updated_on

day := input.after.plan.updated_on if input.after.plan.updated_on

else := "no day"

new_acts := {place: act |
	some place, act in changes.added([act | some act in input.before.plan.approvals], input.after.plan.approvals)
	act.plan_version == input.after.plan.version
}

new_approvals := {place: act |
	before := [act | some act in input.before.risk.response.acceptance.approvals]
	some place, act in changes.added(before, input.after.risk.response.acceptance.approvals)
}

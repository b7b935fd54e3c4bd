# METADATA
# title: A new approval is for the version in force
# description: >-
#   Whoever approves today approves what stands there today. An approval that is added for an older version claims
#   that somebody approved it then and nobody wrote it down; one for a version to come approves what nobody has seen.
#   A plan that is new to the records may bring the approvals of its older versions along.
# custom:
#   subject: change
#   level: deny
#   remedy: Have the version in force reviewed and approved, and record that.
#   reads: [before.plan.approvals, after.plan.version, after.plan.approvals]
#   settings: []
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:CM-3, iso27001-2022:7.5.3]
#   duties: [approval-holds]
package rules.change.approval_of_current_version

import data.lib.approvals
import data.lib.changes

applies if count(new_acts) > 0

violations contains {"at": ["after", "plan", "approvals", place, "plan_version"], "message": message} if {
	some place, act in new_acts
	act.plan_version != input.after.plan.version
	not brought_along(act)
	message := $"the new {approvals.noun(act)} of plan {input.change.id} by {act.by} is for version {act.plan_version}; version {input.after.plan.version} is in force"
}

brought_along(act) if {
	not input.before.plan
	act.plan_version < input.after.plan.version
}

new_acts := changes.added([act | some act in input.before.plan.approvals], input.after.plan.approvals)

# METADATA
# title: An approved plan changes only as a new version
# description: >-
#   An approval is for a version, so a plan that changes under its approval carries a signature for something else.
#   What the plan is for, whom and which risks it concerns, and what its actions are, by whom and until when, changes
#   together with the version, which never counts down. Progress, evidence, approvals and recorded moves of the due
#   date are free.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Give the changed plan the next version, with updated_on and change_reason, and have it reviewed and approved.
#   reads: [before.plan.version, before.plan.approvals, after.plan.version]
#   optional: [before.plan, after.plan, before.document.source.omits]
#   settings: []
#   controls: [nist-800-53r5:CM-3, nist-800-53r5:CA-6, iso27001-2022:7.5.3, iso27001-2022:6.3]
#   duties: [approval-holds, changes-are-justified]
package rules.change.plan_versioned

import data.lib.changes

applies if {
	input.after.plan
	some act in input.before.plan.approvals
	act.decision == "approved"
	act.plan_version == input.before.plan.version
}

violations contains {"at": ["after", "plan", "version"], "message": message} if {
	input.after.plan.version < input.before.plan.version
	message := $"plan {input.change.id} went back from version {input.before.plan.version} to version {input.after.plan.version}"
}

violations contains {"at": ["after", "plan", field], "message": message} if {
	input.after.plan.version == input.before.plan.version
	some field in changes.altered(input.before.plan, input.after.plan, free_fields | gained)
	message := $"version {input.before.plan.version} of plan {input.change.id} was approved, and its {field} changed since"
}

violations contains {"at": ["after", "plan", "actions"], "message": message} if {
	input.after.plan.version == input.before.plan.version
	some id in altered_actions
	message := $"version {input.before.plan.version} of plan {input.change.id} was approved, and its action {id} changed since"
}

free_fields := {"supersedes", "updated_on", "change_reason", "triggered_by", "status", "due", "due_changes", "approvals", "effectiveness", "actions"}

gained contains field if some field in changes.gained("plans", input.before.plan, input.after.plan, input.before.document.source.omits)

altered_actions := {id | some [id, _] in ((before - after) | (after - before))}

before := {[action.id, content(action)] | some action in input.before.plan.actions}

after := {[action.id, content(action)] | some action in input.after.plan.actions}

# content(action) is the action without what tells of its progress, and without the organisation's own fields.
content(action) := {field: value |
	some field, value in action
	not field in {"status", "completed_on", "evidence", "tracking_ref"}
	not startswith(field, "x_")
}

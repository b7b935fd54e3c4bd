# METADATA
# title: What happened is recorded within days, not afterwards
# description: >-
#   An approval that appears today and is dated last spring can't be told from one that was made up today to cover
#   last spring's work. What a change adds or dates anew, be it an approval, a decision, an assessment, a move, a
#   closure or a result, is at most as old as the settings allow. Records that were there before are not asked about
#   what they said then.
# custom:
#   subject: change
#   level: deny
#   remedy: Record what happens within the days that the settings allow; date what is done today today.
#   reads: [change.kind]
#   optional:
#     - before.plan.approvals
#     - before.plan.due_changes
#     - before.plan.actions.id
#     - before.plan.actions.completed_on
#     - before.plan.updated_on
#     - before.plan.effectiveness.on
#     - after.plan.approvals
#     - after.plan.due_changes
#     - after.plan.actions.id
#     - after.plan.actions.completed_on
#     - after.plan.updated_on
#     - after.plan.effectiveness.on
#     - before.risk.history
#     - before.risk.response.acceptance.approvals
#     - before.risk.deviations.approvals
#     - before.risk.assessment.on
#     - before.risk.residual.on
#     - before.risk.response.decided_on
#     - before.risk.closure.on
#     - after.risk.history
#     - after.risk.response.acceptance.approvals
#     - after.risk.deviations.approvals
#     - after.risk.assessment.on
#     - after.risk.residual.on
#     - after.risk.response.decided_on
#     - after.risk.closure.on
#     - before.result
#     - after.result.on
#     - before.review
#     - after.review.on
#     - before.report.management_review.on
#     - after.report.issued_on
#     - after.report.management_review.on
#     - before.document.source.omits
#   settings: [change.backdate_days]
#   controls: [nist-800-53r5:AU-8, nist-800-53r5:AU-10, nist-800-53r5:CA-6, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on, approval-holds]
package rules.change.not_backdated

import data.lib.approvals
import data.lib.changes
import data.lib.dates

applies if input.after.plan

applies if input.after.risk

applies if input.after.result

applies if input.after.review

applies if input.after.report

violations contains {"at": fact.at, "message": message} if {
	some fact in dated
	dates.age(fact.on) > most
	not had_no_place(fact.at)
	message := $"{fact.what} {subject} is dated {fact.on}, {dates.age(fact.on)} days ago; at most {most} are allowed"
}

subject := $"of {input.change.kind} {input.change.id}"

most := data.settings.change.backdate_days

# had_no_place(at) holds for what the source of the base could not carry: that it is told now doesn't make it new.
had_no_place(at) if {
	path := concat(".", [part | some part in at; is_string(part)])
	strings.any_prefix_match($"{path}.", omitted)
}

omitted := {$"after.{input.change.kind}.{field}." |
	some path in input.before.document.source.omits
	field := trim_prefix(path, $"{input.change.kind}s.")
}

# dated holds what this change says of a day, with the place where it does.
dated contains {"at": ["after", "plan", "approvals", place, "at"], "what": $"the new {approvals.noun(act)} by {act.by}", "on": act.at} if {
	some place, act in changes.added([act | some act in input.before.plan.approvals], input.after.plan.approvals)
}

dated contains {"at": ["after", "plan", "due_changes", place, "at"], "what": "a new move of the due date", "on": on} if {
	some place, move in changes.added([move | some move in input.before.plan.due_changes], input.after.plan.due_changes)
	on := move.at
}

dated contains {"at": ["after", "plan", "actions", place, "completed_on"], "what": $"the completion of action {action.id}", "on": on} if {
	some place, action in input.after.plan.actions
	on := action.completed_on
	not [action.id, on] in completed
}

dated contains {"at": ["after", "plan", "updated_on"], "what": "the update", "on": on} if {
	on := input.after.plan.updated_on
	input.before.plan
	not input.before.plan.updated_on == on
}

dated contains {"at": ["after", "plan", "effectiveness", "on"], "what": "the judgement of the effectiveness", "on": on} if {
	on := input.after.plan.effectiveness.on
	not input.before.plan.effectiveness.on == on
}

dated contains {"at": ["after", "risk", "history", place, "at"], "what": "a new entry of the history", "on": on} if {
	input.before.risk
	some place, entry in changes.added([entry | some entry in input.before.risk.history], input.after.risk.history)
	on := entry.at
}

dated contains {"at": ["after", "risk", "response", "acceptance", "approvals", place, "at"], "what": $"the new approval by {act.by}", "on": act.at} if {
	before := [act | some act in input.before.risk.response.acceptance.approvals]
	some place, act in changes.added(before, input.after.risk.response.acceptance.approvals)
}

dated contains {"at": ["after", "risk", "deviations", place, "approvals", row, "at"], "what": $"the new approval of a deviation by {act.by}", "on": act.at} if {
	some place, deviation in input.after.risk.deviations
	some row, act in deviation.approvals
	not act in deviation_approvals
}

dated contains {"at": ["after", "risk", "assessment", "on"], "what": "the new assessment", "on": on} if {
	on := input.after.risk.assessment.on
	input.before.risk
	not input.before.risk.assessment.on == on
}

dated contains {"at": ["after", "risk", "residual", "on"], "what": "the new judgement of the residual risk", "on": on} if {
	on := input.after.risk.residual.on
	input.before.risk
	not input.before.risk.residual.on == on
}

dated contains {"at": ["after", "risk", "response", "decided_on"], "what": "the new decision", "on": on} if {
	on := input.after.risk.response.decided_on
	input.before.risk
	not input.before.risk.response.decided_on == on
}

dated contains {"at": ["after", "risk", "closure", "on"], "what": "the closure", "on": on} if {
	on := input.after.risk.closure.on
	input.before.risk
	not input.before.risk.closure.on == on
}

dated contains {"at": ["after", "result", "on"], "what": "the record", "on": on} if {
	on := input.after.result.on
	not input.before.result
}

dated contains {"at": ["after", "review", "on"], "what": "the record", "on": on} if {
	on := input.after.review.on
	not input.before.review
}

dated contains {"at": ["after", "report", "issued_on"], "what": "the record", "on": on} if {
	on := input.after.report.issued_on
	not input.before.report
}

dated contains {"at": ["after", "report", "management_review", "on"], "what": "the new review by management", "on": on} if {
	on := input.after.report.management_review.on
	not input.before.report.management_review.on == on
}

completed := {[action.id, action.completed_on] | some action in input.before.plan.actions}

deviation_approvals := {act | some deviation in input.before.risk.deviations; some act in deviation.approvals}

# METADATA
# title: Nobody approves by a role that the same change gives
# description: >-
#   Authority is resolved by the people of the register, and a change can add people and raise roles. What is approved
#   in that same change would rest on a role that nobody but its author has agreed to. A new approval therefore counts
#   only where the base already knows the person, in a role that the change doesn't raise; a transfer to another
#   ladder counts as a raise.
# custom:
#   subject: change
#   level: deny
#   waivable: false
#   remedy: Land the person or the role first, in a change of its own, and then the approval.
#   reads:
#     - before.plan.approvals
#     - after.plan.approvals
#     - before.plan.due_changes
#     - after.plan.due_changes
#     - before.risk.response.acceptance.approvals
#     - after.risk.response.acceptance.approvals
#     - before.risk.deviations.approvals
#     - after.risk.deviations.approvals
#     - before.report.management_review.by
#     - after.report.management_review.by
#     - people.role
#     - change.kind
#   optional: [people_after.role]
#   settings: [authority.ladders]
#   controls: [nist-800-53r5:AC-5, nist-800-53r5:AC-6, nist-800-53r5:CA-6, iso27001-2022:A.5.3]
#   duties: [duties-are-separated, approval-holds]
package rules.change.authority_from_base

import data.lib.approvals
import data.lib.authority
import data.lib.changes

applies if count(words) > 0

violations contains {"at": word.at, "message": message} if {
	some word in words
	not input.people[word.by]
	message := $"{word.what} of {input.change.kind} {input.change.id} is by {word.by}, whom the register didn't know before this change"
}

violations contains {"at": word.at, "message": message} if {
	some word in words
	was := input.people[word.by].role
	now := input.people_after[word.by].role
	was != now
	not [was, now] in authority.sufficient
	message := $"{word.what} of {input.change.kind} {input.change.id} is by {word.by}, whose role goes from {was} to {now} in this change"
}

# words are what this change lets people say, with the place where they do.
words contains {"at": ["after", "plan", "approvals", place, "by"], "what": $"the new {approvals.noun(act)}", "by": act.by} if {
	some place, act in changes.added([act | some act in input.before.plan.approvals], input.after.plan.approvals)
}

words contains {"at": ["after", "plan", "due_changes", place, "approved_by"], "what": "a new move of the due date", "by": by} if {
	some place, move in changes.added([move | some move in input.before.plan.due_changes], input.after.plan.due_changes)
	by := move.approved_by
}

words contains {"at": ["after", "risk", "response", "acceptance", "approvals", place, "by"], "what": "the new approval", "by": act.by} if {
	before := [act | some act in input.before.risk.response.acceptance.approvals]
	some place, act in changes.added(before, input.after.risk.response.acceptance.approvals)
}

words contains {"at": ["after", "risk", "deviations", place, "approvals", row, "by"], "what": "the new approval of a deviation", "by": act.by} if {
	some place, deviation in input.after.risk.deviations
	some row, act in deviation.approvals
	not act in deviation_approvals
}

words contains {"at": ["after", "report", "management_review", "by"], "what": "management's review", "by": by} if {
	by := input.after.report.management_review.by
	not input.before.report.management_review.by == by
}

deviation_approvals := {act | some deviation in input.before.risk.deviations; some act in deviation.approvals}

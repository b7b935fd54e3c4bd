# METADATA
# title: Evidence that was recorded stays recorded
# description: >-
#   Evidence is what is left to look at when people have moved on. What a closure, an action, a judgement of
#   effectiveness or a deviation rested on stays recorded with its reference and digest; evidence that proves nothing
#   is joined by better, not replaced. A risk that is opened again may drop the evidence of its closure.
# custom:
#   subject: change
#   level: deny
#   remedy: Put the evidence back as it was, and add what is new beside it.
#   reads: [change.kind]
#   optional:
#     - before.risk.closure.evidence
#     - before.risk.deviations.evidence
#     - after.risk.status
#     - after.risk.closure.evidence
#     - after.risk.deviations.evidence
#     - before.plan.actions.evidence
#     - before.plan.effectiveness.evidence
#     - after.plan.actions.evidence
#     - after.plan.effectiveness.evidence
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-11, iso27001-2022:A.5.28, iso27001-2022:A.5.33]
#   duties: [records-stay-as-they-were, completion-is-proven]
package rules.change.evidence_kept

applies if {
	input.before.risk
	input.after.risk
}

applies if {
	input.before.plan
	input.after.plan
}

violations contains {"at": keeps.at, "message": message} if {
	some keeps in kept
	some evidence in (keeps.was - keeps.now)
	message := $"evidence {named(evidence)} of {keeps.of} of {input.change.kind} {input.change.id} is gone or not what it was"
}

named(evidence) := evidence.ref if evidence.ref

else := "without a reference"

kept contains {"at": ["after", "risk", "closure", "evidence"], "of": "the closure", "was": was, "now": now} if {
	input.after.risk.status == "closed"
	was := {evidence | some evidence in input.before.risk.closure.evidence}
	now := {evidence | some evidence in input.after.risk.closure.evidence}
}

kept contains {"at": ["after", "risk", "deviations"], "of": "a deviation", "was": was, "now": now} if {
	was := {evidence | some deviation in input.before.risk.deviations; some evidence in deviation.evidence}
	now := {evidence | some deviation in input.after.risk.deviations; some evidence in deviation.evidence}
}

kept contains {"at": ["after", "plan", "actions"], "of": "the actions", "was": was, "now": now} if {
	was := {evidence | some action in input.before.plan.actions; some evidence in action.evidence}
	now := {evidence | some action in input.after.plan.actions; some evidence in action.evidence}
}

kept contains {"at": ["after", "plan", "effectiveness"], "of": "the judgement of the effectiveness", "was": was, "now": now} if {
	was := {evidence | some evidence in input.before.plan.effectiveness.evidence}
	now := {evidence | some evidence in input.after.plan.effectiveness.evidence}
}

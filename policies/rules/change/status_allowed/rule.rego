# METADATA
# title: A status is followed only by one that the settings allow
# description: >-
#   Where a risk or a plan stands tells which duties hold. A risk that jumps from closed to monitored, or a plan that
#   goes from draft to completed, has left out what lies between: the assessment, the decision, the review, the
#   approval. The settings draw the graph.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the status back, or go through the statuses that lie between.
#   reads: [before.risk.status, after.risk.status, before.plan.status, after.plan.status]
#   settings: [change.risk_transitions, change.plan_transitions]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:CM-3, iso27001-2022:8.1]
#   duties: [changes-are-justified, decision-is-carried-out]
package rules.change.status_allowed

applies if count(steps) > 0

violations contains {"at": step.at, "message": message, "remedy": remedy(step)} if {
	some step in steps
	not step.to in step.allowed
	message := $"{step.kind} {input.change.id} went from {step.from} to {step.to}; {words(step)}"
}

steps contains {"kind": "risk", "at": ["after", "risk", "status"], "from": from, "to": to, "allowed": data.settings.change.risk_transitions[from]} if {
	from := input.before.risk.status
	to := input.after.risk.status
	from != to
}

steps contains {"kind": "plan", "at": ["after", "plan", "status"], "from": from, "to": to, "allowed": data.settings.change.plan_transitions[from]} if {
	from := input.before.plan.status
	to := input.after.plan.status
	from != to
}

words(step) := $"{step.from} may be followed by {concat(", ", step.allowed)}" if count(step.allowed) > 0

else := $"nothing follows {step.from}"

remedy(step) := $"Set the status back to {step.from}, or go through those that lie between." if count(step.allowed) > 0

else := $"Leave the {step.kind} {step.from}, and record what came back under an id of its own."

# METADATA
# title: A lower residual severity is explained by controls or done actions
# description: >-
#   Residual severity is what acceptance and reports rest on, so it may be lower only where something made it lower: a
#   control that the risk names, or a done action of a plan that answers it (for a transfer or a stopped activity, the
#   action that brought it about). It is compared with the inherent severity or, where none is stated, with the severity
#   as assessed: leaving the inherent rating out explains nothing.
# custom:
#   subject: risk
#   level: deny
#   remedy: Name the controls, finish an action of the plan, or state the residual severity that holds without them.
#   reads:
#     - risk.status
#     - risk.residual.severity
#     - risk.inherent.severity
#     - risk.assessment.severity
#     - risk.controls
#     - plans.actions.status
#   settings: [scale.levels]
#   controls: [nist-800-53r5:RA-3, iso27001-2022:6.1.3b, csf-2.0:ID.RA-06]
#   duties: [severity-is-assessed]
package rules.risk.residual_explained

import data.lib.severity

applies if {
	not input.risk.status == "closed"
	input.risk.residual.severity
}

start := input.risk.inherent.severity

start := input.risk.assessment.severity if not input.risk.inherent.severity

comparable if {
	severity.known(start)
	severity.known(input.risk.residual.severity)
}

explained if input.risk.controls[0]

explained if {
	some plan in input.plans
	some action in plan.actions
	action.status == "done"
}

violations contains {"at": ["risk", "residual", "severity"], "message": message} if {
	not explained
	residual := input.risk.residual.severity
	severity.above(start, residual)
	lowered := $"lowers its severity from {start} to the residual {residual}"
	message := $"risk {input.risk.id} {lowered}, but names no control and has no done action"
}

violations contains {"at": ["risk", "residual", "severity"], "message": message} if {
	not explained
	not comparable
	residual := $"the residual severity {input.risk.residual.severity}"
	message := $"risk {input.risk.id} has {residual}, which no control, done action or comparable rating explains"
}

# METADATA
# title: Residual severity is not above inherent severity
# description: >-
#   What remains after the response can't be worse than the risk before any response: such a pair of ratings misleads
#   whoever accepts the residual. It applies to open risks that state both; a level that the scale doesn't have can't be
#   compared, and is denied.
# custom:
#   subject: risk
#   level: deny
#   remedy: Rate both again, on the same scale, the inherent severity as if there were no control at all.
#   reads: [risk.status, risk.residual.severity, risk.inherent.severity]
#   settings: [scale.levels]
#   controls: [nist-800-53r5:RA-3, iso27001-2022:6.1.2d, csf-2.0:ID.RA-05]
#   duties: [severity-is-assessed]
package rules.risk.residual_within_inherent

import data.lib.severity

applies if {
	not input.risk.status == "closed"
	input.risk.residual.severity
	input.risk.inherent.severity
}

violations contains {"at": ["risk", "residual", "severity"], "message": message} if {
	residual := input.risk.residual.severity
	inherent := input.risk.inherent.severity
	severity.above(residual, inherent)
	message := $"risk {input.risk.id} has the residual severity {residual}, above its inherent severity {inherent}"
}

violations contains {"at": ["risk", "residual", "severity"], "message": message} if {
	level := input.risk.residual.severity
	not severity.known(level)
	order := concat(", ", severity.levels)
	message := $"risk {input.risk.id} has the residual severity {level}; the organization's levels are {order}"
}

violations contains {"at": ["risk", "inherent", "severity"], "message": message} if {
	level := input.risk.inherent.severity
	not severity.known(level)
	order := concat(", ", severity.levels)
	message := $"risk {input.risk.id} has the inherent severity {level}; the organization's levels are {order}"
}

# METADATA
# title: An accepted risk states what is left of it
# description: >-
#   Accepting a risk means living with what is left after every control, so that remainder must be stated as a severity
#   of the scale and stay within what the organisation has settled to live with. A level outside the scale states
#   nothing. Closed risks are not asked, because nothing is accepted any more.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     State risk.residual.severity as assessed after all controls. When it is above the ceiling, mitigate, avoid or
#     transfer the risk instead of accepting it.
#   reads: [risk.status, risk.response.type, risk.residual.severity]
#   settings: [acceptance.residual_ceiling, scale.levels]
#   controls: [nist-800-53r5:PM-28, iso27001-2022:6.1.3f, csf-2.0:GV.RM-02]
#   duties: [acceptance-is-authorized, severity-is-assessed]
package rules.response.acceptance_states_residual

import data.lib.severity

applies if {
	input.risk.response.type == "accept"
	not input.risk.status == "closed"
}

violations contains {
	"at": unstated_at,
	"message": $"risk {input.risk.id} is accepted and doesn't state its residual severity",
} if {
	not input.risk.residual.severity
}

violations contains {
	"at": ["risk", "residual", "severity"],
	"message": $"{accepted}, which is not a level of the scale: {concat(", ", severity.levels)}",
} if {
	input.risk.residual.severity
	not severity.known(input.risk.residual.severity)
}

violations contains {
	"at": ["risk", "residual", "severity"],
	"message": $"{accepted}; the ceiling is {data.settings.acceptance.residual_ceiling}",
} if {
	severity.known(input.risk.residual.severity)
	not within_ceiling
}

accepted := $"risk {input.risk.id} is accepted with the residual severity {input.risk.residual.severity}"

within_ceiling if severity.at_least(data.settings.acceptance.residual_ceiling, input.risk.residual.severity)

unstated_at := ["risk", "residual"] if input.risk.residual

else := ["risk"]

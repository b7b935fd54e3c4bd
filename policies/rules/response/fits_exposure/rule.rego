# METADATA
# title: The response fits the exposure and the strength of the controls
# description: >-
#   Exposure and controls together suggest a strategy: little exposure behind weak controls is tolerated and behind strong
#   ones monitored; much exposure behind strong controls is operated, and behind weak ones improved. Exposure is high from
#   the inherent severity that the settings name; controls are strong where the residual severity is below the inherent
#   one, so a risk that states no residual has shown no strong controls. The settings say which responses fit each strategy.
#   A risk without an inherent severity of the scale is not asked, and neither is a closed one.
# custom:
#   subject: risk
#   level: warn
#   remedy: >-
#     Choose a response that fits the strategy, or assess inherent and residual severity anew with their evidence.
#   reads: [risk.status, risk.response.type, risk.inherent.severity, risk.residual.severity]
#   settings: [response.exposure_from, response.strategies, scale.levels]
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:PM-9, iso27001-2022:6.1.3a, csf-2.0:GV.RM-04]
#   duties: [response-follows-severity, response-is-decided]
package rules.response.fits_exposure

import data.lib.severity

applies if {
	input.risk.response.type
	not input.risk.status == "closed"
	severity.known(input.risk.inherent.severity)
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"risk {input.risk.id} has inherent severity {inherent} and {residual}, which calls for strategy {strategy}: {responses}; its response is {input.risk.response.type}",
} if {
	not input.risk.response.type in fitting
}

inherent := input.risk.inherent.severity

residual := $"residual severity {input.risk.residual.severity}" if input.risk.residual.severity

else := "no residual severity"

strategy := "operate" if {
	exposed
	controlled
}

strategy := "improve" if {
	exposed
	not controlled
}

strategy := "monitor" if {
	not exposed
	controlled
}

strategy := "tolerate" if {
	not exposed
	not controlled
}

exposed if severity.at_least(inherent, data.settings.response.exposure_from)

controlled if severity.above(inherent, input.risk.residual.severity)

fitting := data.settings.response.strategies[strategy]

responses := concat(" or ", fitting) if count(fitting) > 0

else := "no response"

# METADATA
# title: The response is one that the severity allows
# description: >-
#   How much risk the organisation is willing to live with is settled beforehand, by severity, and not risk by risk:
#   as shipped, a critical risk may be mitigated, avoided or transferred, but not accepted. A closed risk keeps this
#   duty, so that accepting a risk and closing it is no way around it.
# custom:
#   subject: risk
#   level: deny
#   remedy: Choose a response that the settings allow for this severity, or reassess the risk with its evidence.
#   reads: [risk.assessment.severity, risk.response.type]
#   settings: [response.allowed, scale.levels]
#   controls: [nist-800-53r5:PM-28, iso27001-2022:6.1.3, csf-2.0:GV.RM-04]
#   duties: [response-follows-severity]
package rules.response.allowed_for_severity

import data.lib.severity

applies if {
	input.risk.response.type
	severity.known(input.risk.assessment.severity)
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"risk {input.risk.id} is {level} and its response is {input.risk.response.type}; {level} allows {permitted}",
} if {
	not type_allowed
}

level := input.risk.assessment.severity

type_allowed if input.risk.response.type in allowed

allowed := data.settings.response.allowed[level]

permitted := concat(", ", allowed) if count(allowed) > 0

else := "no response"

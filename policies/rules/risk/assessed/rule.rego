# METADATA
# title: Every open risk is assessed
# description: >-
#   Severity, as assessed, decides how soon a risk is answered and who must review and approve the answer: a risk
#   without one escapes all of that. So likelihood, impact and a severity of the organization's scale are stated, by
#   somebody, on a day that has come; a risk that was only identified isn't excused, since its deadlines run already.
#   A closed risk is held to its closure instead.
# custom:
#   subject: risk
#   level: deny
#   remedy: Record the assessment's likelihood, impact, severity, by and on.
#   reads:
#     - risk.status
#     - risk.assessment.likelihood
#     - risk.assessment.impact
#     - risk.assessment.severity
#     - risk.assessment.by
#     - risk.assessment.on
#   settings: [scale.levels]
#   controls: [nist-800-53r5:RA-3, iso27001-2022:6.1.2d, csf-2.0:ID.RA-04, csf-2.0:ID.RA-05]
#   duties: [severity-is-assessed]
package rules.risk.assessed

import data.lib.dates
import data.lib.severity

applies if not input.risk.status == "closed"

unstated contains "likelihood" if not input.risk.assessment.likelihood

unstated contains "impact" if not input.risk.assessment.impact

unstated contains "severity" if not input.risk.assessment.severity

unstated contains "assessor (by)" if not input.risk.assessment.by

unstated contains "day (on)" if not input.risk.assessment.on

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.assessment
	message := $"risk {input.risk.id} has not been assessed"
}

violations contains {"at": ["risk", "assessment"], "message": message} if {
	input.risk.assessment
	some field in unstated
	message := $"the assessment of risk {input.risk.id} states no {field}"
}

violations contains {"at": ["risk", "assessment", "severity"], "message": message} if {
	level := input.risk.assessment.severity
	not severity.known(level)
	order := concat(", ", severity.levels)
	message := $"risk {input.risk.id} is assessed as {level}; the organization's levels are {order}"
}

violations contains {"at": ["risk", "assessment", "on"], "message": message} if {
	input.risk.assessment.on > dates.today
	message := $"risk {input.risk.id} is assessed on {input.risk.assessment.on}, after the as-of date {dates.today}"
}

# METADATA
# title: Each open risk is monitored by the methods that its severity asks for
# description: >-
#   One method sees what another can't: a scan finds known weaknesses, a penetration test shows what they are good for,
#   security monitoring notices who uses them. Each method that the settings ask for at the severity of the risk is the
#   method of an activity that names the risk and has started; one without started_on runs already. Severities at which
#   no method is asked for and closed risks are not asked.
# custom:
#   subject: risk
#   level: warn
#   remedy: >-
#     Start a monitoring activity with each missing method, or add the risk to the risk_ids of one that is running.
#   reads: [risk.status, risk.assessment.severity, activities.method, activities.started_on]
#   settings: [monitoring.methods, scale.levels]
#   controls: [nist-800-53r5:RA-5, nist-800-53r5:CA-8, nist-800-53r5:CA-7, iso27001-2022:9.1, csf-2.0:ID.RA-01]
#   duties: [methods-are-mixed]
package rules.monitoring.methods_fit

import data.lib.dates
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
	count(asked) > 0
}

violations contains {
	"at": ["risk"],
	"message": $"risk {input.risk.id} ({input.risk.assessment.severity}) is not monitored by {concat(", ", missing)} today; its severity asks for {concat(", ", asked)}",
} if {
	missing := asked - in_use
	count(missing) > 0
}

asked := {method | some method in data.settings.monitoring.methods[input.risk.assessment.severity]}

in_use := {activity.method |
	some activity in input.activities
	not starts_later(activity)
}

starts_later(activity) if dates.is_future(activity.started_on)

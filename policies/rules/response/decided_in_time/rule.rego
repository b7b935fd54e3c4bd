# METADATA
# title: Every risk is answered by a decision in time
# description: >-
#   A risk that nobody decides about is accepted without anyone's name under it. The days run from identified_on to
#   decided_on; without a decision they run to the day the risk was closed, or to today, so closing a risk late does not
#   make up for the decision. The limit is that of today's severity; where history shows that the severity was raised,
#   the limit of the first severity holds from the identification and that of today's from the day of the raise.
#   A decision dated in the future is none yet. Risks closed as false positive or duplicate had nothing to decide.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Decide, and record response.type, decided_on and decided_by. A decision that came late can't be made earlier:
#     have the delay accepted by a waiver.
#   reads:
#     - risk.status
#     - risk.identified_on
#     - risk.assessment.severity
#     - risk.response.decided_on
#     - risk.closure.on
#     - risk.closure.reason
#     - risk.history.at
#     - risk.history.field
#     - risk.history.from
#     - risk.history.to
#   settings: [response.decision_days, scale.levels]
#   controls: [nist-800-53r5:RA-7, iso27001-2022:6.1.3, csf-2.0:ID.RA-06]
#   duties: [response-is-decided, response-follows-severity]
package rules.response.decided_in_time

import data.lib.dates
import data.lib.severity

applies if {
	severity.known(input.risk.assessment.severity)
	not unfounded
}

unfounded if {
	input.risk.status == "closed"
	input.risk.closure.reason in {"false_positive", "duplicate"}
}

violations contains {
	"at": ["risk", "response", "decided_on"],
	"message": $"{identified} and decided on {decided_on}, after {days} days; {asked}",
} if {
	decided_on
	not in_time
}

violations contains {
	"at": undecided_at,
	"message": $"{identified} and had no decision by {last_day}, after {days} days; {asked}",
} if {
	not decided_on
	not in_time
}

level := input.risk.assessment.severity

limits := data.settings.response.decision_days

identified := $"risk {input.risk.id} ({level}) was identified on {input.risk.identified_on}"

asked := $"{level} asks for a decision within {limits[level]} days"

days := dates.days(input.risk.identified_on, last_day)

in_time if last_day <= last_allowed

last_allowed := max(allowed)

allowed contains dates.later(input.risk.identified_on, limits[level])

allowed contains min({dates.later(input.risk.identified_on, limits[first]), dates.later(raised_on, limits[level])}) if {
	first := severity_changes[0][2]
}

last_day := decided_on if decided_on

else := closed_on if closed_on

else := dates.today

decided_on := input.risk.response.decided_on if not dates.is_future(input.risk.response.decided_on)

closed_on := min([input.risk.closure.on, dates.today]) if input.risk.status == "closed"

raised_on := min({day | some [day, _, _, to] in severity_changes; severity.at_least(to, level)})

severity_changes := sort([[change.at, place, change.from, change.to] |
	some place, change in input.risk.history
	change.field == "severity"
	not dates.is_future(change.at)
])

undecided_at := ["risk", "response"] if input.risk.response

else := ["risk"]

due contains {"at": ["risk"], "on": last_allowed, "what": "decision"} if {
	not decided_on
	not input.risk.status == "closed"
}

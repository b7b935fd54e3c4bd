# METADATA
# title: A severity or score falls only with a new assessment and a reason
# description: >-
#   Severity decides how soon, by whom and how a risk is answered, so lowering it is the shortest way around every
#   other duty. It falls when somebody has assessed the risk again, on a later day than before, and the history says
#   why. Taking the severity or score away counts as lowering it; so does a level that the scale doesn't have.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Assess the risk anew (assessment.on and by), and add an entry with the reason to its history; or set it back.
#   reads:
#     - before.risk.assessment.severity
#     - before.risk.assessment.score
#     - before.risk.assessment.on
#     - before.risk.history
#     - after.risk.assessment.severity
#     - after.risk.assessment.score
#     - after.risk.assessment.on
#     - after.risk.assessment.by
#     - after.risk.history
#   settings: [scale.levels]
#   controls: [nist-800-53r5:RA-3, nist-800-53r5:CM-3, iso27001-2022:8.2, iso27001-2022:7.5.3]
#   duties: [changes-are-justified, severity-is-assessed]
package rules.change.severity_justified

import data.lib.changes
import data.lib.severity

applies if count(lowered) > 0

violations contains {"at": place, "message": message} if {
	count(lacks) > 0
	message := $"risk {input.change.id} lowers {concat(" and ", falls)} without {concat(" and ", lacks)}"
}

lacks contains $"a new assessment{day}" if not assessed_anew

lacks contains "anybody who assessed it (by)" if {
	assessed_anew
	not input.after.risk.assessment.by
}

lacks contains $"a reason for the {field} in its history" if {
	some field in lowered
	not explained(field)
}

place := ["after", "risk", "history"] if assessed_anew

else := ["after", "risk", "assessment", "on"]

falls contains $"the severity from {input.before.risk.assessment.severity} to {severity_now}" if "severity" in lowered

falls contains $"the score from {input.before.risk.assessment.score} to {score_now}" if "score" in lowered

severity_now := input.after.risk.assessment.severity if input.after.risk.assessment.severity

else := "none"

score_now := input.after.risk.assessment.score if input.after.risk.assessment.score

else := "none"

lowered contains "severity" if {
	input.before.risk.assessment.severity
	input.after.risk
	not as_severe
}

lowered contains "score" if {
	input.before.risk.assessment.score
	input.after.risk
	not as_high
}

as_severe if severity.above(input.after.risk.assessment.severity, input.before.risk.assessment.severity)

as_severe if input.after.risk.assessment.severity == input.before.risk.assessment.severity

as_high if input.after.risk.assessment.score >= input.before.risk.assessment.score

assessed_anew if input.after.risk.assessment.on > input.before.risk.assessment.on

assessed_anew if {
	not input.before.risk.assessment.on
	input.after.risk.assessment.on
}

explained(field) if {
	some entry in changes.added(history, input.after.risk.history)
	entry.field == field
	entry.reason
	same_value(entry, field)
}

# The entry tells of the value that the risk has now; where it has none, of none.
same_value(entry, "severity") if told(entry) == severity_now

same_value(entry, "score") if told(entry) == score_now

told(entry) := entry.to if entry.to

else := "none"

history := [entry | some entry in input.before.risk.history]

day := $" (it is still of {input.after.risk.assessment.on})" if input.after.risk.assessment.on

else := ""

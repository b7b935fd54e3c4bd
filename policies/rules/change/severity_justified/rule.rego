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

violations contains {"at": ["after", "risk", "assessment", "on"], "message": message} if {
	not assessed_anew
	message := $"the {fields} of risk {input.change.id} fell{course} without a new assessment{day}"
}

violations contains {"at": ["after", "risk", "assessment"], "message": message} if {
	assessed_anew
	not input.after.risk.assessment.by
	message := $"the {fields} of risk {input.change.id} fell{course}, and nobody says who assessed it (by)"
}

violations contains {"at": ["after", "risk", "history"], "message": message} if {
	some field in lowered
	not explained(field)
	message := $"the {field} of risk {input.change.id} fell{course}, and no new entry of its history gives the reason"
}

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

as_severe if severity.at_least(input.after.risk.assessment.severity, input.before.risk.assessment.severity)

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
same_value(entry, "severity") if entry.to == input.after.risk.assessment.severity

same_value(entry, "severity") if {
	not input.after.risk.assessment.severity
	not entry.to
}

same_value(entry, "score") if entry.to == input.after.risk.assessment.score

same_value(entry, "score") if {
	not input.after.risk.assessment.score
	not entry.to
}

history := [entry | some entry in input.before.risk.history]

fields := concat(" and ", lowered)

course := $" from {input.before.risk.assessment.severity} to {input.after.risk.assessment.severity}" if {
	"severity" in lowered
	input.after.risk.assessment.severity
} else := $" from {input.before.risk.assessment.score} to {input.after.risk.assessment.score}" if {
	not "severity" in lowered
	input.after.risk.assessment.score
} else := " away"

day := $": it is still of {input.after.risk.assessment.on}" if input.after.risk.assessment.on

else := ""

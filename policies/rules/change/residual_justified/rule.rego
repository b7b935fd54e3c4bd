# METADATA
# title: An inherent or residual risk falls only when it is judged again
# description: >-
#   What is left of a risk decides whether it may be accepted, and what it was to begin with decides how much the
#   response must achieve. Either figure falls, or goes away, only with a judgement of a later day. A risk that is
#   closed leaves the question behind.
# custom:
#   subject: change
#   level: deny
#   remedy: Judge the risk again and record the day (on), or set the figure back.
#   reads:
#     - before.risk.inherent.severity
#     - before.risk.inherent.score
#     - before.risk.inherent.on
#     - before.risk.residual.severity
#     - before.risk.residual.score
#     - before.risk.residual.on
#     - after.risk.inherent.severity
#     - after.risk.inherent.score
#     - after.risk.inherent.on
#     - after.risk.residual.severity
#     - after.risk.residual.score
#     - after.risk.residual.on
#     - after.risk.status
#   settings: [scale.levels]
#   controls: [nist-800-53r5:RA-3, nist-800-53r5:RA-7, iso27001-2022:8.2, iso27001-2022:6.1.3f]
#   duties: [changes-are-justified, severity-is-assessed]
package rules.change.residual_justified

import data.lib.severity

applies if {
	not input.after.risk.status == "closed"
	count(fallen) > 0
}

violations contains {"at": ["after", "risk", rating], "message": message} if {
	some rating, figures in fallen
	not rating in judged_anew
	message := $"the {rating} risk of {input.change.id} was {figures.was} and is {figures.is} now, and it was not judged again"
}

# fallen holds the ratings that are lower than they were, or gone, with what they say.
fallen["inherent"] := {"was": said(input.before.risk.inherent), "is": inherent} if {
	input.before.risk.inherent
	input.after.risk
	not kept_inherent
}

fallen["residual"] := {"was": said(input.before.risk.residual), "is": residual} if {
	input.before.risk.residual
	input.after.risk
	not kept_residual
}

kept_inherent if as_high(input.before.risk.inherent, input.after.risk.inherent)

kept_residual if as_high(input.before.risk.residual, input.after.risk.residual)

as_high(before, after) if {
	as_severe(before, after)
	as_much(before, after)
}

as_severe(before, _) if not before.severity

as_severe(before, after) if severity.above(after.severity, before.severity)

as_severe(before, after) if after.severity == before.severity

as_much(before, _) if not before.score

as_much(before, after) if after.score >= before.score

judged_anew contains "inherent" if later(input.before.risk.inherent, input.after.risk.inherent)

judged_anew contains "residual" if later(input.before.risk.residual, input.after.risk.residual)

later(before, after) if after.on > before.on

later(before, after) if {
	not before.on
	after.on
}

inherent := said(input.after.risk.inherent) if input.after.risk.inherent

else := "not rated"

residual := said(input.after.risk.residual) if input.after.risk.residual

else := "not rated"

said(rating) := $"{rating.severity} ({rating.score})" if {
	rating.severity
	rating.score
} else := rating.severity if rating.severity

else := $"a score of {rating.score}" if rating.score

else := "not rated"

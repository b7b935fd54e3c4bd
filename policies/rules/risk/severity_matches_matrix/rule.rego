# METADATA
# title: Severity follows from likelihood and impact
# description: >-
#   A matrix makes two assessors who agree on likelihood and impact agree on severity; who departs from it in one case
#   chooses the approver and the deadline. Where the register gives a matrix, each rating of the risk that names a
#   likelihood and an impact (as assessed, inherent, residual and target) has the severity that the matrix makes of them.
#   A pair that the matrix doesn't have makes none. Whether an assessment is complete is risk.assessed's to judge, and
#   a closed risk is not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Correct the severity, or the likelihood and impact that it rests on. Where the matrix itself is wrong, change it for
#     all risks of the register.
#   reads:
#     - risk.status
#     - risk.assessment.likelihood
#     - risk.assessment.impact
#     - risk.assessment.severity
#     - risk.inherent.likelihood
#     - risk.inherent.impact
#     - risk.inherent.severity
#     - risk.residual.likelihood
#     - risk.residual.impact
#     - risk.residual.severity
#     - risk.target.likelihood
#     - risk.target.impact
#     - risk.target.severity
#     - register.scale.matrix.likelihood
#     - register.scale.matrix.impact
#     - register.scale.matrix.severity
#   settings: []
#   controls: [nist-800-53r5:RA-3, iso27001-2022:6.1.2d, csf-2.0:ID.RA-04, csf-2.0:GV.RM-06]
#   duties: [severity-is-assessed]
package rules.risk.severity_matches_matrix

applies if {
	not input.risk.status == "closed"
	count(input.register.scale.matrix) > 0
}

violations contains {"at": ["risk", "assessment", "severity"], "message": $"the assessment of {message}"} if {
	message := departure(input.risk.assessment)
}

violations contains {"at": ["risk", "inherent", "severity"], "message": $"the inherent rating of {message}"} if {
	message := departure(input.risk.inherent)
}

violations contains {"at": ["risk", "residual", "severity"], "message": $"the residual rating of {message}"} if {
	message := departure(input.risk.residual)
}

violations contains {"at": ["risk", "target", "severity"], "message": $"the target rating of {message}"} if {
	message := departure(input.risk.target)
}

# departure(rating) says what the matrix makes of a rating that has another severity; undefined when it has that one.
departure(rating) := $"risk {input.risk.id} has the severity {rating.severity}; {what_follows}" if {
	rating.likelihood
	rating.impact
	pair := $"the likelihood {rating.likelihood} and the impact {rating.impact}"
	made := {cell.severity |
		some cell in input.register.scale.matrix
		cell.likelihood == rating.likelihood
		cell.impact == rating.impact
	}
	not rating.severity in made
	what_follows := consequence(pair, made)
}

consequence(pair, made) := $"{pair} make {concat(" or ", made)}" if count(made) > 0

else := $"the register's matrix has no cell for {pair}"

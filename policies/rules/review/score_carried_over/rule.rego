# METADATA
# title: The latest reviewed score is the register's
# description: >-
#   Severity decides deadlines, and who reviews and approves; a review that finds another score changes nothing as long
#   as the register keeps the old one. Likelihood, impact and severity that the latest review scored are those of the
#   assessment, unless the risk was assessed again on a later day. What the review doesn't state is
#   review.scores_and_progress's to judge. Reviews and assessments dated in the future count for nothing, and closed risks
#   are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Take the reviewed score over into the risk's assessment with its day, and add the change to the history; or assess
#     the risk again where the review was mistaken.
#   reads:
#     - risk.status
#     - risk.assessment.on
#     - risk.assessment.likelihood
#     - risk.assessment.impact
#     - risk.assessment.severity
#     - reviews.on
#     - reviews.item.score.likelihood
#     - reviews.item.score.impact
#     - reviews.item.score.severity
#   settings: []
#   controls: [nist-800-53r5:RA-3, iso27001-2022:8.2, csf-2.0:ID.RA-06]
#   duties: [scores-are-updated]
package rules.review.score_carried_over

import data.lib.dates

applies if {
	not input.risk.status == "closed"
	latest
}

violations contains {
	"at": ["risk", "assessment", part],
	"message": $"review {latest.id} of {latest.on} found the {part} of risk {input.risk.id} to be {found}, and the register says {registered(part)}",
} if {
	not assessed_since
	some [part, found] in (reviewed - assessed)
}

latest := input.reviews[place] if {
	[_, place] := max([[review.on, i] |
		some i, review in input.reviews
		review.on <= dates.today
		review.item.score
	])
}

assessed_since if {
	input.risk.assessment.on > latest.on
	input.risk.assessment.on <= dates.today
}

# These hold pairs of a part of the score and its value.
reviewed contains ["likelihood", latest.item.score.likelihood]

reviewed contains ["impact", latest.item.score.impact]

reviewed contains ["severity", latest.item.score.severity]

assessed contains ["likelihood", input.risk.assessment.likelihood]

assessed contains ["impact", input.risk.assessment.impact]

assessed contains ["severity", input.risk.assessment.severity]

registered(part) := value if {
	some [stated, value] in assessed
	stated == part
} else := "nothing"

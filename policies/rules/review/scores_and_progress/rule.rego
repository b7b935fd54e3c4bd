# METADATA
# title: Each review updates score and progress
# description: >-
#   Owners and the risk team meet to say how large each risk is now and how its response gets on; an item without either
#   is a name on an agenda. Each item of a review that was held states a score, with likelihood, impact and severity, and
#   the progress.
# custom:
#   subject: review
#   level: deny
#   remedy: Record what the review found under the item's score and progress, or take the risk off the review.
#   reads:
#     - review.on
#     - review.items.risk_id
#     - review.items.score.likelihood
#     - review.items.score.impact
#     - review.items.score.severity
#     - review.items.progress
#   settings: []
#   controls: [nist-800-53r5:RA-3, iso27001-2022:8.2, csf-2.0:ID.RA-06]
#   duties: [scores-are-updated, progress-is-judged]
package rules.review.scores_and_progress

import data.lib.dates

applies if not still_to_come

still_to_come if input.review.on > dates.today

violations contains {"at": ["review", "items", i, "score"], "message": message} if {
	some i, item in input.review.items
	not item.score
	message := $"review {input.review.id} gives risk {item.risk_id} no score"
}

violations contains {"at": ["review", "items", i, "score"], "message": message} if {
	some i, item in input.review.items
	missing := {"likelihood", "impact", "severity"} - stated(item.score)
	count(missing) > 0
	message := $"review {input.review.id} scores risk {item.risk_id} without {concat(", ", missing)}"
}

violations contains {"at": ["review", "items", i, "progress"], "message": message} if {
	some i, item in input.review.items
	not item.progress
	message := $"review {input.review.id} judges no progress of risk {item.risk_id}"
}

# stated(score) names the parts that a score has.
stated(score) := ({"likelihood" | score.likelihood} | {"impact" | score.impact}) | {"severity" | score.severity}

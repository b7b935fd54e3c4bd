# METADATA
# title: The progress of severe risks is judged regularly
# description: >-
#   High-level risks are tracked until their plans are implemented effectively, and tracking is more than a name beside
#   the risk: a review judges the progress, within the days allowed. They count from the latest review that does, or from
#   identification until there is one. It is asked from the severity on at which a risk is tracked, until the risk is
#   closed or assessed below it. A review still to come counts for nothing.
# custom:
#   subject: risk
#   level: deny
#   remedy: Review the risk with its owner, and record the progress in the review's item for this risk.
#   reads: [risk.status, risk.assessment.severity, risk.identified_on, reviews.on, reviews.item.progress]
#   settings: [review.progress_days, risk.tracked_from, scale.levels]
#   controls: [nist-800-53r5:PM-4, nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06]
#   duties: [progress-is-judged, severe-risks-are-tracked]
package rules.review.progress_current

import data.lib.dates
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.at_least(input.risk.assessment.severity, data.settings.risk.tracked_from)
}

violations contains {
	"at": ["risk"],
	"message": $"the progress of {subject} was last judged on {last_judged}, {dates.age(last_judged)} days ago; at most {allowed} are allowed",
} if {
	dates.age(last_judged) > allowed
}

violations contains {
	"at": ["risk"],
	"message": $"the progress of {subject} was never judged; at most {allowed} days from its identification are allowed",
} if {
	not last_judged
	not identified_lately
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

allowed := data.settings.review.progress_days

last_judged := max([review.on |
	some review in input.reviews
	review.item.progress
	review.on <= dates.today
])

identified_lately if {
	input.risk.identified_on <= dates.today
	dates.age(input.risk.identified_on) <= allowed
}

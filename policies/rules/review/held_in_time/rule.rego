# METADATA
# title: Every open risk is reviewed in time
# description: >-
#   Owners meet the risk team regularly to update scores and judge progress; a risk that nobody looked at for longer than
#   its severity allows has a score that nobody stands behind. The days count from the latest review that has the risk
#   among its items, of whatever type, or from identification where there was none; a review still to come counts for
#   nothing.
# custom:
#   subject: risk
#   level: deny
#   remedy: Review the risk with its owner and the risk team, and record the review with an item for this risk.
#   reads: [risk.status, risk.assessment.severity, risk.identified_on, reviews.on]
#   settings: [review.interval_days, scale.levels]
#   controls: [nist-800-53r5:RA-3, iso27001-2022:8.2, csf-2.0:ID.RA-06]
#   duties: [owners-meet-risk-team]
package rules.review.held_in_time

import data.lib.dates
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

interval := data.settings.review.interval_days[input.risk.assessment.severity]

last_review := max([review.on | some review in input.reviews; review.on <= dates.today])

identified if input.risk.identified_on <= dates.today

violations contains {"at": ["risk"], "message": message} if {
	age := dates.age(last_review)
	age > interval
	message := $"{subject} was last reviewed on {last_review}, {age} days ago; at most {interval} are allowed"
}

violations contains {"at": ["risk"], "message": message} if {
	not last_review
	since := input.risk.identified_on
	age := dates.age(since)
	age > interval
	message := $"{subject}, identified on {since}, was not reviewed in {age} days; at most {interval} are allowed"
}

violations contains {"at": ["risk"], "message": message} if {
	not last_review
	not identified
	message := $"{subject} was never reviewed, and states no day of identification up to {dates.today} to count from"
}

due contains {"at": ["risk"], "on": dates.later(since, interval), "what": "review"}

since := last_review if last_review

else := input.risk.identified_on if identified

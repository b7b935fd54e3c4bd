# METADATA
# title: Every owners' meeting has minutes
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: review
#   level: warn
#   remedy: Say in minutes_ref where the minutes are kept.
#   reads: [review.type, review.minutes_ref, review.on]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if input.review.type == "owner_meeting"

violations contains {"at": ["review"], "message": message} if {
	not input.review.minutes_ref
	message := $"review {input.review.id} of {input.review.on} has no minutes"
}

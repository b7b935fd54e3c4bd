# METADATA
# title: A decision is confirmed or changed in time
# description: >-
#   What was right when it was decided may not be so a year later, so each decision about a risk is looked at again. The
#   days count from the latest of three: the decision (decided_on), a change of the response in the history, and a review
#   that confirmed the response by deciding to continue, to update the plan or to close. A review that asks for another
#   response or escalates confirms nothing, and a day still to come counts for nothing. A decision without a day is
#   response.recorded's to judge, and closed risks are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Confirm the response in a review with an item for this risk, or decide again and record the new decided_on.
#   reads:
#     - risk.status
#     - risk.response.decided_on
#     - risk.history.field
#     - risk.history.at
#     - reviews.on
#     - reviews.item.decision
#   settings: [response.revisit_days]
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:CA-7(4), iso27001-2022:8.3, csf-2.0:GV.OV-02]
#   duties: [decisions-are-revisited]
package rules.response.revisited

import data.lib.dates

applies if {
	input.risk.response.decided_on
	not input.risk.status == "closed"
}

violations contains {
	"at": ["risk", "response", "decided_on"],
	"message": $"the decision about risk {input.risk.id} was last made or confirmed on {last}, {dates.age(last)} days ago; at most {limit} are allowed",
} if {
	dates.age(last) > limit
}

limit := data.settings.response.revisit_days

last := max(settled)

settled contains input.risk.response.decided_on if input.risk.response.decided_on <= dates.today

settled contains change.at if {
	some change in input.risk.history
	change.field == "response"
	change.at <= dates.today
}

settled contains review.on if {
	some review in input.reviews
	review.item.decision in {"continue", "update_plan", "close"}
	review.on <= dates.today
}

due contains {"at": ["risk", "response", "decided_on"], "on": dates.later(last, limit), "what": "confirmation"}

# METADATA
# title: Each risk under review is judged by new monitoring results
# description: >-
#   Progress is judged by looking at what monitoring found since the last time; a review without a newer result repeats
#   the last one. Each item of a review that was held cites results that exist, name its risk and aren't after the
#   review, and at least one of them is after the risk's last review; a risk's first review has no such limit, and two
#   reviews on one day are one sitting.
# custom:
#   subject: review
#   level: deny
#   remedy: >-
#     Cite under results the monitoring results that the review looked at; where there is none, monitor the risk first.
#   reads:
#     - review.on
#     - review.items.risk_id
#     - review.items.results
#     - results.id
#     - results.on
#     - results.risk_ids
#     - previous.on
#   settings: []
#   controls: [nist-800-53r5:CA-7, iso27001-2022:9.1, csf-2.0:ID.RA-06]
#   duties: [reviews-use-monitoring]
package rules.review.uses_monitoring

import data.lib.dates

applies if not still_to_come

still_to_come if input.review.on > dates.today

last_review := {risk: review.on | some risk, review in input.previous; review.on < input.review.on}

# These hold pairs of a result and a risk that it is about.
about := {[result.id, risk] | some result in input.results; some risk in result.risk_ids}

in_time := {[result.id, risk] |
	some result in input.results
	result.on <= input.review.on
	some risk in result.risk_ids
}

fresh := {[result.id, risk] |
	some result in input.results
	result.on <= input.review.on
	some risk in result.risk_ids
	not seen(result.on, risk)
}

# seen(on, risk) holds for a day that the risk's last review could already look at.
seen(on, risk) if on <= last_review[risk]

cited(item) := {[result, item.risk_id] | some result in item.results}

violations contains {"at": ["review", "items", i], "message": message} if {
	some i, item in input.review.items
	count(cited(item)) == 0
	message := $"review {input.review.id} judges risk {item.risk_id} without citing a monitoring result"
}

violations contains {"at": ["review", "items", i, "results"], "message": message} if {
	some i, item in input.review.items
	cites := cited(item)
	count(cites & in_time) > 0
	count(cites & fresh) == 0
	last := last_review[item.risk_id]
	newest := $"no monitoring result newer than its last review on {last}"
	message := $"review {input.review.id} cites for risk {item.risk_id} {newest}"
}

violations contains {"at": ["review", "items", i, "results", j], "message": message} if {
	some i, item in input.review.items
	some j, result in item.results
	not [result, item.risk_id] in about
	message := $"review {input.review.id} cites {result}, which is no monitoring result about risk {item.risk_id}"
}

violations contains {"at": ["review", "items", i, "results", j], "message": message} if {
	some i, item in input.review.items
	some j, result in item.results
	cite := [result, item.risk_id]
	cite in about
	not cite in in_time
	message := $"review {input.review.id} of {input.review.on} cites {result}, a monitoring result of a later day"
}

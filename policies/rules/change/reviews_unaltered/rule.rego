# METADATA
# title: A review stays as it was held
# description: >-
#   A review tells what owners and the risk team judged on a day, with the scores that they gave. To change it
#   afterwards is to put words into their mouths. The reference of the minutes may be added once; what is judged
#   otherwise is judged in the next review.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the review back to what was recorded, and record the other judgement in a new one.
#   reads: [before.review.on]
#   optional: [before.review, after.review, before.document.source.omits]
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-10, iso27001-2022:A.5.33, iso27001-2022:7.5.3]
#   duties: [records-stay-as-they-were]
package rules.change.reviews_unaltered

import data.lib.changes
import data.lib.dates

applies if {
	input.after.review
	not dates.is_future(input.before.review.on)
}

violations contains {"at": ["after", "review", field], "message": message} if {
	some field in changes.altered(input.before.review, input.after.review, free)
	message := $"review {input.change.id} was held on {input.before.review.on}, and its {field} changed since"
}

free contains "minutes_ref" if not input.before.review.minutes_ref

free contains field if some field in changes.gained("reviews", input.before.review, input.after.review, input.before.document.source.omits)

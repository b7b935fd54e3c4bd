# METADATA
# title: A monitoring result stays as it was recorded
# description: >-
#   A result says what was seen. One that turns from exploited to no issue lets an acceptance stand that should have
#   fallen, so results don't change: a second look is a second result. Evidence may be added.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the result back, and record what was seen since as a result of its own.
#   reads: [before.result.on]
#   optional: [before.result, after.result, before.document.source.omits]
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-10, nist-800-53r5:CA-7, iso27001-2022:A.5.33]
#   duties: [records-stay-as-they-were]
package rules.change.results_unaltered

import data.lib.changes

applies if {
	input.before.result
	input.after.result
}

violations contains {"at": ["after", "result", field], "message": message} if {
	some field in changes.altered(input.before.result, input.after.result, {"evidence"} | gained)
	message := $"result {input.change.id} of {input.before.result.on} was recorded, and its {field} changed since"
}

violations contains {"at": ["before", "result", "evidence", place], "message": message} if {
	input.after.result
	some place, evidence in input.before.result.evidence
	not evidence in kept
	message := $"evidence {place + 1} of result {input.change.id} is gone or not what it was"
}

gained contains field if some field in changes.gained("results", input.before.result, input.after.result, input.before.document.source.omits)

kept := {evidence | some evidence in input.after.result.evidence}

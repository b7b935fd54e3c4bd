# METADATA
# title: Every waiver is approved
# description: >-
#   A request says what somebody would like to be accepted, and waives nothing; it shows in every report, so that it is
#   decided about and doesn't lie about in a file. Take a request out that is turned down. It warns, as what it is about is
#   told anyway.
# custom:
#   subject: waiver
#   level: warn
#   remedy: Have it approved, recorded in approved_by and approved_on, or take it out of the file.
#   reads: [waiver.approved_by, waiver.requested_by]
#   optional: [waiver.rule, waiver.subject.kind]
#   settings: []
#   controls: [nist-800-53r5:CA-6, csf-2.0:ID.RA-07]
#   duties: [exceptions-are-approved]
package rules.waiver.approved

import data.lib.waivers

applies if input.waiver.id

violations contains {"at": ["waiver"], "message": message} if {
	not input.waiver.approved_by
	asked := $"waiver {input.waiver.id} of {input.waiver.rule} for {waivers.subject(input.waiver)}"
	message := $"{asked} is a request by {input.waiver.requested_by}; nobody has approved it, and it waives nothing"
}

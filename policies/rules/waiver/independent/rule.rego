# METADATA
# title: A waiver is approved by somebody who gains nothing by it
# description: >-
#   Who asks for a waiver, who answers for the record that is at fault, and who makes the change that brings the fault are
#   the last to see why it should not be accepted, so none of them approves it. Authors of a change are known by the
#   address that the register has of a person, or by name. A requester whom the register doesn't have may be anybody.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Have it approved by somebody with the authority who neither asked for it nor answers for the record.
#   reads: [waiver.approved_by, waiver.requested_by, matched, facts.responsible, facts.authors.email, facts.authors.name]
#   optional: [waiver.subject.kind, people.email, people.name]
#   settings: []
#   controls: [nist-800-53r5:AC-5, iso27001-2022:A.5.3, csf-2.0:ID.RA-07]
#   duties: [exceptions-are-approved, duties-are-separated]
package rules.waiver.independent

import data.lib.waivers

applies if waivers.counts(input.waiver, input.matched)

violations contains {
	"at": ["waiver", "approved_by"],
	"message": $"waiver {input.waiver.id} is approved by {by}, who {concat(" and ", sort(parts))}",
} if {
	count(parts) > 0
}

violations contains {
	"at": ["waiver", "requested_by"],
	"message": $"waiver {input.waiver.id} is requested by {input.waiver.requested_by}, whom the register doesn't have",
	"remedy": "Name the person who asked for it by the id that the register has.",
} if {
	not input.people[input.waiver.requested_by]
}

by := input.waiver.approved_by

parts contains "asked for it" if by == input.waiver.requested_by

parts contains $"answers for {waivers.subject(input.waiver)}" if by in input.facts.responsible

parts contains "made the change" if {
	some author in input.facts.authors
	lower(author.email) == lower(input.people[by].email)
}

parts contains "made the change" if {
	some author in input.facts.authors
	lower(author.name) == lower(input.people[by].name)
}

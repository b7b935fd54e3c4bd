# METADATA
# title: A waiver is approved by the role that the severity asks for
# description: >-
#   Whoever lets a duty rest takes the risk that comes of it, which takes the authority that the severity of the record asks
#   for. Authority is the role that the register gives a person. What has no severity, such as a whole register, asks for
#   the role of the highest; where the settings name no role, nobody may waive. A request isn't asked, and neither is a
#   waiver of what isn't found.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Have it approved by somebody with the authority, or mend what it is about.
#   reads: [waiver.approved_by, waiver.approved_on, matched.severity, people.role]
#   optional: [waiver.subject.kind, waiver.requested_by, facts.responsible, people.team]
#   settings: [waiver.approver, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:CA-6, iso27001-2022:A.5.1, csf-2.0:GV.RR-02, csf-2.0:ID.RA-07]
#   duties: [exceptions-are-approved]
package rules.waiver.approved_at_level

import data.lib.authority
import data.lib.waivers

applies if waivers.counts(input.waiver, input.matched)

violations contains {
	"at": ["waiver"],
	"message": $"waiver {input.waiver.id} is about {waivers.subject(input.waiver)} ({level}); nobody may waive at {level}",
	"remedy": "Take the waiver out, and mend what it is about.",
} if {
	asked == null
}

violations contains {
	"at": ["waiver", "approved_by"],
	"message": $"waiver {input.waiver.id} is about {waivers.subject(input.waiver)} ({level}), which asks for approval by {asked}; {by} ({role}) approved it on {input.waiver.approved_on}",
	"remedy": remedy,
} if {
	is_string(asked)
	not authority.enough(role, asked)
}

level := waivers.level(input.matched)

asked := data.settings.waiver.approver[level]

by := input.waiver.approved_by

role := authority.role_of(input.people, by)

remedy := $"Ask {concat(" or ", candidates)} to approve it, or mend what it is about." if count(candidates) > 0

else := $"Nobody else in the register has the role {asked} or one above it: add who has, or mend what it is about."

candidates := authority.candidates(input.people, asked, set(), barred)

barred := ({by} | {input.waiver.requested_by | true}) | {id | some id in input.facts.responsible}

# METADATA
# title: A waiver is not renewed without end
# description: >-
#   What is accepted again and again is no exception but the rule, and rules are changed in the settings, where everybody
#   sees it. A waiver renews those of the same rule and record that were approved before it. They stay in the file, so that
#   they can be counted.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Mend what it is about, or change the rule's level or its settings for the whole organization, with the reason.
#   reads: [waiver.approved_by, matched, facts.renewals]
#   optional: [waiver.rule, waiver.subject.kind]
#   settings: [waiver.max_renewals]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:CA-6, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.renewals_limited

import data.lib.waivers

applies if waivers.counts(input.waiver, input.matched)

violations contains {
	"at": ["waiver"],
	"message": $"waiver {input.waiver.id} is renewal number {input.facts.renewals} of {input.waiver.rule} for {waivers.subject(input.waiver)}; the limit is {data.settings.waiver.max_renewals}",
} if {
	input.facts.renewals > data.settings.waiver.max_renewals
}

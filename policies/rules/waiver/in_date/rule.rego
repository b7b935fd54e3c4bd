# METADATA
# title: A waiver is in date
# description: >-
#   A waiver accepts something for a time, and when that is over the duty is back. It counts from the day of its approval to
#   the end of its last day, in UTC. An approval that is dated in the future isn't given yet. A waiver of what isn't found
#   is not asked, so that one that is over stays where it is, without harm, once all is mended or renewed.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Mend what it is about, or ask for a new waiver, which somebody with the authority approves.
#   reads: [waiver.approved_by, waiver.approved_on, waiver.expires_on, matched]
#   optional: [waiver.rule, waiver.subject.kind]
#   settings: []
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:CA-5, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.in_date

import data.lib.dates
import data.lib.waivers

applies if waivers.counts(input.waiver, input.matched)

violations contains {
	"at": ["waiver", "expires_on"],
	"message": $"waiver {input.waiver.id} expired on {input.waiver.expires_on}, and {input.waiver.rule} still finds fault with {waivers.subject(input.waiver)}; today is {dates.today}",
} if {
	dates.is_past(input.waiver.expires_on)
}

violations contains {
	"at": ["waiver", "approved_on"],
	"message": $"waiver {input.waiver.id} is approved on {input.waiver.approved_on}, which is still to come; today is {dates.today}",
	"remedy": "Record the day on which it was approved.",
} if {
	dates.is_future(input.waiver.approved_on)
}

violations contains {
	"at": ["waiver", "expires_on"],
	"message": $"waiver {input.waiver.id} ends on {input.waiver.expires_on}, before its approval on {input.waiver.approved_on}",
	"remedy": "Correct the day that is wrong.",
} if {
	input.waiver.expires_on < input.waiver.approved_on
}

due contains {"at": ["waiver", "expires_on"], "on": input.waiver.expires_on, "what": "waiver"}

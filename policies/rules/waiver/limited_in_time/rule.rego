# METADATA
# title: A waiver lasts no longer than the severity allows
# description: >-
#   The worse what is accepted, the sooner somebody must look at it again. Days count from the approval to the last day, and
#   the severity of the record sets how many there may be; what has no severity counts as the highest.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Set an earlier expires_on, and have that approved.
#   reads: [waiver.approved_by, waiver.approved_on, waiver.expires_on, matched.severity]
#   optional: [waiver.subject.kind]
#   settings: [waiver.max_days, scale.levels]
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:CA-5, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.limited_in_time

import data.lib.dates
import data.lib.waivers

applies if waivers.counts(input.waiver, input.matched)

violations contains {
	"at": ["waiver", "expires_on"],
	"message": $"waiver {input.waiver.id} is about {waivers.subject(input.waiver)} ({level}) and lasts {days} days, from {input.waiver.approved_on} to {input.waiver.expires_on}; the limit is {limit}",
	"remedy": $"Set expires_on to {dates.later(input.waiver.approved_on, limit)} or earlier, and have that approved.",
} if {
	days > limit
}

level := waivers.level(input.matched)

limit := data.settings.waiver.max_days[level]

days := dates.days(input.waiver.approved_on, input.waiver.expires_on)

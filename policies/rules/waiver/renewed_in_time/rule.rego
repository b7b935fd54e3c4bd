# METADATA
# title: A waiver that is needed doesn't lapse unnoticed
# description: >-
#   When a waiver lapses, what it is about blocks from one day to the next. Who knows some time before can mend it, or ask for
#   a renewal. It warns from so many days before the last day on; one that has lapsed is waiver.in_date's to judge.
# custom:
#   subject: waiver
#   level: warn
#   remedy: Mend what it is about before that day, or ask for a renewal with riskgate waive.
#   reads: [waiver.approved_by, waiver.expires_on, matched]
#   optional: [waiver.rule, waiver.subject.kind]
#   settings: [waiver.lapse_days]
#   controls: [nist-800-53r5:CA-5, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.renewed_in_time

import data.lib.dates
import data.lib.waivers

applies if {
	waivers.counts(input.waiver, input.matched)
	left >= 0
}

violations contains {
	"at": ["waiver", "expires_on"],
	"message": $"waiver {input.waiver.id} of {input.waiver.rule} for {waivers.subject(input.waiver)} lapses after {input.waiver.expires_on}; today is {dates.today}",
} if {
	left <= data.settings.waiver.lapse_days
}

left := dates.days(dates.today, input.waiver.expires_on)

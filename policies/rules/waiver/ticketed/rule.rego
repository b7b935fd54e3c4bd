# METADATA
# title: A waiver of something severe has a work item
# description: >-
#   A waiver buys time, and time alone mends nothing: from the severity on that the settings name, a waiver says under which
#   work item what it accepts is mended. What has no severity counts as the highest.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Record the work item in ticket.
#   reads: [waiver.approved_by, waiver.ticket, matched.severity]
#   optional: [waiver.subject.kind]
#   settings: [waiver.ticket_from, scale.levels]
#   controls: [nist-800-53r5:CA-5, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.ticketed

import data.lib.severity
import data.lib.waivers

applies if {
	waivers.counts(input.waiver, input.matched)
	severity.at_least(level, data.settings.waiver.ticket_from)
}

violations contains {"at": ["waiver"], "message": message} if {
	not input.waiver.ticket
	message := $"waiver {input.waiver.id} is about {waivers.subject(input.waiver)} ({level}) and names no work item in ticket"
}

level := waivers.level(input.matched)

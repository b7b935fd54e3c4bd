# METADATA
# title: A closed risk stays as it was closed
# description: >-
#   What a closed risk says is the record of how it was dealt with. Whoever could change its title, its assessment or
#   its closure later could make its id stand for something else, or its end look better than it was. Evidence may be
#   added, and other risks may be named beside it.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the closed risk back to what it was; record what is new as a risk of its own.
#   reads: [before.risk.status, after.risk.status]
#   optional: [before.risk, after.risk, before.document.source.omits]
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-10, iso27001-2022:A.5.33, iso27001-2022:7.5.3]
#   duties: [records-stay-as-they-were]
package rules.change.closed_unaltered

import data.lib.changes

applies if {
	input.before.risk.status == "closed"
	input.after.risk.status == "closed"
}

violations contains {"at": ["after", "risk", field], "message": message} if {
	some field in changes.altered(input.before.risk, input.after.risk, {"related_risks", "closure", "history"} | gained)
	message := $"risk {input.change.id} was closed, and its {field} changed since"
}

violations contains {"at": ["after", "risk", "closure", field], "message": message} if {
	some field in changes.altered(input.before.risk.closure, input.after.risk.closure, {"evidence"})
	message := $"risk {input.change.id} was closed, and the {field} of its closure changed since"
}

violations contains {"at": ["after", "risk"], "message": message} if {
	input.before.risk.closure
	applies
	not input.after.risk.closure
	message := $"risk {input.change.id} was closed, and its closure is gone"
}

gained contains field if some field in changes.gained("risks", input.before.risk, input.after.risk, input.before.document.source.omits)

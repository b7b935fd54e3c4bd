# METADATA
# title: Every open risk names a control
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: risk
#   level: warn
#   remedy: Name under controls what keeps the risk small, or close the risk with a reason.
#   reads: [risk.status, risk.controls]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if not input.risk.status == "closed"

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.controls
	message := $"risk {input.risk.id} names no control"
}

violations contains {"at": ["risk", "controls"], "message": message} if {
	count(input.risk.controls) == 0
	message := $"risk {input.risk.id} has an empty list of controls"
}

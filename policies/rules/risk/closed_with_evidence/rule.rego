# METADATA
# title: A closed risk shows why it could be closed
# description: >-
#   Risks are tracked until their plans are implemented, and closing one ends every other duty, so it takes a reason,
#   somebody who closed it on a day that has come, evidence that can be looked up, and no plan for the risk that is
#   still open. A plan that answers other risks as well must be finished too, or no longer name this one.
# custom:
#   subject: risk
#   level: deny
#   remedy: Complete closure (reason, by, on, evidence), and complete or cancel the plans; or open the risk again.
#   reads:
#     - risk.status
#     - risk.closure.reason
#     - risk.closure.by
#     - risk.closure.on
#     - risk.closure.evidence.ref
#     - plans.status
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06]
#   duties: [completion-is-proven, severe-risks-are-tracked]
package rules.risk.closed_with_evidence

import data.lib.dates

applies if input.risk.status == "closed"

unstated contains "reason" if not input.risk.closure.reason

unstated contains "closer (by)" if not input.risk.closure.by

unstated contains "day (on)" if not input.risk.closure.on

unstated contains "evidence" if not input.risk.closure.evidence[0]

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.closure
	message := $"risk {input.risk.id} is closed without a closure"
}

violations contains {"at": ["risk", "closure"], "message": message} if {
	input.risk.closure
	some field in unstated
	message := $"the closure of risk {input.risk.id} states no {field}"
}

violations contains {"at": ["risk", "closure", "on"], "message": message} if {
	input.risk.closure.on > dates.today
	message := $"risk {input.risk.id} is closed on {input.risk.closure.on}, after the as-of date {dates.today}"
}

violations contains {"at": ["risk", "closure", "evidence", i], "message": message} if {
	some i, evidence in input.risk.closure.evidence
	not evidence.ref
	message := $"evidence {i + 1} of the closure of risk {input.risk.id} says nowhere to find it (ref)"
}

violations contains {"at": ["plans", i, "status"], "message": message} if {
	some i, plan in input.plans
	not plan.status == "completed"
	not plan.status == "cancelled"
	message := $"risk {input.risk.id} is closed, but its plan {plan.id} is still {plan.status}"
}

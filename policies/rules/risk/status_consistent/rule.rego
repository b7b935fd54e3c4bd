# METADATA
# title: The status of a risk agrees with its response, plans and closure
# description: >-
#   Reports and owners go by the status, so one that runs ahead of the facts hides open work and one that lags behind
#   hides that the risk may be closed. A response is needed to be responding or monitoring; accepted goes with the
#   response accept, and with no other. A risk is monitoring when its plans are carried out, and responding while one
#   isn't. A closure belongs to a closed risk, and one as avoided or transferred to a risk that was answered so. What a
#   closed risk owes is risk.closed_with_evidence's to judge; whether a risk that isn't answered yet is called identified
#   or assessed says nothing wrong.
# custom:
#   subject: risk
#   level: deny
#   remedy: Set the status that the facts call for, or correct the response, plan or closure that contradicts it.
#   reads: [risk.status, risk.response.type, risk.closure.reason, plans.status]
#   settings: []
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06]
#   duties: [records-can-be-relied-on]
package rules.risk.status_consistent

applies if input.risk.status

violations contains {
	"at": ["risk", "status"],
	"message": $"{called}, and no response is decided",
} if {
	input.risk.status in {"responding", "monitoring"}
	not input.risk.response.type
}

violations contains {
	"at": ["risk", "status"],
	"message": $"{called}, and its response is {response}",
} if {
	input.risk.status == "accepted"
	not input.risk.response.type == "accept"
}

violations contains {
	"at": ["risk", "status"],
	"message": $"{called}, and its response is accept",
} if {
	input.risk.status in {"responding", "monitoring"}
	input.risk.response.type == "accept"
}

violations contains {
	"at": ["risk", "status"],
	"message": $"{called}, and its plan {plan.id} is still {plan.status}",
} if {
	input.risk.status == "monitoring"
	some plan in unfinished
}

violations contains {
	"at": ["risk", "status"],
	"message": $"{called}, and each plan that answers it is finished: {finished}",
	"remedy": "Set the status to monitoring, close the risk, or plan what is left to do.",
} if {
	input.risk.status == "responding"
	some plan in input.plans
	plan.status == "completed"
	count(unfinished) == 0
}

violations contains {
	"at": ["risk", "closure"],
	"message": $"{called}, and it has a closure",
} if {
	not input.risk.status == "closed"
	input.risk.closure
}

violations contains {
	"at": ["risk", "closure", "reason"],
	"message": $"risk {input.risk.id} is closed as {reason}, and its response is {response}",
} if {
	input.risk.status == "closed"
	reason := input.risk.closure.reason
	type := called_for[reason]
	not input.risk.response.type == type
}

called := $"risk {input.risk.id} is called {input.risk.status}"

response := input.risk.response.type if input.risk.response.type

else := "not decided"

unfinished := [plan |
	some plan in input.plans
	not plan.status == "completed"
	not plan.status == "cancelled"
]

finished := concat(", ", [$"{plan.id} ({plan.status})" | some plan in input.plans])

called_for := {"avoided": "avoid", "transferred": "transfer"}

# METADATA
# title: A risk to be mitigated or avoided has a plan
# description: >-
#   A decision to mitigate or to avoid a risk is a promise until a plan carries it out. The plan counts when it names
#   the risk itself and isn't cancelled; a draft counts, because the approval rules hold it to review and approval from
#   the start. Closed risks are not asked: risk.closed_with_evidence asks them for proof instead of a plan.
# custom:
#   subject: risk
#   level: deny
#   remedy: Write a plan whose risk_ids name this risk, add the risk to an existing plan, or change the response.
#   reads: [risk.status, risk.response.type, plans.status]
#   settings: []
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:PM-4, iso27001-2022:6.1.3e, csf-2.0:ID.RA-06]
#   duties: [plans-are-detailed, decision-is-carried-out]
package rules.response.plan_exists

applies if {
	input.risk.response.type in {"mitigate", "avoid"}
	not input.risk.status == "closed"
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"risk {input.risk.id} has the response {input.risk.response.type}, and {lack}",
} if {
	not planned
}

planned if {
	some plan in input.plans
	not plan.status == "cancelled"
}

# Plans that were in force would have satisfied the rule: what is left is cancelled.
lack := $"each plan that names it is cancelled: {concat(", ", [plan.id | some plan in input.plans])}" if {
	count(input.plans) > 0
}

else := "no plan names it"

# METADATA
# title: Each affected service has an action by its own team
# description: >-
#   Service teams respond to the risks of their services: a plan that leaves an affected service out, or hands its work
#   to people who don't run it, answers half of the risk. For each service that a risk of the plan affects there is an
#   action with this service, owned by somebody of the team that the register gives the service. Closed risks and
#   cancelled actions don't count; a service whose team the register doesn't say is risk.services_named's to judge.
# custom:
#   subject: plan
#   level: deny
#   remedy: Add an action with this service to the plan, owned by somebody of the service's team.
#   reads:
#     - plan.status
#     - plan.actions.service
#     - plan.actions.owner
#     - plan.actions.status
#     - risks.status
#     - risks.affected_services
#     - people.team
#     - services.team
#   settings: []
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:PM-4, iso27001-2022:5.3, csf-2.0:GV.RR-02]
#   duties: [service-teams-respond]
package rules.plan.services_covered

applies if {
	not input.plan.status == "cancelled"
	some risk in input.risks
	not risk.status == "closed"
	some service in risk.affected_services
	input.services[service].team
}

violations contains {
	"at": actions_at,
	"message": $"plan {input.plan.id} has no action for service {service}, which {concat(", ", risks)} affects; team {team} runs it",
} if {
	some service, risks in affected_by
	not service in planned
	team := input.services[service].team
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"action {action.id} of plan {input.plan.id} is for service {action.service}, which team {team} runs, but {owner}",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	action.service in unanswered
	team := input.services[action.service].team
	owner := owner_of(action)
}

affected_by[service] contains risk.id if {
	some risk in input.risks
	not risk.status == "closed"
	some service in risk.affected_services
}

unanswered := {service |
	some service, _ in affected_by
	not service in answered
}

answered := {action.service |
	some action in input.plan.actions
	not action.status == "cancelled"
	input.people[action.owner].team == input.services[action.service].team
}

planned := {action.service |
	some action in input.plan.actions
	not action.status == "cancelled"
}

owner_of(action) := $"its owner {action.owner} is of team {input.people[action.owner].team}" if {
	input.people[action.owner].team
} else := $"its owner {action.owner} is of no known team" if {
	action.owner
} else := "it has no owner"

actions_at := ["plan", "actions"] if input.plan.actions

else := ["plan"]

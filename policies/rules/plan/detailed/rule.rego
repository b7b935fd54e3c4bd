# METADATA
# title: A plan says what it is for, how success shows, and what is done
# description: >-
#   Severity decides who reviews and approves a detailed plan, and nobody can judge a plan that doesn't say what it
#   wants to reach, how somebody can tell, and by which actions. A draft is held to it too, so that a team sees what is
#   lacking before it submits; cancelled plans and cancelled actions don't count.
# custom:
#   subject: plan
#   level: deny
#   remedy: Add the objective, the success measures and the actions that are lacking, or cancel the plan.
#   reads: [plan.status, plan.objective, plan.success_measures, plan.actions.id, plan.actions.status]
#   settings: [plan.minimum_actions]
#   controls: [nist-800-53r5:CA-5, iso27001-2022:6.1.3e, csf-2.0:ID.RA-06]
#   duties: [plans-are-detailed]
package rules.plan.detailed

applies if not input.plan.status == "cancelled"

violations contains {
	"at": ["plan"],
	"message": $"plan {input.plan.id} has {concat(", ", {lack.has | some lack in lacking})}",
	"remedy": $"Add {concat(" and ", {lack.needs | some lack in lacking})}, or cancel the plan.",
} if {
	count(lacking) > 0
}

lacking contains {"has": "no objective", "needs": "an objective"} if not input.plan.objective

lacking contains {"has": "no success measure", "needs": "a success measure"} if not input.plan.success_measures[0]

lacking contains {"has": $"{planned} of at least {minimum} actions", "needs": more_actions} if planned < minimum

more_actions := "an action" if minimum - planned == 1

else := $"{minimum - planned} actions"

planned := count([action.id |
	some action in input.plan.actions
	not action.status == "cancelled"
])

minimum := data.settings.plan.minimum_actions

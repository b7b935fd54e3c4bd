# METADATA
# title: Each action has an owner, a due date and a status
# description: >-
#   An action that nobody owns or that is due at no time isn't going to happen, and without a status nobody can tell
#   whether it did. The owner is a person of the register; a draft that is checked without its register is held to the
#   rest. Cancelled actions are left out, and a plan without any action is plan.detailed's to judge.
# custom:
#   subject: plan
#   level: deny
#   remedy: Give the action the id of a person of the register as owner, a due date and a status, or cancel it.
#   reads: [plan.status, plan.actions.owner, plan.actions.due, plan.actions.status]
#   optional: [people.id]
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:6.2, csf-2.0:GV.RR-02]
#   duties: [plans-are-detailed]
package rules.plan.actions_assigned

applies if {
	not input.plan.status == "cancelled"
	some action in input.plan.actions
	not action.status == "cancelled"
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"action {action.id} of plan {input.plan.id} has {concat(" and ", {lack.has | some lack in lacks})}",
	"remedy": $"Give action {action.id} {concat(" and ", {lack.needs | some lack in lacks})}, or cancel it.",
} if {
	some place, lacks in lacking
	action := input.plan.actions[place]
}

violations contains {
	"at": ["plan", "actions", place, "owner"],
	"message": $"action {action.id} of plan {input.plan.id} is owned by {action.owner}, who is nobody in the register",
	"remedy": $"Name a person of the register as the owner of action {action.id}, or add {action.owner} to its people.",
} if {
	count(input.people) > 0
	some place, action in input.plan.actions
	not action.status == "cancelled"
	not input.people[action.owner]
}

lacking[place] contains {"has": "no owner", "needs": "an owner"} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	not action.owner
}

lacking[place] contains {"has": "no due date", "needs": "a due date"} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	not action.due
}

lacking[place] contains {"has": "no status", "needs": "a status"} if {
	some place, action in input.plan.actions
	not action.status
}

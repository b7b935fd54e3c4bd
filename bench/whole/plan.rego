package main

# riskiest is for each plan the highest severity among its risks.
riskiest := {plan.id: level |
	some plan in standing_plans
	level := levels[max({rank[risk_by_id[id].assessment.severity] | some id in plan.risk_ids})]
}

deny contains {"rule": "approval.reviewed_at_level", "record": plan.id, "msg": message} if {
	some plan in standing_plans
	level := riskiest[plan.id]
	asked := data.settings.approval.reviewer[level]
	not done_at_level(plan, "review", asked)
	message := $"plan {plan.id} answers a risk that is {level}, which asks for a review by {asked}"
}

deny contains {"rule": "approval.approved_at_level", "record": plan.id, "msg": message} if {
	some plan in standing_plans
	level := riskiest[plan.id]
	asked := data.settings.approval.approver[level]
	not done_at_level(plan, "approve", asked)
	message := $"plan {plan.id} answers a risk that is {level}, which asks for approval by {asked}"
}

done_at_level(plan, act, asked) if {
	some by in in_force(plan, standing_acts(plan, act))
	enough(people[by].role, asked)
}

in_force(plan, acts) := current if {
	current := {by | some [version, by] in acts; version == plan.version}
	count(current) > 0
} else := {by | some [_, by] in acts}

# Sorted, a person's last word on a version stands before the next one's first.
standing_acts(plan, name) := {who |
	words := sort([[[act.plan_version, act.by], act.at, place, act.decision] |
		some place, act in plan.approvals
		act.act == name
		act.at <= today
	])
	some index, [who, _, _, "approved"] in words
	not words[index + 1][0] == who
}

deny contains {"rule": "plan.actions_assigned", "record": plan.id, "msg": message} if {
	some plan in standing_plans
	some action in plan.actions
	not action.status == "cancelled"
	some field in {"owner", "due", "status"}
	not action[field]
	message := $"action {action.id} of plan {plan.id} has no {field}"
}

deny contains {"rule": "plan.actions_assigned", "record": plan.id, "msg": message} if {
	some plan in standing_plans
	some action in plan.actions
	not action.status == "cancelled"
	action.owner
	not people[action.owner]
	message := $"action {action.id} of plan {plan.id} is owned by {action.owner}, who is nobody in the register"
}

deny contains {"rule": "plan.actions_on_time", "record": plan.id, "msg": message} if {
	some plan in standing_plans
	some action in plan.actions
	action.due < today
	not action.status == "done"
	not action.status == "cancelled"
	message := $"action {action.id} of plan {plan.id} was due on {action.due} and is not done; today is {today}"
}

running_plans := [plan | some plan in standing_plans; not plan.status == "completed"]

# deadline is for each open risk of a running plan the day by which it is to be dealt with.
deadline := {id: day |
	some plan in running_plans
	some id in plan.risk_ids
	risk := risk_by_id[id]
	not risk.status == "closed"
	day := deadline_of(risk)
}

deadline_of(risk) := risk.deadline if risk.deadline

else := later(risk.identified_on, data.settings.plan.deadline_days[risk.assessment.severity])

deny contains {"rule": "plan.due_within_deadline", "record": plan.id, "msg": message} if {
	some plan in running_plans
	first := min({deadline[id] | some id in plan.risk_ids})
	plan.due > first
	message := $"plan {plan.id} is due on {plan.due}, and a risk of it is to be dealt with by {first}"
}

deny contains {"rule": "plan.due_within_deadline", "record": plan.id, "msg": message} if {
	some plan in running_plans
	not plan.due
	first := min({deadline[id] | some id in plan.risk_ids})
	some action in plan.actions
	not action.status == "done"
	not action.status == "cancelled"
	action.due > first
	message := $"action {action.id} of plan {plan.id} is due on {action.due}, and a risk of the plan is to be dealt with by {first}"
}

deny contains {"rule": "plan.due_within_deadline", "record": plan.id, "msg": message} if {
	some plan in running_plans
	not plan.due
	first := min({deadline[id] | some id in plan.risk_ids})
	count([action | some action in plan.actions; not action.status == "cancelled"; action.due]) == 0
	message := $"plan {plan.id} has no due date and none of its actions has one; a risk of it is to be dealt with by {first}"
}

deny contains {"rule": "plan.due_within_deadline", "record": plan.id, "msg": message} if {
	some plan in running_plans
	some id in plan.risk_ids
	not risk_by_id[id].status == "closed"
	risk_by_id[id]
	not deadline[id]
	message := $"risk {id}, which plan {plan.id} answers, has no deadline"
}

package main

decision_days := data.settings.response.decision_days

deny contains {"rule": "response.decided_in_time", "record": risk.id, "msg": message} if {
	some risk in known_risks
	not unfounded(risk)
	level := risk.assessment.severity
	day := last_day(risk)
	not decided_in_time(risk, level, day)
	message := $"risk {risk.id} ({level}) was identified on {risk.identified_on} and waited for its decision until {day}; {level} asks for one within {decision_days[level]} days"
}

unfounded(risk) if {
	risk.status == "closed"
	risk.closure.reason in {"false_positive", "duplicate"}
}

last_day(risk) := risk.response.decided_on if risk.response.decided_on <= today

else := risk.closure.on if {
	risk.status == "closed"
	risk.closure.on <= today
}

else := today

decided_in_time(risk, level, day) if day <= later(risk.identified_on, decision_days[level])

decided_in_time(risk, level, day) if {
	changes := severity_changes(risk)
	day <= later(risk.identified_on, decision_days[changes[0][2]])
	raised_on := min({on | some [on, _, _, to] in changes; rank[to] >= rank[level]})
	day <= later(raised_on, decision_days[level])
}

severity_changes(risk) := sort([[change.at, place, change.from, change.to] |
	some place, change in risk.history
	change.field == "severity"
	change.at <= today
])

unrecorded(response) := {field |
	some field in {"decided_by", "decided_on", "rationale"}
	not response[field]
}

deny contains {"rule": "response.recorded", "record": risk.id, "msg": message} if {
	some risk in risks
	risk.response.type
	fields := unrecorded(risk.response)
	count(fields) > 0
	message := $"the decision to {risk.response.type} risk {risk.id} has no {concat(" and no ", fields)}"
}

deny contains {"rule": "response.recorded", "record": risk.id, "msg": message} if {
	some risk in risks
	risk.response.decided_on > today
	message := $"the decision to {risk.response.type} risk {risk.id} is dated {risk.response.decided_on}, and today is {today}"
}

deny contains {"rule": "response.recorded", "record": risk.id, "msg": message} if {
	some risk in risks
	risk.response.decided_on < risk.identified_on
	risk.response.decided_on <= today
	message := $"the decision to {risk.response.type} risk {risk.id} is dated {risk.response.decided_on}, before the risk was identified on {risk.identified_on}"
}

deny contains {"rule": "response.allowed_for_severity", "record": risk.id, "msg": message} if {
	some risk in known_risks
	level := risk.assessment.severity
	allowed := data.settings.response.allowed[level]
	risk.response.type
	not risk.response.type in allowed
	message := $"risk {risk.id} is {level} and its response is {risk.response.type}; {level} allows {concat(", ", allowed)}"
}

planned := {id | some plan in standing_plans; some id in plan.risk_ids}

deny contains {"rule": "response.plan_exists", "record": risk.id, "msg": message} if {
	some risk in open_risks
	risk.response.type in {"mitigate", "avoid"}
	not risk.id in planned
	message := $"risk {risk.id} has the response {risk.response.type}, and no plan that names it is in force"
}

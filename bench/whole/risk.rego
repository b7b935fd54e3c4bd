package main

unstated(assessment) := {field |
	some field in {"likelihood", "impact", "severity", "by", "on"}
	not assessment[field]
}

deny contains {"rule": "risk.assessed", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not risk.assessment
	message := $"risk {risk.id} has not been assessed"
}

deny contains {"rule": "risk.assessed", "record": risk.id, "msg": message} if {
	some risk in open_risks
	some field in unstated(risk.assessment)
	message := $"the assessment of risk {risk.id} states no {field}"
}

deny contains {"rule": "risk.assessed", "record": risk.id, "msg": message} if {
	some risk in open_risks
	level := risk.assessment.severity
	not level in levels
	message := $"risk {risk.id} is assessed as {level}; the organization's levels are {order}"
}

deny contains {"rule": "risk.assessed", "record": risk.id, "msg": message} if {
	some risk in open_risks
	risk.assessment.on > today
	message := $"risk {risk.id} is assessed on {risk.assessment.on}, after the as-of date {today}"
}

deny contains {"rule": "risk.owner_named", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not risk.owner
	message := $"risk {risk.id} has no owner"
}

deny contains {"rule": "risk.owner_named", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not people[risk.owner]
	risk.owner
	message := $"risk {risk.id} is owned by {risk.owner}, whom the register does not know"
}

deny contains {"rule": "risk.services_named", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not risk.affected_services[0]
	message := $"risk {risk.id} names no service that it affects"
}

deny contains {"rule": "risk.services_named", "record": risk.id, "msg": message} if {
	some risk in open_risks
	some service in risk.affected_services
	not services[service]
	message := $"risk {risk.id} affects service {service}, which the register does not know"
}

deny contains {"rule": "risk.services_named", "record": risk.id, "msg": message} if {
	some risk in open_risks
	some service in risk.affected_services
	services[service]
	not services[service].team
	message := $"risk {risk.id} affects service {service}, which no team runs"
}

severe_risks := [risk |
	some risk in open_known_risks
	rank[risk.assessment.severity] >= rank[data.settings.risk.accountable_from]
]

deny contains {"rule": "risk.accountable_named", "record": risk.id, "msg": message} if {
	some risk in severe_risks
	not risk.accountable
	message := $"risk {risk.id} ({risk.assessment.severity}) has no accountable {data.settings.risk.accountable_role}"
}

deny contains {"rule": "risk.accountable_named", "record": risk.id, "msg": message} if {
	some risk in severe_risks
	risk.accountable
	not people[risk.accountable].role
	message := $"risk {risk.id} ({risk.assessment.severity}) makes {risk.accountable} accountable, whom the register does not know"
}

deny contains {"rule": "risk.accountable_named", "record": risk.id, "msg": message} if {
	some risk in severe_risks
	role := people[risk.accountable].role
	asked := data.settings.risk.accountable_role
	not enough(role, asked)
	message := $"risk {risk.id} ({risk.assessment.severity}) makes {risk.accountable} ({role}) accountable; the settings ask for {asked}"
}

deny contains {"rule": "risk.residual_within_inherent", "record": risk.id, "msg": message} if {
	some risk in open_risks
	rank[risk.residual.severity] > rank[risk.inherent.severity]
	message := $"risk {risk.id} has the residual severity {risk.residual.severity}, above its inherent severity {risk.inherent.severity}"
}

deny contains {"rule": "risk.residual_within_inherent", "record": risk.id, "msg": message} if {
	some risk in open_risks
	risk.residual.severity
	risk.inherent.severity
	some level in {risk.residual.severity, risk.inherent.severity}
	not level in levels
	message := $"risk {risk.id} has the severity {level}; the organization's levels are {order}"
}

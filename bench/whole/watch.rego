package main

monitored := {id |
	some activity in monitoring.activities
	not activity.started_on > today
	some id in activity.risk_ids
}

deny contains {"rule": "monitoring.in_place", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not risk.id in monitored
	message := $"no monitoring activity watches risk {risk.id} today"
}

# Merged in the order of their days, so that of each risk the latest stays.
last_result := object.union_n([{id: day} |
	some [day, ids] in sort([[result.on, result.risk_ids] | some result in monitoring.results; result.on <= today])
	some id in ids
])

monitored_since := {level: earlier(days) | some level, days in data.settings.monitoring.interval_days}

deny contains {"rule": "monitoring.current", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	day := last_result[risk.id]
	day < monitored_since[risk.assessment.severity]
	message := $"risk {risk.id} was last monitored on {day}"
}

deny contains {"rule": "monitoring.current", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	day := last_result[risk.id]
	risk.response.decided_on <= today
	day < risk.response.decided_on
	message := $"risk {risk.id} was last monitored on {day}, before its response was decided on {risk.response.decided_on}"
}

deny contains {"rule": "monitoring.current", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	not last_result[risk.id]
	risk.response.decided_on <= today
	message := $"risk {risk.id} was not monitored since its response was decided on {risk.response.decided_on}"
}

deny contains {"rule": "monitoring.current", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	not last_result[risk.id]
	not risk.response.decided_on <= today
	not identified_since(risk, monitored_since[risk.assessment.severity])
	message := $"risk {risk.id} was never monitored"
}

identified_since(risk, day) if {
	risk.identified_on <= today
	risk.identified_on >= day
}

last_review := object.union_n([{id: day} |
	some [day, ids] in sort([[review.on, [item.risk_id | some item in review.items]] | some review in reviews; review.on <= today])
	some id in ids
])

reviewed_since := {level: earlier(days) | some level, days in data.settings.review.interval_days}

deny contains {"rule": "review.held_in_time", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	day := last_review[risk.id]
	day < reviewed_since[risk.assessment.severity]
	message := $"risk {risk.id} was last reviewed on {day}"
}

deny contains {"rule": "review.held_in_time", "record": risk.id, "msg": message} if {
	some risk in open_known_risks
	not last_review[risk.id]
	not identified_since(risk, reviewed_since[risk.assessment.severity])
	message := $"risk {risk.id}, identified on {risk.identified_on}, was never reviewed"
}

last_report := object.union_n([{id: day} |
	some [day, ids] in sort([[report.issued_on, report.covers] | some report in reports; report.issued_on <= today])
	some id in ids
])

reported_since := earlier(data.settings.report.period_days)

deny contains {"rule": "report.risk_covered", "record": risk.id, "msg": message} if {
	some risk in open_risks
	day := last_report[risk.id]
	day < reported_since
	message := $"risk {risk.id} was last reported on {day}"
}

deny contains {"rule": "report.risk_covered", "record": risk.id, "msg": message} if {
	some risk in open_risks
	not last_report[risk.id]
	not identified_since(risk, reported_since)
	message := $"no report covers risk {risk.id}"
}

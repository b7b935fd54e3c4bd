# METADATA
# title: A record that has begun is closed, never deleted
# description: >-
#   A risk that is deleted needs no response any more, and a report or a result that is gone can't contradict anybody.
#   So risks, plans, reviews, activities, results, reports and registers stay on record until the days that the
#   settings ask for have passed since they ended; to end one, its status says so. A draft plan on which nobody has
#   decided may go. A file that is renamed so that nothing reads it, and an id that is changed, look the same from
#   here: the record is gone.
# custom:
#   subject: change
#   level: deny
#   remedy: Put the record back; close the risk, cancel the plan or let the report stand instead of deleting it.
#   reads: [change.kind, before.document.kind]
#   optional:
#     - before.risk.status
#     - before.risk.closure.on
#     - before.plan.status
#     - before.plan.approvals
#     - before.plan.updated_on
#     - before.review.on
#     - before.activity
#     - before.result.on
#     - before.report.issued_on
#     - after
#   settings: [change.keep_days]
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-11, nist-800-53r5:CA-5, iso27001-2022:A.5.33]
#   duties: [records-stay-as-they-were]
package rules.change.records_kept

import data.lib.dates

applies if input.before.risk

applies if input.before.plan

applies if input.before.review

applies if input.before.activity

applies if input.before.result

applies if input.before.report

applies if input.before.document.kind == "risk_register"

violations contains {"at": ["before", kind], "message": message} if {
	not input.after
	some kind, end in stood
	not is_kept_long_enough(end)
	message := $"{kind} {input.change.id} is gone{state}"
}

# stood holds what the base had, by its kind, with the day on which it ended or an empty text: what its source doesn't
# say excuses nothing.
stood["risk"] := ended_risk if input.before.risk

stood["plan"] := ended_plan if {
	input.before.plan
	not untouched_draft
}

stood["review"] := ended_review if input.before.review

stood["activity"] := "" if input.before.activity

stood["result"] := ended_result if input.before.result

stood["report"] := ended_report if input.before.report

stood["document"] := "" if {
	input.change.kind == "document"
	input.before.document.kind == "risk_register"
}

ended_risk := input.before.risk.closure.on if input.before.risk.status == "closed"

else := ""

ended_plan := input.before.plan.updated_on if input.before.plan.status in {"completed", "cancelled"}

else := ""

ended_review := input.before.review.on if input.before.review.on

else := ""

ended_result := input.before.result.on if input.before.result.on

else := ""

ended_report := input.before.report.issued_on if input.before.report.issued_on

else := ""

untouched_draft if {
	input.before.plan.status == "draft"
	not input.before.plan.approvals[0]
}

is_kept_long_enough(end) if {
	end != ""
	dates.age(end) > data.settings.change.keep_days
}

state := $", and was {input.before.risk.status}" if input.before.risk.status

else := $", and was {input.before.plan.status}" if input.before.plan.status

else := ""

# METADATA
# title: An id stands for one thing for good
# description: >-
#   Plans, reviews, results, reports and waivers name a risk by its id, so an id that comes to mean something else
#   takes all of them along. A risk is another one when the day it was identified differs, which also moves its
#   deadlines, or when, once assessed, both its title and its description do; a plan when it answers none of the risks
#   that it answered; an activity when it watches none of them, or by another method. It can't be waived, since a waiver
#   itself names a record by its id.
# custom:
#   subject: change
#   level: deny
#   waivable: false
#   remedy: Set the record back, and record what is new under an id of its own.
#   reads:
#     - before.risk.identified_on
#     - before.risk.status
#     - before.risk.title
#     - before.risk.description
#     - after.risk.identified_on
#     - after.risk.title
#     - after.risk.description
#     - before.plan.status
#     - before.plan.risk_ids
#     - after.plan.risk_ids
#     - before.activity.risk_ids
#     - before.activity.method
#     - after.activity.risk_ids
#     - after.activity.method
#   settings: []
#   controls: [nist-800-53r5:AU-10, nist-800-53r5:CM-3, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on, records-stay-as-they-were]
package rules.change.ids_not_reused

applies if {
	input.before.risk
	input.after.risk
}

applies if {
	not input.before.plan.status == "draft"
	input.before.plan
	input.after.plan
}

applies if {
	input.before.activity
	input.after.activity
}

violations contains {"at": ["after", "risk", "identified_on"], "message": message} if {
	was := input.before.risk.identified_on
	input.after.risk
	not input.after.risk.identified_on == was
	message := $"risk {input.change.id} was identified on {was}, and says otherwise now: another risk, or other deadlines"
}

violations contains {"at": ["after", "risk", "title"], "message": message} if {
	input.after.risk
	not input.before.risk.status == "identified"
	not input.after.risk.title == input.before.risk.title
	another_text
	message := $"risk {input.change.id} was called \"{input.before.risk.title}\", and neither its title nor its description is what it was"
}

violations contains {"at": ["after", "plan", "risk_ids"], "message": message} if {
	was := {id | some id in input.before.plan.risk_ids}
	input.after.plan
	count(was & {id | some id in input.after.plan.risk_ids}) == 0
	message := $"plan {input.change.id} answered {concat(", ", was)}, and answers none of them now"
}

violations contains {"at": ["after", "activity", "risk_ids"], "message": message} if {
	was := {id | some id in input.before.activity.risk_ids}
	input.after.activity
	count(was & {id | some id in input.after.activity.risk_ids}) == 0
	message := $"activity {input.change.id} watched {concat(", ", was)}, and watches none of them now"
}

violations contains {"at": ["after", "activity", "method"], "message": message} if {
	was := input.before.activity.method
	input.after.activity
	not input.after.activity.method == was
	message := $"activity {input.change.id} was a {was}, and is of another method now"
}

another_text if {
	was := input.before.risk.description
	not input.after.risk.description == was
}

another_text if not input.before.risk.description

# METADATA
# title: Risk owners and the risk team attend each review
# description: >-
#   A review is where the owner, who knows the risk, and the risk team, who compares risks, agree on its score and
#   progress; without either it is one side's opinion. Whatever the type of a review that was held, the owner of each of
#   its risks and somebody with the role that the settings ask for, or one above it, attend it or chair it.
# custom:
#   subject: review
#   level: deny
#   remedy: Record all who attended. Where an owner or the risk team was missing, review those risks again with them.
#   reads: [review.on, review.items.risk_id, review.attendees, review.chair, risks.id, risks.owner, people.role]
#   settings: [review.attending_role, authority.ladders]
#   controls: [nist-800-53r5:PM-29, iso27001-2022:7.4, csf-2.0:GV.RM-05]
#   duties: [owners-meet-risk-team]
package rules.review.attended

import data.lib.authority
import data.lib.dates

applies if not still_to_come

still_to_come if input.review.on > dates.today

attending := {person | some person in input.review.attendees} | {person | person := input.review.chair}

# Merged, because an object comprehension fails where an id stands twice.
owners := object.union_n([{risk.id: risk.owner} | some risk in input.risks])

owned := object.keys(owners)

accompanied := {risk.id | some risk in input.risks; risk.owner in attending}

team_attends if {
	some person in attending
	authority.enough(input.people[person].role, data.settings.review.attending_role)
}

violations contains {"at": ["review", "items", i], "message": message} if {
	some i, item in input.review.items
	not item.risk_id in accompanied
	owner := owners[item.risk_id]
	message := $"review {input.review.id} takes up risk {item.risk_id}, whose owner {owner} did not attend"
}

violations contains {"at": ["review", "items", i], "message": message} if {
	some i, item in input.review.items
	not item.risk_id in owned
	message := $"review {input.review.id} takes up risk {item.risk_id}, which has no owner who could attend"
}

violations contains {"at": ["review"], "message": message} if {
	not team_attends
	role := data.settings.review.attending_role
	message := $"nobody of the risk team ({role} or above) attended review {input.review.id} on {input.review.on}"
}

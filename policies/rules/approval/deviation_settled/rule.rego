# METADATA
# title: Deviations are settled in time, by somebody with the authority
# description: >-
#   A deviation takes a finding out of the normal course: its severity is lowered, it is called a false positive, or it
#   stays open because operations need it. Until it is settled it is only a claim, so it is not investigated or pending
#   for more days than allowed, and an approved one carries the approval in force of somebody with the role that the
#   settings ask for. From the severity that the settings name, no risk may stay open as an operational requirement.
#   What has no state is not settled, and what doesn't say since when shows nothing. Withdrawn deviations are not asked;
#   a closed risk keeps the duty, because an approved false positive is what closes it.
# custom:
#   subject: risk
#   level: deny
#   remedy: Have the deviation decided, and record state, since and approvals; or withdraw it.
#   reads:
#     - risk.status
#     - risk.assessment.severity
#     - risk.deviations.type
#     - risk.deviations.state
#     - risk.deviations.since
#     - risk.deviations.approvals.by
#     - risk.deviations.approvals.at
#     - risk.deviations.approvals.decision
#     - risk.deviations.approvals.expires_on
#     - people.role
#   optional: [risk.owner, risk.affected_services, services.team, people.team]
#   settings:
#     - deviation.pending_days
#     - deviation.approver
#     - deviation.no_operational_requirement_from
#     - authority.ladders
#     - scale.levels
#   controls: [fedramp-rev5:deviation-requests, nist-800-53r5:CA-5, nist-800-53r5:RA-7, iso27001-2022:6.1.3f]
#   duties: [deviations-are-settled]
package rules.approval.deviation_settled

import data.lib.approvals
import data.lib.authority
import data.lib.dates
import data.lib.severity

applies if count(claimed) > 0

violations contains {
	"at": ["risk", "deviations", place],
	"message": $"{described(deviation)} is {state(deviation)} since {deviation.since}, {days} days; at most {allowed} are allowed",
} if {
	some place, deviation in claimed
	not deviation.state == "approved"
	days := dates.age(deviation.since)
	days > allowed
}

violations contains {
	"at": ["risk", "deviations", place],
	"message": $"{described(deviation)} is {state(deviation)} and doesn't say since when; at most {allowed} days are allowed",
} if {
	some place, deviation in claimed
	not deviation.state == "approved"
	not deviation.since
}

violations contains {
	"at": approvals_at(place, deviation),
	"message": $"{described(deviation)} is called approved and asks for approval by {asked}; {recorded(deviation)}",
	"remedy": remedy,
} if {
	some place, deviation in claimed
	deviation.state == "approved"
	not is_approved(deviation)
}

violations contains {
	"at": ["risk", "deviations", place, "type"],
	"message": $"risk {input.risk.id} is {input.risk.assessment.severity} and stays open as an operational requirement; from {limit} on it must not",
	"remedy": $"Reduce the risk until it is assessed below {limit}, or withdraw the deviation.",
} if {
	not input.risk.status == "closed"
	some place, deviation in claimed
	deviation.type == "operational_requirement"
	severity.at_least(input.risk.assessment.severity, limit)
}

claimed := {place: deviation |
	some place, deviation in input.risk.deviations
	not deviation.state == "withdrawn"
}

allowed := data.settings.deviation.pending_days

asked := data.settings.deviation.approver

limit := data.settings.deviation.no_operational_requirement_from

is_approved(deviation) if {
	some approval in approvals.in_force(deviation.approvals)
	authority.enough(input.people[approval.by].role, asked)
}

described(deviation) := $"the {names[deviation.type]} of risk {input.risk.id}" if deviation.type

else := $"a deviation of risk {input.risk.id} without a type"

names := {
	"risk_adjustment": "risk adjustment",
	"false_positive": "false positive",
	"operational_requirement": "operational requirement",
}

state(deviation) := {"investigating": "under investigation", "pending": "pending"}[deviation.state] if deviation.state

else := "not settled"

recorded(deviation) := concat(", ", acts) if {
	acts := [$"{act.by} ({authority.role_of(input.people, act.by)}): {act.decision} on {act.at}{ended(act)}" |
		some act in deviation.approvals
	]
	count(acts) > 0
}

else := "no approval is recorded"

ended(act) := $", expired on {act.expires_on}" if approvals.expired(act)

else := ""

approvals_at(place, deviation) := ["risk", "deviations", place, "approvals"] if deviation.approvals

else := ["risk", "deviations", place]

remedy := $"Ask {concat(" or ", candidates)} to approve the deviation, or withdraw it." if count(candidates) > 0

else := $"Nobody else in the register has the role {asked} or one above it: add who has, or withdraw the deviation."

candidates := authority.candidates(input.people, asked, teams, {input.risk.owner | true})

teams contains input.services[service].team if some service in input.risk.affected_services

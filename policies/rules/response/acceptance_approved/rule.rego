# METADATA
# title: An acceptance is approved by the required role and by the risk owner
# description: >-
#   Whoever accepts a risk commits the organisation to it, so someone with the authority that today's severity asks for
#   and the owner who will live with the risk both approve, and someone other than the person who asked (decided_by)
#   is among them. One person may be both authority and owner, but not requester as well. Authority is the role that the
#   register gives a person, not the one that the approval claims; the last word of each person counts, and neither one
#   that is dated in the future nor one that has expired does. Where the settings name no role, nobody may accept the
#   risk. Closed risks are not asked, because nothing is accepted any more.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Get the missing approval and record it in response.acceptance.approvals with by, at and decision, or choose
#     another response.
#   reads:
#     - risk.status
#     - risk.assessment.severity
#     - risk.owner
#     - risk.response.type
#     - risk.response.decided_by
#     - risk.response.acceptance.approvals.by
#     - risk.response.acceptance.approvals.at
#     - risk.response.acceptance.approvals.decision
#     - risk.response.acceptance.approvals.expires_on
#     - people.role
#   optional: [risk.affected_services, services.team, people.team]
#   settings: [acceptance.approver, authority.ladders, scale.levels]
#   controls:
#     - nist-800-53r5:CA-6
#     - nist-800-53r5:AC-5
#     - iso27001-2022:6.1.3f
#     - csf-2.0:GV.RR-02
#   duties: [acceptance-is-authorized, duties-are-separated]
package rules.response.acceptance_approved

import data.lib.approvals
import data.lib.authority
import data.lib.severity

applies if {
	input.risk.response.type == "accept"
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"risk {input.risk.id} is {level} and accepted; nobody may accept a {level} risk",
	"remedy": "Mitigate, avoid or transfer the risk.",
} if {
	nobody_may
}

violations contains {
	"at": approvals_at,
	"message": $"risk {input.risk.id} is {level} and accepted, which asks for approval by {asked}; {recorded}",
	"remedy": authority_remedy,
} if {
	not nobody_may
	not by_authority
}

violations contains {
	"at": ["risk", "owner"],
	"message": $"risk {input.risk.id} is accepted without the approval of its owner {input.risk.owner}; {recorded}",
	"remedy": $"Ask {input.risk.owner} to approve, or name the right owner, a person of the register.",
} if {
	not nobody_may
	input.risk.owner
	not input.risk.owner in approvers
}

violations contains {
	"at": ["risk"],
	"message": $"risk {input.risk.id} is accepted and has no owner who could approve; {recorded}",
	"remedy": "Name the owner, a person of the register, and ask for the owner's approval.",
} if {
	not nobody_may
	not input.risk.owner
}

violations contains {
	"at": requester_at,
	"message": $"risk {input.risk.id} is accepted by {input.risk.owner} alone, {who_asked}",
	"remedy": authority_remedy,
} if {
	by_authority
	input.risk.owner in approvers
	not by_another
}

level := input.risk.assessment.severity

asked := data.settings.acceptance.approver[level]

nobody_may if asked == null

by_authority if {
	some by in approvers
	authority.enough(input.people[by].role, asked)
}

by_another if count(approvers) > 1

by_another if {
	some by in approvers
	by != input.risk.response.decided_by
}

approvers := {approval.by |
	some approval in approvals.in_force(input.risk.response.acceptance.approvals)
	input.people[approval.by]
}

recorded := concat(", ", [$"{act.by} ({authority.role_of(input.people, act.by)}): {act.decision} on {act.at}" |
	some act in input.risk.response.acceptance.approvals
]) if {
	count(input.risk.response.acceptance.approvals) > 0
}

else := "no approval is recorded"

approvals_at := ["risk", "response", "acceptance", "approvals"] if input.risk.response.acceptance.approvals

else := ["risk", "response", "acceptance"] if input.risk.response.acceptance

else := ["risk", "response"]

who_asked := "who also asked for it (decided_by)" if input.risk.response.decided_by

else := "and decided_by doesn't say who asked for it"

requester_at := ["risk", "response", "decided_by"] if input.risk.response.decided_by

else := ["risk", "response"]

authority_remedy := $"Ask {concat(" or ", candidates)} to approve." if count(candidates) > 0

else := $"Nobody else in the register has the role {asked} or one above it: add who has, or choose another response."

candidates := authority.candidates(input.people, asked, teams, approvers | {input.risk.response.decided_by | true})

teams contains input.services[service].team if some service in input.risk.affected_services

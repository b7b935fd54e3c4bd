# METADATA
# title: An acceptance is in force and not for too long
# description: >-
#   Circumstances change, so a risk is accepted for a time and then decided about again; an acceptance that never ends
#   is a risk forgotten. It must have begun, end on a day that isn't past (the last day still counts), and last no
#   longer from its first to its last day than today's severity allows. Closed risks are not asked, because nothing is
#   accepted any more.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Decide about the risk again: have the acceptance approved anew with a from and an expires_on within the limit, or
#     choose another response.
#   reads:
#     - risk.status
#     - risk.assessment.severity
#     - risk.response.type
#     - risk.response.acceptance.from
#     - risk.response.acceptance.expires_on
#   settings: [acceptance.max_days, scale.levels]
#   controls: [nist-800-53r5:CA-6, nist-800-53r5:RA-7, csf-2.0:ID.RA-07]
#   duties: [acceptance-is-authorized, decisions-are-revisited]
package rules.response.acceptance_in_date

import data.lib.dates
import data.lib.severity

applies if {
	input.risk.response.type == "accept"
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
}

violations contains {
	"at": unset_at,
	"message": $"risk {input.risk.id} is accepted without {concat(" and ", unset)}",
} if {
	count(unset) > 0
}

violations contains {
	"at": ["risk", "response", "acceptance", "from"],
	"message": $"{accepted} on, and today is {dates.today}",
} if {
	dates.is_future(input.risk.response.acceptance.from)
}

violations contains {
	"at": ["risk", "response", "acceptance", "expires_on"],
	"message": $"the acceptance of risk {input.risk.id} expired on {input.risk.response.acceptance.expires_on}, and today is {dates.today}",
} if {
	dates.is_past(input.risk.response.acceptance.expires_on)
}

violations contains {
	"at": ["risk", "response", "acceptance", "expires_on"],
	"message": $"{accepted} to {input.risk.response.acceptance.expires_on}, {days} days; {level} allows {limit}",
} if {
	not dates.is_past(input.risk.response.acceptance.expires_on)
	days
	not within_limit
}

accepted := $"risk {input.risk.id} is accepted from {input.risk.response.acceptance.from}"

level := input.risk.assessment.severity

days := dates.days(input.risk.response.acceptance.from, input.risk.response.acceptance.expires_on)

within_limit if days <= limit

limit := data.settings.acceptance.max_days[level]

unset contains "from" if not input.risk.response.acceptance.from

unset contains "expires_on" if not input.risk.response.acceptance.expires_on

unset_at := ["risk", "response", "acceptance"] if input.risk.response.acceptance

else := ["risk", "response"]

due contains {
	"at": ["risk", "response", "acceptance", "expires_on"],
	"on": input.risk.response.acceptance.expires_on,
	"what": "acceptance",
}

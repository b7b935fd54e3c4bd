# METADATA
# title: Every decision names who decided, when and why
# description: >-
#   A decision without a name, a day and a reason can't be asked about, repeated or defended. A day in the future is no
#   decision yet, and a day before the risk was identified is a decision about something else. A closed risk keeps this
#   duty, because the record of its decision outlives it. Whether decided_by exists is for register.references_resolve.
# custom:
#   subject: risk
#   level: deny
#   remedy: Record decided_by, decided_on and rationale in the risk's response, as they were.
#   reads:
#     - risk.identified_on
#     - risk.response.type
#     - risk.response.decided_by
#     - risk.response.decided_on
#     - risk.response.rationale
#   settings: []
#   controls: [nist-800-53r5:RA-7, iso27001-2022:6.1.3, csf-2.0:ID.RA-06]
#   duties: [response-is-decided]
package rules.response.recorded

import data.lib.dates

applies if input.risk.response.type

violations contains {
	"at": ["risk", "response"],
	"message": $"{decision} has no {concat(" and no ", unrecorded)}",
	"remedy": $"Record {concat(" and ", unrecorded)} in the risk's response.",
} if {
	count(unrecorded) > 0
}

violations contains {
	"at": ["risk", "response", "decided_on"],
	"message": $"{decision} is dated {input.risk.response.decided_on}, and today is {dates.today}",
} if {
	dates.is_future(input.risk.response.decided_on)
}

violations contains {
	"at": ["risk", "response", "decided_on"],
	"message": $"{decision} is dated {input.risk.response.decided_on}, before the risk was identified on {input.risk.identified_on}",
} if {
	input.risk.response.decided_on < input.risk.identified_on
	not dates.is_future(input.risk.response.decided_on)
}

decision := $"the decision to {input.risk.response.type} risk {input.risk.id}"

unrecorded contains "decided_by" if not input.risk.response.decided_by

unrecorded contains "decided_on" if not input.risk.response.decided_on

unrecorded contains "rationale" if not input.risk.response.rationale

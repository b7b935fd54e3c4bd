# METADATA
# title: A transfer is backed by a party and an instrument in force
# description: >-
#   A risk is transferred when somebody else is bound to carry it, so the record names who (party), by which contract or
#   policy (instrument) and the last day on which that is in force (valid_until), which still counts. An instrument
#   without an end is confirmed up to a day, and then again. A risk that was closed as transferred is asked too: on the day
#   its cover ends, the risk is back. Risks closed for another reason are not.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Record party, instrument and valid_until under response.transfer; where the cover has ended, renew it or choose
#     another response.
#   reads:
#     - risk.status
#     - risk.closure.reason
#     - risk.response.type
#     - risk.response.transfer.party
#     - risk.response.transfer.instrument
#     - risk.response.transfer.valid_until
#   settings: []
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:PM-9, iso27001-2022:6.1.3, csf-2.0:ID.RA-06]
#   duties: [decision-is-carried-out]
package rules.response.transfer_backed

import data.lib.dates

applies if {
	input.risk.response.type == "transfer"
	not given_up
}

given_up if {
	input.risk.status == "closed"
	not input.risk.closure.reason == "transferred"
}

violations contains {
	"at": transfer_at,
	"message": $"risk {input.risk.id} is transferred, and the record states no {concat(" and no ", unstated)}",
	"remedy": $"Record {concat(" and ", unstated)} under response.transfer, as the contract or policy says.",
} if {
	count(unstated) > 0
}

violations contains {
	"at": ["risk", "response", "transfer", "valid_until"],
	"message": $"the transfer of risk {input.risk.id} was in force until {input.risk.response.transfer.valid_until}, and today is {dates.today}",
	"remedy": "Renew the instrument and record its new valid_until, or decide about the risk again.",
} if {
	dates.is_past(input.risk.response.transfer.valid_until)
}

unstated contains "party" if not input.risk.response.transfer.party

unstated contains "instrument" if not input.risk.response.transfer.instrument

unstated contains "valid_until" if not input.risk.response.transfer.valid_until

transfer_at := ["risk", "response", "transfer"] if input.risk.response.transfer

else := ["risk", "response"]

due contains {
	"at": ["risk", "response", "transfer", "valid_until"],
	"on": input.risk.response.transfer.valid_until,
	"what": "transfer",
}

# METADATA
# title: Another response is a new decision
# description: >-
#   Mitigating, avoiding, transferring and accepting ask for different things, so going from one to another, or back
#   to no response, is a decision: made on a later day than the one before, for a reason of its own, and told in the
#   history. Otherwise a mitigation that was due becomes an acceptance overnight.
# custom:
#   subject: change
#   level: deny
#   remedy: Record the new decision (decided_on, decided_by, rationale), and an entry with the reason in the history.
#   reads:
#     - before.risk.response.type
#     - before.risk.response.decided_on
#     - before.risk.response.rationale
#     - before.risk.history
#     - after.risk.response.type
#     - after.risk.response.decided_on
#     - after.risk.response.rationale
#     - after.risk.history
#   settings: []
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:CM-3, iso27001-2022:6.1.3a, iso27001-2022:7.5.3]
#   duties: [changes-are-justified, response-is-decided]
package rules.change.response_decided

import data.lib.changes

applies if {
	input.before.risk.response.type
	input.after.risk
	not input.after.risk.response.type == input.before.risk.response.type
}

violations contains {"at": ["after", "risk", "response", "decided_on"], "message": message} if {
	input.after.risk.response
	not decided_anew
	message := $"the response to risk {input.change.id} went from {was} to {now} without a new decision{day}"
}

violations contains {"at": ["after", "risk", "response", "rationale"], "message": message} if {
	input.after.risk.response
	not reasoned_anew
	message := $"the response to risk {input.change.id} went from {was} to {now} and gives no rationale of its own"
}

violations contains {"at": ["after", "risk", "history"], "message": message} if {
	not explained
	message := $"the response to risk {input.change.id} went from {was} to {now}, and no new entry of its history gives the reason"
}

decided_anew if input.after.risk.response.decided_on > input.before.risk.response.decided_on

decided_anew if {
	not input.before.risk.response.decided_on
	input.after.risk.response.decided_on
}

reasoned_anew if {
	input.after.risk.response.rationale
	not input.after.risk.response.rationale == input.before.risk.response.rationale
}

explained if {
	some entry in told
	entry.to == input.after.risk.response.type
}

explained if {
	not input.after.risk.response.type
	some entry in told
	not entry.to
}

told contains entry if {
	some entry in changes.added(history, input.after.risk.history)
	entry.field == "response"
	entry.reason
}

history := [entry | some entry in input.before.risk.history]

was := input.before.risk.response.type

now := input.after.risk.response.type if input.after.risk.response.type

else := "none"

day := $": it is still of {input.after.risk.response.decided_on}" if input.after.risk.response.decided_on

else := ""

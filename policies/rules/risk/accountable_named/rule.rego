# METADATA
# title: Every severe open risk has an accountable executive
# description: >-
#   From a severity that the settings name (high), somebody with the power to change priorities and budgets must answer
#   for the risk, and not its owner alone. A name is not enough: the person stands in the register, with the role that
#   the settings ask for or one above it.
# custom:
#   subject: risk
#   level: deny
#   remedy: Set accountable to the id of a person of the register who has the role that the settings ask for.
#   reads: [risk.status, risk.assessment.severity, risk.accountable, people.role]
#   settings: [risk.accountable_from, risk.accountable_role, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:PM-29, iso27001-2022:5.3, csf-2.0:GV.RR-01]
#   duties: [risks-have-owners]
package rules.risk.accountable_named

import data.lib.authority
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.at_least(input.risk.assessment.severity, data.settings.risk.accountable_from)
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.accountable
	message := $"{subject} has no accountable {data.settings.risk.accountable_role}"
}

violations contains {"at": ["risk", "accountable"], "message": message} if {
	accountable := input.risk.accountable
	not input.people[accountable].role
	message := $"{subject} makes {accountable} accountable, whom the register does not know"
}

violations contains {"at": ["risk", "accountable"], "message": message} if {
	accountable := input.risk.accountable
	role := input.people[accountable].role
	asked := data.settings.risk.accountable_role
	not authority.enough(role, asked)
	message := $"{subject} makes {accountable} ({role}) accountable; the settings ask for {asked}"
}

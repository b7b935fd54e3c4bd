# METADATA
# title: Every severe open risk is tracked by the risk team
# description: >-
#   High-level risks are tracked until their plans are implemented effectively, by somebody whose work that is and not by
#   the owner who carries the plan out. From the severity that the settings name, the tracker stands in the register,
#   with the role that the settings ask for or one above it. Tracking ends when the risk is closed, and not before.
# custom:
#   subject: risk
#   level: deny
#   remedy: Set tracked_by to the id of a person of the register who has the role that the settings ask for.
#   reads: [risk.status, risk.assessment.severity, risk.tracked_by, people.role]
#   optional: [people.team]
#   settings: [risk.tracked_from, risk.tracking_role, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:PM-4, nist-800-53r5:CA-5, iso27001-2022:5.3, csf-2.0:ID.RA-06]
#   duties: [severe-risks-are-tracked]
package rules.risk.tracked

import data.lib.authority
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.at_least(input.risk.assessment.severity, data.settings.risk.tracked_from)
}

violations contains {
	"at": ["risk"],
	"message": $"{subject} is tracked by nobody; the settings ask for {asked}",
	"remedy": remedy,
} if {
	not input.risk.tracked_by
}

violations contains {
	"at": ["risk", "tracked_by"],
	"message": $"{subject} is tracked by {tracker}, whom the register does not know",
	"remedy": remedy,
} if {
	not input.people[tracker]
}

violations contains {
	"at": ["risk", "tracked_by"],
	"message": $"{subject} is tracked by {tracker} ({role}); the settings ask for {asked}",
	"remedy": remedy,
} if {
	role := input.people[tracker].role
	not authority.enough(role, asked)
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

tracker := input.risk.tracked_by

asked := data.settings.risk.tracking_role

remedy := $"Have {concat(" or ", candidates)} track the risk, and name the person in tracked_by." if count(candidates) > 0

else := $"Nobody in the register has the role {asked} or one above it: add who has."

candidates := authority.candidates(input.people, asked, set(), set())

# METADATA
# title: Every open risk has an owner whom the register knows
# description: >-
#   The owner answers for the risk, meets the risk team about it and accepts what remains of it, so an unnamed or
#   unknown owner leaves the risk to nobody. A closed risk needs none: people leave.
# custom:
#   subject: risk
#   level: deny
#   remedy: Name the owner by the id of a person of the register, or add the person.
#   reads: [risk.status, risk.owner, people.id]
#   settings: []
#   controls: [nist-800-53r5:PM-29, iso27001-2022:6.1.2c, csf-2.0:GV.RR-02]
#   duties: [risks-have-owners]
package rules.risk.owner_named

applies if not input.risk.status == "closed"

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.owner
	message := $"risk {input.risk.id} has no owner"
}

violations contains {"at": ["risk", "owner"], "message": message} if {
	owner := input.risk.owner
	not input.people[owner]
	message := $"risk {input.risk.id} is owned by {owner}, whom the register does not know"
}

# METADATA
# title: A risk affects fewer services only after a new assessment
# description: >-
#   The services that a risk affects say which teams act, who approves and who is told. A risk that sheds a service
#   sheds those duties, so once it has been assessed, it takes a new assessment to find that the service is safe.
# custom:
#   subject: change
#   level: deny
#   remedy: Assess the risk anew (assessment.on), or name the service again.
#   reads:
#     - before.risk.affected_services
#     - before.risk.assessment.on
#     - after.risk.affected_services
#     - after.risk.assessment.on
#   settings: []
#   controls: [nist-800-53r5:RA-3, nist-800-53r5:CM-3, iso27001-2022:8.2]
#   duties: [changes-are-justified, service-teams-respond]
package rules.change.scope_justified

applies if {
	input.after.risk
	input.before.risk.assessment.on
	count(gone) > 0
}

violations contains {"at": ["after", "risk", "affected_services"], "message": message} if {
	applies
	not assessed_anew
	message := $"risk {input.change.id} no longer affects {concat(", ", gone)}, and was not assessed again"
}

gone := {service | some service in input.before.risk.affected_services} - {service | some service in input.after.risk.affected_services}

assessed_anew if input.after.risk.assessment.on > input.before.risk.assessment.on

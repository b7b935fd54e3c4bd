# METADATA
# title: Every open risk names the services it affects, each with a team
# description: >-
#   Service teams respond to risks, so a risk that names no service, or one that no team runs, reaches no one who could
#   act. Each service must be one of the register, with its team. A closed risk needs none: services are retired.
# custom:
#   subject: risk
#   level: deny
#   remedy: List the services under affected_services, and give each a team in the register's services.
#   reads: [risk.status, risk.affected_services, services.id, services.team]
#   settings: []
#   controls: ["nist-800-53r5:CM-8(4)", iso27001-2022:A.5.9, csf-2.0:ID.AM-02]
#   duties: [service-teams-respond]
package rules.risk.services_named

applies if not input.risk.status == "closed"

violations contains {"at": ["risk"], "message": message} if {
	not input.risk.affected_services[0]
	message := $"risk {input.risk.id} names no service that it affects"
}

violations contains {"at": ["risk", "affected_services", i], "message": message} if {
	some i, service in input.risk.affected_services
	not input.services[service]
	message := $"risk {input.risk.id} affects service {service}, which the register does not know"
}

violations contains {"at": ["services", service], "message": message} if {
	some service in input.risk.affected_services
	input.services[service]
	not input.services[service].team
	message := $"risk {input.risk.id} affects service {service}, which no team runs"
}

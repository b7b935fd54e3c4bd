# METADATA
# title: Every id that is named exists
# description: >-
#   An owner, plan, service or result that nobody can look up is a duty that nobody has. Only names whose documents
#   are part of the run are looked at: a plan that is checked without any register isn't at fault for its risks. It
#   can't be waived: what is joined by such a name is missing from what every other rule sees.
# custom:
#   subject: register
#   level: deny
#   waivable: false
#   remedy: Correct the id, or add the record that it names.
#   reads:
#     - facts.unresolved.kind
#     - facts.unresolved.id
#     - facts.unresolved.field
#     - facts.unresolved.names
#     - facts.unresolved.value
#   settings: []
#   controls: [nist-800-53r5:SI-10, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on]
package rules.register.references_resolve

applies if input.facts.unresolved

violations contains {"at": ["facts", "unresolved", i], "message": message} if {
	some i, unresolved in input.facts.unresolved
	named := $"{unresolved.names} {unresolved.value}"
	message := $"{unresolved.kind} {unresolved.id} names {named} in {unresolved.field}, and no document of this run has it"
}

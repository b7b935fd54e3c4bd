# METADATA
# title: Who gains authority is seen before it is used
# description: >-
#   From the next change on, a new or a higher role counts for approvals. Whoever reviews this one should know that it
#   gives authority away, and to whom: a role that has the authority of another, given to somebody who didn't have it,
#   or an id that stands for another name.
# custom:
#   subject: change
#   level: warn
#   remedy: Confirm the role with whoever grants authority, before this change lands.
#   reads: [before, after.document.kind, people.role, people.name, people_after.role, people_after.name]
#   settings: [authority.ladders]
#   controls: [nist-800-53r5:AC-2, nist-800-53r5:AC-6, iso27001-2022:A.5.2]
#   duties: [duties-are-separated]
package rules.change.roles_raised

import data.lib.authority

applies if {
	input.change.kind == "document"
	input.after.document.kind == "risk_register"
	input.before
}

violations contains {"at": ["people_after", id, "role"], "message": message} if {
	some id, person in input.people_after
	was := input.people[id].role
	was != person.role
	not [was, person.role] in authority.sufficient
	message := $"{id} goes from {was} to {person.role}"
}

violations contains {"at": ["people_after", id, "role"], "message": message} if {
	some id, person in input.people_after
	not input.people[id]
	authority.height[person.role] > 1
	message := $"{id} is new, as {person.role}"
}

violations contains {"at": ["people_after", id, "name"], "message": message} if {
	some id, person in input.people_after
	was := input.people[id].name
	person.name != was
	message := $"{id} is {person.name} now, and was {was}"
}

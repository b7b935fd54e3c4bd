# METADATA
# title: No id stands twice
# description: >-
#   Records name each other by id, so two things of one kind that share an id make approvals, results and reviews
#   belong to nobody in particular. All documents of the run are looked at together: two plans of one id in two files
#   are as ambiguous as in one. It can't be waived, since a waiver itself names a record by its id.
# custom:
#   subject: register
#   level: deny
#   waivable: false
#   remedy: Give one of them another id, and correct the records that name it. Never give an id to a second thing.
#   reads: [facts.duplicates.kind, facts.duplicates.id, facts.duplicates.count]
#   settings: []
#   controls: [nist-800-53r5:SI-10, iso27001-2022:7.5.2]
#   duties: [records-can-be-relied-on]
package rules.register.ids_unique

applies if input.facts.duplicates

violations contains {"at": ["facts", "duplicates", i], "message": message} if {
	some i, duplicate in input.facts.duplicates
	message := $"the {duplicate.kind} id {duplicate.id} stands {duplicate.count} times"
}

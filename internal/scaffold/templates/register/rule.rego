# METADATA
# title: Every register in use has a title
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: register
#   level: warn
#   remedy: Give the register a title that says whose risks it holds.
#   reads: [counts.open, register.title]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if input.counts.open > 0

violations contains {"at": ["register"], "message": message} if {
	not input.register.title
	message := $"register {input.register.id} holds open risks ({input.counts.open}) and has no title"
}

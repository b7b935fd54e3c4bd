# METADATA
# title: Every waiver gives a reason that others can follow
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: waiver
#   level: warn
#   remedy: Write in reason what is missing, and when it will be there.
#   reads: [waiver.reason]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if input.waiver.id

violations contains {"at": ["waiver", "reason"], "message": message} if {
	words := split(input.waiver.reason, " ")
	count(words) < 3
	message := $"waiver {input.waiver.id} gives a reason of {count(words)} words: {input.waiver.reason}"
}

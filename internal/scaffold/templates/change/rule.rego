# METADATA
# title: A risk doesn't change its category unseen
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: change
#   level: warn
#   remedy: Set the category back, or have the change approved.
#   reads: [before.risk.category, after.risk.category]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if {
	input.before.risk
	input.after.risk
}

violations contains {"at": ["after", "risk", "category"], "message": message} if {
	was := input.before.risk.category
	not input.after.risk.category == was
	message := $"risk {input.change.id} was of category {was} before the change"
}

# METADATA
# title: Every plan in force has an owner
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: plan
#   level: warn
#   remedy: Name the owner of the plan.
#   reads: [plan.status, plan.owner]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if input.plan.status in {"approved", "active"}

violations contains {"at": ["plan"], "message": message} if {
	not input.plan.owner
	message := $"plan {input.plan.id} is {input.plan.status} and has no owner"
}

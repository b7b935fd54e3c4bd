# METADATA
# title: A risk is described
# description: A title is not enough for whoever was not there.
# custom:
#   subject: risk
#   level: deny
#   remedy: Describe the risk.
#   reads: [risk.description]
#   settings: []
package rules.acme.described

applies if true

violations contains {"at": ["risk"], "message": $"risk {input.risk.id} has no description"} if not input.risk.description

# METADATA
# title: A waiver is about a rule that can be waived
# description: >-
#   Some rules see to what all others rest on, such as ids that are unique and documents that can be read, and the rules about
#   waivers see to who may waive. Nobody can accept what these find. The page of a rule says whether it can be waived.
# custom:
#   subject: waiver
#   level: deny
#   remedy: Take the waiver out, and mend what it is about.
#   reads: [waiver.rule, facts.waivable]
#   settings: []
#   controls: [nist-800-53r5:CA-6, csf-2.0:ID.RA-07]
#   duties: [exceptions-are-approved]
package rules.waiver.rule_waivable

applies if input.waiver.id

violations contains {"at": ["waiver", "rule"], "message": message} if {
	input.facts.waivable == false
	message := $"waiver {input.waiver.id} is about {input.waiver.rule}, which can't be waived"
}

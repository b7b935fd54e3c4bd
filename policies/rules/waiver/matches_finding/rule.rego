# METADATA
# title: A waiver waives something
# description: >-
#   A waiver that is left when nothing is found any more would accept the next fault of that kind before anybody has looked at
#   it, and one with a wrong name accepts nothing although somebody counts on it. Where the run can't show whether there is
#   something to accept, it isn't judged. A waiver that another has renewed isn't asked. It warns, so that whoever mends a
#   fault isn't held up by the waiver that it leaves behind.
# custom:
#   subject: waiver
#   level: warn
#   remedy: Take the waiver out of the file, or correct the name that is wrong.
#   reads: [waiver.rule, waiver.subject.kind, waiver.subject.id, matched, facts.rule, facts.subject]
#   optional: [waiver.fingerprint]
#   settings: []
#   controls: [nist-800-53r5:CA-6, csf-2.0:ID.RA-07]
#   duties: [exceptions-end]
package rules.waiver.matches_finding

import data.lib.waivers

applies if not input.facts.renewed_by

violations contains {"at": place, "message": $"waiver {input.waiver.id} waives nothing: {why}"} if {
	count(input.matched) == 0
}

why := no_rule if input.facts.rule == "unknown"

else := rule_off if input.facts.rule == "off"

else := no_record if input.facts.subject == "absent"

else := finding_gone if input.waiver.fingerprint

else := nothing_wrong

no_rule := $"there is no rule {input.waiver.rule}"

rule_off := $"the settings turn {input.waiver.rule} off"

no_record := $"there is no {waivers.subject(input.waiver)}"

finding_gone := $"{input.waiver.rule} has no finding {input.waiver.fingerprint} about {waivers.subject(input.waiver)}"

nothing_wrong := $"{input.waiver.rule} finds no fault with {waivers.subject(input.waiver)}"

place := ["waiver", "rule"] if input.facts.rule in {"unknown", "off"}

else := ["waiver", "subject"] if input.facts.subject == "absent"

else := ["waiver"]

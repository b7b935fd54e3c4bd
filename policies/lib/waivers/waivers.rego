# METADATA
# title: What a waiver asks for
# description: >-
#   The severity of the record whose findings are accepted says who may approve that and for how long. What has no severity
#   on the scale, such as a whole register, counts as the highest.
package lib.waivers

import data.lib.severity

# counts(waiver, matched) holds for a waiver that is approved and accepts something.
counts(waiver, matched) if {
	waiver.approved_by
	count(matched) > 0
}

# level(matched) is the highest severity among the findings that are accepted.
level(matched) := severity.highest([rated(finding) | some finding in matched])

rated(finding) := finding.severity if severity.known(finding.severity)

else := severity.levels[count(severity.levels) - 1]

# subject(waiver) names the record in words.
subject(waiver) := $"{waiver.subject.kind} {waiver.subject.id}"

# METADATA
# title: Reports reach those who decide about risks
# description: >-
#   A report informs decisions only if it gets to those who make them. The audience names everybody whom the settings
#   ask for, in the same words, capital or small. Where the settings ask for a role of a ladder, a role above it will do.
#   ERM assessments, which report to the enterprise, and reports still to be issued are not asked.
# custom:
#   subject: report
#   level: deny
#   remedy: Send the report to those it has not reached, and list them under its audience.
#   reads: [report.type, report.issued_on, report.audience]
#   settings: [report.audience, authority.ladders]
#   controls: [nist-800-53r5:PM-9, iso27001-2022:7.4, csf-2.0:GV.RM-05]
#   duties: [reports-reach-readers]
package rules.report.reaches_stakeholders

import data.lib.authority
import data.lib.dates

applies if {
	not input.report.type == "erm_assessment"
	input.report.issued_on <= dates.today
	count(data.settings.report.audience) > 0
}

violations contains {
	"at": ["report", "audience"],
	"message": $"report {input.report.id} is for {readers}; it must also reach {concat(", ", missing)}",
} if {
	count(missing) > 0
}

missing := [asked |
	some asked in data.settings.report.audience
	not reached(asked)
]

reached(asked) if lower(asked) in names

reached(asked) if {
	some reader in input.report.audience
	authority.enough(reader, asked)
}

names := {lower(reader) | some reader in input.report.audience}

readers := concat(", ", input.report.audience) if count(input.report.audience) > 0

else := "nobody"

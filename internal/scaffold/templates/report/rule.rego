# METADATA
# title: Every risk assessment report names its author
# description: >-
#   Say here in two sentences why it matters: which duty stands behind the rule, and what happens where nobody sees to
#   it.
# custom:
#   subject: report
#   level: warn
#   remedy: Name in author who wrote the report.
#   reads: [report.type, report.author, report.issued_on]
#   settings: []
#   controls: []
package rules.GROUP.CLAIM

applies if input.report.type == "risk_assessment_report"

violations contains {"at": ["report"], "message": message} if {
	not input.report.author
	message := $"report {input.report.id} of {input.report.issued_on} names no author"
}

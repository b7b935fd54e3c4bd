# METADATA
# title: A report cites the monitoring results of its period
# description: >-
#   What monitoring saw reaches those who decide only through reports, and a report that picks its results tells half of
#   it. Each monitoring result from the days of the report's period, both ends included, about a risk that the report
#   covers is among its results; a report that names no risks is about all of its register. Reports without a period of
#   two ends or without a result in it, ERM assessments, which take in reports, and reports still to be issued are not
#   asked.
# custom:
#   subject: report
#   level: deny
#   remedy: Say in the report what these results found, and list them under its results.
#   reads:
#     - report.type
#     - report.issued_on
#     - report.results
#     - report.period.from
#     - report.period.to
#     - results.id
#   settings: []
#   controls: [nist-800-53r5:CA-7, iso27001-2022:9.1, csf-2.0:GV.RM-05]
#   duties: [reports-are-true]
package rules.report.cites_monitoring

import data.lib.dates

applies if {
	not input.report.type == "erm_assessment"
	input.report.issued_on <= dates.today
	count(input.results) > 0
}

violations contains {
	"at": ["report", "results"],
	"message": $"report {input.report.id} cites {count(input.results) - count(missing)} of the {count(input.results)} monitoring results from {input.report.period.from} to {input.report.period.to} about its risks; it leaves out {named}{unnamed}",
} if {
	count(missing) > 0
}

cited := {result | some result in input.report.results}

missing := [result.id |
	some result in input.results
	not result.id in cited
]

# A long list is cut, so that the message stays one.
named := concat(", ", array.slice(missing, 0, 5))

unnamed := $" and {count(missing) - 5} more" if count(missing) > 5

else := ""

# METADATA
# title: The counts of a report are those of the register
# description: >-
#   Management decides on figures, and a figure that the register doesn't bear out misleads better than none. All risks,
#   open risks, closed risks and open risks by severity, where the report states them, are what the register counts at
#   the end of the last day of the report's period, or of the day of issue where it has none: risks that were identified
#   by then, as closures and the history of status and severity tell how they stood. A severity that a report leaves out
#   counts as none. Figures that no register shows, such as overdue actions, ERM assessments, which count several
#   registers, and reports still to be issued are not asked. It can't be waived: nobody has the authority to let a wrong
#   figure stand.
# custom:
#   subject: report
#   level: deny
#   waivable: false
#   remedy: >-
#     Correct the report's figures and issue it again; or complete the register's history where the register is what is
#     wrong.
#   reads:
#     - report.type
#     - report.issued_on
#     - report.metrics.risks
#     - report.metrics.open
#     - report.metrics.closed
#     - report.metrics.open_by_severity
#     - counts.on
#     - counts.risks
#     - counts.open
#     - counts.open_by_severity
#   settings: []
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:PM-6, iso27001-2022:9.1, csf-2.0:GV.OV-03]
#   duties: [reports-are-true]
package rules.report.counts_agree

import data.lib.dates

applies if {
	not input.report.type == "erm_assessment"
	input.report.issued_on <= dates.today
	states_a_count
}

states_a_count if input.report.metrics.risks

states_a_count if input.report.metrics.open

states_a_count if input.report.metrics.closed

states_a_count if input.report.metrics.open_by_severity

violations contains {"at": ["report", "metrics", "risks"], "message": differs(stated, "risks", counted)} if {
	stated := input.report.metrics.risks
	counted := input.counts.risks
	stated != counted
}

violations contains {"at": ["report", "metrics", "open"], "message": differs(stated, "open risks", counted)} if {
	stated := input.report.metrics.open
	counted := input.counts.open
	stated != counted
}

violations contains {"at": ["report", "metrics", "closed"], "message": differs(stated, "closed risks", counted)} if {
	stated := input.report.metrics.closed
	counted := input.counts.risks - input.counts.open
	stated != counted
}

violations contains {
	"at": ["report", "metrics", "open_by_severity", level],
	"message": differs(stated, $"open {level} risks", open_of(level)),
} if {
	some level, stated in input.report.metrics.open_by_severity
	stated != open_of(level)
}

violations contains {
	"at": ["report", "metrics", "open_by_severity", level],
	"message": differs("no", $"open {level} risks", counted),
} if {
	by_severity := input.report.metrics.open_by_severity
	some level, counted in input.counts.open_by_severity
	counted > 0
	not by_severity[level]
}

differs(stated, what, counted) := $"report {input.report.id} states {stated} {what}; the register counts {counted} on {input.counts.on}"

open_of(level) := input.counts.open_by_severity[level]

# A level that the settings don't know has no risk of the register.
open_of(level) := 0 if not input.counts.open_by_severity[level]

# METADATA
# title: A report stays as it was issued
# description: >-
#   Decisions rest on what a report said on the day it was issued. Figures that change afterwards make the decision
#   look wrong, or right, that was neither. Management's review may be added once; what is wrong in a report is put
#   right by the next one.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the report back to what was issued, and say what is right in a new one.
#   reads: [before.report.issued_on]
#   optional: [before.report, after.report, before.document.source.omits]
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-10, iso27001-2022:A.5.33, iso27001-2022:7.5.3]
#   duties: [records-stay-as-they-were, reports-are-true]
package rules.change.reports_unaltered

import data.lib.changes
import data.lib.dates

applies if {
	input.after.report
	not dates.is_future(input.before.report.issued_on)
}

violations contains {"at": ["after", "report", field], "message": message} if {
	some field in changes.altered(input.before.report, input.after.report, free)
	message := $"report {input.change.id} was issued on {input.before.report.issued_on}, and its {field} changed since"
}

free contains "management_review" if not input.before.report.management_review

free contains field if some field in changes.gained("reports", input.before.report, input.after.report, input.before.document.source.omits)

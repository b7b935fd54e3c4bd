# METADATA
# title: Reports feed the enterprise risk assessment
# description: >-
#   The enterprise sees a business unit's risks only through the reports that its ERM assessment takes in, and can
#   compare them only on one scale. Within the interval an ERM assessment was issued that takes in, for this business
#   unit, a report about this register which had been issued by then and no longer than an interval before. The latest
#   such assessment takes in every unit that the settings or the assessment itself expect, and all its inputs state the
#   same severity levels. Each register answers for its own unit, so that nothing is told twice; the first unit by name
#   that is taken in and has a register here answers for those without one, and its scale is the one to compare with. A
#   register without any risk feeds nothing.
# custom:
#   subject: register
#   level: deny
#   remedy: >-
#     Have the ERM assessment take in the latest report about this register, beside those of the other business units,
#     and put all of them on one scale.
#   reads:
#     - counts.risks
#     - facts.business_units
#     - register.business_unit
#     - reports.type
#     - reports.issued_on
#     - reports.erm.inputs.business_unit
#     - reports.erm.inputs.report_id
#     - reports.erm.inputs.scale
#     - reports.erm.expected_business_units
#   settings: [erm.business_units, erm.interval_days]
#   controls: [nist-800-53r5:PM-28, nist-800-53r5:PM-9, iso27001-2022:9.3, csf-2.0:GV.RM-03, csf-2.0:GV.RM-06]
#   duties: [reports-feed-erm]
package rules.report.feeds_erm

import data.lib.dates

applies if input.counts.risks > 0

violations contains {
	"at": ["reports"],
	"message": $"no ERM assessment has been issued that could take in reports about register {input.register.id}; one is due every {interval} days",
} if {
	count(assessments) == 0
}

violations contains {
	"at": ["reports", place, "issued_on"],
	"message": $"the latest ERM assessment, {input.reports[place].id}, was issued on {day}, {dates.age(day)} days ago; at most {interval} are allowed",
} if {
	[day, place] := max(assessments)
	dates.age(day) > interval
}

violations contains {
	"at": ["reports", place],
	"message": $"ERM assessment {input.reports[place].id} of {day} takes in no report about register {input.register.id} for {unit} of the {interval} days before",
} if {
	[day, place] := max(assessments)
	dates.age(day) <= interval
	count(fed) == 0
}

violations contains {
	"at": ["reports", latest, "erm", "inputs"],
	"message": $"ERM assessment {input.reports[latest].id} lacks a report of {concat(", ", missing)}",
} if {
	unit == first_unit
	missing := (expected - taken_in) - registered
	count(missing) > 0
}

violations contains {
	"at": ["reports", latest, "erm", "inputs", place],
	"message": $"ERM assessment {input.reports[latest].id} takes in {taken.report_id} of {taken.business_unit} without its scale",
} if {
	some place, taken in inputs
	answers_for(taken.business_unit)
	not taken.scale
}

violations contains {
	"at": ["reports", latest, "erm", "inputs", place, "scale"],
	"message": $"ERM assessment {input.reports[latest].id} takes in {taken.report_id} of {taken.business_unit} on the scale {concat(" < ", taken.scale)}, and {first_unit} is on {order}",
} if {
	some place, taken in inputs
	answers_for(taken.business_unit)
	taken.scale != scale
}

unit := input.register.business_unit

interval := data.settings.erm.interval_days

assessments := {[report.issued_on, place] |
	some place, report in input.reports
	report.type == "erm_assessment"
	report.issued_on <= dates.today
}

# Merged, because an object comprehension fails where an id stands twice.
issued_on := object.union_n([{report.id: report.issued_on} |
	some report in input.reports
	report.type != "erm_assessment"
])

# fed lists the assessments of the interval that take in a report about the register.
fed := {[day, place] |
	some [day, place] in assessments
	dates.age(day) <= interval
	some taken in input.reports[place].erm.inputs
	taken.business_unit == unit
	days := dates.days(issued_on[taken.report_id], day)
	days >= 0
	days <= interval
}

latest := place if [_, place] := max(fed)

inputs := input.reports[latest].erm.inputs

expected := {name | some name in data.settings.erm.business_units} | {name | some name in input.reports[latest].erm.expected_business_units}

taken_in := {taken.business_unit | some taken in inputs}

# registered are the units that have a register in the run.
registered := {unit} | {name | some name in input.facts.business_units}

first_unit := min(taken_in & registered)

answers_for(name) if name == unit

answers_for(name) if {
	unit == first_unit
	not name in registered
}

order := concat(" < ", scale)

scale := [taken.scale | some taken in inputs; taken.business_unit == first_unit][0]

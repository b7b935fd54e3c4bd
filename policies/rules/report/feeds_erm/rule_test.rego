package rules.report.feeds_erm_test

import data.rules.report.feeds_erm

scale := ["low", "moderate", "high", "critical"]

register := {"id": "pay-2026", "business_unit": "payments"}

own := {"id": "RAR-1", "type": "risk_assessment_report", "issued_on": "2026-03-31", "business_unit": "payments"}

payments := {"business_unit": "payments", "report_id": "RAR-1", "scale": scale}

retail := {"business_unit": "retail", "report_id": "RAR-8", "scale": scale}

erm(changes) := object.union(
	{
		"id": "ERM-1",
		"type": "erm_assessment",
		"issued_on": "2026-04-15",
		"business_unit": "group",
		"erm": {"expected_business_units": ["payments", "retail"], "inputs": [payments, retail]},
	},
	changes,
)

taking(inputs) := found([own, erm({"erm": {"inputs": inputs}})])

found(reports) := judged(reports, [])

judged(reports, units) := violations if {
	violations := feeds_erm.violations with input as {"register": register, "reports": reports, "counts": {"risks": 3}}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.erm.interval_days as 365
		with data.settings.erm.business_units as units
}

none := {{
	"at": ["reports"],
	"message": "no ERM assessment has been issued that could take in reports about register pay-2026; one is due every 365 days",
}}

not_taken(place, id, day) := {{
	"at": ["reports", place],
	"message": $"ERM assessment {id} of {day} takes in no report about register pay-2026 for payments of the 365 days before",
}}

lacking(units) := {{
	"at": ["reports", 1, "erm", "inputs"],
	"message": $"ERM assessment ERM-1 lacks a report of {units}",
}}

test_it_applies_to_registers_with_a_risk if {
	feeds_erm.applies with input.counts as {"risks": 1, "open": 0}
	not feeds_erm.applies with input.counts as {"risks": 0, "open": 0}
	not feeds_erm.applies with input as {"register": register}
}

test_a_report_that_is_taken_in_holds if count(found([own, erm({})])) == 0

test_no_erm_assessment_is_told if {
	found([own]) == none
	found([]) == none
	violations := feeds_erm.violations with input as {"register": register}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.erm.interval_days as 365
	violations == none
}

test_an_assessment_of_the_first_day_of_the_interval_holds if {
	count(found([object.union(own, {"issued_on": "2025-06-01"}), erm({"issued_on": "2025-06-30"})])) == 0
}

test_an_assessment_a_day_older_is_told if {
	found([object.union(own, {"issued_on": "2025-06-01"}), erm({"issued_on": "2025-06-29"})]) == {{
		"at": ["reports", 1, "issued_on"],
		"message": "the latest ERM assessment, ERM-1, was issued on 2025-06-29, 366 days ago; at most 365 are allowed",
	}}
}

test_an_assessment_of_today_holds if count(found([own, erm({"issued_on": "2026-06-30"})])) == 0

test_an_assessment_of_tomorrow_is_not_there_yet if {
	found([own, erm({"issued_on": "2026-07-01"})]) == none
	count(found([own, erm({}), erm({"id": "ERM-2", "issued_on": "2026-07-01", "erm": {"inputs": []}})])) == 0
}

test_an_assessment_that_does_not_take_the_report_in_is_told if {
	taking([retail]) == not_taken(1, "ERM-1", "2026-04-15")
	taking([]) == not_taken(1, "ERM-1", "2026-04-15")
	found([own, object.remove(erm({}), ["erm"])]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_a_report_under_the_name_of_another_unit_is_not_taken_in if {
	taking([object.union(payments, {"business_unit": "retail"})]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_another_report_under_the_name_of_the_unit_is_not_taken_in if {
	taking([object.union(payments, {"report_id": "RAR-9"}), retail]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_an_assessment_cannot_take_in_itself if {
	taking([object.union(payments, {"report_id": "ERM-1"}), retail]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_a_report_of_the_day_of_the_assessment_is_taken_in if {
	count(found([object.union(own, {"issued_on": "2026-04-15"}), erm({})])) == 0
}

test_a_report_issued_after_the_assessment_is_not_taken_in if {
	found([object.union(own, {"issued_on": "2026-04-16"}), erm({})]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_a_report_from_an_interval_before_the_assessment_is_taken_in if {
	count(found([object.union(own, {"issued_on": "2025-04-15"}), erm({})])) == 0
}

test_an_older_report_is_not_taken_in if {
	found([object.union(own, {"issued_on": "2025-04-14"}), erm({})]) == not_taken(1, "ERM-1", "2026-04-15")
}

test_one_assessment_of_the_interval_that_takes_it_in_is_enough if {
	count(found([own, erm({}), erm({"id": "ERM-2", "issued_on": "2026-05-15", "erm": {"inputs": [retail]}})])) == 0
}

test_the_latest_assessment_is_told if {
	found([
		own,
		erm({"erm": {"inputs": [retail]}}),
		erm({"id": "ERM-2", "issued_on": "2026-05-15", "erm": {"inputs": [retail]}}),
	]) == not_taken(2, "ERM-2", "2026-05-15")
}

test_an_assessment_from_before_the_interval_does_not_count_beside_a_new_one if {
	found([
		object.union(own, {"issued_on": "2025-04-01"}),
		erm({"issued_on": "2025-05-01"}),
		erm({"id": "ERM-2", "issued_on": "2026-05-15", "erm": {"inputs": [retail]}}),
	]) == not_taken(2, "ERM-2", "2026-05-15")
}

test_a_unit_that_the_assessment_expects_is_asked_for if taking([payments]) == lacking("retail")

test_a_unit_that_the_settings_expect_is_asked_for if {
	judged([own, erm({})], ["retail", "lending", "cards"]) == lacking("cards, lending")
	count(judged([own, erm({})], ["retail", "payments"])) == 0
}

test_without_expected_units_none_is_asked_for if {
	count(found([own, erm({"erm": {"expected_business_units": [], "inputs": [payments]}})])) == 0
	count(found([own, object.union(object.remove(erm({}), ["erm"]), {"erm": {"inputs": [payments]}})])) == 0
	assessment := object.union(object.remove(erm({}), ["erm"]), {"erm": {"inputs": [payments]}})
	judged([own, assessment], ["retail"]) == lacking("retail")
}

test_the_units_of_the_latest_assessment_that_takes_it_in_are_judged if {
	count(found([own, erm({"erm": {"inputs": [payments]}}), erm({"id": "ERM-2", "issued_on": "2026-05-15"})])) == 0
	found([own, erm({}), erm({"id": "ERM-2", "issued_on": "2026-05-15", "erm": {"inputs": [payments]}})]) == {{
		"at": ["reports", 2, "erm", "inputs"],
		"message": "ERM assessment ERM-2 lacks a report of retail",
	}}
}

test_an_input_on_another_scale_is_told if {
	taking([payments, object.union(retail, {"scale": ["minor", "major"]})]) == {{
		"at": ["reports", 1, "erm", "inputs", 1, "scale"],
		"message": "ERM assessment ERM-1 takes in RAR-8 of retail on the scale minor < major, and payments is on low < moderate < high < critical",
	}}
}

test_the_same_levels_in_another_order_are_another_scale if {
	count(taking([payments, object.union(retail, {"scale": ["critical", "high", "moderate", "low"]})])) == 1
}

test_an_input_without_a_scale_is_told if {
	taking([payments, object.remove(retail, ["scale"])]) == {{
		"at": ["reports", 1, "erm", "inputs", 1],
		"message": "ERM assessment ERM-1 takes in RAR-8 of retail without its scale",
	}}
	taking([object.remove(payments, ["scale"]), retail]) == {{
		"at": ["reports", 1, "erm", "inputs", 0],
		"message": "ERM assessment ERM-1 takes in RAR-1 of payments without its scale",
	}}
}

test_inputs_of_one_unit_on_two_scales_are_told if {
	count(taking([retail, payments, object.union(payments, {"scale": ["minor", "major"]})])) == 1
}

test_a_report_that_stands_twice_is_no_error if {
	count(found([own, object.union(own, {"issued_on": "2026-04-01"}), erm({})])) == 0
}

test_an_assessment_of_the_first_day_of_the_interval_may_lack_the_report if {
	found([own, erm({"issued_on": "2025-06-30", "erm": {"inputs": [retail]}})]) == not_taken(1, "ERM-1", "2025-06-30")
}

# The same assessment as the registers of several units see it.
seen_by(unit, report, inputs, units) := violations if {
	violations := feeds_erm.violations with input as {
		"register": {"id": $"{unit}-2026", "business_unit": unit},
		"reports": [
			object.union(own, {"id": report}),
			erm({"erm": {"expected_business_units": ["payments", "retail", "lending"], "inputs": inputs}}),
		],
		"facts": {"business_units": units},
	}
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.erm.interval_days as 365
		with data.settings.erm.business_units as []
}

test_a_unit_without_a_register_is_told_at_the_first_of_the_others if {
	seen_by("payments", "RAR-1", [payments, retail], ["payments", "retail"]) == lacking("lending")
	seen_by("retail", "RAR-8", [payments, retail], ["payments", "retail"]) == set()
}

test_a_unit_with_a_register_is_told_at_its_own if {
	units := ["lending", "payments", "retail"]
	seen_by("payments", "RAR-1", [payments, retail], units) == set()
	seen_by("lending", "RAR-5", [payments, retail], units) == {{
		"at": ["reports", 1],
		"message": "ERM assessment ERM-1 of 2026-04-15 takes in no report about register lending-2026 for lending of the 365 days before",
	}}
}

test_the_first_that_is_taken_in_tells if {
	lending := {"business_unit": "lending", "report_id": "RAR-5", "scale": scale}
	units := ["lending", "payments", "retail"]
	seen_by("retail", "RAR-8", [retail, object.remove(lending, ["scale"])], ["retail"]) == {{
		"at": ["reports", 1, "erm", "inputs", 1],
		"message": "ERM assessment ERM-1 takes in RAR-5 of lending without its scale",
	}} | lacking("payments")
	seen_by("retail", "RAR-8", [retail, object.remove(lending, ["scale"])], units) == set()
	seen_by("retail", "RAR-8", [payments, retail, object.remove(lending, ["scale"])], ["payments", "retail"]) == set()
}

test_a_scale_is_told_at_the_register_of_its_unit if {
	other := object.union(retail, {"scale": ["minor", "major"]})
	units := ["payments", "retail"]
	told := {{
		"at": ["reports", 1, "erm", "inputs", 1, "scale"],
		"message": "ERM assessment ERM-1 takes in RAR-8 of retail on the scale minor < major, and payments is on low < moderate < high < critical",
	}}
	seen_by("payments", "RAR-1", [payments, other], units) == lacking("lending")
	seen_by("retail", "RAR-8", [payments, other], units) == told
	seen_by("payments", "RAR-1", [payments, other], ["payments"]) == told | lacking("lending")
}

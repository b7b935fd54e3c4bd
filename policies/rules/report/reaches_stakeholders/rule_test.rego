package rules.report.reaches_stakeholders_test

import data.rules.report.reaches_stakeholders

report(audience) := {"id": "RP-1", "type": "kpi_set", "issued_on": "2026-06-29", "audience": audience}

applies(stated, asked) if {
	reaches_stakeholders.applies with input.report as stated
		with data.settings.report.audience as asked
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
}

found(stated, asked) := violations if {
	violations := reaches_stakeholders.violations with input.report as stated
		with data.settings.report.audience as asked
		with data.settings.authority.ladders as {"line": ["service_lead", "director", "executive"], "risk": ["risk_team"]}
}

is_for(readers, missing) := {{
	"at": ["report", "audience"],
	"message": $"report RP-1 is for {readers}; it must also reach {missing}",
}}

test_it_applies_where_the_settings_ask_for_somebody if {
	applies(report([]), ["management"])
	applies(object.remove(report([]), ["audience"]), ["management"])
	not applies(report([]), [])
}

test_it_does_not_apply_to_erm_assessments if {
	not applies(object.union(report([]), {"type": "erm_assessment"}), ["management"])
}

test_it_applies_from_the_day_of_issue if {
	applies(object.union(report([]), {"issued_on": "2026-06-30"}), ["management"])
	not applies(object.union(report([]), {"issued_on": "2026-07-01"}), ["management"])
}

test_an_audience_with_all_whom_the_settings_ask_for_holds if {
	count(found(report(["Internal audit", "management"]), ["management"])) == 0
	count(found(report(["management", "customers", "board"]), ["board", "management"])) == 0
}

test_capitals_make_no_difference if {
	count(found(report(["Management"]), ["management"])) == 0
	count(found(report(["internal audit"]), ["Internal Audit"])) == 0
}

test_who_is_missing_is_told if {
	found(report(["service_lead"]), ["management"]) == is_for("service_lead", "management")
	found(report(["customers", "board"]), ["board", "management", "regulator"]) == is_for("customers, board", "management, regulator")
}

test_a_part_of_a_name_is_not_the_name if {
	found(report(["middle management"]), ["management"]) == is_for("middle management", "management")
}

test_a_role_above_the_one_asked_for_will_do if {
	count(found(report(["director"]), ["director"])) == 0
	count(found(report(["executive"]), ["director"])) == 0
}

test_a_role_below_or_on_another_ladder_will_not if {
	found(report(["service_lead"]), ["director"]) == is_for("service_lead", "director")
	found(report(["executive"]), ["risk_team"]) == is_for("executive", "risk_team")
}

test_no_audience_is_told if {
	found(report([]), ["management"]) == is_for("nobody", "management")
	found(object.remove(report([]), ["audience"]), ["management"]) == is_for("nobody", "management")
}

package rules.monitoring.vendor_checked_in_test

import data.rules.monitoring.vendor_checked_in

risk(dependency) := {"id": "R-3", "status": "responding", "identified_on": "2026-06-01", "vendor_dependency": dependency}

applies_to(stated) if vendor_checked_in.applies with input.risk as stated

found(stated) := violations if {
	violations := vendor_checked_in.violations with input.risk as stated
		with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")
		with data.settings.monitoring.vendor_checkin_days as 30
}

asked(day) := found(object.union(risk({"last_checkin": day}), {"identified_on": "2026-01-05"}))

never(stated) := found(stated) == {{
	"at": ["risk", "vendor_dependency"],
	"message": "risk R-3 waits for a vendor who was never asked; at most 30 days from its identification are allowed",
}}

test_it_applies_to_open_risks_with_a_vendor if {
	applies_to(risk({}))
	applies_to(object.remove(risk({"product": "P"}), ["status"]))
}

test_it_does_not_apply_without_a_vendor if not applies_to({"id": "R-3", "status": "responding"})

test_it_does_not_apply_to_closed_risks if not applies_to(object.union(risk({}), {"status": "closed"}))

test_asked_today_holds if count(asked("2026-06-30")) == 0

test_asked_on_the_first_day_allowed_holds if count(asked("2026-05-31")) == 0

test_asked_a_day_earlier_is_told if {
	asked("2026-05-30") == {{
		"at": ["risk", "vendor_dependency", "last_checkin"],
		"message": "risk R-3 waits for a vendor who was last asked on 2026-05-30, 31 days ago; at most 30 are allowed",
	}}
}

test_a_check_in_to_come_is_told if {
	asked("2026-07-01") == {{
		"at": ["risk", "vendor_dependency", "last_checkin"],
		"message": "risk R-3 waits for a vendor whose last check-in is dated 2026-07-01, and today is 2026-06-30",
	}}
}

test_a_new_risk_is_given_the_same_days if {
	count(found(risk({}))) == 0
	count(found(object.union(risk({}), {"identified_on": "2026-05-31"}))) == 0
	count(found(object.union(risk({}), {"identified_on": "2026-06-30"}))) == 0
}

test_never_asked_after_these_days_is_told if never(object.union(risk({}), {"identified_on": "2026-05-30"}))

test_never_asked_about_a_risk_of_no_day_or_one_to_come_is_told if {
	never(object.remove(risk({}), ["identified_on"]))
	never(object.union(risk({}), {"identified_on": "2026-07-01"}))
}

due(stated) := what if {
	what := vendor_checked_in.due with input.risk as stated with data.settings.monitoring.vendor_checkin_days as 30
}

on(day) := {{"at": ["risk", "vendor_dependency"], "on": day, "what": "vendor check-in"}}

test_a_check_in_falls_due_after_the_last_one_or_identification if {
	due(risk({"last_checkin": "2026-06-20"})) == on("2026-07-20")
	due(risk({})) == on("2026-07-01")
	due(object.remove(risk({}), ["identified_on"])) == set()
}

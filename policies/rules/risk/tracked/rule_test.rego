package rules.risk.tracked_test

import data.rules.risk.tracked

people := {
	"p-1": {"id": "p-1", "name": "Ada Okafor", "role": "risk_lead"},
	"p-2": {"id": "p-2", "name": "Bo Lindqvist", "role": "risk_team"},
	"p-3": {"id": "p-3", "name": "Chen Wu", "role": "executive"},
	"p-4": {"id": "p-4", "name": "Dara Nowak", "role": "analyst"},
}

risk := {"id": "R-1", "status": "responding", "assessment": {"severity": "high"}, "tracked_by": "p-2"}

applies(record) if tracked.applies with input.risk as record

found(record) := violations if {
	violations := tracked.violations with input as {"risk": record, "people": people}
}

tracked_by(person) := found(object.union(risk, {"tracked_by": person}))

with_severity(severity) := object.union(risk, {"assessment": {"severity": severity}})

remedy := "Have p-2 (Bo Lindqvist, risk_team) or p-1 (Ada Okafor, risk_lead) track the risk, and name the person in tracked_by."

test_it_applies_from_the_severity_that_the_settings_name if {
	applies(risk)
	applies(with_severity("critical"))
	not applies(with_severity("moderate"))
	not applies(with_severity("unheard-of"))
	not applies(object.remove(risk, ["assessment"]))
}

test_the_settings_name_another_severity if {
	tracked.applies with input.risk as with_severity("low") with data.settings.risk.tracked_from as "low"
	not tracked.applies with input.risk as risk with data.settings.risk.tracked_from as "critical"
}

test_it_applies_until_the_risk_is_closed if {
	applies(object.union(risk, {"status": "monitoring"}))
	applies(object.remove(risk, ["status"]))
	not applies(object.union(risk, {"status": "closed"}))
}

test_somebody_of_the_risk_team_holds if count(found(risk)) == 0

test_somebody_above_holds if count(tracked_by("p-1")) == 0

test_nobody_is_told if {
	found(object.remove(risk, ["tracked_by"])) == {{
		"at": ["risk"],
		"message": "risk R-1 (high) is tracked by nobody; the settings ask for risk_team",
		"remedy": remedy,
	}}
}

test_a_role_of_another_ladder_is_told if {
	tracked_by("p-3") == {{
		"at": ["risk", "tracked_by"],
		"message": "risk R-1 (high) is tracked by p-3 (executive); the settings ask for risk_team",
		"remedy": remedy,
	}}
}

test_a_role_of_no_ladder_is_told if count(tracked_by("p-4")) == 1

test_a_role_below_is_told if {
	violations := tracked_by("p-2") with data.settings.risk.tracking_role as "risk_lead"
	violations == {{
		"at": ["risk", "tracked_by"],
		"message": "risk R-1 (high) is tracked by p-2 (risk_team); the settings ask for risk_lead",
		"remedy": "Have p-1 (Ada Okafor, risk_lead) track the risk, and name the person in tracked_by.",
	}}
}

test_somebody_whom_the_register_does_not_know_is_told if {
	tracked_by("p-9") == {{
		"at": ["risk", "tracked_by"],
		"message": "risk R-1 (high) is tracked by p-9, whom the register does not know",
		"remedy": remedy,
	}}
}

test_the_remedy_says_when_nobody_could if {
	violations := tracked.violations with input as {"risk": risk, "people": {}}
	{violation.remedy | some violation in violations} == {
		"Nobody in the register has the role risk_team or one above it: add who has.",
	}
}

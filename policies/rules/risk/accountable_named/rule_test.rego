package rules.risk.accountable_named_test

import data.rules.risk.accountable_named

settings := {
	"scale": {"levels": ["low", "moderate", "high", "critical"]},
	"authority": {"ladders": {"line": ["service_lead", "director", "executive", "board"], "risk": ["risk_team"]}},
	"risk": {"accountable_from": "high", "accountable_role": "executive"},
}

people := {
	"p-board": {"id": "p-board", "name": "Bo Ard", "role": "board"},
	"p-chief": {"id": "p-chief", "name": "Chi Ef", "role": "executive"},
	"p-head": {"id": "p-head", "name": "He Ad", "role": "director"},
	"p-risk": {"id": "p-risk", "name": "Ri Sk", "role": "risk_team"},
}

risk := {"id": "R-1", "status": "responding", "assessment": {"severity": "high"}, "accountable": "p-chief"}

applies_to(record) if accountable_named.applies with input.risk as record with data.settings as settings

found(record) := violations if {
	violations := accountable_named.violations with input.risk as record
		with input.people as people
		with data.settings as settings
}

accountable(person) := found(object.union(risk, {"accountable": person}))

with_severity(severity) := object.union(risk, {"assessment": {"severity": severity}})

test_it_applies_from_the_severity_that_the_settings_name if {
	applies_to(risk)
	applies_to(with_severity("critical"))
	not applies_to(with_severity("moderate"))
	not applies_to(with_severity("unheard-of"))
	not applies_to(object.remove(risk, ["assessment"]))
}

test_it_applies_to_every_risk_that_is_not_closed if {
	not applies_to(object.union(risk, {"status": "closed"}))
	applies_to(object.remove(risk, ["status"]))
}

test_an_executive_holds if count(found(risk)) == 0

test_somebody_above_an_executive_holds if count(accountable("p-board")) == 0

test_nobody_is_told if {
	found(object.remove(risk, ["accountable"])) == {{
		"at": ["risk"],
		"message": "risk R-1 (high) has no accountable executive",
	}}
}

test_a_role_below_is_told if {
	accountable("p-head") == {{
		"at": ["risk", "accountable"],
		"message": "risk R-1 (high) makes p-head (director) accountable; the settings ask for executive",
	}}
}

test_a_role_of_another_ladder_is_told if {
	accountable("p-risk") == {{
		"at": ["risk", "accountable"],
		"message": "risk R-1 (high) makes p-risk (risk_team) accountable; the settings ask for executive",
	}}
}

test_somebody_whom_the_register_does_not_know_is_told if {
	accountable("p-9") == {{
		"at": ["risk", "accountable"],
		"message": "risk R-1 (high) makes p-9 accountable, whom the register does not know",
	}}
}

test_a_register_without_people_knows_nobody if {
	count(accountable_named.violations) == 1 with input as {"risk": risk} with data.settings as settings
}

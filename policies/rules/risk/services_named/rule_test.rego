package rules.risk.services_named_test

import data.rules.risk.services_named

services := {
	"s-mail": {"id": "s-mail", "name": "Mail", "team": "messaging"},
	"s-web": {"id": "s-web", "name": "Web shop", "team": "commerce"},
	"s-old": {"id": "s-old", "name": "Old archive"},
}

found(affected) := violations if {
	violations := services_named.violations with input.risk as {"id": "R-1", "affected_services": affected}
		with input.services as services
}

test_it_applies_to_every_risk_that_is_not_closed if {
	services_named.applies with input.risk as {"id": "R-1", "status": "identified"}
	services_named.applies with input.risk as {"id": "R-1"}
	not services_named.applies with input.risk as {"id": "R-1", "status": "closed"}
}

test_services_with_a_team_hold if count(found(["s-mail", "s-web"])) == 0

none := {{"at": ["risk"], "message": "risk R-1 names no service that it affects"}}

test_an_empty_list_names_nothing if found([]) == none

test_a_missing_list_names_nothing if {
	services_named.violations == none with input.risk as {"id": "R-1"} with input.services as services
}

test_a_service_that_the_register_does_not_know_is_told if {
	found(["s-mail", "s-new"]) == {{
		"at": ["risk", "affected_services", 1],
		"message": "risk R-1 affects service s-new, which the register does not know",
	}}
}

test_a_service_without_a_team_is_told_at_the_service if {
	found(["s-old", "s-web"]) == {{
		"at": ["services", "s-old"],
		"message": "risk R-1 affects service s-old, which no team runs",
	}}
}

test_a_register_without_services_knows_none if {
	services_named.violations == {{
		"at": ["risk", "affected_services", 0],
		"message": "risk R-1 affects service s-mail, which the register does not know",
	}} with input as {"risk": {"id": "R-1", "affected_services": ["s-mail"]}}
}

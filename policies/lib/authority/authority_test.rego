package lib.authority_test

import data.lib.authority

ladders := {
	"line": ["service_lead", "service_manager", "director", "executive"],
	"risk": ["risk_team", "risk_lead"],
}

enough(role, asked) if authority.enough(role, asked) with data.settings.authority.ladders as ladders

test_a_role_is_enough_for_itself if {
	enough("service_lead", "service_lead")
	enough("executive", "executive")
	enough("risk_lead", "risk_lead")
}

test_a_higher_role_is_enough if {
	enough("service_manager", "service_lead")
	enough("executive", "service_lead")
	enough("risk_lead", "risk_team")
}

test_a_lower_role_is_not_enough if {
	not enough("service_lead", "service_manager")
	not enough("director", "executive")
	not enough("risk_team", "risk_lead")
}

test_a_role_of_another_ladder_is_not_enough if {
	not enough("executive", "risk_team")
	not enough("risk_lead", "service_lead")
}

test_a_role_that_no_ladder_has_is_not_enough if {
	not enough("intern", "service_lead")
	not enough("intern", "intern")
	not enough("executive", "emperor")
}

test_a_role_on_two_ladders_has_the_authority_of_both if {
	both := {"line": ["lead", "chief"], "risk": ["analyst", "chief"]}
	authority.enough("chief", "lead") with data.settings.authority.ladders as both
	authority.enough("chief", "analyst") with data.settings.authority.ladders as both
	not authority.enough("analyst", "lead") with data.settings.authority.ladders as both
}

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

people := {
	"p-1": {"name": "Ada Okafor", "role": "executive", "team": "payments"},
	"p-2": {"name": "Bo Lindqvist", "role": "director"},
	"p-3": {"name": "Chen Wu", "role": "director", "team": "payments"},
	"p-4": {"name": "Dara Nowak", "role": "director", "team": "portal"},
	"p-5": {"name": "Eli Roth", "role": "service_manager", "team": "payments"},
	"p-6": {"name": "Fay Haddad", "role": "risk_lead", "team": "risk"},
	"p-7": {"role": "risk_team"},
	"p-8": {"name": "Gus Pereira"},
}

candidates(asked, teams, barred) := found if {
	found := authority.candidates(people, asked, teams, barred) with data.settings.authority.ladders as ladders
}

test_height_counts_the_roles_below_on_every_ladder if {
	authority.height == {
		"service_lead": 1, "service_manager": 2, "director": 3, "executive": 4,
		"risk_team": 1, "risk_lead": 2,
	} with data.settings.authority.ladders as ladders
}

test_the_lowest_role_that_will_do_is_named_first if {
	candidates("service_manager", set(), {"p-2", "p-3"}) == [
		"p-5 (Eli Roth, service_manager)",
		"p-4 (Dara Nowak, director)",
		"p-1 (Ada Okafor, executive)",
	]
}

test_of_one_role_the_teams_own_people_are_named_first if {
	candidates("director", {"portal"}, {"p-1"}) == [
		"p-4 (Dara Nowak, director)",
		"p-2 (Bo Lindqvist, director)",
		"p-3 (Chen Wu, director)",
	]
}

test_at_most_three_are_named if {
	candidates("director", {"payments"}, set()) == [
		"p-3 (Chen Wu, director)",
		"p-2 (Bo Lindqvist, director)",
		"p-4 (Dara Nowak, director)",
	]
}

test_nobody_barred_or_of_too_low_a_role_is_named if candidates("executive", {"payments"}, {"p-1"}) == []

test_a_person_without_a_name_is_named_by_id if {
	candidates("risk_team", set(), set()) == ["p-7 (risk_team)", "p-6 (Fay Haddad, risk_lead)"]
}

test_the_role_of_a_person_in_words if {
	authority.role_of(people, "p-1") == "executive"
	authority.role_of(people, "p-9") == "not in the register"
	authority.role_of({}, "p-1") == "not in the register"
}

package rules.risk.owner_named_test

import data.rules.risk.owner_named

found(risk) := violations if {
	violations := owner_named.violations with input.risk as risk
		with input.people as {"p-1": {"id": "p-1", "name": "Ana Reyes", "role": "service_manager"}}
}

test_it_applies_to_every_risk_that_is_not_closed if {
	owner_named.applies with input.risk as {"id": "R-1", "status": "identified"}
	owner_named.applies with input.risk as {"id": "R-1"}
	not owner_named.applies with input.risk as {"id": "R-1", "status": "closed"}
}

test_an_owner_of_the_register_holds if count(found({"id": "R-1", "owner": "p-1"})) == 0

test_no_owner_is_told if found({"id": "R-1"}) == {{"at": ["risk"], "message": "risk R-1 has no owner"}}

unknown(owner) := {{
	"at": ["risk", "owner"],
	"message": $"risk R-1 is owned by {owner}, whom the register does not know",
}}

test_an_owner_whom_the_register_does_not_know_is_told if found({"id": "R-1", "owner": "p-9"}) == unknown("p-9")

test_a_name_is_no_id if found({"id": "R-1", "owner": "Ana Reyes"}) == unknown("Ana Reyes")

test_a_register_without_people_knows_nobody if {
	owner_named.violations == unknown("p-1") with input as {"risk": {"id": "R-1", "owner": "p-1"}}
}

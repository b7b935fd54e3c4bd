package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(risk) := violations if violations := CLAIM.violations with input.risk as risk

test_it_applies_to_every_risk_that_is_not_closed if {
	CLAIM.applies with input.risk as {"id": "R-1", "status": "identified"}
	CLAIM.applies with input.risk as {"id": "R-1"}
	not CLAIM.applies with input.risk as {"id": "R-1", "status": "closed"}
}

test_one_control_is_enough if count(found({"id": "R-1", "controls": ["acme:C-7"]})) == 0

test_no_controls_are_told if {
	found({"id": "R-1"}) == {{"at": ["risk"], "message": "risk R-1 names no control"}}
}

test_an_empty_list_is_told if {
	message := "risk R-1 has an empty list of controls"
	found({"id": "R-1", "controls": []}) == {{"at": ["risk", "controls"], "message": message}}
}

package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(register) := violations if {
	violations := CLAIM.violations with input.register as register
		with input.counts as {"open": 2}
}

test_it_applies_to_registers_with_open_risks if {
	CLAIM.applies with input.counts as {"open": 1}
	not CLAIM.applies with input.counts as {"open": 0}
	not CLAIM.applies with input as {}
}

test_a_title_holds if count(found({"id": "shop", "title": "Risks of the shop"})) == 0

test_no_title_is_told if {
	message := "register shop holds open risks (2) and has no title"
	found({"id": "shop"}) == {{"at": ["register"], "message": message}}
}

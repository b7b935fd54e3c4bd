package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(plan) := violations if violations := CLAIM.violations with input.plan as plan

test_it_applies_to_plans_in_force if {
	CLAIM.applies with input.plan as {"id": "P-1", "status": "approved"}
	CLAIM.applies with input.plan as {"id": "P-1", "status": "active"}
	not CLAIM.applies with input.plan as {"id": "P-1", "status": "draft"}
	not CLAIM.applies with input.plan as {"id": "P-1"}
}

test_an_owner_holds if count(found({"id": "P-1", "status": "active", "owner": "ana"})) == 0

test_no_owner_is_told if {
	found({"id": "P-1", "status": "active"}) == {{"at": ["plan"], "message": "plan P-1 is active and has no owner"}}
}

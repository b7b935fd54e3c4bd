package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(review) := violations if violations := CLAIM.violations with input.review as review

test_it_applies_to_meetings_of_owners if {
	CLAIM.applies with input.review as {"id": "RV-1", "type": "owner_meeting"}
	not CLAIM.applies with input.review as {"id": "RV-1", "type": "periodic_review"}
	not CLAIM.applies with input.review as {"id": "RV-1"}
}

test_minutes_hold if count(found({"id": "RV-1", "on": "2026-06-01", "minutes_ref": "wiki/RV-1"})) == 0

test_no_minutes_are_told if {
	message := "review RV-1 of 2026-06-01 has no minutes"
	found({"id": "RV-1", "on": "2026-06-01"}) == {{"at": ["review"], "message": message}}
}

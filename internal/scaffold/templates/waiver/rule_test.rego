package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(waiver) := violations if violations := CLAIM.violations with input.waiver as waiver

test_it_applies_to_every_waiver if {
	CLAIM.applies with input.waiver as {"id": "W-1"}
	not CLAIM.applies with input.waiver as {}
}

test_three_words_hold if count(found({"id": "W-1", "reason": "Waits for parts"})) == 0

test_two_words_are_told if {
	message := "waiver W-1 gives a reason of 2 words: No time"
	found({"id": "W-1", "reason": "No time"}) == {{"at": ["waiver", "reason"], "message": message}}
}

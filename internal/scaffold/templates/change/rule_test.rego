package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

# changed(before, after) is a change of risk R-1.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := violations if violations := CLAIM.violations with input as changed(before, after)

test_it_applies_to_risks_on_both_sides if {
	CLAIM.applies with input as changed({"id": "R-1"}, {"id": "R-1"})
	not CLAIM.applies with input as {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": {"id": "R-1"}}}
	not CLAIM.applies with input as {"change": {"kind": "risk", "id": "R-1"}, "after": {"risk": {"id": "R-1"}}}
	not CLAIM.applies with input as {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": {"id": "P-1"}}, "after": {"plan": {"id": "P-1"}}}
}

test_the_same_category_holds if count(found({"category": "people"}, {"category": "people"})) == 0

test_a_first_category_holds if count(found({}, {"category": "people"})) == 0

test_another_category_is_told if {
	message := "risk R-1 was of category people before the change"
	found({"category": "people"}, {"category": "systems"}) == {{"at": ["after", "risk", "category"], "message": message}}
	found({"category": "people"}, {}) == {{"at": ["after", "risk", "category"], "message": message}}
}

package rules.GROUP.CLAIM_test

import data.rules.GROUP.CLAIM

found(report) := violations if violations := CLAIM.violations with input.report as report

test_it_applies_to_risk_assessment_reports if {
	CLAIM.applies with input.report as {"id": "RP-1", "type": "risk_assessment_report"}
	not CLAIM.applies with input.report as {"id": "RP-1", "type": "dashboard"}
	not CLAIM.applies with input.report as {"id": "RP-1"}
}

test_an_author_holds if count(found({"id": "RP-1", "issued_on": "2026-06-01", "author": "ana"})) == 0

test_no_author_is_told if {
	message := "report RP-1 of 2026-06-01 names no author"
	found({"id": "RP-1", "issued_on": "2026-06-01"}) == {{"at": ["report"], "message": message}}
}

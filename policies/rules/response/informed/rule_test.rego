package rules.response.informed_test

import data.rules.response.informed

decided(sources) := {"id": "R-3", "response": {"decided_on": "2026-05-11", "informed_by": sources}}

report(id, day) := {"id": id, "type": "dashboard", "issued_on": day}

review(id, day) := {"id": id, "type": "periodic_review", "on": day}

april := report("RP-4", "2026-04-30")

march := review("RV-3", "2026-03-26")

case(risk, reports, reviews) := {"risk": risk, "reports": reports, "reviews": reviews}

found(risk, reports, reviews) := violations if {
	violations := informed.violations with input as case(risk, reports, reviews)
}

applies(risk, reports, reviews) if informed.applies with input as case(risk, reports, reviews)

uninformed(known) := {{
	"at": ["risk", "response", "informed_by"],
	"message": $"risk R-3 was decided about on 2026-05-11, and the decision cites none of what was known: {known}",
}}

test_one_cited_report_is_enough if count(found(decided(["RP-4"]), [april], [march])) == 0

test_one_cited_review_is_enough if count(found(decided(["RP-1", "RV-3"]), [april], [march])) == 0

test_another_report_does_not_inform if found(decided(["RP-1"]), [april], []) == uninformed("RP-4 of 2026-04-30")

test_another_review_does_not_inform if found(decided(["RV-1"]), [], [march]) == uninformed("RV-3 of 2026-03-26")

test_all_that_was_known_is_named if {
	found(decided([]), [april, report("RP-3", "2026-01-31")], [march]) == uninformed("RP-3 of 2026-01-31, RP-4 of 2026-04-30, RV-3 of 2026-03-26")
}

test_no_list_at_all_is_told_at_the_response if {
	found({"id": "R-3", "response": {"decided_on": "2026-05-11"}}, [april], []) == {{
		"at": ["risk", "response"],
		"message": "risk R-3 was decided about on 2026-05-11, and the decision cites none of what was known: RP-4 of 2026-04-30",
	}}
}

test_what_came_on_the_day_of_the_decision_may_be_cited if {
	count(found(decided(["RP-5"]), [april, report("RP-5", "2026-05-11")], [])) == 0
	count(found(decided(["RV-5"]), [], [march, review("RV-5", "2026-05-11")])) == 0
}

test_what_came_after_the_decision_did_not_inform_it if {
	found(decided(["RP-5"]), [april, report("RP-5", "2026-05-12")], []) == uninformed("RP-4 of 2026-04-30")
	found(decided(["RV-5"]), [], [march, review("RV-5", "2026-05-12")]) == uninformed("RV-3 of 2026-03-26")
}

test_it_applies_after_the_first_report_or_review if {
	applies(decided([]), [report("RP-4", "2026-05-10")], [])
	applies(decided([]), [], [review("RV-3", "2026-05-10")])
}

test_it_does_not_apply_when_nothing_was_known_the_day_before if {
	not applies(decided([]), [], [])
	not applies(decided([]), [report("RP-4", "2026-05-11")], [])
	not applies(decided([]), [], [review("RV-3", "2026-05-11")])
	not informed.applies with input as {"risk": decided([])}
}

test_it_does_not_apply_without_a_day_of_decision if {
	not applies({"id": "R-3", "response": {"type": "mitigate"}}, [april], [march])
	not applies({"id": "R-3"}, [april], [march])
}

package rules.review.attended_test

import data.rules.review.attended

settings := {
	"authority": {"ladders": {"line": ["service_lead", "director"], "risk": ["risk_junior", "risk_team", "risk_lead"]}},
	"review": {"attending_role": "risk_team"},
}

people := {
	"p-ana": {"id": "p-ana", "name": "Ana", "role": "service_lead"},
	"p-bo": {"id": "p-bo", "name": "Bo", "role": "director"},
	"p-risk": {"id": "p-risk", "name": "Ri", "role": "risk_team"},
	"p-lead": {"id": "p-lead", "name": "Le", "role": "risk_lead"},
	"p-junior": {"id": "p-junior", "name": "Ju", "role": "risk_junior"},
}

risks := [{"id": "R-1", "owner": "p-ana"}, {"id": "R-2", "owner": "p-bo"}]

review := {
	"id": "V-1",
	"on": "2026-06-30",
	"type": "owner_meeting",
	"attendees": ["p-ana", "p-bo", "p-risk"],
	"items": [{"risk_id": "R-1"}, {"risk_id": "R-2"}],
}

applies_to(record) if attended.applies with input.review as record
	with time.now_ns as time.parse_ns("2006-01-02", "2026-06-30")

found(record, reviewed) := violations if {
	violations := attended.violations with input.review as record
		with input.risks as reviewed
		with input.people as people
		with data.settings as settings
}

attendees(persons) := found(object.union(review, {"attendees": persons}), risks)

absent(i, risk, owner) := {
	"at": ["review", "items", i],
	"message": $"review V-1 takes up risk {risk}, whose owner {owner} did not attend",
}

unowned(i, risk) := {
	"at": ["review", "items", i],
	"message": $"review V-1 takes up risk {risk}, which has no owner who could attend",
}

no_team := {
	"at": ["review"],
	"message": "nobody of the risk team (risk_team or above) attended review V-1 on 2026-06-30",
}

test_it_applies_to_reviews_up_to_today if {
	applies_to(review)
	applies_to(object.remove(review, ["on"]))
	not applies_to(object.union(review, {"on": "2026-07-01"}))
}

test_owners_and_risk_team_together_hold if count(found(review, risks)) == 0

test_each_owner_who_is_missing_is_told if {
	attendees(["p-ana", "p-risk"]) == {absent(1, "R-2", "p-bo")}
	attendees(["p-risk"]) == {absent(0, "R-1", "p-ana"), absent(1, "R-2", "p-bo")}
}

test_a_chair_attends if {
	count(found(object.union(review, {"attendees": ["p-bo", "p-risk"], "chair": "p-ana"}), risks)) == 0
	count(found(object.union(review, {"attendees": ["p-ana", "p-bo"], "chair": "p-lead"}), risks)) == 0
}

test_a_higher_role_of_the_risk_team_holds if count(attendees(["p-ana", "p-bo", "p-lead"])) == 0

test_a_lower_role_of_the_risk_team_is_told if attendees(["p-ana", "p-bo", "p-junior"]) == {no_team}

test_a_role_of_another_ladder_is_not_the_risk_team if attendees(["p-ana", "p-bo"]) == {no_team}

test_somebody_whom_the_register_does_not_know_is_not_the_risk_team if {
	attendees(["p-ana", "p-bo", "p-9"]) == {no_team}
}

test_an_empty_room_is_told if attendees([]) == {absent(0, "R-1", "p-ana"), absent(1, "R-2", "p-bo"), no_team}

test_no_attendance_list_is_an_empty_room if {
	expected := {absent(0, "R-1", "p-ana"), absent(1, "R-2", "p-bo"), no_team}
	found(object.remove(review, ["attendees"]), risks) == expected
}

test_a_risk_without_an_owner_is_told if {
	found(review, [{"id": "R-1"}, {"id": "R-2", "owner": "p-bo"}]) == {unowned(0, "R-1")}
}

test_a_risk_that_nobody_knows_is_told if found(review, [{"id": "R-1", "owner": "p-ana"}]) == {unowned(1, "R-2")}

test_a_meeting_about_no_risk_still_needs_the_risk_team if {
	alone := object.remove(review, ["items"])
	count(found(alone, [])) == 0
	found(object.union(alone, {"attendees": ["p-ana"]}), []) == {no_team}
}

test_the_type_of_a_review_makes_no_difference if {
	found(object.union(review, {"type": "management_review", "attendees": ["p-risk", "p-bo"]}), risks) == {
		absent(0, "R-1", "p-ana"),
	}
}

package rules.change.ids_not_reused_test

import data.rules.change.ids_not_reused

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in ids_not_reused.violations with input as changes}

applies(changes) if ids_not_reused.applies with input as changes

risk := {"id": "R-1", "title": "one", "description": "first", "status": "assessed", "identified_on": "2026-01-01"}

of(kind, before, after) := {"change": {"kind": kind, "id": "X-1"}, "before": {kind: before}, "after": {kind: after}}

test_another_day_is_another_risk if {
	found(risk, object.union(risk, {"identified_on": "2026-02-01"})) == {[
		["after", "risk", "identified_on"],
		"risk R-1 was identified on 2026-01-01, and says otherwise now: another risk, or other deadlines",
	]}
	count(found(risk, object.remove(risk, ["identified_on"]))) == 1
}

renamed := {[["after", "risk", "title"], "risk R-1 was called \"one\", and neither its title nor its description is what it was"]}

test_another_title_and_description_are_another_risk if {
	found(risk, object.union(risk, {"title": "two", "description": "second"})) == renamed
	found(risk, object.remove(object.union(risk, {"title": "two"}), ["description"])) == renamed
	found(object.remove(risk, ["description"]), object.union(risk, {"title": "two"})) == renamed
	found(object.remove(risk, ["description"]), object.remove(object.union(risk, {"title": "two"}), ["description"])) == renamed
}

test_one_of_the_two_may_be_worded_better if {
	found(risk, object.union(risk, {"title": "two"})) == set()
	found(risk, object.union(risk, {"description": "second"})) == set()
}

test_what_is_only_identified_may_be_worded_anew if {
	found(object.union(risk, {"status": "identified"}), object.union(risk, {"title": "two", "description": "second"})) == set()
}

test_a_plan_that_answers_other_risks_is_another if {
	judged(of("plan", {"status": "active", "risk_ids": ["R-1", "R-2"]}, {"risk_ids": ["R-3"]})) == {[
		["after", "plan", "risk_ids"],
		"plan X-1 answered R-1, R-2, and answers none of them now",
	]}
	judged(of("plan", {"status": "active", "risk_ids": ["R-1", "R-2"]}, {"risk_ids": ["R-2", "R-3"]})) == set()
}

test_an_activity_that_watches_others_or_otherwise_is_another if {
	was := {"risk_ids": ["R-1"], "method": "risk_review"}
	judged(of("activity", was, {"risk_ids": ["R-2"], "method": "risk_review"})) == {[
		["after", "activity", "risk_ids"],
		"activity X-1 watched R-1, and watches none of them now",
	]}
	{message | some [_, message] in judged(of("activity", {"risk_ids": ["R-1", "R-2"]}, {"risk_ids": []}))} == {"activity X-1 watched R-1, R-2, and watches none of them now"}
	judged(of("activity", was, {"risk_ids": ["R-1"], "method": "penetration_test"})) == {[
		["after", "activity", "method"],
		"activity X-1 was a risk_review, and is of another method now",
	]}
	judged(of("activity", was, {"risk_ids": ["R-1", "R-2"], "method": "risk_review"})) == set()
	count(judged(of("activity", was, {"risk_ids": ["R-1"]}))) == 1
}

test_it_applies_to_what_stands_on_both_sides if {
	applies(of("risk", risk, risk))
	applies(of("plan", {"status": "active"}, {}))
	applies(of("plan", {}, {}))
	applies(of("activity", {"id": "X-1"}, {"id": "X-1"}))
	not applies(of("plan", {"status": "draft"}, {}))
	not applies(of("result", {"id": "X-1"}, {"id": "X-1"}))
	some kind in ["risk", "plan", "activity"]
	not applies({"change": {"kind": kind, "id": "X-1"}, "before": {kind: {"id": "X-1"}}})
}

test_one_side_alone_is_no_change_of_meaning if {
	not applies({"change": {"kind": "risk", "id": "X-1"}, "before": {"risk": risk}})
	not applies({"change": {"kind": "risk", "id": "X-1"}, "after": {"risk": risk}})
	not applies({"change": {"kind": "plan", "id": "X-1"}, "before": {"plan": {"status": "active"}}})
	not applies({"change": {"kind": "plan", "id": "X-1"}, "after": {"plan": {"status": "active"}}})
	not applies({"change": {"kind": "activity", "id": "X-1"}, "before": {"activity": {"id": "X-1"}}})
	not applies({"change": {"kind": "activity", "id": "X-1"}, "after": {"activity": {"id": "X-1"}}})
	judged({"change": {"kind": "risk", "id": "X-1"}, "before": {"risk": risk}}) == set()
	judged({"change": {"kind": "plan", "id": "X-1"}, "before": {"plan": {"risk_ids": ["R-1"]}}}) == set()
	judged({"change": {"kind": "activity", "id": "X-1"}, "before": {"activity": {"risk_ids": ["R-1"], "method": "risk_review"}}}) == set()
}

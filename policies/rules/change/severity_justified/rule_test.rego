package rules.change.severity_justified_test

import data.rules.change.severity_justified

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in severity_justified.violations with input as changes}

applies(changes) if severity_justified.applies with input as changes

assessed(severity, on) := {"id": "R-1", "assessment": {"severity": severity, "on": on, "by": "p-1"}}

scored(score, on) := {"id": "R-1", "assessment": {"score": score, "on": on, "by": "p-1"}}

entry(field, to) := {"at": "2026-06-20", "by": "p-1", "field": field, "to": to, "reason": "the server is gone"}

reasoned(risk, entries) := object.union(risk, {"history": entries})

no_assessment(course, day) := [["after", "risk", "assessment", "on"], $"the {course} without a new assessment{day}"]

no_reason(course) := [["after", "risk", "history"], $"the {course}, and no new entry of its history gives the reason"]

test_a_severity_falls_by_a_new_assessment_with_a_reason if {
	count(found(assessed("high", "2026-01-05"), reasoned(assessed("low", "2026-06-20"), [entry("severity", "low")]))) == 0
}

test_an_old_assessment_is_told if {
	old := reasoned(assessed("low", "2026-01-05"), [entry("severity", "low")])
	told := {no_assessment("severity of risk R-1 fell from high to low", ": it is still of 2026-01-05")}
	found(assessed("high", "2026-01-05"), old) == told
	found(assessed("high", "2026-01-06"), old) == told
	found(assessed("high", "2026-01-04"), old) == set()
}

test_no_reason_is_told if {
	told := {no_reason("severity of risk R-1 fell from high to low")}
	before := assessed("high", "2026-01-05")
	found(before, assessed("low", "2026-06-20")) == told
	found(before, reasoned(assessed("low", "2026-06-20"), [entry("severity", "moderate")])) == told
	found(before, reasoned(assessed("low", "2026-06-20"), [entry("owner", "low")])) == told
	found(before, reasoned(assessed("low", "2026-06-20"), [object.remove(entry("severity", "low"), ["reason"])])) == told
	old := [entry("severity", "low")]
	found(reasoned(before, old), reasoned(assessed("low", "2026-06-20"), old)) == told
}

test_whoever_assessed_is_named if {
	unnamed := {"assessment": {"severity": "low", "on": "2026-06-20"}, "history": [entry("severity", "low")]}
	found(assessed("high", "2026-01-05"), unnamed) == {[
		["after", "risk", "assessment"],
		"the severity of risk R-1 fell from high to low, and nobody says who assessed it (by)",
	]}
}

test_a_severity_that_is_taken_away_has_fallen if {
	before := assessed("high", "2026-01-05")
	found(before, {"id": "R-1"}) == {no_assessment("severity of risk R-1 fell away", ""), no_reason("severity of risk R-1 fell away")}
	away := object.remove(entry("severity", "low"), ["to"])
	found(before, {"id": "R-1", "history": [away]}) == {no_assessment("severity of risk R-1 fell away", "")}
	found(before, {"id": "R-1", "history": [entry("severity", "low")]}) == {no_assessment("severity of risk R-1 fell away", ""), no_reason("severity of risk R-1 fell away")}
	found(before, reasoned(assessed("low", "2026-06-20"), [away])) == {no_reason("severity of risk R-1 fell from high to low")}
}

test_a_score_falls_likewise if {
	count(found(scored(20, "2026-01-05"), reasoned(scored(10, "2026-06-20"), [entry("score", 10)]))) == 0
	found(scored(20, "2026-01-05"), scored(19.5, "2026-01-05")) == {
		no_assessment("score of risk R-1 fell from 20 to 19.5", ": it is still of 2026-01-05"),
		no_reason("score of risk R-1 fell from 20 to 19.5"),
	}
	found(scored(20, "2026-01-05"), {"id": "R-1", "assessment": {"on": "2026-06-20", "by": "p-1"}}) == {no_reason("score of risk R-1 fell away")}
	away := object.remove(entry("score", 1), ["to"])
	found(scored(20, "2026-01-05"), {"id": "R-1", "assessment": {"on": "2026-06-20", "by": "p-1"}, "history": [away]}) == set()
	found(scored(20, "2026-01-05"), reasoned(scored(10, "2026-06-20"), [away])) == {no_reason("score of risk R-1 fell from 20 to 10")}
}

both(severity, score) := {"id": "R-1", "assessment": {"severity": severity, "score": score, "on": "2026-01-05", "by": "p-1"}}

test_both_may_fall_in_one if {
	found(both("high", 20), both("low", 10)) == {
		no_assessment("score and severity of risk R-1 fell from high to low", ": it is still of 2026-01-05"),
		no_reason("severity of risk R-1 fell from high to low"),
		no_reason("score of risk R-1 fell from high to low"),
	}
}

test_a_level_that_the_scale_lacks_counts_as_lower if {
	applies(changed(assessed("high", "2026-01-05"), assessed("tiny", "2026-01-05")))
	not applies(changed(assessed("tiny", "2026-01-05"), assessed("tiny", "2026-01-05")))
}

test_a_first_day_is_a_new_assessment if {
	count(found({"assessment": {"severity": "high"}}, reasoned(assessed("low", "2026-06-20"), [entry("severity", "low")]))) == 0
	found({"assessment": {"severity": "high"}}, {"assessment": {"severity": "low"}, "history": [entry("severity", "low")]}) == {
		no_assessment("severity of risk R-1 fell from high to low", ""),
	}
}

test_it_applies_where_something_fell if {
	applies(changed(assessed("high", "2026-01-05"), assessed("moderate", "2026-01-05")))
	not applies(changed(assessed("high", "2026-01-05"), assessed("high", "2026-01-05")))
	not applies(changed(assessed("high", "2026-01-05"), assessed("critical", "2026-01-05")))
	applies(changed(assessed("critical", "2026-01-05"), assessed("high", "2026-01-05")))
	not applies(changed(scored(20, "2026-01-05"), scored(20, "2026-01-05")))
	not applies(changed(scored(20, "2026-01-05"), scored(21, "2026-01-05")))
	not applies(changed({}, assessed("low", "2026-01-05")))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": assessed("high", "2026-01-05")}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": scored(2, "2026-01-05")}})
}

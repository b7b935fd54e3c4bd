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

old(what) := {[["after", "risk", "assessment", "on"], $"risk R-1 lowers {what}"]}

new(what) := {[["after", "risk", "history"], $"risk R-1 lowers {what}"]}

high := assessed("high", "2026-01-05")

test_a_severity_falls_by_a_new_assessment_with_a_reason if {
	found(high, reasoned(assessed("low", "2026-06-20"), [entry("severity", "low")])) == set()
}

test_an_old_assessment_is_told if {
	after := reasoned(assessed("low", "2026-01-05"), [entry("severity", "low")])
	told := old("the severity from high to low without a new assessment (it is still of 2026-01-05)")
	found(high, after) == told
	found(assessed("high", "2026-01-06"), after) == told
	found(assessed("high", "2026-01-04"), after) == set()
}

test_no_reason_is_told if {
	told := new("the severity from high to low without a reason for the severity in its history")
	found(high, assessed("low", "2026-06-20")) == told
	found(high, reasoned(assessed("low", "2026-06-20"), [entry("severity", "moderate")])) == told
	found(high, reasoned(assessed("low", "2026-06-20"), [entry("owner", "low")])) == told
	found(high, reasoned(assessed("low", "2026-06-20"), [object.remove(entry("severity", "low"), ["reason"])])) == told
	found(high, reasoned(assessed("low", "2026-06-20"), [object.remove(entry("severity", "low"), ["to"])])) == told
	entries := [entry("severity", "low")]
	found(reasoned(high, entries), reasoned(assessed("low", "2026-06-20"), entries)) == told
}

test_whoever_assessed_is_named if {
	unnamed := {"assessment": {"severity": "low", "on": "2026-06-20"}, "history": [entry("severity", "low")]}
	found(high, unnamed) == new("the severity from high to low without anybody who assessed it (by)")
	found(high, {"assessment": {"severity": "low", "on": "2026-01-05"}, "history": [entry("severity", "low")]}) == old("the severity from high to low without a new assessment (it is still of 2026-01-05)")
}

test_a_severity_that_is_taken_away_has_fallen if {
	gone := object.remove(entry("severity", "low"), ["to"])
	found(high, {"id": "R-1"}) == old("the severity from high to none without a new assessment and a reason for the severity in its history")
	found(high, {"id": "R-1", "history": [gone]}) == old("the severity from high to none without a new assessment")
	found(high, {"id": "R-1", "history": [entry("severity", "low")]}) == old("the severity from high to none without a new assessment and a reason for the severity in its history")
}

test_a_score_falls_likewise if {
	found(scored(20, "2026-01-05"), reasoned(scored(10, "2026-06-20"), [entry("score", 10)])) == set()
	found(scored(20, "2026-01-05"), scored(19.5, "2026-06-20")) == new("the score from 20 to 19.5 without a reason for the score in its history")
	found(scored(20, "2026-01-05"), reasoned(scored(10, "2026-06-20"), [entry("score", 11)])) == new("the score from 20 to 10 without a reason for the score in its history")
	unscored := {"id": "R-1", "assessment": {"on": "2026-06-20", "by": "p-1"}}
	found(scored(20, "2026-01-05"), unscored) == new("the score from 20 to none without a reason for the score in its history")
	found(scored(20, "2026-01-05"), reasoned(unscored, [object.remove(entry("score", 1), ["to"])])) == set()
}

both(severity, score) := {"id": "R-1", "assessment": {"severity": severity, "score": score, "on": "2026-01-05", "by": "p-1"}}

test_all_is_told_in_one if {
	found(both("high", 20), both("low", 10)) == old(concat(" ", [
		"the score from 20 to 10 and the severity from high to low without a new assessment (it is still of 2026-01-05)",
		"and a reason for the score in its history and a reason for the severity in its history",
	]))
}

test_a_level_that_the_scale_lacks_counts_as_lower if {
	applies(changed(high, assessed("tiny", "2026-01-05")))
	not applies(changed(assessed("tiny", "2026-01-05"), assessed("tiny", "2026-01-05")))
}

test_a_first_day_is_a_new_assessment if {
	found({"assessment": {"severity": "high"}}, reasoned(assessed("low", "2026-06-20"), [entry("severity", "low")])) == set()
	found({"assessment": {"severity": "high"}}, {"assessment": {"severity": "low"}, "history": [entry("severity", "low")]}) == old("the severity from high to low without a new assessment")
}

test_it_applies_where_something_fell if {
	applies(changed(high, assessed("moderate", "2026-01-05")))
	applies(changed(assessed("critical", "2026-01-05"), high))
	not applies(changed(high, high))
	not applies(changed(high, assessed("critical", "2026-01-05")))
	not applies(changed(scored(20, "2026-01-05"), scored(20, "2026-01-05")))
	not applies(changed(scored(20, "2026-01-05"), scored(21, "2026-01-05")))
	not applies(changed({}, assessed("low", "2026-01-05")))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": high}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": scored(2, "2026-01-05")}})
}

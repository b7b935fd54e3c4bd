package rules.change.deadline_justified_test

import data.rules.change.deadline_justified

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}, "people": people}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in deadline_justified.violations with input as changes}

applies(changes) if deadline_justified.applies with input as changes

people := {"dir": {"role": "director"}, "manager": {"role": "service_manager"}}

risk(changes) := object.union({"id": "R-1", "identified_on": "2026-01-01", "assessment": {"severity": "high"}}, changes)

dated(day) := risk({"deadline": day})

entry := {"at": "2026-01-20", "by": "dir", "field": "deadline", "from": "2026-01-31", "to": "2026-02-28", "reason": "the part is late"}

told(day, entries) := risk({"deadline": day, "history": entries})

message(was, now) := $"the deadline of risk R-1 moved from {was} to {now}, and no new entry of its history by director gives the reason"

moved(was, now) := {[["after", "risk", "deadline"], message(was, now)]}

test_a_reason_by_somebody_with_the_authority_holds if count(found(dated("2026-01-31"), told("2026-02-28", [entry]))) == 0

test_a_move_without_one_is_told if {
	expected := moved("2026-01-31", "2026-02-28")
	found(dated("2026-01-31"), dated("2026-02-28")) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.remove(entry, ["reason"])])) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.union(entry, {"by": "manager"})])) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.union(entry, {"by": "nobody"})])) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.union(entry, {"field": "owner"})])) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.union(entry, {"to": "2026-02-27"})])) == expected
	found(dated("2026-01-31"), told("2026-02-28", [object.remove(entry, ["to"])])) == expected
	found(told("2026-01-31", [entry]), told("2026-02-28", [entry])) == expected
}

test_a_deadline_that_is_taken_away_falls_back_to_the_severity if {
	found(dated("2026-01-30"), risk({})) == moved("2026-01-30", "2026-01-31")
	count(found(dated("2026-01-31"), risk({}))) == 0
	count(found(dated("2026-01-30"), risk({"history": [object.remove(entry, ["to"])]}))) == 0
	found(dated("2026-01-30"), risk({"history": [entry]})) == moved("2026-01-30", "2026-01-31")
}

test_a_first_deadline_is_held_against_the_severity if {
	found(risk({}), dated("2026-02-01")) == moved("2026-01-31", "2026-02-01")
	count(found(risk({}), dated("2026-01-31"))) == 0
	count(found({"id": "R-1", "identified_on": "2026-01-01"}, dated("2026-12-31"))) == 0
}

test_a_deadline_that_nothing_follows_is_told if {
	found({"deadline": "2026-01-31"}, {"id": "R-1"}) == {[
		["after", "risk", "deadline"],
		"the deadline of risk R-1 moved from 2026-01-31 to none at all, and no new entry of its history by somebody with the authority gives the reason",
	]}
}

test_the_graver_severity_of_the_two_asks if {
	lower := object.union(told("2026-02-28", [object.union(entry, {"by": "manager"})]), {"assessment": {"severity": "moderate"}})
	found(dated("2026-01-31"), lower) == moved("2026-01-31", "2026-02-28")
	higher := object.union(dated("2026-01-31"), {"assessment": {"severity": "low"}})
	found(higher, told("2026-02-28", [object.union(entry, {"by": "manager"})])) == moved("2026-01-31", "2026-02-28")
}

test_what_follows_from_the_severity_is_that_of_each_side if {
	low := {"assessment": {"severity": "low"}}
	found(dated("2026-01-30"), risk(low)) == moved("2026-01-30", "2026-06-30")
	found(risk(low), dated("2026-03-01")) == set()
	found(object.remove(dated("2026-01-30"), ["assessment"]), risk({})) == moved("2026-01-30", "2026-01-31")
}

test_as_many_moves_as_allowed_hold if {
	other := object.union(entry, {"at": "2026-01-10", "to": "2026-02-14"})
	early := object.union(entry, {"from": "2026-02-28", "to": "2026-02-28"})
	owner := {"field": "owner", "from": "a", "to": "b"}
	undated := {"field": "deadline", "to": "2026-02-14"}
	count(found(told("2026-01-31", [other, early, owner]), told("2026-02-28", [other, early, owner, entry]))) == 0
	found(told("2026-01-31", [other, undated]), told("2026-02-28", [other, undated, entry])) == {[
		["after", "risk", "history"],
		"the deadline of risk R-1 was moved back 3 times; at most 2 are allowed",
	]}
}

test_many_moves_are_no_matter_where_none_is_new if {
	many := [entry, object.union(entry, {"at": "a"}), object.union(entry, {"at": "b"})]
	count(found(told("2026-02-28", many), told("2026-02-28", many))) == 0
}

test_it_applies_to_moves_back if {
	applies(changed(dated("2026-01-31"), dated("2026-02-01")))
	not applies(changed(dated("2026-01-31"), dated("2026-01-31")))
	not applies(changed(dated("2026-01-31"), dated("2026-01-30")))
	not applies(changed(risk({}), risk({"assessment": {"severity": "low"}})))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": dated("2026-01-31")}})
}

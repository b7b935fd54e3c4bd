package rules.change.history_written_test

import data.rules.change.history_written

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in history_written.violations with input as changes}

applies(changes) if history_written.applies with input as changes

risk := {
	"id": "R-1", "owner": "p-1", "status": "assessed", "deadline": "2026-07-01",
	"assessment": {"severity": "high", "score": 20}, "response": {"type": "mitigate"},
}

entry(field, from, to) := {"at": "2026-06-20", "by": "p-1", "field": field, "from": from, "to": to}

told(changes, entries) := object.union(risk, object.union(changes, {"history": entries}))

untold(field, was, now) := {[
	["after", "risk", "history"],
	$"risk R-1 changed its {field} from {was} to {now}, and its history doesn't say from what to what, by whom and when",
]}

test_each_field_is_followed if {
	found(risk, told({"owner": "p-2"}, [])) == untold("owner", "p-1", "p-2")
	found(risk, told({"status": "closed"}, [])) == untold("status", "assessed", "closed")
	found(risk, told({"deadline": "2026-08-01"}, [])) == untold("deadline", "2026-07-01", "2026-08-01")
	found(risk, told({"assessment": {"severity": "low"}}, [])) == untold("severity", "high", "low")
	found(risk, told({"assessment": {"score": 0}}, [])) == untold("score", "20", "0")
	found(risk, told({"response": {"type": "accept"}}, [])) == untold("response", "mitigate", "accept")
}

test_an_entry_that_tells_of_it_holds if {
	count(found(risk, told({"owner": "p-2"}, [entry("owner", "p-1", "p-2")]))) == 0
	count(found(risk, told({"assessment": {"score": 0}}, [entry("score", 20, 0)]))) == 0
}

test_all_is_told_in_one if {
	{message | some [_, message] in found(risk, told({"owner": "p-2", "status": "closed"}, []))} == {concat(" ", [
		"risk R-1 changed its owner from p-1 to p-2, its status from assessed to closed,",
		"and its history doesn't say from what to what, by whom and when",
	])}
}

test_an_entry_about_another_field_tells_of_nothing if {
	found(risk, told({"owner": "p-2"}, [entry("status", "p-1", "p-2")])) == untold("owner", "p-1", "p-2")
}

test_each_part_of_an_entry_is_needed if {
	found(risk, told({"owner": "p-2"}, [entry("owner", "p-0", "p-2")])) == untold("owner", "p-1", "p-2")
	found(risk, told({"owner": "p-2"}, [entry("owner", "p-1", "p-3")])) == untold("owner", "p-1", "p-2")
	found(risk, told({"owner": "p-2"}, [object.remove(entry("owner", "p-1", "p-2"), ["by"])])) == untold("owner", "p-1", "p-2")
	found(risk, told({"owner": "p-2"}, [object.remove(entry("owner", "p-1", "p-2"), ["at"])])) == untold("owner", "p-1", "p-2")
	found(risk, told({"owner": "p-2"}, [object.remove(entry("owner", "p-1", "p-2"), ["to"])])) == untold("owner", "p-1", "p-2")
}

test_an_old_entry_tells_of_nothing_new if {
	old := entry("owner", "p-1", "p-2")
	found(object.union(risk, {"history": [old]}), told({"owner": "p-2"}, [old])) == untold("owner", "p-1", "p-2")
}

test_several_steps_lead_from_one_value_to_the_other if {
	count(found(risk, told({"status": "monitoring"}, [entry("status", "assessed", "responding"), entry("status", "responding", "monitoring")]))) == 0
}

test_a_value_that_is_taken_away_is_told if {
	found(risk, object.remove(risk, ["owner"])) == untold("owner", "p-1", "none")
	away := object.remove(entry("owner", "p-1", "p-2"), ["to"])
	count(found(risk, object.union(object.remove(risk, ["owner"]), {"history": [away]}))) == 0
}

test_it_applies_where_such_a_value_changed if {
	applies(changed(risk, told({"owner": "p-2"}, [])))
	not applies(changed(risk, risk))
	not applies(changed(risk, told({"title": "other"}, [])))
	not applies(changed({"id": "R-1"}, risk))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": risk}})
}

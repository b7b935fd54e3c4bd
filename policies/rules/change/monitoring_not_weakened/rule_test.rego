package rules.change.monitoring_not_weakened_test

import data.rules.change.monitoring_not_weakened

# changed(before, after) is a change of activity MA-1 from one record to another.
changed(before, after) := {"change": {"kind": "activity", "id": "MA-1"}, "before": {"activity": before}, "after": {"activity": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in monitoring_not_weakened.violations with input as changes}

applies(changes) if monitoring_not_weakened.applies with input as changes

watching(days, usual) := {"id": "MA-1", "interval_days": days, "baseline_interval_days": usual}

test_a_shorter_interval_holds if {
	found(watching(30, 60), watching(30, 60)) == set()
	found(watching(30, 60), watching(29, 60)) == set()
	found({"interval_days": 30}, watching(30, 60)) == set()
}

test_a_longer_interval_is_told if {
	found(watching(30, 60), watching(31, 60)) == {[["after", "activity", "interval_days"], "activity MA-1 watches every 31 days instead of every 30"]}
}

test_another_usual_interval_is_told if {
	told := {[["after", "activity", "baseline_interval_days"], "the usual interval of activity MA-1 was 60 days, and is not any more"]}
	found(watching(30, 60), watching(30, 90)) == told
	found(watching(30, 60), {"interval_days": 30}) == told
}

test_it_applies_to_activities_on_both_sides if {
	applies(changed(watching(30, 60), watching(30, 60)))
	not applies({"change": {"kind": "activity", "id": "MA-1"}, "before": {"activity": watching(30, 60)}})
	not applies({"change": {"kind": "activity", "id": "MA-1"}, "after": {"activity": watching(30, 60)}})
	judged({"change": {"kind": "activity", "id": "MA-1"}, "before": {"activity": watching(30, 60)}}) == set()
}

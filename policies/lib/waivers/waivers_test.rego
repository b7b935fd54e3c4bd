package lib.waivers_test

import data.lib.waivers

levels := ["low", "moderate", "high", "critical"]

level(matched) := found if {
	found := waivers.level(matched) with data.settings.scale.levels as levels
}

test_the_highest_severity_counts if level([{"severity": "low"}, {"severity": "high"}, {"severity": "moderate"}]) == "high"

test_a_single_severity_counts if level([{"severity": "low"}]) == "low"

test_without_a_severity_the_highest_of_the_scale_counts if {
	level([{"severity": "low"}, {}]) == "critical"
	level([{"severity": "dire"}]) == "critical"
}

test_a_request_does_not_count if {
	waivers.counts({"approved_by": "p-001"}, [{}])
	not waivers.counts({"requested_by": "p-001"}, [{}])
	not waivers.counts({"approved_by": "p-001"}, [])
}

test_a_record_is_named_by_kind_and_id if {
	waivers.subject({"subject": {"kind": "risk", "id": "R-3"}}) == "risk R-3"
}

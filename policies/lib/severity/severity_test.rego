package lib.severity_test

import data.lib.severity

# The levels are not in the order of the alphabet, nor against it.
scale := ["low", "moderate", "high", "critical"]

test_levels_are_those_of_the_settings if severity.levels == scale with data.settings.scale.levels as scale

test_rank_follows_the_settings if {
	severity.rank == {"low": 0, "moderate": 1, "high": 2, "critical": 3} with data.settings.scale.levels as scale
}

test_only_levels_of_the_scale_are_known if {
	severity.known("low") with data.settings.scale.levels as scale
	severity.known("critical") with data.settings.scale.levels as scale
	not severity.known("High") with data.settings.scale.levels as scale
	not severity.known("") with data.settings.scale.levels as scale
	not severity.known(null) with data.settings.scale.levels as scale
}

test_at_least_includes_the_floor if {
	severity.at_least("high", "high") with data.settings.scale.levels as scale
	severity.at_least("critical", "high") with data.settings.scale.levels as scale
	not severity.at_least("moderate", "high") with data.settings.scale.levels as scale
}

test_above_excludes_the_ceiling if {
	not severity.above("high", "high") with data.settings.scale.levels as scale
	severity.above("critical", "high") with data.settings.scale.levels as scale
	not severity.above("moderate", "high") with data.settings.scale.levels as scale
}

test_what_the_scale_does_not_have_is_neither_above_nor_at_least if {
	not severity.at_least("extreme", "low") with data.settings.scale.levels as scale
	not severity.at_least("low", "extreme") with data.settings.scale.levels as scale
	not severity.above("extreme", "low") with data.settings.scale.levels as scale
	not severity.above("critical", "none") with data.settings.scale.levels as scale
}

test_highest_is_by_the_scale if {
	severity.highest({"high", "moderate", "low"}) == "high" with data.settings.scale.levels as scale
	severity.highest(["low", "critical", "high"]) == "critical" with data.settings.scale.levels as scale
	severity.highest(["low", "low"]) == "low" with data.settings.scale.levels as scale
}

test_highest_passes_over_what_the_scale_does_not_have if {
	severity.highest(["extreme", "low"]) == "low" with data.settings.scale.levels as scale
}

test_nothing_known_has_no_highest if {
	not severity.highest(set()) with data.settings.scale.levels as scale
	not severity.highest(["extreme"]) with data.settings.scale.levels as scale
}

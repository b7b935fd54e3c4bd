# METADATA
# title: The order of severity
# description: >-
#   Severity levels come from settings scale.levels, low to high. A level that the settings don't know has no rank;
#   risk.assessed and register.scale_known deny it, and what is set by severity doesn't apply to it.
package lib.severity

levels := data.settings.scale.levels

rank := {level: position | some position, level in levels}

# known(level) holds for a level of the scale.
known(level) if level in levels

# at_least(level, floor) holds when a level is as severe as another, or more.
at_least(level, floor) if rank[level] >= rank[floor]

# above(level, ceiling) holds when a level is more severe than another.
above(level, ceiling) if rank[level] > rank[ceiling]

# highest(some_levels) is the most severe of a set or array of levels; undefined when none is known.
highest(some_levels) := levels[max({rank[level] | some level in some_levels})]

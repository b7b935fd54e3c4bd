# METADATA
# title: What the rules find wrong with one record
# description: >-
#   The input is one that riskgate inputs prints. Each finding has the rule, its level and remedy, and what the rule
#   says of the record. What the record's source can't show is not known here: riskgate may call a finding not
#   assessable.
package riskgate

findings contains object.union({"rule": id, "level": rule.level, "remedy": rule.remedy}, violation) if {
	some id, rule in data.riskgate.rules
	is_about(rule.subject)
	[group, claim] := split(id, ".")
	data.rules[group][claim].applies
	some violation in data.rules[group][claim].violations
}

# The input of other records may hold their register too.
is_about(subject) if subject in subjects - {"register"}

is_about("register") if subjects == {"register"}

subjects := {rule.subject | some rule in data.riskgate.rules; input[rule.subject]}

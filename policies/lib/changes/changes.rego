# METADATA
# title: What differs between two states
# description: >-
#   Records are compared field by field and lists entry by entry. The organisation's own fields, whose names begin with
#   x_, are free to change.
package lib.changes

# altered(before, after, free) are the names of the fields that differ, apart from those that are free to.
altered(before, after, free) := {field |
	some field in ((object.keys(before) | object.keys(after)) - free)
	not startswith(field, "x_")
	not same(before, after, field)
}

# gained(list, before, after, omits) are the fields of a record of a list that it has now and could not have before, as
# its source did not carry them.
gained(list, before, after, omits) := {field |
	some field in (object.keys(after) - object.keys(before))
	$"{list}.{field}" in omits
}

same(before, after, field) if before[field] == after[field]

# added(before, after) holds what a list has and didn't have before, by its places.
added(before, after) := {place: entry |
	some place, entry in after
	not entry in before
}

# lost(before, after) holds what a list that only grows no longer has at its place, by its places before.
lost(before, after) := {place: entry |
	some place, entry in before
	not at_place(after, place, entry)
}

at_place(list, place, entry) if list[place] == entry

package lib.changes_test

import data.lib.changes

test_what_is_the_same_is_not_altered if changes.altered({"a": 1, "b": [2]}, {"a": 1, "b": [2]}, set()) == set()

test_a_value_an_addition_and_a_removal_are_alterations if {
	changes.altered({"a": 1}, {"a": 2}, set()) == {"a"}
	changes.altered({}, {"a": 1}, set()) == {"a"}
	changes.altered({"a": 1}, {}, set()) == {"a"}
	changes.altered({"a": false}, {"a": false}, set()) == set()
}

test_what_is_free_may_change if {
	changes.altered({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a"}) == {"b"}
	changes.altered({"a": 1, "x_a": 1}, {"a": 1, "x_a": 2}, set()) == set()
}

test_what_a_list_has_more_is_added if {
	changes.added(["a", "b"], ["a", "c", "b", "d"]) == {1: "c", 3: "d"}
	changes.added([], ["a"]) == {0: "a"}
	changes.added(["a"], []) == {}
}

test_a_list_that_grows_loses_nothing if {
	changes.lost(["a", "b"], ["a", "b", "c"]) == {}
	changes.lost([], ["a"]) == {}
}

test_what_moved_or_is_gone_is_lost if {
	changes.lost(["a", "b"], ["a"]) == {1: "b"}
	changes.lost(["a", "b"], ["b", "a"]) == {0: "a", 1: "b"}
	changes.lost(["a", "b"], ["c", "a", "b"]) == {0: "a", 1: "b"}
	changes.lost(["a"], []) == {0: "a"}
}

test_what_the_source_could_not_carry_is_gained if {
	changes.gained("risks", {"a": 1}, {"a": 1, "b": 1, "c": 1}, ["risks.b", "plans.c"]) == {"b"}
	changes.gained("risks", {"a": 1}, {"a": 2}, ["risks.a"]) == set()
	changes.gained("risks", {"a": 1}, {}, ["risks.a"]) == set()
	changes.gained("risks", {}, {"b": 1}, []) == set()
}

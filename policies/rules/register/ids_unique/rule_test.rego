package rules.register.ids_unique_test

import data.rules.register.ids_unique

found(duplicates) := violations if {
	violations := ids_unique.violations with input.facts.duplicates as duplicates
}

test_a_register_without_duplicates_holds if {
	ids_unique.applies with input.facts.duplicates as []
	count(found([])) == 0
}

test_each_duplicate_is_told_with_kind_id_and_count if {
	found([
		{"kind": "risk", "id": "R-1", "count": 2},
		{"kind": "person", "id": "p-1", "count": 3},
	]) == {
		{"at": ["facts", "duplicates", 0], "message": "the risk id R-1 stands 2 times"},
		{"at": ["facts", "duplicates", 1], "message": "the person id p-1 stands 3 times"},
	}
}

test_what_nobody_looked_for_does_not_hold if {
	not ids_unique.applies with input.facts as {}
	not ids_unique.applies with input as {}
}

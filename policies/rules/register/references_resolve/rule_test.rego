package rules.register.references_resolve_test

import data.rules.register.references_resolve

found(unresolved) := violations if {
	violations := references_resolve.violations with input.facts.unresolved as unresolved
}

test_a_register_whose_names_all_exist_holds if {
	references_resolve.applies with input.facts.unresolved as []
	count(found([])) == 0
}

test_each_name_that_leads_nowhere_is_told if {
	found([
		{"kind": "risk", "id": "R-1", "field": "owner", "names": "person", "value": "p-9"},
		{"kind": "plan", "id": "P-1", "field": "actions[].service", "names": "service", "value": "s-9"},
	]) == {
		{
			"at": ["facts", "unresolved", 0],
			"message": "risk R-1 names person p-9 in owner, and no document of this run has it",
		},
		{
			"at": ["facts", "unresolved", 1],
			"message": "plan P-1 names service s-9 in actions[].service, and no document of this run has it",
		},
	}
}

test_what_nobody_looked_up_does_not_hold if {
	not references_resolve.applies with input.facts as {}
	not references_resolve.applies with input as {}
}

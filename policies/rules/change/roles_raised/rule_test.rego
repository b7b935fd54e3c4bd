package rules.change.roles_raised_test

import data.rules.change.roles_raised

judged(changes) := {[violation.at, violation.message] | some violation in roles_raised.violations with input as changes}

applies(changes) if roles_raised.applies with input as changes

register(people, people_after) := {
	"change": {"kind": "document", "id": "reg"},
	"before": {"document": {"kind": "risk_register"}}, "after": {"document": {"kind": "risk_register"}},
	"people": people, "people_after": people_after,
}

is(role) := {"p-1": {"name": "Ada", "role": role}}

told(was, now) := judged(register(is(was), is(now)))

test_a_role_that_stays_or_falls_is_not_told if {
	told("director", "director") == set()
	told("director", "service_lead") == set()
	told("guest", "guest") == set()
}

test_a_role_that_rises_is_told if {
	told("service_lead", "director") == {[["people_after", "p-1", "role"], "p-1 goes from service_lead to director"]}
	told("director", "risk_team") == {[["people_after", "p-1", "role"], "p-1 goes from director to risk_team"]}
}

test_a_newcomer_with_authority_over_others_is_told if {
	judged(register({}, is("service_manager"))) == {[["people_after", "p-1", "role"], "p-1 is new, as service_manager"]}
	judged(register({}, is("service_lead"))) == set()
	judged(register({}, is("guest"))) == set()
	judged(register(is("director"), {})) == set()
}

test_another_name_under_the_same_id_is_told if {
	judged(register(is("director"), {"p-1": {"name": "Bo", "role": "director"}})) == {[["people_after", "p-1", "name"], "p-1 is Bo now, and was Ada"]}
}

test_it_applies_to_registers_that_change if {
	applies(register({}, {}))
	not applies(object.remove(register({}, {}), ["before"]))
	not applies(object.remove(register({}, {}), ["after"]))
	not applies(object.union(register({}, {}), {"change": {"kind": "risk"}}))
	not applies(object.union(register({}, {}), {"after": {"document": {"kind": "action_plans"}}}))
}

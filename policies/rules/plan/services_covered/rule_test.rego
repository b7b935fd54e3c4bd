package rules.plan.services_covered_test

import data.rules.plan.services_covered

people := {
	"p-1": {"id": "p-1", "team": "payments"},
	"p-2": {"id": "p-2", "team": "web"},
	"p-3": {"id": "p-3"},
}

services := {
	"pay": {"id": "pay", "team": "payments"},
	"shop": {"id": "shop", "team": "web"},
	"lab": {"id": "lab"},
}

risk := {"id": "R-3", "status": "responding", "affected_services": ["pay", "shop"]}

pay := {"id": "A-1", "service": "pay", "owner": "p-1"}

shop := {"id": "A-2", "service": "shop", "owner": "p-2", "status": "open"}

case(plan, risks) := {
	"plan": object.union({"id": "P-7", "status": "draft"}, plan),
	"risks": risks,
	"people": people,
	"services": services,
}

found(actions) := judged(case({"actions": actions}, [risk]))

judged(asked) := violations if {
	violations := services_covered.violations with input as asked
}

applies(plan, risks) if {
	services_covered.applies with input as case(plan, risks)
}

unplanned(at, service, risks, team) := {
	"at": at,
	"message": $"plan P-7 has no action for service {service}, which {risks} affects; team {team} runs it",
}

test_it_applies_where_a_risk_affects_a_service_with_a_team if {
	applies({}, [risk])
	applies({"status": "completed"}, [risk])
	applies({}, [{"id": "R-3", "affected_services": ["lab", "pay"]}])
}

test_it_does_not_apply_to_a_cancelled_plan if not applies({"status": "cancelled"}, [risk])

test_it_does_not_apply_to_closed_risks if not applies({}, [object.union(risk, {"status": "closed"})])

test_it_does_not_apply_where_no_affected_service_has_a_team if {
	not applies({}, [])
	not applies({}, [{"id": "R-3", "status": "responding"}])
	not applies({}, [{"id": "R-3", "status": "responding", "affected_services": ["lab", "unheard-of"]}])
}

test_a_service_by_its_own_team_each_holds if count(found([pay, shop])) == 0

test_the_order_of_actions_does_not_matter if count(found([shop, pay])) == 0

test_a_service_that_is_left_out_is_told if {
	found([pay]) == {unplanned(["plan", "actions"], "shop", "R-3", "web")}
}

test_no_actions_at_all_are_told_at_the_plan if {
	judged(case({}, [risk])) == {
		unplanned(["plan"], "pay", "R-3", "payments"),
		unplanned(["plan"], "shop", "R-3", "web"),
	}
}

test_all_risks_that_affect_the_service_are_named if {
	risks := [
		risk,
		{"id": "R-4", "affected_services": ["shop"]},
		{"id": "R-5", "status": "closed", "affected_services": ["shop"]},
		{"id": "R-6", "affected_services": ["pay"]},
	]
	judged(case({"actions": [pay]}, risks)) == {unplanned(["plan", "actions"], "shop", "R-3, R-4", "web")}
}

test_services_of_every_risk_count if {
	risks := [{"id": "R-2", "affected_services": ["pay"]}, {"id": "R-4", "affected_services": ["shop"]}]
	count(judged(case({"actions": [pay]}, risks))) == 1
}

test_services_of_closed_risks_do_not_count if {
	risks := [{"id": "R-2", "affected_services": ["pay"]}, {"id": "R-4", "status": "closed", "affected_services": ["shop"]}]
	count(judged(case({"actions": [pay]}, risks))) == 0
}

test_a_cancelled_action_covers_nothing if {
	found([pay, object.union(shop, {"status": "cancelled"})]) == {unplanned(["plan", "actions"], "shop", "R-3", "web")}
}

test_a_service_without_a_team_is_not_asked if {
	count(judged(case({"actions": [pay]}, [{"id": "R-3", "affected_services": ["pay", "lab", "unheard-of"]}]))) == 0
}

test_an_owner_of_another_team_is_told if {
	found([pay, object.union(shop, {"owner": "p-1"})]) == {{
		"at": ["plan", "actions", 1],
		"message": "action A-2 of plan P-7 is for service shop, which team web runs, but its owner p-1 is of team payments",
	}}
}

test_an_owner_of_no_known_team_is_told if {
	message := "action A-2 of plan P-7 is for service shop, which team web runs, but its owner"
	found([pay, object.union(shop, {"owner": "p-3"})]) == {{
		"at": ["plan", "actions", 1],
		"message": $"{message} p-3 is of no known team",
	}}
	found([pay, object.union(shop, {"owner": "p-9"})]) == {{
		"at": ["plan", "actions", 1],
		"message": $"{message} p-9 is of no known team",
	}}
}

test_no_owner_is_told if {
	found([pay, object.remove(shop, ["owner"])]) == {{
		"at": ["plan", "actions", 1],
		"message": "action A-2 of plan P-7 is for service shop, which team web runs, but it has no owner",
	}}
}

test_a_stranger_may_help_where_the_own_team_acts_too if {
	count(found([pay, shop, {"id": "A-3", "service": "shop", "owner": "p-1"}])) == 0
}

test_an_action_for_another_service_by_the_team_does_not_cover if {
	found([pay, {"id": "A-2", "service": "pay", "owner": "p-2"}]) == {unplanned(["plan", "actions"], "shop", "R-3", "web")}
}

test_an_action_without_a_service_covers_nothing if {
	found([pay, {"id": "A-2", "owner": "p-2"}]) == {unplanned(["plan", "actions"], "shop", "R-3", "web")}
}

test_each_stranger_is_told_and_cancelled_ones_are_not if {
	places := {violation.at[2] |
		some violation in found([
			pay,
			{"id": "A-2", "service": "shop", "owner": "p-1"},
			{"id": "A-3", "service": "shop", "owner": "p-1", "status": "cancelled"},
			{"id": "A-4", "service": "shop", "owner": "p-3"},
		])
	}
	places == {1, 3}
}

test_a_cancelled_action_of_the_own_team_leaves_the_service_to_the_others if {
	cancelled := object.union(shop, {"id": "A-3", "status": "cancelled"})
	found([pay, object.union(shop, {"owner": "p-1"}), cancelled]) == {{
		"at": ["plan", "actions", 1],
		"message": "action A-2 of plan P-7 is for service shop, which team web runs, but its owner p-1 is of team payments",
	}}
}

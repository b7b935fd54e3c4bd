package rules.response.transfer_backed_test

import data.rules.response.transfer_backed

june_30 := time.parse_ns("2006-01-02", "2026-06-30")

policy := {"party": "Baltic Mutual", "instrument": "Policy 7734", "valid_until": "2027-03-31"}

transferred(transfer) := {
	"id": "R-3",
	"status": "monitoring",
	"response": {"type": "transfer", "transfer": transfer},
}

found(risk) := {[violation.at, violation.message] |
	some violation in transfer_backed.violations with input as {"risk": risk} with time.now_ns as june_30
}

remedies(risk) := {violation.remedy |
	some violation in transfer_backed.violations with input as {"risk": risk} with time.now_ns as june_30
}

without(field) := found(transferred(object.remove(policy, [field])))

until(day) := found(transferred(object.union(policy, {"valid_until": day})))

applies(risk) if transfer_backed.applies with input as {"risk": risk}

closed(closure) := object.union(transferred(policy), {"status": "closed", "closure": closure})

stating_no(what) := {[["risk", "response", "transfer"], $"risk R-3 is transferred, and the record states no {what}"]}

test_a_backed_transfer_holds if count(found(transferred(policy))) == 0

test_no_party_is_told if without("party") == stating_no("party")

test_no_instrument_is_told if without("instrument") == stating_no("instrument")

test_no_end_is_told if without("valid_until") == stating_no("valid_until")

test_all_that_lacks_is_told_in_one if {
	found(transferred({})) == stating_no("instrument and no party and no valid_until")
	remedies(transferred({})) == {"Record instrument and party and valid_until under response.transfer, as the contract or policy says."}
}

test_a_transfer_without_any_record_is_told_at_the_response if {
	found({"id": "R-3", "response": {"type": "transfer"}}) == {[
		["risk", "response"],
		"risk R-3 is transferred, and the record states no instrument and no party and no valid_until",
	]}
}

test_the_last_day_still_counts if count(until("2026-06-30")) == 0

test_the_day_after_the_last_is_told if {
	until("2026-06-29") == {[
		["risk", "response", "transfer", "valid_until"],
		"the transfer of risk R-3 was in force until 2026-06-29, and today is 2026-06-30",
	]}
}

test_it_applies_to_transfers if {
	applies(transferred(policy))
	applies({"id": "R-3", "response": {"type": "transfer"}})
}

test_it_does_not_apply_to_another_response if {
	not applies(object.union(transferred(policy), {"response": {"type": "accept"}}))
	not applies({"id": "R-3", "status": "assessed"})
}

test_it_applies_to_a_risk_closed_as_transferred if applies(closed({"reason": "transferred"}))

test_it_does_not_apply_to_a_risk_closed_for_another_reason if {
	not applies(closed({"reason": "retired"}))
	not applies(closed({}))
	not applies(object.remove(closed({}), ["closure"]))
}

test_a_closure_of_a_risk_that_is_not_closed_changes_nothing if {
	applies(object.union(transferred(policy), {"closure": {"reason": "retired"}}))
}

due(risk) := what if {
	what := transfer_backed.due with input as {"risk": risk}
}

test_a_transfer_falls_due_on_its_last_day if {
	due(transferred(policy)) == {{"at": ["risk", "response", "transfer", "valid_until"], "on": "2027-03-31", "what": "transfer"}}
	due(transferred({})) == set()
}

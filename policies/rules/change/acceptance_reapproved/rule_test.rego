package rules.change.acceptance_reapproved_test

import data.rules.change.acceptance_reapproved

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}, "people": people}

judged(changes) := {[violation.at, violation.message] | some violation in acceptance_reapproved.violations with input as changes}

applies(changes) if acceptance_reapproved.applies with input as changes

june := time.parse_ns("2006-01-02", "2026-06-30")

people := {"dir": {"role": "director"}, "lead": {"role": "service_lead"}}

told(before, after) := {[violation.at, violation.message] |
	some violation in acceptance_reapproved.violations with input as changed(before, after) with time.now_ns as june
}

accepted(severity, acceptance) := {"id": "R-1", "assessment": {"severity": severity}, "response": {"type": "accept", "acceptance": acceptance}}

until(day, approvals) := accepted("moderate", {"expires_on": day, "approvals": approvals})

approval(by) := {"by": by, "at": "2026-06-20", "decision": "approved"}

longer := {[
	["after", "risk", "response", "acceptance", "expires_on"],
	"the acceptance of risk R-1 lasts until 2026-10-01 instead of 2026-07-01 without a new approval by director",
]}

test_a_later_day_with_a_new_approval_holds if count(told(until("2026-07-01", []), until("2026-10-01", [approval("dir")]))) == 0

test_a_later_day_without_one_is_told if {
	told(until("2026-07-01", []), until("2026-10-01", [])) == longer
	told(until("2026-07-01", [approval("dir")]), until("2026-10-01", [approval("dir")])) == longer
	told(until("2026-07-01", []), until("2026-10-01", [approval("lead")])) == longer
	told(until("2026-07-01", []), until("2026-10-01", [approval("nobody")])) == longer
	told(until("2026-07-01", []), until("2026-10-01", [object.union(approval("dir"), {"decision": "rejected"})])) == longer
	told(until("2026-07-01", []), until("2026-10-01", [object.union(approval("dir"), {"expires_on": "2026-06-29"})])) == longer
	told(until("2026-07-01", []), until("2026-10-01", [object.union(approval("dir"), {"at": "2026-07-01"})])) == longer
}

test_no_last_day_is_later_than_any if {
	told(until("2026-07-01", []), accepted("moderate", {"approvals": []})) == {[
		["after", "risk", "response", "acceptance"],
		"the acceptance of risk R-1 no longer ends on 2026-07-01 without a new approval by director",
	]}
}

residual(level) := object.union(accepted("moderate", {}), {"residual": {"severity": level}})

test_a_higher_residual_is_told if {
	told(residual("low"), residual("moderate")) == {[
		["after", "risk", "residual", "severity"],
		"the acceptance of risk R-1 covers a residual risk of moderate instead of low without a new approval by director",
	]}
	count(told(residual("moderate"), residual("moderate"))) == 0
	count(told(residual("moderate"), residual("low"))) == 0
}

test_a_condition_that_is_dropped_is_told if {
	told(accepted("moderate", {"conditions": ["no internet", "backups"]}), accepted("moderate", {"conditions": ["backups", "new"]})) == {[
		["before", "risk", "response", "acceptance", "conditions", 0],
		"the acceptance of risk R-1 drops the condition no internet without a new approval by director",
	]}
	count(told(accepted("moderate", {"conditions": ["a"]}), accepted("moderate", {}))) == 1
}

test_the_graver_severity_of_the_two_asks if {
	lowered := accepted("low", {"expires_on": "2026-10-01", "approvals": [approval("lead")]})
	told(until("2026-07-01", []), lowered) == longer
	raised := accepted("high", {"expires_on": "2026-10-01", "approvals": [approval("dir")]})
	{message | some [_, message] in told(until("2026-07-01", []), raised)} == {"the acceptance of risk R-1 lasts until 2026-10-01 instead of 2026-07-01 without a new approval by executive"}
}

critical(day) := accepted("critical", {"expires_on": day, "approvals": [approval("dir")]})

test_where_nobody_may_accept_nobody_approves if {
	{message | some [_, message] in told(critical("2026-07-01"), critical("2026-10-01"))} == {"the acceptance of risk R-1 lasts until 2026-10-01 instead of 2026-07-01 without a new approval by somebody with the authority"}
}

test_it_applies_to_acceptances_that_get_wider if {
	applies(changed(until("2026-07-01", []), until("2026-07-02", [])))
	not applies(changed(until("2026-07-01", []), until("2026-07-01", [])))
	not applies(changed(until("2026-07-01", []), until("2026-06-30", [])))
	not applies(changed({"response": {"type": "mitigate", "acceptance": {"expires_on": "2026-07-01"}}}, until("2026-10-01", [])))
	not applies(changed(until("2026-07-01", []), {"response": {"type": "mitigate", "acceptance": {"expires_on": "2026-10-01"}}}))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": until("2026-07-01", [])}})
}

package rules.change.plan_versioned_test

import data.rules.change.plan_versioned

# changed(before, after) is a change of plan P-1 from one record to another.
changed(before, after) := {"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": before}, "after": {"plan": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in plan_versioned.violations with input as changes}

applies(changes) if plan_versioned.applies with input as changes

action := {"id": "A-1", "title": "install", "owner": "p-1", "due": "2026-07-01"}

plan := {
	"id": "P-1", "title": "one", "version": 2, "status": "active", "owner": "p-1", "due": "2026-08-01",
	"actions": [action], "approvals": [{"act": "approve", "by": "p-2", "decision": "approved", "plan_version": 2}],
}

but(changes) := object.union(plan, changes)

altered(what) := $"version 2 of plan P-1 was approved, and its {what} changed since"

test_progress_is_free if {
	found(plan, but({
		"status": "completed", "updated_on": "2026-06-30", "due": "2026-09-01", "due_changes": [{"to": "2026-09-01"}], "approvals": [],
		"effectiveness": {"result": "effective"}, "change_reason": "typo", "triggered_by": ["MR-1"], "supersedes": "P-0", "x_ref": 1,
	})) == set()
	done := object.union(action, {"status": "done", "completed_on": "2026-06-30", "evidence": [{"ref": "a"}], "tracking_ref": "T-1", "x_ref": 1})
	found(plan, but({"actions": [done]})) == set()
}

test_what_was_approved_is_not_free if {
	found(plan, but({"title": "two", "owner": "p-2"})) == {
		[["after", "plan", "title"], altered("title")],
		[["after", "plan", "owner"], altered("owner")],
	}
	found(plan, object.remove(plan, ["title"])) == {[["after", "plan", "title"], altered("title")]}
}

test_neither_are_its_actions if {
	told := {[["after", "plan", "actions"], altered("action A-1")]}
	found(plan, but({"actions": [object.union(action, {"due": "2026-07-02"})]})) == told
	found(plan, but({"actions": []})) == told
	found(plan, object.remove(plan, ["actions"])) == told
	found(plan, but({"actions": [action, object.union(action, {"id": "A-2"})]})) == {[["after", "plan", "actions"], altered("action A-2")]}
	found(but({"actions": []}), plan) == told
}

test_a_new_version_may_change_all if {
	found(plan, but({"version": 3, "title": "two", "actions": []})) == set()
}

test_a_version_never_counts_down if {
	found(plan, but({"version": 1, "title": "two"})) == {[["after", "plan", "version"], "plan P-1 went back from version 2 to version 1"]}
}

test_it_applies_to_what_was_approved if {
	applies(changed(plan, plan))
	not applies(changed(but({"approvals": []}), plan))
	not applies(changed(but({"version": 3}), plan))
	not applies(changed(but({"approvals": [{"act": "approve", "decision": "rejected", "plan_version": 2}]}), plan))
	not applies({"change": {"kind": "plan", "id": "P-1"}, "before": {"plan": plan}})
}

omitting(omits) := object.union(changed(plan, object.union(plan, {"summary": "new"})), {"before": {"document": {"source": {"omits": omits}}}})

test_what_the_source_could_not_carry_may_be_added if {
	plan_versioned.violations == set() with input as omitting(["plans.summary"])
	count(plan_versioned.violations) == 1 with input as omitting(["plans.title"])
}

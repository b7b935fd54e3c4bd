# METADATA
# title: What people said last
# description: >-
#   An approval counts until the same person says otherwise about the same thing: of several words the one of the latest
#   day counts, of one day the later in the list, and one that is dated in the future isn't said yet.
package lib.approvals

import data.lib.dates

# last_acts(acts) holds a plan's reviews and approvals by their places in the list: of each person the last review and the
# last approval of each version.
last_acts(acts) := {place: acts[place] |
	some place in last([[[act.act, act.plan_version, act.by], act.at, place] |
		some place, act in acts
		not dates.is_future(act.at)
	])
}

# last_decisions(decisions) holds the last decision of each person by its place in the list.
last_decisions(decisions) := {place: decisions[place] |
	some place in last([[decision.by, decision.at, place] |
		some place, decision in decisions
		not dates.is_future(decision.at)
	])
}

# approving(acts, kind, version) holds the last acts that approve of a version.
approving(acts, kind, version) := {place: act |
	some place, act in last_acts(acts)
	act.act == kind
	act.plan_version == version
	act.decision == "approved"
}

# in_force(decisions) holds the last decisions that approve and haven't expired.
in_force(decisions) := {place: decision |
	some place, decision in last_decisions(decisions)
	decision.decision == "approved"
	not expired(decision)
}

# expired(decision) holds from the day after its last day on; without a last day it doesn't expire.
expired(decision) if dates.is_past(decision.expires_on)

# Sorted, the last word of each stands before the first of the next.
last(words) := {place |
	sorted := sort(words)
	some index, [who, _, place] in sorted
	not sorted[index + 1][0] == who
}

# deciders(plan, kind) are the people whose acts count: those who approve of the version in force or, where nobody does,
# of another one.
deciders(plan, kind) := in_version if {
	in_version := {act.by | some act in approving(plan.approvals, kind, plan.version)}
	count(in_version) > 0
}

else := {act.by |
	some act in last_acts(plan.approvals)
	act.act == kind
	act.decision == "approved"
}

# involved(plan) are the people whom settings approval.independent_of keeps from approving a plan.
involved(plan) := {person | some [person, _] in parts(plan)}

# parts(plan) pairs each of them with the part that he or she has in the plan.
parts(plan) := {[plan.owner, "its owner"] | "owner" in apart} | ({[plan.author, "its author"] | "author" in apart} | {[action.owner, part] |
	"action_owners" in apart
	some action in plan.actions
	not action.status == "cancelled"
	part := $"owner of action {action.id}"
})

apart := data.settings.approval.independent_of

# noun(act) says what an act is.
noun(act) := "approval" if act.act == "approve"

else := "review"

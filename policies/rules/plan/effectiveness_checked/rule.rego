# METADATA
# title: A completed plan is judged for its effect
# description: >-
#   Risks are tracked until their plans are implemented effectively, and done is not the same as effective: after a plan is
#   completed somebody judges whether it did what it was meant to, and records who, when, the result and evidence that can be
#   looked up. The days count from the completion of the last action or, where no action has a completion date, from the
#   last update of the plan. A judgement from before the last action was done is about another state of things, and one that
#   came late stays late.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Judge whether the success measures are met, and record effectiveness with on, by, result and evidence. A judgement
#     that came late can't be made earlier: have the delay accepted by a waiver.
#   reads:
#     - plan.status
#     - plan.updated_on
#     - plan.actions.completed_on
#     - plan.effectiveness.on
#     - plan.effectiveness.by
#     - plan.effectiveness.result
#     - plan.effectiveness.evidence.ref
#   settings: [plan.effectiveness_days]
#   controls: [nist-800-53r5:CA-7(4), nist-800-53r5:CA-5, iso27001-2022:10.2, csf-2.0:ID.RA-06]
#   duties: [severe-risks-are-tracked, completion-is-proven]
package rules.plan.effectiveness_checked

import data.lib.dates

applies if input.plan.status == "completed"

violations contains {
	"at": ["plan"],
	"message": $"plan {input.plan.id} was completed on {completed_on}, and {dates.age(completed_on)} days later nobody has judged its effectiveness; at most {limit} are allowed",
} if {
	not input.plan.effectiveness
	dates.age(completed_on) > limit
}

violations contains {
	"at": ["plan"],
	"message": $"plan {input.plan.id} is completed, on no recorded day, and nobody has judged its effectiveness",
} if {
	not input.plan.effectiveness
	not completed_on
}

violations contains {
	"at": ["plan", "effectiveness"],
	"message": $"the effectiveness of plan {input.plan.id} was judged, and the record has no {concat(" and no ", lacks)}",
	"remedy": $"Record {concat(" and ", lacks)} under effectiveness.",
} if {
	input.plan.effectiveness
	count(lacks) > 0
}

violations contains {
	"at": ["plan", "effectiveness", "on"],
	"message": $"{judged}, {dates.days(completed_on, judged_on)} days after it was completed on {completed_on}; at most {limit} are allowed",
} if {
	dates.days(completed_on, judged_on) > limit
}

violations contains {
	"at": ["plan", "effectiveness", "on"],
	"message": $"{judged}, before its last action was done on {last_done}",
	"remedy": "Judge again what the completed plan has done, and record it under effectiveness.",
} if {
	judged_on < last_done
}

violations contains {
	"at": ["plan", "effectiveness", "on"],
	"message": $"{judged}, and today is {dates.today}",
	"remedy": "Record the day on which the effectiveness was judged, once it was.",
} if {
	dates.is_future(judged_on)
}

judged_on := input.plan.effectiveness.on

judged := $"the effectiveness of plan {input.plan.id} was judged on {judged_on}"

limit := data.settings.plan.effectiveness_days

completed_on := last_done if last_done

else := input.plan.updated_on

last_done := max([action.completed_on | some action in input.plan.actions])

lacks contains "on" if not judged_on

lacks contains "by" if not input.plan.effectiveness.by

lacks contains "result" if not input.plan.effectiveness.result

lacks contains "evidence" if not shown

shown if {
	some evidence in input.plan.effectiveness.evidence
	evidence.ref
}

due contains {"at": ["plan"], "on": dates.later(completed_on, limit), "what": "effectiveness check"} if {
	not input.plan.effectiveness
}

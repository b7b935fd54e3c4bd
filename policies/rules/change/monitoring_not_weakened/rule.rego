# METADATA
# title: An activity doesn't come to watch less closely unseen
# description: >-
#   A longer interval, or a longer usual interval against which the closer watch of an accepted risk is measured,
#   makes a result that is overdue look timely. It may be right; whoever reviews the change should know.
# custom:
#   subject: change
#   level: warn
#   remedy: Confirm the longer interval with the owners of the risks, or set it back.
#   reads:
#     - before.activity.interval_days
#     - before.activity.baseline_interval_days
#     - after.activity.interval_days
#     - after.activity.baseline_interval_days
#   settings: []
#   controls: [nist-800-53r5:CA-7, iso27001-2022:9.1]
#   duties: [all-risks-are-monitored, acceptance-is-watched]
package rules.change.monitoring_not_weakened

applies if {
	input.before.activity
	input.after.activity
}

violations contains {"at": ["after", "activity", "interval_days"], "message": message} if {
	input.after.activity.interval_days > input.before.activity.interval_days
	message := $"activity {input.change.id} watches every {input.after.activity.interval_days} days instead of every {input.before.activity.interval_days}"
}

violations contains {"at": ["after", "activity", "baseline_interval_days"], "message": message} if {
	input.after.activity
	input.before.activity.baseline_interval_days
	not input.after.activity.baseline_interval_days == input.before.activity.baseline_interval_days
	message := $"the usual interval of activity {input.change.id} was {input.before.activity.baseline_interval_days} days, and is not any more"
}

# METADATA
# title: The register's severity levels are the organization's, in the same order
# description: >-
#   Deadlines and the level of approval follow from severity, and so does every sum over business units: a level that
#   the settings don't know, or that stands in another order, means something else to each reader. A register may leave
#   levels out. It can't be waived, because who may waive follows from severity too.
# custom:
#   subject: register
#   level: deny
#   waivable: false
#   remedy: Use the levels of settings scale.levels, lowest first, or change the settings for the whole organization.
#   reads: [register.scale.levels]
#   settings: [scale.levels]
#   controls: [nist-800-53r5:PM-28, iso27001-2022:6.1.2b, csf-2.0:GV.RM-06]
#   duties: [severity-is-assessed, reports-feed-erm]
package rules.register.scale_known

import data.lib.severity

applies if input.register.id

order := concat(", ", severity.levels)

violations contains {"at": ["register"], "message": message} if {
	not input.register.scale.levels[0]
	message := $"register {input.register.id} states no severity levels; the organization's are {order}"
}

violations contains {"at": ["register", "scale", "levels", i], "message": message} if {
	some i, level in input.register.scale.levels
	not severity.known(level)
	message := $"register {input.register.id} has the severity level {level}; the organization's are {order}"
}

violations contains {"at": ["register", "scale", "levels", i], "message": message} if {
	some i, level in input.register.scale.levels
	below := input.register.scale.levels[i - 1]
	severity.at_least(below, level)
	message := $"register {input.register.id} puts {level} above {below}; the organization's order is {order}"
}

# METADATA
# title: The register describes the world of today
# description: >-
#   Every other rule judges what the register says, so one that nobody brings up to date makes all of them judge the
#   past. The register's as_of is the day on which it described the world; at most the days allowed lie between that day
#   and the day of the run. A register of a day that is still to come describes nothing yet.
# custom:
#   subject: register
#   level: deny
#   remedy: Go through the register with the owners of its risks, and set as_of to the day on which it was right.
#   reads: [register.as_of]
#   settings: [register.max_age_days]
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:PM-4, iso27001-2022:7.5.3, csf-2.0:ID.RA-06]
#   duties: [records-can-be-relied-on]
package rules.register.current

import data.lib.dates

applies if input.register.as_of

violations contains {
	"at": ["register", "as_of"],
	"message": $"register {input.register.id} is of {input.register.as_of}, {age} days ago; at most {allowed} are allowed",
} if {
	age > allowed
}

violations contains {
	"at": ["register", "as_of"],
	"message": $"register {input.register.id} is of {input.register.as_of}, and today is {dates.today}",
	"remedy": "Set as_of to the day on which the register was right.",
} if {
	dates.is_future(input.register.as_of)
}

age := dates.age(input.register.as_of)

allowed := data.settings.register.max_age_days

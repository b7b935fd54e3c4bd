# METADATA
# title: A vendor on whose fix a risk waits is asked regularly
# description: >-
#   A risk that waits for a vendor stays open for as long as the vendor likes, unless somebody keeps asking and takes a
#   fix in when it is there. The vendor was asked (last_checkin) within the days allowed; until the first time the days
#   count from identification. A check-in dated in the future is no check-in. Closed risks are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: Ask the vendor about the fix, and record the day under vendor_dependency as last_checkin.
#   reads: [risk.status, risk.identified_on, risk.vendor_dependency.last_checkin]
#   settings: [monitoring.vendor_checkin_days]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:SR-6, fedramp-rev5:vendor-dependencies, csf-2.0:GV.SC-07]
#   duties: [vendors-are-followed]
package rules.monitoring.vendor_checked_in

import data.lib.dates

applies if {
	not input.risk.status == "closed"
	input.risk.vendor_dependency
}

violations contains {
	"at": ["risk", "vendor_dependency", "last_checkin"],
	"message": $"risk {input.risk.id} waits for a vendor who was last asked on {last}, {dates.age(last)} days ago; at most {allowed} are allowed",
} if {
	dates.age(last) > allowed
}

violations contains {
	"at": ["risk", "vendor_dependency", "last_checkin"],
	"message": $"risk {input.risk.id} waits for a vendor whose last check-in is dated {last}, and today is {dates.today}",
} if {
	dates.is_future(last)
}

violations contains {
	"at": ["risk", "vendor_dependency"],
	"message": $"risk {input.risk.id} waits for a vendor who was never asked; at most {allowed} days from its identification are allowed",
} if {
	not last
	not identified_lately
}

last := input.risk.vendor_dependency.last_checkin

allowed := data.settings.monitoring.vendor_checkin_days

identified_lately if {
	input.risk.identified_on <= dates.today
	dates.age(input.risk.identified_on) <= allowed
}

due contains {"at": ["risk", "vendor_dependency"], "on": dates.later(since, allowed), "what": "vendor check-in"}

since := last if last

else := input.risk.identified_on

# METADATA
# title: Management reviews each report
# description: >-
#   A report informs decisions only when somebody with authority has looked at it. Within the days allowed from issue it
#   is reviewed by a person whose role in the register, not the one that the review claims, is at least the one asked
#   for, and who didn't write it; without an author nothing shows that. Until those days have passed the review isn't
#   due. ERM assessments, which reports feed, and reports still to be issued are not asked.
# custom:
#   subject: report
#   level: deny
#   remedy: >-
#     Have somebody of the register with the role asked for or one above it, other than the author, review the report,
#     and record by and on under management_review.
#   reads:
#     - report.type
#     - report.issued_on
#     - report.author
#     - report.management_review.by
#     - report.management_review.on
#     - people.role
#   settings: [report.management_review_days, report.management_role, authority.ladders]
#   controls: [nist-800-53r5:PM-29, nist-800-53r5:AC-5, iso27001-2022:9.3, csf-2.0:GV.OV-03]
#   duties: [management-reviews-reports]
package rules.report.management_reviewed

import data.lib.authority
import data.lib.dates

applies if {
	not input.report.type == "erm_assessment"
	input.report.issued_on <= dates.today
}

violations contains {
	"at": review_at,
	"message": $"report {input.report.id} of {input.report.issued_on} is not reviewed by management after {dates.age(input.report.issued_on)} days; at most {allowed} are allowed",
} if {
	not reviewed_on
	dates.age(input.report.issued_on) > allowed
}

violations contains {
	"at": ["report", "management_review", "on"],
	"message": $"report {input.report.id} of {input.report.issued_on} was reviewed by management on {reviewed_on}, before it was issued",
} if {
	reviewed_on < input.report.issued_on
}

violations contains {
	"at": ["report", "management_review", "on"],
	"message": $"management's review of report {input.report.id} is dated {reviewed_on}, and today is {dates.today}",
} if {
	dates.is_future(reviewed_on)
}

violations contains {
	"at": ["report", "management_review", "on"],
	"message": $"report {input.report.id} of {input.report.issued_on} was reviewed by management on {reviewed_on}, after {days} days; at most {allowed} are allowed",
} if {
	reviewed_on <= dates.today
	days := dates.days(input.report.issued_on, reviewed_on)
	days > allowed
}

violations contains {
	"at": ["report", "management_review"],
	"message": $"report {input.report.id} was reviewed on {reviewed_on}, and nobody is named who did",
} if {
	reviewed_on
	not reviewer
}

violations contains {
	"at": ["report", "management_review", "by"],
	"message": $"report {input.report.id} was reviewed by {reviewer}, who is nobody in the register",
} if {
	reviewed_on
	not input.people[reviewer]
}

violations contains {
	"at": ["report", "management_review", "by"],
	"message": $"report {input.report.id} was reviewed by {reviewer} ({role}); management review asks for {asked} or above",
} if {
	reviewed_on
	role := role_of(input.people[reviewer])
	not authority.enough(role, asked)
}

violations contains {
	"at": ["report", "management_review", "by"],
	"message": $"report {input.report.id} was reviewed by {reviewer}, who is its author",
} if {
	reviewed_on
	reviewer == input.report.author
}

violations contains {
	"at": ["report"],
	"message": $"report {input.report.id} names no author, so nothing shows that {reviewer} didn't review a report of their own",
} if {
	reviewed_on
	reviewer
	not input.report.author
}

role_of(person) := person.role

role_of(person) := "no role" if not person.role

reviewed_on := input.report.management_review.on

reviewer := input.report.management_review.by

allowed := data.settings.report.management_review_days

asked := data.settings.report.management_role

review_at := ["report", "management_review"] if input.report.management_review

else := ["report"]

due contains {"at": ["report"], "on": dates.later(input.report.issued_on, allowed), "what": "management review"} if {
	not reviewed_on
}

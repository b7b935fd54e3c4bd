# METADATA
# title: A decision uses what was reported and reviewed before
# description: >-
#   Risks are reported and reviewed so that decisions know better: reports inform future decisions. A decision about a risk
#   that a report covered or a review looked at on an earlier day therefore cites at least one such report or review under
#   informed_by; one of the same day may be cited, but isn't asked for, and one of a later day can't have informed anybody.
#   A risk that nothing was reported or reviewed about before the decision is not asked.
# custom:
#   subject: risk
#   level: warn
#   remedy: Name under response.informed_by the reports and reviews that the decision rests on.
#   reads: [risk.response.decided_on, risk.response.informed_by, reports.issued_on, reviews.on]
#   settings: []
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:PM-9, iso27001-2022:9.3, csf-2.0:GV.OV-01]
#   duties: [reports-inform-decisions]
package rules.response.informed

applies if count(earlier) > 0

violations contains {
	"at": cited_at,
	"message": $"risk {input.risk.id} was decided about on {decided_on}, and the decision cites none of what was known: {concat(", ", earlier)}",
} if {
	not informed
}

decided_on := input.risk.response.decided_on

earlier contains $"{report.id} of {report.issued_on}" if {
	some report in input.reports
	report.issued_on < decided_on
}

earlier contains $"{review.id} of {review.on}" if {
	some review in input.reviews
	review.on < decided_on
}

cited := {id | some id in input.risk.response.informed_by}

informed if {
	some report in input.reports
	report.id in cited
	report.issued_on <= decided_on
}

informed if {
	some review in input.reviews
	review.id in cited
	review.on <= decided_on
}

cited_at := ["risk", "response", "informed_by"] if input.risk.response.informed_by

else := ["risk", "response"]

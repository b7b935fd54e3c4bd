# METADATA
# title: A severe risk that waits for a vendor is reduced meanwhile
# description: >-
#   A vendor's fix may take months, and until it is there the exposure is the organisation's own: other controls bring
#   it down. A risk with a vendor dependency that is assessed at the severity that the settings name or above has,
#   within the days allowed from identification, a residual severity below it; until these days have passed nothing is
#   due. FedRAMP asks for it; elsewhere the deadline of the plan is enough. A residual outside the scale reduces
#   nothing, and a closed risk is not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Reduce the exposure by controls of your own, and state what is left as residual.severity; or stop using the product.
#   reads:
#     - risk.status
#     - risk.identified_on
#     - risk.assessment.severity
#     - risk.residual.severity
#     - risk.vendor_dependency
#   settings: [response.vendor_reduce_from, response.vendor_reduce_days, scale.levels]
#   controls: [fedramp-rev5:vendor-dependencies, nist-800-53r5:RA-7, csf-2.0:ID.RA-06]
#   duties: [vendors-are-followed]
package rules.risk.vendor_exposure_reduced

import data.lib.dates
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	input.risk.vendor_dependency
	severity.at_least(input.risk.assessment.severity, limit)
}

violations contains {
	"at": residual_at,
	"message": $"risk {input.risk.id} ({input.risk.assessment.severity}) waits for a vendor and {residual}, {age} days after it was identified; within {allowed} it is to be below {limit}",
} if {
	age > allowed
	not reduced
}

reduced if severity.above(limit, input.risk.residual.severity)

age := dates.age(input.risk.identified_on)

allowed := data.settings.response.vendor_reduce_days

limit := data.settings.response.vendor_reduce_from

residual := $"has the residual severity {input.risk.residual.severity}" if input.risk.residual.severity

else := "states no residual severity"

residual_at := ["risk", "residual", "severity"] if input.risk.residual.severity

else := ["risk"]

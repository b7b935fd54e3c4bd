# METADATA
# title: A plan's approval was given for the severity of today
# description: >-
#   Whoever approved a plan for a moderate risk hasn't approved it for a critical one: when a risk grows, its plan is
#   approved again. Each approval states the severity that was known when it was given. Of the approvals of the version in
#   force, by people who have the authority that today's severity asks for, at least one states the highest severity
#   among the plan's risks or one above it; where nobody has that authority, which approval.approved_at_level denies, an
#   approval by anybody is looked at. What an approval states gives no authority: it says what the approver knew. A plan
#   without an approval of its version is approval.current_version's to judge; completed and cancelled plans are not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Have the plan approved again, and record the severity that is known today in the approval's severity.
#   reads:
#     - plan.status
#     - plan.version
#     - plan.approvals.act
#     - plan.approvals.by
#     - plan.approvals.at
#     - plan.approvals.decision
#     - plan.approvals.plan_version
#     - plan.approvals.severity
#     - risks.assessment.severity
#     - people.role
#   settings: [approval.approver, authority.ladders, scale.levels]
#   controls: [nist-800-53r5:RA-7, nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-07]
#   duties: [approval-holds, severity-sets-approval]
package rules.approval.covers_severity

import data.lib.approvals
import data.lib.authority
import data.lib.severity

applies if {
	not input.plan.status == "completed"
	not input.plan.status == "cancelled"
	highest
	count(approving) > 0
}

violations contains {
	"at": ["plan", "approvals", place, "severity"],
	"message": $"{stated(approval)} for severity {approval.severity}; risk {riskiest}, which it answers, is {highest} today",
} if {
	not covered
	some place, approval in looked_at
	approval.severity
}

violations contains {
	"at": ["plan", "approvals", place],
	"message": $"{stated(approval)} without stating the severity; risk {riskiest}, which it answers, is {highest} today",
} if {
	not covered
	some place, approval in looked_at
	not approval.severity
}

highest := severity.highest({risk.assessment.severity | some risk in input.risks})

riskiest := min({risk.id | some risk in input.risks; risk.assessment.severity == highest})

approving := approvals.approving(input.plan.approvals, "approve", input.plan.version)

covered if {
	some approval in looked_at
	severity.at_least(approval.severity, highest)
}

looked_at := at_level if count(at_level) > 0

else := approving

at_level := {place: approval |
	some place, approval in approving
	authority.enough(input.people[approval.by].role, data.settings.approval.approver[highest])
}

stated(approval) := $"{approval.by} approved version {input.plan.version} of plan {input.plan.id} on {approval.at}"

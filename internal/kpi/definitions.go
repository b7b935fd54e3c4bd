package kpi

import (
	"iter"

	"github.com/riskgate/riskgate/internal/report"
)

// Definitions lists all KPIs, in the order in which they are shown.
func Definitions() []Definition {
	return []Definition{
		{
			ID: "open_risks", Title: "Open risks",
			Text: "Risks of the registers that are not closed.",
			Unit: Count, Better: Lower, of: openRisks,
		},
		{
			ID: "decided_in_time", Title: "Risks decided in time",
			Text: "Of the risks that ask for a decision, those that have one within the days of their severity, or still have time.",
			Rule: "response.decided_in_time", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "plans_approved_at_level", Title: "Plans approved at level",
			Text: "Of the plans that are not cancelled, drafts included, those approved by a role that the highest severity of their risks asks for.",
			Rule: "approval.approved_at_level", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "overdue_actions", Title: "Overdue actions",
			Text: "Actions of plans that were due before the date of the report and are neither done nor cancelled.",
			Rule: "plan.actions_on_time", Unit: Count, Better: Lower, of: findings,
		},
		{
			ID: "reviewed_in_time", Title: "Risks reviewed in time",
			Text: "Of the open risks, those whose last review, or else identification, is no longer ago than their severity allows.",
			Rule: "review.held_in_time", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "monitored_in_time", Title: "Risks monitored in time",
			Text: "Of the open risks, those whose last monitoring result is no longer ago than their severity allows, and not from before the decision.",
			Rule: "monitoring.current", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "acceptances_in_date", Title: "Acceptances in date",
			Text: "Of the open risks that are accepted, those whose acceptance has begun, has not expired, and lasts no longer than their severity allows.",
			Rule: "response.acceptance_in_date", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "reports_issued", Title: "Reports issued in the period",
			Text: "Of the registers that hold risks, those about which a report of every channel was issued within the last report period.",
			Rule: "report.all_channels", Unit: Share, Better: Higher, of: outcomes,
		},
		{
			ID: "risks_reported", Title: "Risks reported in the period",
			Text: "Of the open risks, those that a report issued within the last report period covers, or that were identified within it.",
			Rule: "report.risk_covered", Unit: Share, Better: Higher, of: outcomes,
		},
	}
}

const riskKind = "risk"

// openRisks counts the risks that aren't closed.
func openRisks(r *report.Report, _ string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for subject := range r.Subjects() {
			if subject.Kind == riskKind && subject.Open && !yield(Record{Subject: subject, Weight: Counted}) {
				return
			}
		}
	}
}

// outcomes weighs what a rule says of each subject that it applies to.
func outcomes(r *report.Report, rule string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for subject, outcome := range r.OutcomesOf(rule) {
			weight := weigh(outcome)
			if weight == "" {
				continue
			}
			if !yield(Record{Subject: subject, Weight: weight, Message: reason(outcome)}) {
				return
			}
		}
	}
}

// findings counts each finding of a rule, where it stands.
func findings(r *report.Report, rule string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for subject, outcome := range r.OutcomesOf(rule) {
			if weigh(outcome) == NotAssessable && !yield(Record{Subject: subject, Weight: NotAssessable, Message: outcome.Reason}) {
				return
			}
			for _, f := range outcome.Findings {
				if !yield(recordOf(subject, f)) {
					return
				}
			}
		}
	}
}

func recordOf(subject report.Subject, f report.Finding) Record {
	subject.Pos = f.Pos
	if f.Waived != nil {
		return Record{Subject: subject, Weight: Waived, Message: f.Message}
	}
	return Record{Subject: subject, Weight: Counted, Message: f.Message}
}

// weigh says how an outcome counts in a share; not at all where the rule doesn't apply. What ended in an error could not
// be assessed either.
func weigh(o report.Outcome) Weight {
	switch {
	case o.Verdict == report.Pass:
		return Passed
	case o.Waived():
		return Waived
	case o.Verdict == report.Fail:
		return Failed
	case o.Verdict == report.NotAssessable, o.Verdict == report.Errored:
		return NotAssessable
	}
	return ""
}

func reason(o report.Outcome) string {
	if len(o.Findings) > 0 {
		return o.Findings[0].Message
	}
	return o.Reason
}

package kpi

import "github.com/riskgate/riskgate/internal/report"

// scaleKnown is the rule that holds registers to the organization's scale.
const scaleKnown = "register.scale_known"

// Separate is a register whose severities mean something else than those of the others, so that no sum holds it.
type Separate struct {
	Register string
	Reason   string
}

// Apart lists the registers that are not on the organization's scale, where there is more than one register to sum up.
func Apart(r *report.Report) []Separate {
	if len(r.Registers) < 2 {
		return nil
	}
	var apart []Separate
	for subject, outcome := range r.OutcomesOf(scaleKnown) {
		if outcome.Verdict == report.Fail {
			apart = append(apart, Separate{subject.ID, outcome.Findings[0].Message})
		}
	}
	return apart
}

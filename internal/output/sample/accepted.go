package sample

import (
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Accepted returns the report of a gated change, with findings that somebody has accepted.
func Accepted() *report.Report {
	about := Empty().About
	date := about.AsOf
	waiver := &report.Waiver{ID: "W-2", Reason: "decision due at the board meeting", RequestedBy: "n.okafor", ApprovedBy: "d.moreau", ApprovedOn: date, Expires: date, Ticket: "RISK-7"}
	first := &report.Waiver{ID: "B-1", Reason: "known when riskgate came", Expires: date, Baseline: true}
	second := &report.Waiver{ID: "B-2", Reason: "known when riskgate came", Expires: date, Baseline: true}
	at := source.Position{File: "register.json", Line: 7, Column: 3}
	about.Rules = []report.Rule{{ID: "risk.a", Subject: "risk", Level: report.Deny, Controls: []string{"nist-800-53r5:RA-7"}, Title: "A claim"}}
	about.Inputs = []report.Input{{Name: "register.json", Kind: "risk_register", SHA256: strings.Repeat("0", 64)}}
	about.Comparison = &report.Comparison{Base: "main", BaseCommit: strings.Repeat("a", 40), Head: "head", Fixed: 2, TrustsHead: true}
	subjects := []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}, Severity: "low", Pos: at},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-2"}, Severity: "high", Pos: at},
	}
	found := func(message string, by *report.Waiver) report.Violation {
		return report.Violation{Pos: at, Message: message, Waived: by}
	}
	r := build(about, subjects, [][]report.Answer{
		{fail(found("R-1 is late", waiver), found("R-1 has no owner", first))},
		{fail(found("R-2 is late", waiver), found("R-2 has no owner", second), found("R-2 has no plan", nil))},
	})
	for i := range r.Findings {
		r.Findings[i].Age = report.ExistingFinding
		r.Findings[i].Base = source.Position{File: "register.json", Line: 5, Column: 3}
	}
	return r
}

// Twins returns the report of records that are called the same: in two registers, and twice in one.
func Twins() *report.Report {
	about := Empty().About
	about.Rules = []report.Rule{{ID: "risk.a", Subject: "risk", Level: report.Deny, Title: "A claim"}}
	about.Inputs = []report.Input{{Name: "register.json", Kind: "risk_register", SHA256: strings.Repeat("0", 64)}}
	var subjects []report.Subject
	var answers [][]report.Answer
	for line, register := range []string{"logistics", "payments", "payments"} {
		at := source.Position{File: "register.json", Line: line + 1, Column: 1}
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}, Register: register, Pos: at})
		answers = append(answers, []report.Answer{fail(violation(at, "risk R-1 has no owner", ""))})
	}
	return build(about, subjects, answers)
}

// WithoutRules returns the report of a run in which no rule is turned on.
func WithoutRules() *report.Report {
	about := Empty().About
	about.Rules = nil
	return build(about, nil, nil)
}

package sample

import (
	"fmt"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Change returns the report of a gated change that touches what it is held to: one finding is new, one stands in the base
// too, and one in the baseline. Its files have names that no URI takes as they are.
func Change() *report.Report {
	a := about()
	a.Rules = []report.Rule{
		rule("change.severity_lowered", "change", report.Deny, "Have the new severity approved."),
		rule("risk.owner_named", "risk", report.Deny, "Name a person of the register in owner."),
		rule("schema.conforms", report.Document, report.Warn, "Write the document as its schema describes it."),
	}
	a.Rules[1].Description = "Nobody mends what nobody owns. See [this](https://example.org) <img src=x onerror=alert(1)> @everyone {0} `x` | #1"
	a.Inputs = []report.Input{
		{Name: "/srv/records/a b.json", Kind: "risk", SHA256: strings.Repeat("ef", 32), Size: 903, Records: 1},
		{Name: "../Kühlhaus/100%#1?.json", Kind: "risk", SHA256: strings.Repeat("89", 32), Size: 1200, Records: 1},
	}
	a.Ignored, a.Missing, a.Changes, a.Policies = nil, nil, nil, nil
	a.Comparison = &report.Comparison{
		Base: "origin/main", Head: "HEAD",
		BaseCommit: strings.Repeat("b", 40), HeadCommit: strings.Repeat("c", 40),
		Controls: []report.Control{
			{Name: "policies/risk/owner.rego", What: "rules", Change: "removed"},
			{Name: "riskgate.json", What: "settings", Change: "changed"},
		},
		Fixed: 2,
	}
	file := "../Kühlhaus/100%#1?.json"
	at := func(line int) source.Position { return source.Position{File: file, Line: line, Column: 3} }
	subjects := []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: report.Document, ID: file}, Pos: source.Position{File: file}},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-7"}, Severity: "high", Pos: at(2)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-8"}, Severity: "low", Pos: source.Position{File: "/srv/records/a b.json", Line: 1, Column: 1}},
		{SubjectRef: report.SubjectRef{Kind: "change", ID: "risk/R-7"}, Severity: "high", Pos: at(2)},
	}
	aged := func(age report.Age, pos, base source.Position, message string) report.Violation {
		v := violation(pos, message, "")
		v.Age, v.Base = age, base
		return v
	}
	baseline := aged(report.ExistingFinding, source.Position{File: "/srv/records/a b.json", Line: 1, Column: 1},
		source.Position{File: "/srv/records/a b.json", Line: 1, Column: 1}, "risk R-8 (low) has no owner")
	baseline.Waived = &report.Waiver{Reason: "was so when we began [ask](https://example.org) {0} \ufffe", Expires: date("2026-12-31"), Baseline: true}
	answers := [][]report.Answer{
		{fail(aged(report.NewFinding, source.Position{File: file}, source.Position{}, "the file is empty"))},
		{fail(aged(report.ExistingFinding, at(6), source.Position{File: "old name.json", Line: 5, Column: 3}, "risk R-7 (high) has no owner"))},
		{fail(baseline)},
		{fail(aged(report.NewFinding, at(9), source.Position{File: "old name.json", Line: 8, Column: 3}, "the severity of risk R-7 falls from critical to high without approval; [ask](https://example.org) @everyone {0}"))},
	}
	return build(a, subjects, answers)
}

// Large returns a report of so many risks, each of which fails one rule of ten in two places.
func Large(risks int) *report.Report {
	a := about()
	a.Rules = nil
	for i := range 10 {
		a.Rules = append(a.Rules, rule(fmt.Sprintf("risk.rule_%d", i), "risk", report.Deny, "Name a person of the register in owner."))
	}
	subjects := make([]report.Subject, risks)
	answers := make([][]report.Answer, risks)
	for i := range subjects {
		id, at := fmt.Sprintf("R-%d", i), register(20*i+1, 5)
		subjects[i] = report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: id}, Severity: a.Severities[i%4], Pos: at}
		answers[i] = make([]report.Answer, len(a.Rules))
		for rule := range answers[i] {
			answers[i][rule] = pass
		}
		answers[i][i%10] = fail(
			violation(at, "risk "+id+" has no accountable executive", ""),
			violation(at, "risk "+id+" has no owner", "Ask h.lindqvist who owns it."),
		)
	}
	return build(a, subjects, answers)
}

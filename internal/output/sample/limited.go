package sample

import (
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Limited returns the report of an export that can't carry everything: a register in a workbook, beside plans that say
// all. Nobody handed in any reviews.
func Limited() *report.Report {
	at := func(row int) source.Position {
		return source.Position{File: "risks.xlsx", Sheet: "Open items", Line: row, Column: 4}
	}
	a := about()
	a.WaivedBy, a.Ignored, a.Missing, a.Changes, a.Policies = nil, nil, nil, nil, nil
	a.Inputs = []report.Input{
		{Name: "plans.json", Kind: "action_plans", SHA256: strings.Repeat("01", 32), Size: 2100, Records: 1},
		{
			Name: "risks.xlsx", Kind: "spreadsheet", SHA256: strings.Repeat("23", 32), Size: 8421, Records: 3,
			Format: "spreadsheet", Omits: []string{"risks.accountable", "risks.owner", "risks.x_"},
			Intake: &report.Intake{
				Title: "Risks of " + hostile, Mapping: "mappings/spreadsheet.json", Why: `row 1 of sheet "Open items" has 9 of 11 columns that it reads`,
				Tables: []report.Table{{
					Name: "Open items", Rows: 7, Used: 3,
					Skipped: []report.Skipped{
						{Reason: "empty", Rows: 3, First: at(5)},
						{Reason: "the row sums up the table", Rows: 1, First: at(8)},
					},
					Unmapped: []string{"Comment", hostile},
					Notes:    []string{"1 row is hidden, the first of them row 3; they were read all the same"},
				}},
				Unread: []report.Ignored{{Name: "Instructions", Reason: "no table of spreadsheet was found in it"}},
			},
		},
	}
	a.Lacks = []report.Lack{
		{Name: "risk_reviews", Title: "Risk reviews", Meaning: "Meetings at which risks were looked at.", Document: "risk_reviews", Holds: []string{"review"}},
		{Name: "risks.accountable", Title: "Accountable executive", Meaning: "The person who answers for the loss.", Document: "risk_register", Record: "risk", Inputs: []string{"risks.xlsx"}},
		{Name: "risks.owner", Title: "Owner", Meaning: "The person who owns the risk.", Document: "risk_register", Record: "risk", Inputs: []string{"risks.xlsx"}},
		{Name: "risks.x_", Document: "risk_register", Record: "risk", Inputs: []string{"risks.xlsx"}},
	}
	a.Joins = []report.Join{{
		Kind: "plan", Records: 2, Joined: 1, Renamed: 1,
		Adrift:  []report.Subject{{SubjectRef: report.SubjectRef{Kind: "plan", ID: "P-9"}, Pos: source.Position{File: "plans.json", Line: 9, Column: 5}}},
		Unknown: []report.Unknown{{Subject: report.Subject{SubjectRef: report.SubjectRef{Kind: "plan", ID: "P-9"}, Pos: source.Position{File: "plans.json", Line: 9, Column: 5}}, Name: "RISK-003", Alike: "R-3"}},
		Unnamed: []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-40"}, Pos: source.Position{File: "risks.csv", Line: 4, Column: 4}}},
	}}
	a.Rules = []report.Rule{
		rule("plan.detailed", "plan", report.Deny, "State the objective, the success measures and at least one action."),
		rule("review.attended", "review", report.Deny, "Invite the risk owners and the risk team."),
		rule("risk.accountable_named", "risk", report.Deny, "Name the accountable executive of the business unit in accountable."),
		rule("risk.owner_named", "risk", report.Deny, "Name a person of the register in owner."),
		rule("risk.reviewed", "risk", report.Warn, "Look at the risk again."),
		rule("risk.services_named", "risk", report.Warn, "Name the team of each service."),
	}
	subjects := []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-12"}, Severity: "high", Open: true, Pos: at(2)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-3"}, Severity: "low", Open: true, Pos: at(3)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-40"}, Severity: "critical", Open: true, Pos: at(4)},
		{SubjectRef: report.SubjectRef{Kind: "plan", ID: "P-7"}, Severity: "high", Pos: source.Position{File: "plans.json", Line: 3, Column: 5}},
	}
	lacks := func(reason string, names ...string) report.Answer {
		return report.Answer{Verdict: report.NotAssessable, Reason: reason, Lacks: report.LacksOf(names...)}
	}
	accountable := lacks("its source (spreadsheet) does not carry risks.accountable", "risks.accountable", "risks.owner")
	owner := lacks("its source (spreadsheet) does not carry risks.owner", "risks.owner")
	reviewed := lacks("the run has no risk_reviews document", "risk_reviews", "risks.x_")
	return build(a, subjects, [][]report.Answer{
		{accountable, owner, reviewed, fail(violation(at(2), "service billing has no team", "Name the team."))},
		{notApplicable, owner, notApplicable, pass},
		{accountable, owner, pass, pass},
		{pass},
	})
}

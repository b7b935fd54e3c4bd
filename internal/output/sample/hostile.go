package sample

import (
	"fmt"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Hostile returns a report with the given text wherever a report has text from outside: from records, from the names of
// files, from settings, rules and waivers of an organisation's own. What it holds besides is the same for every text.
func Hostile(text string) *report.Report {
	a := about()
	a.SettingsFile = text
	a.Policies = []report.Policy{{Name: text, Digest: a.Policies[0].Digest}}
	a.Severities = []string{"low", text}
	a.Inputs = []report.Input{{Name: text, Kind: "risk_register", SHA256: a.Inputs[0].SHA256, Size: 2100, Records: 1, Format: text, Omits: []string{text}}}
	named := report.Subject{SubjectRef: report.SubjectRef{Kind: "plan", ID: text}, Pos: source.Position{File: text, Line: 2, Column: 3}}
	a.Joins = []report.Join{{
		Kind: "plan", Records: 1, Adrift: []report.Subject{named}, Unknown: []report.Unknown{{Subject: named, Name: text, Alike: text}}, Unnamed: []report.Subject{named},
	}}
	a.Lacks = []report.Lack{{Name: "risks.owner", Title: text, Meaning: text, Document: "risk_register", Record: "risk", Inputs: []string{text}}}
	a.Ignored = []report.Ignored{{Name: text, Reason: text}, {Name: text, Reason: text, Data: true}}
	a.Missing = []report.Expected{{Kind: text, ID: text}}
	a.AsOfSource = text
	a.WaivedBy = []report.Input{{Name: text, Kind: "waivers", SHA256: a.Inputs[0].SHA256, Size: 12, Records: 1}}
	a.Rules = nil
	for i, subject := range []string{"risk", "risk", "risk", "risk", "risk", "risk", "plan", "review"} {
		a.Rules = append(a.Rules, hostileRule(i, subject, text))
	}
	a.Rules[1].Level = report.Warn
	a.Changes = []report.RuleChange{
		{Rule: a.Rules[1].ID, From: report.Deny, To: report.Warn, Reason: text, Origin: text},
		{Rule: "9 " + text, From: report.Deny, To: report.Off, Reason: text, Origin: text},
	}
	a.Comparison = &report.Comparison{
		Base: text, BaseCommit: "8789005acfafd5e924c648620bccbf252913dbfe", Head: text, TrustsHead: true,
		Controls: []report.Control{{Name: text, What: "settings", Change: "changed"}},
		Unread:   []report.Ignored{{Name: text, Reason: text}}, Fixed: 2,
	}
	place := source.Position{File: text, Line: 3, Column: 5}
	a.Registers = []report.Register{{
		ID: text, Organization: text, BusinessUnit: text, AsOf: a.AsOf, Pos: place,
		Scale: report.Scale{Likelihood: []string{"rare", text}, Impact: []string{"minor", text}, Severity: a.Severities},
	}}
	a.Overview = hostileOverview(text, place)
	a.History = &report.History{
		Earlier: []report.Earlier{{
			File: text, AsOf: date("2026-05-31"), Profile: text, Severities: []string{text}, Registers: []string{text},
			Figures: []report.PastFigure{{ID: "open_risks", Value: 3}},
		}},
		Ignored: []report.Ignored{{Name: text, Reason: text}},
	}
	found := report.Violation{At: source.Pointer("/" + text), Pos: place, Base: place, Message: text, Remedy: text, Age: report.NewFinding}
	old := found
	old.Age = report.ExistingFinding
	accepted := old
	accepted.Waived = &report.Waiver{
		ID: text, Reason: text, RequestedBy: text, ApprovedBy: text, ApprovedOn: date("2026-06-12"), Expires: date("2026-08-31"), Ticket: text,
	}
	listed := old
	listed.Waived = &report.Waiver{ID: text, Reason: text, Expires: date("2026-12-31"), Baseline: true}
	subjects := []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: text}, Severity: text, Register: text, Open: true, Pos: place},
		{SubjectRef: report.SubjectRef{Kind: "plan", ID: text}, Pos: source.Position{File: text}}, // the whole file
	}
	return build(a, subjects, [][]report.Answer{
		{
			fail(append(slices.Repeat([]report.Violation{found}, 11), old)...), fail(found), fail(accepted, listed),
			{Verdict: report.NotAssessable, Reason: text, Lacks: "risks.owner"}, {Verdict: report.Errored, Reason: text}, notApplicable,
		},
		{pass},
	})
}

func hostileOverview(text string, place source.Position) *report.Overview {
	party := report.Party{ID: text, Name: text}
	return &report.Overview{
		Risks: []report.Risk{{
			ID: text, Title: text, Category: text, Register: text, Severity: text, Likelihood: text, Impact: text, Inherent: text, Residual: text,
			Status: "responding", Response: "mitigate", Open: true, Owner: party, Services: []report.Party{party},
			Identified: date("2026-03-01"), Deadline: date("2026-06-01"), Pos: place,
		}},
		Plans: []report.Plan{{ID: text, Title: text, Status: "active", Owner: party, Register: text, Severity: text, Risks: []string{text}, Due: date("2026-07-01"), Pos: place}},
		Actions: []report.Action{{
			ID: text, Title: text, Status: "open", Plan: text, Register: text, Owner: party, Service: party, Severity: text, Open: true,
			Due: date("2026-06-15"), Deadline: date("2026-06-01"), Pos: place,
		}},
		Issued: []report.Issued{{ID: text, Title: text, Type: "dashboard", Register: text, On: date("2026-06-01"), From: date("2026-04-01"), To: date("2026-06-01"), Pos: place}},
		Due: []report.Due{{
			On: date("2026-06-15"), What: "action", Rule: text, Subject: report.SubjectRef{Kind: "plan", ID: text}, Register: text, ID: text, Title: text,
			Severity: text, Owner: party, Pos: place,
		}},
		LeftOut: []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: text}, Severity: text, Register: text, Pos: place}},
	}
}

// hostileRule numbers the ids, so that the order of rules is the same for every text.
func hostileRule(number int, subject, text string) report.Rule {
	return report.Rule{
		ID: fmt.Sprintf("%d %s", number, text), Subject: subject, Level: report.Deny, Title: text, Description: text, Remedy: text, Policy: text,
		Reads: []string{text}, Settings: []string{text}, Controls: []string{text}, Duties: []string{text}, Collections: []string{text},
	}
}

package sample

import (
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Enterprise returns a report about three business units, one of them on a scale of its own, that says all that a page for
// management can show: every KPI, an overview with what is late and what falls due, and earlier reports.
func Enterprise() *report.Report {
	risk := func(id, severity, register string, open bool, line int) report.Subject {
		return report.Subject{
			SubjectRef: report.SubjectRef{Kind: "risk", ID: id}, Severity: severity, Register: register, Open: open,
			Pos: in(register, line),
		}
	}
	plan := func(id, severity, register string, line int) report.Subject {
		return report.Subject{
			SubjectRef: report.SubjectRef{Kind: "plan", ID: id}, Severity: severity, Register: register, Pos: in("plans", line),
		}
	}
	unit := func(id string) report.Subject {
		return report.Subject{SubjectRef: report.SubjectRef{Kind: "register", ID: id}, Register: id, Pos: in(id, 1)}
	}
	overdue := violation(in("plans", 44), "action A-2 of plan P-1 was due on 2026-06-12 and is not done; today is 2026-06-30", "")
	accepted := violation(in("plans", 82), "action A-1 of plan P-2 was due on 2026-06-20 and is not done; today is 2026-06-30", "")
	accepted.Waived = &report.Waiver{ID: "W-4", Reason: "the supplier ships in August", Expires: date("2026-08-31")}
	failed := func(register string, line int, message string) report.Answer {
		return fail(violation(in(register, line), message, ""))
	}
	subjects := []report.Subject{
		unit("logistics"), unit("mills"), unit("payments"),
		risk("R-1", "critical", "payments", true, 20), risk("R-2", "high", "payments", true, 60), risk("R-3", "low", "payments", false, 95),
		risk("R-11", "high", "logistics", true, 22), risk("R-12", "moderate", "logistics", true, 58), risk("R-21", "", "mills", true, 24),
		plan("P-1", "critical", "payments", 10), plan("P-2", "high", "logistics", 70),
	}
	notAssessable := report.Answer{Verdict: report.NotAssessable, Reason: "the run has no risk_monitoring document"}
	answers := [][]report.Answer{ // by the ids of the rules: register.scale_known, report.all_channels
		{pass, pass},
		{failed("mills", 9, "register mills has the severity level grave; the organization's are low, moderate, high, critical"), pass},
		{pass, failed("payments", 1, "the last dashboard about register payments was issued on 2026-03-02, 120 days ago; one is due every 92 days")},
		// monitoring.current, report.risk_covered, response.acceptance_in_date, response.decided_in_time, review.held_in_time
		{pass, pass, notApplicable, pass, failed("payments", 20, "risk R-1 (critical) was last reviewed on 2026-05-20, 41 days ago; at most 30 are allowed")},
		{notAssessable, pass, notApplicable, failed("payments", 64, "risk R-2 (high) was identified on 2026-06-01 and had no decision by 2026-06-30, after 29 days; high asks for a decision within 10 days"), pass},
		{notApplicable, notApplicable, notApplicable, pass, notApplicable},
		{pass, pass, failed("logistics", 40, "the acceptance of risk R-11 expired on 2026-06-15, and today is 2026-06-30"), pass, pass},
		{pass, pass, notApplicable, pass, pass},
		{notApplicable, pass, notApplicable, notApplicable, notApplicable},
		// approval.approved_at_level, plan.actions_on_time
		{pass, fail(overdue)},
		{failed("plans", 90, "plan P-2 answers risk R-11 (high), which asks for approval by director; no approval is recorded"), fail(accepted)},
	}
	return build(enterprise(), subjects, answers)
}

func in(file string, line int) source.Position {
	return source.Position{File: file + ".json", Line: line, Column: 5}
}

func enterprise() report.About {
	a := about()
	a.Ignored, a.Missing, a.Changes, a.Policies = nil, []report.Expected{{Kind: "risk_monitoring"}}, nil, nil
	a.Inputs, a.Rules = nil, nil
	for _, name := range []string{"logistics", "mills", "payments", "plans"} {
		a.Inputs = append(a.Inputs, report.Input{Name: name + ".json", Kind: "risk_register", SHA256: a.Tool.Library, Size: 4096, Records: 3})
	}
	a.Inputs[3].Kind = "action_plans"
	for id, subject := range map[string]string{
		"approval.approved_at_level": "plan", "plan.actions_on_time": "plan", "register.scale_known": "register",
		"report.all_channels": "register", "report.risk_covered": "risk", "response.acceptance_in_date": "risk",
		"response.decided_in_time": "risk", "review.held_in_time": "risk", "monitoring.current": "risk",
	} {
		a.Rules = append(a.Rules, rule(id, subject, report.Deny, "Do what "+id+" asks for."))
	}
	scale := report.Scale{
		Likelihood: []string{"rare", "possible", "likely"}, Impact: []string{"minor", "major", "severe"}, Severity: a.Severities,
	}
	own := report.Scale{Likelihood: []string{"never", "always"}, Impact: []string{"small", "big"}, Severity: []string{"light", "grave"}}
	a.Registers = []report.Register{
		{ID: "logistics", Organization: "Northwind", BusinessUnit: "Logistics", AsOf: date("2026-06-29"), Scale: scale, Pos: in("logistics", 1)},
		{ID: "mills", Organization: "Northwind", BusinessUnit: "Mills", AsOf: date("2026-06-30"), Scale: own, Pos: in("mills", 1)},
		{ID: "payments", Organization: "Northwind", BusinessUnit: hostile, AsOf: date("2026-06-30"), Scale: scale, Pos: in("payments", 1)},
	}
	a.Overview = overview()
	a.History = &report.History{
		Earlier: []report.Earlier{
			{
				File: "2025-12.json", AsOf: date("2025-12-31"), Profile: hostile, Settings: a.SettingsDigest,
				Rules: []string{a.Tool.Library}, Severities: a.Severities[1:], Registers: []string{"payments"}, Figures: figures(2, 9, 4),
			},
			{
				File: "2026-03.json", AsOf: date("2026-03-31"), Profile: a.Profile, Severities: a.Severities,
				Registers: []string{"logistics", "mills", "payments"}, Figures: figures(6, 8, 2),
			},
		},
		Ignored: []report.Ignored{{Name: "notes.txt", Reason: "not a .json file"}},
	}
	return a
}

func figures(decided, of, overdue int) []report.PastFigure {
	return []report.PastFigure{
		{ID: "open_risks", Value: of},
		{ID: "decided_in_time", Value: decided, Of: of},
		{ID: "overdue_actions", Value: overdue},
	}
}

func overview() *report.Overview {
	owner, engineer := report.Party{ID: "p-1", Name: "Ada Okafor"}, report.Party{ID: "p-2"}
	portal := report.Party{ID: "portal", Name: "Customer portal"}
	return &report.Overview{
		Risks: []report.Risk{
			{
				ID: "R-1", Title: "Card data " + hostile, Category: "security", Register: "payments", Severity: "critical",
				Likelihood: "likely", Impact: "severe", Inherent: "critical", Residual: "moderate", Status: "responding", Response: "mitigate",
				Open: true, Owner: owner, Services: []report.Party{portal, {ID: "ledger"}}, Identified: date("2026-05-04"), Deadline: date("2026-06-03"),
				LastReview: date("2026-05-20"), LastResult: date("2026-06-21"), Pos: in("payments", 20),
			},
			{
				ID: "R-11", Title: "Warehouse floods", Register: "logistics", Severity: "high", Likelihood: "possible", Impact: "severe",
				Status: "accepted", Response: "accept", Open: true, Owner: engineer, Identified: date("2026-03-18"), AcceptanceExpires: date("2026-06-15"),
				Pos: in("logistics", 22),
			},
			{
				ID: "R-12", Title: "A strike at the port", Register: "logistics", Severity: "moderate", Likelihood: "possible", Impact: "major",
				Status: "assessed", Open: true, Owner: owner, Identified: date("2026-06-20"), Pos: in("logistics", 58),
			},
			{ID: "R-2", Title: "The ledger stops", Register: "payments", Severity: "high", Status: "identified", Open: true, Identified: date("2026-06-01"), Pos: in("payments", 60)},
			{ID: "R-21", Title: "A belt tears", Register: "mills", Severity: "grave", Likelihood: "always", Impact: "big", Status: "assessed", Open: true, Pos: in("mills", 24)},
			{ID: "R-3", Title: "An old certificate", Register: "payments", Severity: "low", Likelihood: "rare", Impact: "minor", Status: "closed", Closed: date("2026-04-09"), Pos: in("payments", 95)},
		},
		Plans: []report.Plan{
			{ID: "P-1", Title: "Tokens instead of card numbers", Status: "active", Owner: owner, Register: "payments", Severity: "critical", Risks: []string{"R-1"}, Due: date("2026-07-31"), Pos: in("plans", 10)},
			{ID: "P-2", Title: "Pumps", Status: "draft", Register: "logistics", Severity: "high", Risks: []string{"R-11"}, Due: date("2026-09-30"), Pos: in("plans", 70)},
		},
		Actions: []report.Action{
			{ID: "A-1", Title: "Choose a vault", Status: "done", Plan: "P-1", Register: "payments", Owner: engineer, Service: portal, Severity: "critical", Due: date("2026-05-30"), Done: date("2026-05-28"), Deadline: date("2026-06-03"), Pos: in("plans", 36)},
			{ID: "A-2", Title: "Move the portal", Status: "in_progress", Plan: "P-1", Register: "payments", Owner: owner, Service: portal, Severity: "critical", Open: true, Due: date("2026-06-12"), Deadline: date("2026-06-03"), Pos: in("plans", 44)},
			{ID: "A-1", Title: "Buy the pumps", Status: "open", Plan: "P-2", Register: "logistics", Severity: "high", Open: true, Due: date("2026-06-20"), Pos: in("plans", 82)},
		},
		Issued: []report.Issued{
			{ID: "RP-1", Title: "Risks in spring", Type: "risk_assessment_report", Register: "logistics", On: date("2026-06-02"), From: date("2026-03-01"), To: date("2026-05-31"), Pos: in("reports", 4)},
			{ID: "RP-2", Type: "dashboard", Register: "payments", On: date("2026-03-02"), Pos: in("reports", 30)},
		},
		Due: []report.Due{
			due("2026-06-03", "deadline", "plan.actions_on_time", "plan", "P-1", "R-1", "Card data", "critical", owner, in("payments", 20)),
			due("2026-06-12", "action", "plan.actions_on_time", "plan", "P-1", "A-2", "Move the portal", "critical", owner, in("plans", 44)),
			due("2026-06-15", "acceptance", "response.acceptance_in_date", "risk", "R-11", "", "Warehouse floods", "high", engineer, in("logistics", 40)),
			due("2026-06-30", "review", "review.held_in_time", "risk", "R-2", "", "The ledger stops", "high", report.Party{}, in("payments", 60)),
			due("2026-07-20", "decision", "response.decided_in_time", "risk", "R-12", "", "A strike at the port", "moderate", owner, in("logistics", 58)),
			due("2026-09-28", "monitoring", "monitoring.current", "risk", "R-12", "", "A strike at the port", "moderate", owner, in("logistics", 58)),
		},
		LeftOut: []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-99"}, Register: "payments", Pos: in("payments", 120)}},
	}
}

func due(on, what, rule, kind, id, part, title, severity string, owner report.Party, pos source.Position) report.Due {
	return report.Due{
		On: date(on), What: what, Rule: rule, Subject: report.SubjectRef{Kind: kind, ID: id}, ID: part, Title: title,
		Severity: severity, Owner: owner, Pos: pos,
	}
}

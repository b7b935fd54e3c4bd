// Package sample is the report that the tests of every format share.
package sample

import (
	"fmt"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Report returns a small report that holds every verdict, level and list, and
// text that tries to do more than stand there.
func Report() *report.Report {
	subjects := []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: report.Document, ID: "plans/P-7.json"}, Pos: source.Position{File: "plans/P-7.json"}},
		{SubjectRef: report.SubjectRef{Kind: report.Document, ID: "register.json"}, Pos: source.Position{File: "register.json"}},
		{SubjectRef: report.SubjectRef{Kind: "register", ID: "logistics"}, Pos: register(1, 1)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-12"}, Severity: "high", Pos: register(41, 5)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-3"}, Severity: "low", Pos: register(18, 5)},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-40"}, Severity: "critical", Pos: source.Position{File: "::error::.json", Line: 3, Column: 5}},
		{SubjectRef: report.SubjectRef{Kind: "plan", ID: "P-7"}, Severity: "high", Pos: source.Position{File: "plans/P-7.json", Line: 1, Column: 1}},
	}
	answers := [][]report.Answer{
		{fail(violation(source.Position{File: "plans/P-7.json", Line: 14, Column: 7}, `unknown key "descripton"`, `did you mean "description"?`))},
		{pass},
		{pass},
		{ // answers stand in the order of the rules' ids, here response.*, then risk.*
			fail(violation(register(55, 7), "risk R-12 (high) was identified on 2026-05-04 and has no decision after 57 days; the limit is 10", "")),
			fail(violation(register(41, 7), "risk R-12 (high) has no accountable executive", "")),
			pass,
			pass,
		},
		{waived(register(30, 9)), notApplicable, pass, pass},
		{
			pass,
			fail(violation(source.Position{File: "::error::.json", Line: 4, Column: 7}, "risk R-40 (critical) "+hostile, hostile)),
			{Verdict: report.Errored, Reason: "the time limit was reached"},
			fail(
				violation(source.Position{File: "::error::.json", Line: 9, Column: 9}, "service "+strings.Repeat("x", 90)+" has no team", ""),
				violation(source.Position{File: "::error::.json", Line: 12, Column: 9}, "service 倉庫管理 has no team", ""),
			),
		},
		{
			{Verdict: report.NotAssessable, Reason: "the source format has no field for the owner of an action"},
			pass,
			{Verdict: report.NotAssessable, Reason: noRegister},
			{Verdict: report.NotAssessable, Reason: noRegister},
		},
	}
	return build(about(), subjects, answers)
}

// Empty returns the report of a run that found nothing.
func Empty() *report.Report {
	a := about()
	a.WaivedBy = nil
	a.Inputs, a.Ignored, a.Missing, a.Changes, a.Policies, a.SettingsFile = nil, nil, nil, nil, nil, ""
	return build(a, nil, nil)
}

// Clean returns a report of one risk that holds, and nothing else.
func Clean() *report.Report {
	a := about()
	a.WaivedBy = nil
	a.Inputs, a.Ignored, a.Missing, a.Changes, a.Policies = a.Inputs[1:], nil, nil, nil, nil
	a.Rules = []report.Rule{rule("risk.owner_named", "risk", report.Deny, "Name a person of the register in owner.")}
	subjects := []report.Subject{{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-3"}, Severity: "low", Pos: register(18, 5)}}
	return build(a, subjects, [][]report.Answer{{pass}})
}

// hostile tries an escape of a terminal, a line of its own, a command to the
// log of a build, a turn of direction, an invisible letter, markup, and a quote.
const hostile = "is \x1b[2J\"gone\"\n::error::no ##[error] \u202e\U000e0041</script> & 'so'"

const noRegister = "the run has no risk register that this plan names; add register.json"

var (
	pass          = report.Answer{Verdict: report.Pass}
	notApplicable = report.Answer{Verdict: report.NotApplicable}
)

func fail(violations ...report.Violation) report.Answer {
	return report.Answer{Verdict: report.Fail, Violations: violations}
}

func waived(at source.Position) report.Answer {
	v := violation(at, "risk R-3 (low) has no decision after 61 days; the limit is 60", "")
	v.Waived = &report.Waiver{
		ID:          "W-2",
		Reason:      "decision due at the board meeting",
		RequestedBy: "o.bell",
		ApprovedBy:  "d.moreau",
		ApprovedOn:  date("2026-06-15"),
		Expires:     date("2026-07-15"),
		Ticket:      "RISK-118",
	}
	known := violation(register(33, 9), "risk R-3 (low) names no one who decides", "")
	known.Waived = &report.Waiver{Reason: "in the baseline", Expires: date("2026-12-31"), Baseline: true}
	return fail(v, known)
}

func violation(at source.Position, message, remedy string) report.Violation {
	return report.Violation{At: source.Pointer(fmt.Sprintf("/line/%d", at.Line)), Pos: at, Message: message, Remedy: remedy}
}

func register(line, column int) source.Position {
	return source.Position{File: "register.json", Line: line, Column: column}
}

func date(text string) report.Date {
	d, err := report.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func about() report.About {
	own := rule("plan.tracked", "plan", report.Warn, "Link each action to its work item.")
	own.Policy = "policies"
	return report.About{
		Tool:           report.Tool{Version: "1.4.0", Revision: "4f5e6d7", Go: "go1.26.8", OPA: "1.22.2", Library: strings.Repeat("ab", 32)},
		AsOf:           date("2026-06-30"),
		AsOfSource:     "--as-of",
		Profile:        "default",
		SettingsFile:   "riskgate.json",
		SettingsDigest: strings.Repeat("ef", 32),
		Policies:       []report.Policy{{Name: "policies", Digest: strings.Repeat("cd", 32)}},
		Severities:     []string{"low", "moderate", "high", "critical"},
		Inputs: []report.Input{
			{Name: "plans/P-7.json", Kind: "action_plan", SHA256: strings.Repeat("01", 32), Size: 2100, Records: 1},
			{Name: "register.json", Kind: "risk_register", SHA256: strings.Repeat("23", 32), Size: 84211, Records: 3},
		},
		WaivedBy: []report.Input{
			{Name: "riskgate.baseline.json", Kind: "riskgate_baseline", SHA256: strings.Repeat("45", 32), Size: 412, Records: 1},
			{Name: "riskgate.waivers.json", Kind: "riskgate_waivers", SHA256: strings.Repeat("67", 32), Size: 655, Records: 2},
		},
		Ignored: []report.Ignored{
			{Name: "README.md", Reason: "not a .json or .jsonl file"},
			{Name: "package.json", Reason: "its kind is missing", Data: true},
			{Name: "x/tsconfig.json", Reason: "its kind is missing", Data: true},
			{Name: "old/notes.json", Reason: `"meeting_notes" is no kind of document`, Data: true},
		},
		Missing: []report.Expected{{Kind: "risk_reviews"}, {Kind: "risk_report"}, {Kind: "risk_register", ID: "depots"}},
		Rules: []report.Rule{
			rule("plan.actions_assigned", "plan", report.Deny, "Give each action an owner, a due date and a status."),
			rule("plan.detailed", "plan", report.Deny, "State the objective, the success measures and at least one action."),
			rule("plan.services_covered", "plan", report.Deny, "Add an action for each affected service."),
			own,
			rule("register.ids_unique", "register", report.Deny, "Give each record an id of its own."),
			rule("review.attended", "review", report.Deny, "Invite the risk owners and the risk team."),
			rule("risk.accountable_named", "risk", report.Deny, "Name the accountable executive of the business unit in accountable; it is the person who answers for the loss, not the one who does the work."),
			rule("risk.owner_named", "risk", report.Deny, "Name a person of the register in owner."),
			rule("response.decided_in_time", "risk", report.Deny, "Record response.type, decided_on and decided_by, or close the risk with a reason."),
			rule("risk.services_named", "risk", report.Warn, "Name the team of each service."),
			rule("schema.conforms", report.Document, report.Deny, "Write the document as its schema describes it."),
		},
		Changes: []report.RuleChange{
			{Rule: "risk.services_named", From: report.Deny, To: report.Warn, Reason: "the catalogue of services is new", Origin: "profile default"},
			{Rule: "report.feeds_erm", From: report.Deny, To: report.Off, Reason: "the group has no ERM assessment before 2027", Origin: "riskgate.json:6:5"},
			{Rule: "plan.tracked", From: report.Deny, To: report.Warn, Reason: "the catalogue of services is new", Origin: "profile default"},
		},
	}
}

func rule(id, subject string, level report.Level, remedy string) report.Rule {
	return report.Rule{
		ID: id, Subject: subject, Level: level, Remedy: remedy,
		Title:       "The claim of " + id,
		Description: "Why it matters, in two sentences. This is the second.",
		Reads:       []string{subject + ".id", subject + ".status"},
		Settings:    []string{"response.decision_days"},
		Controls:    []string{"nist-800-53r5:RA-7", "iso27001-2022:6.1.3"},
	}
}

func build(about report.About, subjects []report.Subject, answers [][]report.Answer) *report.Report {
	b, err := report.New(about, subjects)
	if err != nil {
		panic(err)
	}
	evaluated := 0
	for i, of := range answers {
		b.Set(i, of)
		for _, answer := range of {
			if subjects[i].Kind != report.Document && answer.Verdict.IsAnswer() {
				evaluated++
			}
		}
	}
	b.CheckedItself(evaluated, 0)
	return b.Report()
}

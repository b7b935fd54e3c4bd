package gate_test

import (
	"fmt"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
)

// given is a run of two rules about risks, one at each level, and of the
// schema about one document.
type given struct {
	missing            []report.Expected
	documents, ignored int
	rulesOff           bool
	waivers            bool            // there is a waiver, which is in order
	risks              []report.Answer // of the deny rule, a risk each
	warn               report.Verdict  // of the warn rule, for every risk
	document           report.Verdict
	change             *report.Comparison
}

func (g given) report(t *testing.T) *report.Report {
	t.Helper()
	about := report.About{
		AsOf:       report.DateOf(report.Date{}.Time().AddDate(2025, 5, 29)),
		Inputs:     make([]report.Input, g.documents),
		Ignored:    []report.Ignored{{Name: "README.md"}},
		Missing:    g.missing,
		Comparison: g.change,
		Rules:      []report.Rule{{ID: "schema.conforms", Subject: report.Document, Level: report.Deny}},
	}
	if !g.rulesOff {
		about.Rules = append(about.Rules,
			report.Rule{ID: "risk.a", Subject: "risk", Level: report.Deny},
			report.Rule{ID: "risk.b", Subject: "risk", Level: report.Warn})
	}
	if g.waivers {
		about.Rules = append(about.Rules, report.Rule{ID: "waiver.a", Subject: report.WaiverKind, Level: report.Deny})
	}
	for range g.ignored {
		about.Ignored = append(about.Ignored, report.Ignored{Name: "other.json", Data: true})
	}
	var subjects []report.Subject
	for i := range g.documents {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: report.Document, ID: fmt.Sprint(i)}})
	}
	for i := range g.risks {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprint(i)}})
	}
	if g.waivers {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: report.WaiverKind, ID: "W-1"}})
	}
	b, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i, subject := range subjects {
		switch {
		case subject.Kind == report.Document:
			b.Set(i, []report.Answer{answer(g.document)})
		case subject.Kind == report.WaiverKind:
			b.Set(i, []report.Answer{answer(report.Pass)})
		case !g.rulesOff:
			b.Set(i, []report.Answer{g.risks[i-g.documents], answer(g.warn)})
		}
	}
	return b.Report()
}

func answer(v report.Verdict) report.Answer {
	switch v {
	case report.Fail:
		return report.Answer{Verdict: v, Violations: make([]report.Violation, 1)}
	case 0:
		return report.Answer{Verdict: report.Pass}
	}
	return report.Answer{Verdict: v}
}

func waived() report.Answer {
	return report.Answer{Verdict: report.Fail, Violations: []report.Violation{{Waived: &report.Waiver{ID: "W-1"}}}}
}

func known() report.Answer {
	return report.Answer{Verdict: report.Fail, Violations: []report.Violation{{Waived: &report.Waiver{Baseline: true}}}}
}

func existing() report.Answer {
	return report.Answer{Verdict: report.Fail, Violations: []report.Violation{{Age: report.ExistingFinding}}}
}

func risks(verdicts ...report.Verdict) []report.Answer {
	var answers []report.Answer
	for _, v := range verdicts {
		answers = append(answers, answer(v))
	}
	return answers
}

func TestDecision(t *testing.T) {
	const pass, fail, notAssessable, errored = report.Pass, report.Fail, report.NotAssessable, report.Errored
	tests := []struct {
		name     string
		given    given
		options  gate.Options
		code     int
		sentence string
	}{
		{"all pass", given{documents: 1, risks: risks(pass)}, gate.Options{},
			gate.Complies, "complies"},
		{"a failure is waived", given{documents: 1, risks: []report.Answer{waived()}}, gate.Options{},
			gate.Complies, "complies, though 1 finding is waived"},
		{"a failure stands in the baseline", given{documents: 1, risks: []report.Answer{known(), waived()}}, gate.Options{FailOnWarn: true},
			gate.Complies, "complies, though 1 finding is waived; 1 finding stands in the baseline"},
		{"a waiver is in order and there is no record", given{documents: 1, waivers: true}, gate.Options{},
			gate.NothingChecked, "nothing was checked: the documents hold no risk, plan, review or report"},
		{"a waiver is in order and no record could be judged", given{documents: 1, waivers: true, risks: risks(notAssessable), warn: report.NotApplicable}, gate.Options{},
			gate.NothingChecked, "nothing was checked: no rule could judge any record"},
		{"only rules about waivers are turned on", given{documents: 1, waivers: true, rulesOff: true}, gate.Options{},
			gate.NothingChecked, "nothing was checked: no rule is turned on"},
		{"the base has the failure too", given{documents: 1, risks: []report.Answer{existing()}}, gate.Options{},
			gate.Complies, "complies, though 1 finding was there before the change"},
		{"the base has one failure of two", given{documents: 1, risks: []report.Answer{existing(), answer(fail)}}, gate.Options{},
			gate.FindingsBlock, "does not comply: 1 finding blocks"},
		{"all is asked for", given{documents: 1, risks: []report.Answer{existing()}}, gate.Options{All: true},
			gate.FindingsBlock, "does not comply: 1 finding blocks"},
		{"a change touches what is right", given{documents: 1, risks: risks(pass), change: &report.Comparison{Controls: make([]report.Control, 2)}}, gate.Options{},
			gate.Complies, "complies, though 2 files change that say what is right: a person must approve it"},
		{"a change of what is right blocks", given{documents: 1, risks: risks(pass), change: &report.Comparison{Controls: make([]report.Control, 1)}}, gate.Options{FailOnControlChange: true},
			gate.FindingsBlock, "does not comply: 1 file changes that says what is right: a person must approve it"},
		{"a change is trusted", given{documents: 1, risks: risks(pass), change: &report.Comparison{TrustsHead: true}}, gate.Options{},
			gate.Complies, "complies, though it was held to nothing but its own rules"},
		{"a change takes from what can be judged", given{documents: 1, risks: risks(pass), change: &report.Comparison{Lost: 2}}, gate.Options{},
			gate.FindingsBlock, "does not comply: the change leaves 2 checks not assessable"},
		{"a change may take from what can be judged", given{documents: 1, risks: risks(pass), change: &report.Comparison{Lost: 2}}, gate.Options{AllowLoss: true},
			gate.Complies, "complies"},
		{"a change leaves nothing of a kind", given{documents: 1, risks: risks(pass), change: &report.Comparison{Emptied: []string{"plan"}}}, gate.Options{},
			gate.NothingChecked, "nothing was checked: the change leaves none of what the base has: plan"},
		{"a change adds a file that is left out", given{documents: 1, risks: risks(pass), ignored: 1, change: &report.Comparison{}}, gate.Options{},
			gate.CouldNotCheck, "could not check: 1 JSON file was ignored"},
		{"an expected document is missing", given{documents: 1, missing: []report.Expected{{Kind: "risk_reviews"}, {Kind: "risk", ID: "R-1"}}, risks: risks(pass)}, gate.Options{},
			gate.NothingChecked, "nothing was checked: what the settings expect was not found: risk_reviews, risk:R-1"},
		{"a deny rule fails", given{documents: 1, risks: risks(fail, pass)}, gate.Options{},
			gate.FindingsBlock, "does not comply: 1 finding blocks"},
		{"a document breaks its schema and no record is left", given{documents: 1, document: fail}, gate.Options{},
			gate.FindingsBlock, "does not comply: 1 finding blocks"},
		{"a warning stands", given{documents: 1, risks: risks(pass, pass), warn: fail}, gate.Options{},
			gate.Complies, "complies, though 2 warnings stand"},
		{"warnings are to fail", given{documents: 1, risks: risks(fail, fail), warn: fail}, gate.Options{FailOnWarn: true},
			gate.FindingsBlock, "does not comply: 2 findings block; 2 warnings block"},
		{"something is not assessable", given{documents: 1, risks: risks(notAssessable, pass)}, gate.Options{},
			gate.Complies, "complies, though 1 check is not assessable"},
		{"what is not assessable is to fail", given{documents: 1, risks: risks(notAssessable, pass)}, gate.Options{FailOnNotAssessable: true},
			gate.FindingsBlock, "does not comply: 1 check is not assessable"},
		{"an error weighs more than a finding", given{documents: 1, risks: risks(fail, errored)}, gate.Options{},
			gate.CouldNotCheck, "could not check: 1 check ended in an error; 1 finding blocks"},
		{"a file that is no JSON is no fault even then", given{documents: 1, risks: risks(pass)}, gate.Options{StrictFiles: true},
			gate.Complies, "complies"},
		{"an ignored file is no fault", given{documents: 1, ignored: 1, risks: risks(pass)}, gate.Options{},
			gate.Complies, "complies"},
		{"ignored files are to fail", given{documents: 1, ignored: 2, risks: risks(pass)}, gate.Options{StrictFiles: true},
			gate.CouldNotCheck, "could not check: 2 JSON files were ignored"},
		{"there is no document", given{}, gate.Options{},
			gate.NothingChecked, "nothing was checked: no document was found"},
		{"there is no rule but the schema", given{documents: 1, rulesOff: true, risks: risks(pass)}, gate.Options{},
			gate.NothingChecked, "nothing was checked: no rule is turned on"},
		{"there is no record", given{documents: 1}, gate.Options{},
			gate.NothingChecked, "nothing was checked: the documents hold nothing that a rule asks about"},
		{"no record could be judged", given{documents: 1, risks: risks(notAssessable), warn: report.NotApplicable}, gate.Options{},
			gate.NothingChecked, "nothing was checked: no rule could judge any record"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := gate.Decide(test.given.report(t), test.options)
			if got.Code != test.code || got.String() != test.sentence {
				t.Errorf("got  %d %q\nwant %d %q", got.Code, got, test.code, test.sentence)
			}
		})
	}
}

package evidence

import (
	"io/fs"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Recorded is an outcome as it stands in results.
type Recorded struct {
	Rule    int // its number in Results.About.Rules
	Subject report.Subject
	Verdict string
	Waived  bool // somebody has accepted every finding of a failure
	Reason  string
	// Findings are those of a failure, each with its place.
	Findings []string
}

// Subjects reads the subjects of verified results, in their order.
func (r *Results) Subjects(folder fs.FS, size int64) ([]report.Subject, error) {
	l, file, err := openLedger(folder, size)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var subjects []report.Subject
	err = l.each("subjects", func(v *source.Value) error {
		subjects = append(subjects, report.Subject{
			SubjectRef: subjectOf(v),
			Severity:   textOf(v, "severity"),
			Register:   textOf(v, "register"),
			Pos:        source.Position{File: textOf(v, "file"), Sheet: textOf(v, "sheet"), Line: numberOf(v, "line"), Column: numberOf(v, "column")},
		})
		return nil
	})
	return subjects, err
}

// EachOutcome hands on the outcomes of verified results: rule by rule, and of each rule in the order of the subjects.
func (r *Results) EachOutcome(folder fs.FS, size int64, subjects []report.Subject, take func(Recorded)) error {
	l, file, err := openLedger(folder, size)
	if err != nil {
		return err
	}
	defer file.Close()
	byKind := map[string][]report.Subject{}
	for _, s := range subjects {
		byKind[s.Kind] = append(byKind[s.Kind], s)
	}
	rule, number := 0, 0
	return l.each("outcomes", func(v *source.Value) error {
		for rule < len(r.About.Rules) && number == len(byKind[r.About.Rules[rule].Subject]) {
			rule, number = rule+1, 0
		}
		if rule == len(r.About.Rules) || byKind[r.About.Rules[rule].Subject][number].SubjectRef != subjectOf(v) {
			return refuse("%s changed since it was verified", ResultsFile)
		}
		one := Recorded{
			Rule: rule, Subject: byKind[r.About.Rules[rule].Subject][number],
			Verdict: textOf(v, "verdict"), Reason: textOf(v, "reason"), Findings: list(v, "findings", findingLine),
		}
		found := list(v, "findings", findingOf)
		one.Waived = len(found) > 0 && !slices.ContainsFunc(found, func(f report.Finding) bool { return f.Waived == nil })
		take(one)
		number++
		return nil
	})
}

// Package gitlab writes a report for merge requests in GitLab, as a code quality report.
package gitlab

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Write writes every finding, and each reason why a rule could not be judged, at the first record that it holds for.
//
// GitLab compares the reports of both branches and shows what comes and goes, so that nothing may go which is not mended:
// what somebody has accepted, and what can't be judged any more, stay as information.
func Write(w io.Writer, r *report.Report) error {
	list := degradations{jsonstream.New(w)}
	list.Spread('[')
	for identity, f := range r.Identified() {
		list.add(degradation{f.Rule, identity, severity(f, r.Severities), description(f), f.Pos})
	}
	for _, u := range r.Errors {
		list.add(unjudged(u, "blocker", "could not be checked"))
	}
	for _, u := range r.NotAssessable {
		list.add(unjudged(u, "info", "could not be assessed"))
	}
	list.End(']')
	return list.Close()
}

// degradation is one entry of a report, in GitLab's word.
type degradation struct {
	check, fingerprint, severity, description string
	at                                        source.Position
}

type degradations struct{ *jsonstream.Writer }

// add writes an entry. GitLab shows none without a line; what is said of a whole file stands at its first one, and so does
// what is said of a cell of a workbook.
func (list degradations) add(d degradation) {
	line := max(d.at.Line, 1)
	if d.at.Sheet != "" {
		line, d.description = 1, d.at.Cell()+": "+d.description
	}
	list.Begin('{')
	list.Member("description", prose.Plain(d.description))
	list.Member("check_name", d.check)
	list.Member("fingerprint", d.fingerprint)
	list.Member("severity", d.severity)
	list.Object("location", func() {
		list.Member("path", d.at.File)
		list.Object("lines", func() { list.Count("begin", line) })
	})
	list.End('}')
}

// severity makes one of a rule's level and the severity of the record: a finding at level deny is at least major, and
// grows with the two highest severities of the scale.
func severity(f report.Finding, scale []string) string {
	switch {
	case f.Waived != nil:
		return "info"
	case f.Level != report.Deny:
		return "minor"
	}
	switch i := slices.Index(scale, f.Severity); {
	case i < 0:
		return "major"
	case i == len(scale)-1:
		return "blocker"
	case i == len(scale)-2:
		return "critical"
	}
	return "major"
}

func description(f report.Finding) string {
	text := f.Message
	if f.Waived != nil {
		return text + " (" + f.Waived.String() + ")"
	}
	if f.Remedy != "" {
		text = strings.TrimSuffix(text, ".") + ". To mend it: " + f.Remedy
	}
	return text
}

// unjudged is told from others by its rule and its reason, whichever record comes first.
func unjudged(u report.Unjudged, severity, how string) degradation {
	return degradation{
		check:       u.Rule,
		fingerprint: report.Fingerprint(u.Rule, report.SubjectRef{Kind: u.First.Kind}, how, u.Reason),
		severity:    severity,
		description: fmt.Sprintf("%s %s: %s", u.Who(), how, u.Reason),
		at:          u.First.Pos,
	}
}

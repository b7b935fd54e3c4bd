package sarif

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// results writes the findings in their order, as many as a code host takes.
func (l log) results() {
	room := l.room()
	l.Key("results")
	l.Spread('[')
	for identity, f := range l.report.Identified() {
		waived := f.Waived != nil
		if room[waived] == 0 {
			continue
		}
		room[waived]--
		l.Begin('{')
		l.result(identity, f)
		l.End('}')
	}
	l.End(']')
}

// room is how many findings are written, of those that are waived and of the others. Waived ones are left out first.
func (l log) room() map[bool]int {
	waived := l.report.Totals.Waived
	open := min(len(l.report.Findings)-waived, MaxResults)
	return map[bool]int{false: open, true: min(waived, MaxResults-open)}
}

func (l log) result(identity string, f report.Finding) {
	l.Member("ruleId", f.Rule)
	l.Count("ruleIndex", l.rules[f.Rule])
	l.Member("level", level(f.Level))
	l.message("message", sentences(f))
	l.Key("locations")
	l.Begin('[')
	l.Begin('{')
	l.location(f.Pos, f.Subject)
	l.End('}')
	l.End(']')
	if f.Base.File != "" {
		base := l
		base.artifacts = nil // they are those of the head
		l.Key("relatedLocations")
		l.Begin('[')
		l.Begin('{')
		l.Count("id", 1)
		base.location(f.Base, report.SubjectRef{})
		l.message("message", "The same place in the base of the change.")
		l.End('}')
		l.End(']')
	}
	l.fingerprints(identity, f)
	l.suppressions(f.Waived)
	if l.report.Comparison != nil {
		l.Member("baselineState", baselineState(f.Age))
	}
	l.Object("properties", func() {
		l.Member("subject", f.Subject.Kind)
		l.Member("id", f.Subject.ID)
		l.Optional("severity", f.Severity)
		l.Member("at", string(f.At))
	})
	if i := slices.Index(l.report.Severities, f.Severity); i >= 0 {
		l.Count("rank", 100*(i+1)/len(l.report.Severities))
	}
}

// sentences say what is wrong and how to mend it. The first one stands for both where a viewer has little room.
func sentences(f report.Finding) string {
	if f.Remedy == "" {
		return f.Message
	}
	return strings.TrimSuffix(f.Message, ".") + ". To mend it: " + f.Remedy
}

// fingerprints writes what tells the finding from others in every run. GitHub looks at primaryLocationLineHash only, which
// else would be a hash of the lines around: findings on one line would be one alert, and an edit close by a new one.
func (l log) fingerprints(identity string, f report.Finding) {
	l.Object("partialFingerprints", func() {
		l.Member("riskgate/v1", f.Fingerprint)
		l.Member("primaryLocationLineHash", identity)
	})
}

// suppressions writes an empty list for what nobody has accepted: SARIF wants it of all results or of none.
func (l log) suppressions(w *report.Waiver) {
	l.Key("suppressions")
	l.Begin('[')
	if w != nil {
		l.Begin('{')
		l.Member("kind", "external")
		l.Member("status", "accepted")
		l.Member("justification", prose.Plain(w.String()))
		l.Object("properties", func() {
			l.Optional("id", w.ID)
			l.Optional("requested_by", w.RequestedBy)
			l.Optional("approved_by", w.ApprovedBy)
			if !w.ApprovedOn.IsZero() {
				l.Member("approved_on", w.ApprovedOn.String())
			}
			if !w.Expires.IsZero() {
				l.Member("expires", w.Expires.String())
			}
			l.Optional("ticket", w.Ticket)
			l.Key("baseline")
			l.Boolean(w.Baseline)
		})
		l.End('}')
	}
	l.End(']')
}

func baselineState(a report.Age) string {
	if a == report.ExistingFinding {
		return "unchanged"
	}
	return "new"
}

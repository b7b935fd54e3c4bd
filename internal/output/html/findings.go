package html

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// The states of a finding, the gravest first.
const (
	blocks = "blocks"
	stands = "doesn't block"
	waived = "waived"
)

func stateOf(f report.Finding, d gate.Decision) string {
	switch {
	case f.Waived != nil:
		return waived
	case d.Blocks(f):
		return blocks
	}
	return stands
}

// where is a filter of a sheet as links carry it: pairs of a field and its word, which is plain as in the sheet.
func where(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], prose.Plain(pairs[i+1]))
	}
	return values.Encode()
}

// addFindings makes the sheet of all findings, in the order of the report.
func addFindings(all *data, r *report.Report, d gate.Decision, known records) {
	type row = report.Finding
	addSheet(all, "findings", "findings", r.Findings,
		ranked("state", []string{blocks, stands, waived}, func(f row) string { return stateOf(f, d) }).tick("State"),
		ranked("level", []string{string(report.Deny), string(report.Warn)}, func(f row) string { return string(f.Level) }).tick("Level"),
		text("age", func(f row) string { return string(f.Age) }).tick("In the base"),
		ranked("severity", severities(r), func(f row) string { return f.Severity }).tick("Severity"),
		text("rule", func(f row) string { return f.Rule }).choose("Rule"),
		text("message", func(f row) string { return f.Message }),
		text("remedy", func(f row) string { return f.Remedy }),
		text("kind", func(f row) string { return f.Subject.Kind }).choose("Kind of record"),
		text("record", func(f row) string { return f.Subject.ID }),
		text("title", func(f row) string { return known.titles[known.subject(f)] }),
		text("owner", func(f row) string { return known.owners[known.subject(f)] }).choose("Owner"),
		text("unit", func(f row) string { return known.unit(f) }).choose("Unit"),
		text("place", func(f row) string { return f.Pos.String() }),
		text("base", func(f row) string { return f.Base.String() }),
		text("at", func(f row) string { return string(f.At) }),
		text("fingerprint", func(f row) string { return f.Fingerprint }),
		text("waiver", func(f row) string { return waiverWords(f.Waived) }),
	)
}

// waiverWords says in a line who accepted a finding, why, and how long.
func waiverWords(w *report.Waiver) string {
	if w == nil {
		return ""
	}
	words := w.ID
	if w.Baseline {
		words = "baseline"
	}
	if w.ApprovedBy != "" {
		words += ", approved by " + w.ApprovedBy
	}
	return words + ", until " + day(w.Expires) + ": " + w.Reason
}

// waiver is an acceptance of findings.
type waiver struct {
	report.Waiver
	Count int
	// Findings are the first that it covers, and Where the filter for all.
	Findings []report.Finding
	Where    string
	// Days are those that are left after the date of the report; negative when it has expired.
	Days int
}

// waivedFindings is how many findings are listed beside their waiver.
const waivedFindings = 10

// Left says in words how long it still lasts.
func (w waiver) Left() string {
	switch {
	case w.Days < 0:
		return "expired"
	case w.Days == 0:
		return "its last day"
	}
	return prose.Count(w.Days, "day left", "days left")
}

// More counts the findings that the waiver covers and Findings leaves out.
func (w waiver) More() int { return w.Count - len(w.Findings) }

// newWaivers lists the acceptances that the report's findings bear, the first to expire first.
func newWaivers(r *report.Report) []waiver {
	var all []waiver
	number := map[report.Waiver]int{}
	for _, f := range r.Findings {
		if f.Waived == nil {
			continue
		}
		n, ok := number[*f.Waived]
		if !ok {
			n = len(all)
			number[*f.Waived] = n
			all = append(all, waiver{Waiver: *f.Waived, Where: where("waiver", waiverWords(f.Waived)), Days: days(r.AsOf, f.Waived.Expires)})
		}
		all[n].Count++
		if len(all[n].Findings) < waivedFindings {
			all[n].Findings = append(all[n].Findings, f)
		}
	}
	slices.SortStableFunc(all, func(a, b waiver) int {
		return strings.Compare(a.Expires.String()+a.ID, b.Expires.String()+b.ID)
	})
	return all
}

// addInputs makes the sheet of the files that were read, those that accept findings last.
func addInputs(all *data, r *report.Report) {
	type row = report.Input
	addSheet(all, "inputs", "files", slices.Concat(r.Inputs, r.WaivedBy),
		text("file", func(i row) string { return i.Name }),
		text("holds", func(i row) string { return i.Kind }).choose("Kind"),
		text("number", func(i row) string { return strconv.Itoa(i.Records) }),
		text("bytes", func(i row) string { return strconv.FormatInt(i.Size, 10) }),
		text("sha256", func(i row) string { return i.SHA256 }),
	)
}

// addIgnored makes the sheet of the files that were found and not checked.
func addIgnored(all *data, r *report.Report) {
	type row = report.Ignored
	addSheet(all, "ignored", "ignored files", r.Ignored,
		text("file", func(i row) string { return i.Name }),
		text("why", func(i row) string { return i.Reason }).choose("Why"),
		text("records", func(i row) string {
			if i.Data {
				return "may hold records"
			}
			return ""
		}).choose("Records"),
	)
}

// ruleRow is a rule and what came of it.
type ruleRow struct {
	report.Rule
	report.Counts
	// Note says what the numbers don't: that there was nothing to ask, or nothing that it applies to.
	Note  string
	Where string // the filter for what it found
	// Own is the level that the rule has by itself, where the settings give it another.
	Own report.Level
}

func newRuleRows(r *report.Report) []ruleRow {
	own := map[string]report.Level{}
	for _, change := range r.Changes {
		own[change.Rule] = change.From
	}
	all := make([]ruleRow, len(r.Rules))
	for i, rule := range r.Rules {
		all[i] = ruleRow{Rule: rule, Counts: r.Counts[i], Own: own[rule.ID], Where: where("rule", rule.ID)}
		switch {
		case all[i].Population() == 0:
			all[i].Note = "nothing to ask: no " + rule.Subject
		case all[i].NotApplicable == all[i].Population():
			all[i].Note = "applied to nothing"
		}
	}
	return all
}

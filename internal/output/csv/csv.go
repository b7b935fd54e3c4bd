// Package csv writes a report as the whole ledger for a spreadsheet, a row for each outcome and each finding.
package csv

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spreadsheet"
)

// row is one line of the table. What doesn't apply is empty.
type row struct {
	outcome, level, rule, title string
	subject                     report.SubjectRef
	severity                    string
	message, remedy             string
	at, base                    source.Position
	age                         report.Age
	waiver                      report.Waiver
	controls, duties            []string
	fingerprint                 string
}

// columns are those of the table, each with what a row has in it.
var columns = []struct {
	name string
	cell func(row) string
}{
	{"outcome", func(r row) string { return r.outcome }},
	{"level", func(r row) string { return r.level }},
	{"rule", func(r row) string { return r.rule }},
	{"title", func(r row) string { return r.title }},
	{"kind", func(r row) string { return r.subject.Kind }},
	{"id", func(r row) string { return r.subject.ID }},
	{"severity", func(r row) string { return r.severity }},
	{"message", func(r row) string { return r.message }},
	{"remedy", func(r row) string { return r.remedy }},
	{"file", func(r row) string { return r.at.File }},
	{"line", func(r row) string { return number(r.at.Line) }},
	{"column", func(r row) string { return number(r.at.Column) }},
	{"cell", func(r row) string { return r.at.Cell() }},
	{"age", func(r row) string { return string(r.age) }},
	{"base_file", func(r row) string { return r.base.File }},
	{"base_line", func(r row) string { return number(r.base.Line) }},
	{"waiver", func(r row) string { return r.waiver.ID }},
	{"waiver_reason", func(r row) string { return r.waiver.Reason }},
	{"requested_by", func(r row) string { return r.waiver.RequestedBy }},
	{"approved_by", func(r row) string { return r.waiver.ApprovedBy }},
	{"approved_on", func(r row) string { return day(r.waiver.ApprovedOn) }},
	{"expires", func(r row) string { return day(r.waiver.Expires) }},
	{"ticket", func(r row) string { return r.waiver.Ticket }},
	{"controls", func(r row) string { return strings.Join(r.controls, " ") }},
	{"duties", func(r row) string { return strings.Join(r.duties, " ") }},
	{"fingerprint", func(r row) string { return r.fingerprint }},
}

// Write writes the outcome of every rule for every record, passes included, a row for each finding of a failure, and a row
// for all that was not asked or not read. The day, which is that of all rows, is the last column.
func Write(w io.Writer, r *report.Report) error {
	t := table{sheet: spreadsheet.New(w), asOf: r.AsOf.String()}
	t.header()
	t.outcomes(r)
	t.unasked(r)
	t.unread(r)
	t.comparison(r.Comparison)
	return t.sheet.Close()
}

// table writes rows.
type table struct {
	sheet *spreadsheet.Writer
	asOf  string
	cells []string
}

func (t *table) header() {
	for _, column := range columns {
		t.cells = append(t.cells, column.name)
	}
	t.sheet.Row(append(t.cells, "as_of"))
}

func (t *table) row(r row) {
	t.cells = t.cells[:0]
	for _, column := range columns {
		t.cells = append(t.cells, column.cell(r))
	}
	t.sheet.Row(append(t.cells, t.asOf))
}

func (t *table) outcomes(r *report.Report) {
	subjects := map[string][]report.Subject{} // by kind, in the order of outcomes
	for s := range r.Subjects() {
		subjects[s.Kind] = append(subjects[s.Kind], s)
	}
	rule, subject := 0, 0
	for o := range r.Outcomes() {
		for r.Rules[rule].ID != o.Rule {
			rule, subject = rule+1, 0
		}
		t.outcome(r.Rules[rule], subjects[o.Subject.Kind][subject], o)
		subject++
	}
}

func (t *table) outcome(rule report.Rule, s report.Subject, o report.Outcome) {
	whole := about(rule)
	whole.outcome = o.Verdict.String()
	whole.subject, whole.severity, whole.at = s.SubjectRef, s.Severity, s.Pos
	whole.message = o.Reason
	if len(o.Findings) == 0 {
		t.row(whole)
	}
	for _, f := range o.Findings {
		one := whole
		one.message, one.remedy = f.Message, f.Remedy
		one.at, one.base, one.age, one.fingerprint = f.Pos, f.Base, f.Age, f.Fingerprint
		if f.Waived != nil {
			one.outcome, one.waiver = waiverOf(*f.Waived), *f.Waived
		}
		t.row(one)
	}
}

func about(rule report.Rule) row {
	return row{level: string(rule.Level), rule: rule.ID, title: rule.Title, controls: rule.Controls, duties: rule.Duties}
}

// waiverOf tells a finding that somebody has accepted from one that was there when the organisation began.
func waiverOf(w report.Waiver) string {
	if w.Baseline {
		return "baseline"
	}
	return "waived"
}

// unasked says which rules had no record to be asked about, and which have another level than their own.
func (t *table) unasked(r *report.Report) {
	for _, rule := range r.Unasked() {
		none := about(rule)
		none.outcome, none.subject.Kind = "nothing_to_ask", rule.Subject
		t.row(none)
	}
	for _, change := range r.Changes {
		outcome := "level_changed"
		if change.To == report.Off {
			outcome = "turned_off"
		}
		t.row(row{
			outcome: outcome, level: string(change.To), rule: change.Rule,
			message: fmt.Sprintf("from %s to %s by %s: %s", change.From, change.To, change.Origin, change.Reason),
		})
	}
}

// unread says which files were passed over, and what the settings miss.
func (t *table) unread(r *report.Report) {
	for _, file := range r.Ignored {
		t.row(row{outcome: "ignored", message: file.Reason, at: source.Position{File: file.Name}})
	}
	for _, expected := range r.Missing {
		t.row(row{outcome: "missing", message: expected.Absence()})
	}
}

func (t *table) comparison(c *report.Comparison) {
	if c == nil {
		return
	}
	said := fmt.Sprintf("%s is held against %s; %s mended", side(c.Head, c.HeadCommit), side(c.Base, c.BaseCommit),
		prose.Count(c.Fixed, "finding is", "findings are"))
	if c.TrustsHead {
		said += "; rules, settings and waivers are those of the change itself"
	}
	t.row(row{outcome: "compared", message: said})
	for _, file := range c.Unread {
		t.row(row{outcome: "base_unread", message: file.Reason, base: source.Position{File: file.Name}})
	}
	for _, control := range c.Controls {
		t.row(row{outcome: "control_change", message: control.What + " " + control.Change, at: source.Position{File: control.Name}})
	}
}

func side(name, commit string) string {
	if commit == "" || commit == name {
		return name
	}
	return name + " (" + commit + ")"
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func day(d report.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// Package output is the table of the formats that a report can be written in.
package output

import (
	"io"

	"github.com/riskgate/riskgate/internal/output/csv"
	"github.com/riskgate/riskgate/internal/output/github"
	"github.com/riskgate/riskgate/internal/output/gitlab"
	"github.com/riskgate/riskgate/internal/output/html"
	"github.com/riskgate/riskgate/internal/output/json"
	"github.com/riskgate/riskgate/internal/output/junit"
	"github.com/riskgate/riskgate/internal/output/kpi"
	"github.com/riskgate/riskgate/internal/output/markdown"
	"github.com/riskgate/riskgate/internal/output/oscal"
	"github.com/riskgate/riskgate/internal/output/request"
	"github.com/riskgate/riskgate/internal/output/sarif"
	"github.com/riskgate/riskgate/internal/output/text"
	"github.com/riskgate/riskgate/internal/report"
)

// Options say how to write for a person; formats for programs need none.
type Options = text.Options

// Format is one way to write a report.
type Format struct {
	Name        string
	Description string
	// Overview says that the format shows what only an overview of the records tells.
	Overview bool
	// Write writes the whole report, and returns the first error of the writer.
	Write func(io.Writer, *report.Report, Options) error
}

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{
		{Name: "text", Description: "for a person: findings, what could not be judged, and a summary", Write: text.Write},
		{Name: "json", Description: "for programs and auditors: every outcome, passes included", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return json.Write(w, r)
		}},
		{Name: "sarif", Description: "for code hosts and editors: findings as SARIF 2.1.0", Write: func(w io.Writer, r *report.Report, o Options) error {
			return sarif.Write(w, r, o.Decision)
		}},
		{Name: "junit", Description: "for CI servers: every rule and record as a test, in JUnit's XML", Write: func(w io.Writer, r *report.Report, o Options) error {
			return junit.Write(w, r, o.Decision)
		}},
		{Name: "gitlab", Description: "for merge requests in GitLab: findings as a code quality report", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return gitlab.Write(w, r)
		}},
		{Name: "github", Description: "for a GitHub workflow: annotations beside the lines that are wrong", Write: func(w io.Writer, r *report.Report, o Options) error {
			return github.Write(w, r, o.Decision)
		}},
		{Name: "markdown", Description: "for a comment on a pull request, or a job summary: the verdict, what blocks, and folded details", Write: func(w io.Writer, r *report.Report, o Options) error {
			return markdown.Write(w, r, o.Decision)
		}},
		{Name: "csv", Description: "for an auditor's spreadsheet: every outcome, passes included", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return csv.Write(w, r)
		}},
		{Name: "html", Description: "for management and its files: one page with figures, charts, findings and rules, to read, filter and print", Overview: true, Write: func(w io.Writer, r *report.Report, o Options) error {
			return html.Write(w, r, o.Decision)
		}},
		{Name: "oscal", Description: "for auditors' tools: OSCAL assessment results, one finding for each control", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return oscal.Write(w, r)
		}},
		{Name: "request-list", Description: "for the people whose records were checked: what to send to cover what could not be judged, as Markdown", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return request.Markdown(w, r)
		}},
		{Name: "request-list-csv", Description: "the same as a spreadsheet to fill in", Write: func(w io.Writer, r *report.Report, _ Options) error {
			return request.CSV(w, r)
		}},
		{Name: "kpi", Description: "for dashboards: figures, how they have gone, and the records behind them", Overview: true, Write: func(w io.Writer, r *report.Report, _ Options) error {
			return kpi.Write(w, r)
		}},
	}
}

// Find returns the format of a name.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Names returns the names of all formats, the default first.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

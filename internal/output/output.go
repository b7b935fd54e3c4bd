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
	"github.com/riskgate/riskgate/internal/output/markdown"
	"github.com/riskgate/riskgate/internal/output/oscal"
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
	// Write writes the whole report, and returns the first error of the writer.
	Write func(io.Writer, *report.Report, Options) error
}

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{
		{"text", "for a person: findings, what could not be judged, and a summary", text.Write},
		{"json", "for programs and auditors: every outcome, passes included", func(w io.Writer, r *report.Report, _ Options) error {
			return json.Write(w, r)
		}},
		{"sarif", "for code hosts and editors: findings as SARIF 2.1.0", func(w io.Writer, r *report.Report, o Options) error {
			return sarif.Write(w, r, o.Decision)
		}},
		{"junit", "for CI servers: every rule and record as a test, in JUnit's XML", func(w io.Writer, r *report.Report, o Options) error {
			return junit.Write(w, r, o.Decision)
		}},
		{"gitlab", "for merge requests in GitLab: findings as a code quality report", func(w io.Writer, r *report.Report, _ Options) error {
			return gitlab.Write(w, r)
		}},
		{"github", "for a GitHub workflow: annotations beside the lines that are wrong", func(w io.Writer, r *report.Report, o Options) error {
			return github.Write(w, r, o.Decision)
		}},
		{"markdown", "for a comment on a pull request, or a job summary: the verdict, what blocks, and folded details", func(w io.Writer, r *report.Report, o Options) error {
			return markdown.Write(w, r, o.Decision)
		}},
		{"csv", "for an auditor's spreadsheet: every outcome, passes included", func(w io.Writer, r *report.Report, _ Options) error {
			return csv.Write(w, r)
		}},
		{"html", "for management and its files: one page with figures, charts, findings and rules, to read, filter and print", func(w io.Writer, r *report.Report, o Options) error {
			return html.Write(w, r, o.Decision)
		}},
		{"oscal", "for auditors' tools: OSCAL assessment results, one finding for each control", func(w io.Writer, r *report.Report, _ Options) error {
			return oscal.Write(w, r)
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

package sarif

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/commonmark"
	"github.com/riskgate/riskgate/internal/report"
)

// maxTags is how many tags of a rule GitHub takes; it refuses a file with more.
const maxTags = 20

// rule writes what a reader can know of a rule without a finding.
//
// It says nothing of precision or of a security severity: how severe a finding is depends on its record.
func (l log) rule(r report.Rule) {
	l.Member("id", r.ID)
	l.message("shortDescription", r.Title)
	l.message("fullDescription", r.Description)
	l.Object("help", func() {
		l.Member("text", plain(r.Description+" To mend a finding: "+r.Remedy))
		l.Member("markdown", help(r))
	})
	l.Object("defaultConfiguration", func() { l.Member("level", level(r.Level)) })
	l.Object("properties", func() {
		l.Texts("tags", tags(r))
		l.Member("subject", r.Subject)
		l.Texts("controls", r.Controls)
		l.Texts("duties", r.Duties)
		l.Texts("collections", r.Collections)
		l.Texts("settings", r.Settings)
		l.Optional("policy", r.Policy)
	})
}

// tags are what code hosts filter by. What is beyond their limit still stands in the lists of its own.
func tags(r report.Rule) []string {
	all := slices.Concat(r.Controls, r.Duties, r.Collections)
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxTags)]
}

// help explains a rule in Markdown.
func help(r report.Rule) string {
	var text strings.Builder
	paragraph := func(heading, body string) {
		if body != "" {
			text.WriteString("**" + heading + ":** " + body + "\n\n")
		}
	}
	paragraph("Why", commonmark.Text(r.Description))
	paragraph("How to mend a finding", commonmark.Text(r.Remedy))
	paragraph("Settings that change what it asks for", names(r.Settings))
	paragraph("Evidence for", names(slices.Concat(r.Duties, r.Controls)))
	return strings.TrimSuffix(text.String(), "\n\n")
}

func names(all []string) string {
	escaped := make([]string, len(all))
	for i, name := range all {
		escaped[i] = commonmark.Text(name)
	}
	return strings.Join(escaped, ", ")
}

func level(l report.Level) string {
	if l == report.Deny {
		return "error"
	}
	return "warning"
}

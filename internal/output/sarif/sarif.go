// Package sarif writes a report for code hosts and editors, as SARIF 2.1.0.
package sarif

import (
	"io"
	"slices"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/report"
)

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// MaxResults is how many results GitHub takes of one run; it refuses a file with more.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const MaxResults = 25_000

// Write writes one run: every finding is a result, waived ones with their suppression.
//
// Outcomes without a finding are no results. SARIF has kinds of result for them, but GitHub and others read no kinds and
// would show each as a problem; so what was not judged, and why, stands among the notifications of the invocation.
func Write(w io.Writer, r *report.Report, d gate.Decision) error {
	l := log{jsonstream.New(w), r, make(map[string]int), make(map[string]int)}
	for i, rule := range r.Rules {
		l.rules[rule.ID] = i
	}
	for i, file := range slices.Concat(r.Inputs, r.WaivedBy) {
		l.artifacts[file.Name] = i
	}
	l.Spread('{')
	l.Member("version", "2.1.0")
	l.Member("$schema", schema)
	l.Key("runs")
	l.Spread('[')
	l.run(d)
	l.End(']')
	l.End('}')
	return l.Close()
}

// log writes the parts of a SARIF log.
type log struct {
	*jsonstream.Writer
	report    *report.Report
	rules     map[string]int // their index, by id
	artifacts map[string]int // their index, by name
}

func (l log) run(d gate.Decision) {
	l.Spread('{')
	l.tool()
	l.invocation(d)
	l.Member("columnKind", "unicodeCodePoints")
	l.Object("originalUriBaseIds", func() {
		l.Object(base, func() { l.message("description", "The directory in which riskgate ran.") })
	})
	l.files()
	l.results()
	l.Object("properties", l.properties)
	l.End('}')
}

func (l log) tool() {
	t := l.report.Tool
	l.Key("tool")
	l.Spread('{')
	l.Key("driver")
	l.Spread('{')
	l.Member("name", "riskgate")
	l.Member("version", t.Version)
	l.Object("properties", func() {
		l.Member("revision", t.Revision)
		l.Member("go", t.Go)
		l.Member("opa", t.OPA)
		l.Member("library", t.Library)
		jsonstream.List(l.Writer, "policies", slices.Values(l.report.Policies), func(p report.Policy) {
			l.Member("name", p.Name)
			l.Member("digest", p.Digest)
		})
	})
	jsonstream.List(l.Writer, "rules", slices.Values(l.report.Rules), l.rule)
	jsonstream.List(l.Writer, "notifications", slices.Values(notices), func(n notice) {
		l.Member("id", n.id)
		l.message("shortDescription", n.meaning)
		l.Object("defaultConfiguration", func() { l.Member("level", n.level) })
	})
	l.End('}')
	l.End('}')
}

func (l log) files() {
	l.Key("artifacts")
	l.Spread('[')
	for _, i := range l.report.Inputs {
		l.artifact(i, "analysisTarget")
	}
	for _, i := range l.report.WaivedBy {
		l.artifact(i, "userSpecifiedConfiguration")
	}
	l.End(']')
}

func (l log) artifact(i report.Input, role string) {
	l.Begin('{')
	l.Object("location", func() { l.uri(i.Name) })
	l.Count("length", int(i.Size))
	l.Texts("roles", []string{role})
	l.Object("hashes", func() { l.Member("sha-256", i.SHA256) })
	l.Object("properties", func() {
		l.Member("kind", i.Kind)
		l.Count("records", i.Records)
	})
	l.End('}')
}

// properties says of the run what SARIF has no words for.
func (l log) properties() {
	r := l.report
	l.Member("as_of", r.AsOf.String())
	l.Member("as_of_source", r.AsOfSource)
	l.Object("self_check", func() {
		l.Count("answers", r.SelfCheck.Answers)
		l.Count("twice", r.SelfCheck.Twice)
		l.Count("sample", r.SelfCheck.Sample)
	})
	l.Member("profile", r.Profile)
	l.Optional("settings_file", r.SettingsFile)
	l.Count("documents", r.Totals.Documents)
	l.Count("subjects", r.Totals.Subjects)
	l.Object("outcomes", func() {
		c := r.Totals.Outcomes
		l.Count("population", c.Population())
		l.Count("passed", c.Passed)
		l.Count("failed", c.Failed)
		l.Count("waived", c.Waived)
		l.Count("not_applicable", c.NotApplicable)
		l.Count("not_assessable", c.NotAssessable)
		l.Count("errors", c.Errors)
	})
	if c := r.Comparison; c != nil {
		l.Object("comparison", func() {
			l.Member("base", c.Base)
			l.Member("head", c.Head)
			l.Optional("base_commit", c.BaseCommit)
			l.Optional("head_commit", c.HeadCommit)
			l.Count("fixed", c.Fixed)
		})
	}
}

// Package json writes a report as the full ledger: every outcome, passes included.
package json

import (
	"bufio"
	"io"
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
)

// Write writes the report as schemas/results.schema.json describes it. It
// depends on nothing but the report.
func Write(w io.Writer, r *report.Report) error {
	e := &encoder{Writer: bufio.NewWriterSize(w, 64<<10)}
	e.begin('{')
	e.member("kind", "riskgate_results")
	e.member("schema_version", "1")
	e.tool(r.Tool)
	e.member("as_of", r.AsOf.String())
	e.member("as_of_source", r.AsOfSource)
	e.key("self_check")
	e.boolean(r.SelfCheck)
	e.member("profile", r.Profile)
	e.optional("settings_file", r.SettingsFile)
	list(e, "policies", slices.Values(r.Policies), e.policy)
	e.texts("severities", r.Severities)
	e.totals(r.Totals)
	list(e, "inputs", slices.Values(r.Inputs), e.input)
	list(e, "ignored", slices.Values(r.Ignored), e.ignored)
	e.texts("missing", r.Missing)
	e.rules(r)
	list(e, "rule_changes", slices.Values(r.Changes), e.ruleChange)
	list(e, "subjects", r.Subjects(), e.subject)
	list(e, "outcomes", r.Outcomes(), e.outcome)
	e.end('}')
	e.WriteByte('\n')
	return e.Flush()
}

func (e *encoder) member(name, value string) {
	e.key(name)
	e.text(value)
}

func (e *encoder) optional(name, value string) {
	if value != "" {
		e.member(name, value)
	}
}

func (e *encoder) count(name string, n int) {
	e.key(name)
	e.number(n)
}

func (e *encoder) texts(name string, values []string) {
	e.key(name)
	e.begin('[')
	for _, value := range values {
		e.text(value)
	}
	e.end(']')
}

// list writes a list of objects, whose members write gives.
func list[T any](e *encoder, name string, values iter.Seq[T], write func(T)) {
	e.key(name)
	e.begin('[')
	for value := range values {
		e.begin('{')
		write(value)
		e.end('}')
	}
	e.end(']')
}

func (e *encoder) tool(t report.Tool) {
	e.key("tool")
	e.begin('{')
	e.member("name", "riskgate")
	e.member("version", t.Version)
	e.member("revision", t.Revision)
	e.member("go", t.Go)
	e.member("opa", t.OPA)
	e.member("library", t.Library)
	e.end('}')
}

func (e *encoder) totals(t report.Totals) {
	e.key("totals")
	e.begin('{')
	e.count("documents", t.Documents)
	e.count("subjects", t.Subjects)
	e.count("rules", t.Rules)
	e.counts("outcomes", t.Outcomes)
	e.key("findings")
	e.begin('{')
	e.count("deny", t.Deny)
	e.count("warn", t.Warn)
	e.count("waived", t.Waived)
	e.end('}')
	e.end('}')
}

func (e *encoder) counts(name string, c report.Counts) {
	e.key(name)
	e.begin('{')
	e.count("population", c.Population())
	e.count("passed", c.Passed)
	e.count("failed", c.Failed)
	e.count("waived", c.Waived)
	e.count("not_applicable", c.NotApplicable)
	e.count("not_assessable", c.NotAssessable)
	e.count("errors", c.Errors)
	e.end('}')
}

func (e *encoder) input(i report.Input) {
	e.member("name", i.Name)
	e.member("kind", i.Kind)
	e.member("sha256", i.SHA256)
	e.count("size", int(i.Size))
	e.count("records", i.Records)
}

func (e *encoder) ignored(i report.Ignored) {
	e.member("name", i.Name)
	e.member("reason", i.Reason)
	e.key("json")
	e.boolean(i.Data)
}

func (e *encoder) rules(r *report.Report) {
	number := 0
	list(e, "rules", slices.Values(r.Rules), func(rule report.Rule) {
		e.member("id", rule.ID)
		e.member("title", rule.Title)
		e.member("description", rule.Description)
		e.member("remedy", rule.Remedy)
		e.member("level", string(rule.Level))
		e.member("subject", rule.Subject)
		e.texts("reads", rule.Reads)
		e.texts("settings", rule.Settings)
		e.texts("controls", rule.Controls)
		e.texts("duties", rule.Duties)
		e.texts("collections", rule.Collections)
		e.optional("policy", rule.Policy)
		e.counts("outcomes", r.Counts[number])
		number++
	})
}

func (e *encoder) policy(p report.Policy) {
	e.member("name", p.Name)
	e.member("digest", p.Digest)
}

func (e *encoder) ruleChange(c report.RuleChange) {
	e.member("rule", c.Rule)
	e.member("from", string(c.From))
	e.member("to", string(c.To))
	e.member("reason", c.Reason)
	e.member("origin", c.Origin)
}

func (e *encoder) subject(s report.Subject) {
	e.reference(s.SubjectRef)
	e.optional("severity", s.Severity)
	e.position(s.Pos.File, s.Pos.Line, s.Pos.Column)
}

func (e *encoder) reference(s report.SubjectRef) {
	e.member("kind", s.Kind)
	e.member("id", s.ID)
}

// position leaves the line out where the whole file is meant.
func (e *encoder) position(file string, line, column int) {
	e.member("file", file)
	if line > 0 {
		e.count("line", line)
		e.count("column", column)
	}
}

func (e *encoder) outcome(o report.Outcome) {
	e.member("rule", o.Rule)
	e.reference(o.Subject)
	e.member("verdict", o.Verdict.String())
	e.optional("reason", o.Reason)
	if len(o.Findings) > 0 {
		list(e, "findings", slices.Values(o.Findings), e.finding)
	}
}

func (e *encoder) finding(f report.Finding) {
	e.member("fingerprint", f.Fingerprint)
	e.member("level", string(f.Level))
	e.optional("severity", f.Severity)
	e.member("message", f.Message)
	e.optional("remedy", f.Remedy)
	e.member("at", string(f.At))
	e.position(f.Pos.File, f.Pos.Line, f.Pos.Column)
	if f.Waived != nil {
		e.waiver(*f.Waived)
	}
}

func (e *encoder) waiver(w report.Waiver) {
	e.key("waived")
	e.begin('{')
	e.member("id", w.ID)
	e.member("reason", w.Reason)
	e.member("expires", w.Expires.String())
	e.end('}')
}

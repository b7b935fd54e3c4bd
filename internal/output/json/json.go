// Package json writes a report as the full ledger: every outcome, passes included.
package json

import (
	"io"
	"slices"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/output/figures"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// encoder writes the parts of a report.
type encoder struct{ *jsonstream.Writer }

// Write writes the report as schemas/results.schema.json describes it. It
// depends on nothing but the report.
func Write(w io.Writer, r *report.Report) error {
	e := encoder{jsonstream.New(w)}
	e.Spread('{')
	e.Member("kind", "riskgate_results")
	e.Member("schema_version", "1")
	e.tool(r.Tool)
	e.Member("as_of", r.AsOf.String())
	e.Member("as_of_source", r.AsOfSource)
	e.selfCheck(r.SelfCheck)
	e.Member("profile", r.Profile)
	e.Optional("settings_file", r.SettingsFile)
	e.Member("settings_digest", r.SettingsDigest)
	jsonstream.List(e.Writer, "policies", slices.Values(r.Policies), e.policy)
	e.Texts("severities", r.Severities)
	if r.Comparison != nil {
		e.comparison(*r.Comparison)
	}
	e.coverage(&r.Coverage)
	e.totals(r.Totals)
	jsonstream.List(e.Writer, "inputs", slices.Values(r.Inputs), e.input)
	jsonstream.List(e.Writer, "waived_by", slices.Values(r.WaivedBy), e.input)
	jsonstream.List(e.Writer, "ignored", slices.Values(r.Ignored), e.ignored)
	e.Texts("missing", r.MissingNames())
	jsonstream.List(e.Writer, "joins", slices.Values(r.Joins), e.join)
	figures.Registers(e.Writer, r)
	figures.KPIs(e.Writer, kpi.Of(r), nil)
	e.rules(r)
	jsonstream.List(e.Writer, "rule_changes", slices.Values(r.Changes), e.ruleChange)
	jsonstream.List(e.Writer, "subjects", r.Subjects(), e.subject)
	jsonstream.List(e.Writer, "outcomes", r.Outcomes(), e.outcome)
	e.End('}')
	return e.Close()
}

func (e encoder) tool(t report.Tool) {
	e.Object("tool", func() {
		e.Member("name", "riskgate")
		e.Member("version", t.Version)
		e.Member("revision", t.Revision)
		e.Member("go", t.Go)
		e.Member("opa", t.OPA)
		e.Member("library", t.Library)
	})
}

func (e encoder) selfCheck(s report.SelfCheck) {
	e.Object("self_check", func() {
		e.Count("answers", s.Answers)
		e.Count("twice", s.Twice)
		e.Count("sample", s.Sample)
	})
}

func (e encoder) comparison(c report.Comparison) {
	e.Object("comparison", func() {
		e.Member("base", c.Base)
		e.Optional("base_commit", c.BaseCommit)
		e.Member("head", c.Head)
		e.Optional("head_commit", c.HeadCommit)
		e.Key("diverged")
		e.Boolean(c.Diverged)
		e.Key("trusts_head")
		e.Boolean(c.TrustsHead)
		jsonstream.List(e.Writer, "controls", slices.Values(c.Controls), e.control)
		jsonstream.List(e.Writer, "inputs", slices.Values(c.Inputs), e.input)
		jsonstream.List(e.Writer, "unread", slices.Values(c.Unread), e.ignored)
		e.Count("affected", c.Affected)
		e.Texts("emptied", c.Emptied)
		e.Count("lost", c.Lost)
		e.Count("fixed", c.Fixed)
	})
}

func (e encoder) control(c report.Control) {
	e.Member("name", c.Name)
	e.Member("what", c.What)
	e.Member("change", c.Change)
}

func (e encoder) totals(t report.Totals) {
	e.Object("totals", func() {
		e.Count("documents", t.Documents)
		e.Count("subjects", t.Subjects)
		e.Count("rules", t.Rules)
		e.counts("outcomes", t.Outcomes)
		e.Object("findings", func() {
			e.Count("deny", t.Deny)
			e.Count("warn", t.Warn)
			e.Count("waived", t.Waived)
			e.Count("baseline", t.Baseline)
		})
	})
}

func (e encoder) counts(name string, c report.Counts) {
	e.Object(name, func() {
		e.Count("population", c.Population())
		e.Count("passed", c.Passed)
		e.Count("failed", c.Failed)
		e.Count("waived", c.Waived)
		e.Count("not_applicable", c.NotApplicable)
		e.Count("not_assessable", c.NotAssessable)
		e.Count("errors", c.Errors)
	})
}

func (e encoder) input(i report.Input) {
	e.Member("name", i.Name)
	e.Member("kind", i.Kind)
	e.Member("sha256", i.SHA256)
	e.Count("size", int(i.Size))
	e.Count("records", i.Records)
	e.Optional("format", i.Format)
	if len(i.Omits) > 0 {
		e.Texts("omits", i.Omits)
	}
	if i.Intake != nil {
		e.Object("intake", func() { e.intake(i.Intake) })
	}
}

func (e encoder) intake(i *report.Intake) {
	e.Member("title", i.Title)
	e.Optional("mapping", i.Mapping)
	e.Member("why", i.Why)
	jsonstream.List(e.Writer, "tables", slices.Values(i.Tables), e.table)
	jsonstream.List(e.Writer, "unread", slices.Values(i.Unread), e.unread)
}

func (e encoder) table(t report.Table) {
	e.Optional("name", t.Name)
	e.Count("rows", t.Rows)
	e.Count("used", t.Used)
	jsonstream.List(e.Writer, "skipped", slices.Values(t.Skipped), func(s report.Skipped) {
		e.Member("reason", s.Reason)
		e.Count("rows", s.Rows)
		e.Object("first", func() { e.position(s.First) })
	})
	e.Texts("unmapped", t.Unmapped)
	e.Texts("notes", t.Notes)
}

func (e encoder) unread(u report.Ignored) {
	e.Member("name", u.Name)
	e.Member("reason", u.Reason)
}

func (e encoder) coverage(c *report.Coverage) {
	e.Object("coverage", func() {
		e.Object("rules", func() {
			e.Texts("whole", ids(c.Whole))
			e.Texts("part", ids(c.Part))
			e.Texts("none", ids(c.None))
		})
		e.Object("checks", func() {
			e.Count("shown", c.Shown)
			e.Count("otherwise", c.Otherwise)
			e.Count("all", c.Checks)
		})
		var limited []string
		for _, input := range c.Limited {
			limited = append(limited, input.Name)
		}
		e.Texts("limited", limited)
		jsonstream.List(e.Writer, "lacking", slices.Values(c.Lacking), e.lacking)
	})
}

func ids(rules []report.Rule) []string {
	names := make([]string, len(rules))
	for i, rule := range rules {
		names[i] = rule.ID
	}
	return names
}

func (e encoder) lacking(l report.Lacking) {
	e.Member("name", l.Name)
	e.Optional("title", l.Title)
	e.Optional("meaning", l.Meaning)
	e.Member("document", l.Document)
	e.Optional("record", l.Record)
	e.Texts("inputs", l.Inputs)
	e.Count("checks", l.Checks)
	e.Count("alone", l.Alone)
	e.Texts("rules", ids(l.Rules))
	jsonstream.List(e.Writer, "needed", slices.Values(l.Needed), e.needed)
}

func (e encoder) needed(n report.Needed) {
	e.Member("kind", n.Kind)
	e.Count("count", n.Count)
	e.Count("of", n.Of)
	if !n.All() {
		e.Texts("ids", slices.Collect(n.IDs()))
	}
}

func (e encoder) ignored(i report.Ignored) {
	e.Member("name", i.Name)
	e.Member("reason", i.Reason)
	e.Key("json")
	e.Boolean(i.Data)
	if i.Existing {
		e.Key("existing")
		e.Boolean(true)
	}
}

func (e encoder) join(j report.Join) {
	e.Member("kind", j.Kind)
	e.Count("records", j.Records)
	e.Count("joined", j.Joined)
	e.Count("renamed", j.Renamed)
	jsonstream.List(e.Writer, "adrift", slices.Values(j.Adrift), e.place)
	jsonstream.List(e.Writer, "unknown", slices.Values(j.Unknown), func(u report.Unknown) {
		e.place(u.Subject)
		e.Member("names", u.Name)
		e.Optional("alike", u.Alike)
	})
	jsonstream.List(e.Writer, "unnamed", slices.Values(j.Unnamed), e.place)
}

// place is a record with where it stands.
func (e encoder) place(s report.Subject) {
	e.reference(s.SubjectRef)
	e.position(s.Pos)
}

func (e encoder) rules(r *report.Report) {
	number := 0
	jsonstream.List(e.Writer, "rules", slices.Values(r.Rules), func(rule report.Rule) {
		e.Member("id", rule.ID)
		e.Member("title", rule.Title)
		e.Member("description", rule.Description)
		e.Member("remedy", rule.Remedy)
		e.Member("level", string(rule.Level))
		e.Member("subject", rule.Subject)
		e.Texts("reads", rule.Reads)
		e.Texts("settings", rule.Settings)
		e.Texts("controls", rule.Controls)
		e.Texts("duties", rule.Duties)
		e.Texts("collections", rule.Collections)
		e.Optional("policy", rule.Policy)
		e.Key("waivable")
		e.Boolean(!rule.Unwaivable)
		e.counts("outcomes", r.Counts[number])
		number++
	})
}

func (e encoder) policy(p report.Policy) {
	e.Member("name", p.Name)
	e.Member("digest", p.Digest)
}

func (e encoder) ruleChange(c report.RuleChange) {
	e.Member("rule", c.Rule)
	e.Member("from", string(c.From))
	e.Member("to", string(c.To))
	e.Member("reason", c.Reason)
	e.Member("origin", c.Origin)
}

func (e encoder) subject(s report.Subject) {
	e.reference(s.SubjectRef)
	e.Optional("severity", s.Severity)
	e.Optional("register", s.Register)
	if s.Kind == "risk" {
		e.Key("open")
		e.Boolean(s.Open)
	}
	e.position(s.Pos)
}

func (e encoder) reference(s report.SubjectRef) {
	e.Member("kind", s.Kind)
	e.Member("id", s.ID)
}

func (e encoder) position(at source.Position) { figures.Position(e.Writer, at) }

func (e encoder) outcome(o report.Outcome) {
	e.Member("rule", o.Rule)
	e.reference(o.Subject)
	e.Member("verdict", o.Verdict.String())
	e.Optional("reason", o.Reason)
	if len(o.Findings) > 0 {
		jsonstream.List(e.Writer, "findings", slices.Values(o.Findings), e.finding)
	}
}

func (e encoder) finding(f report.Finding) {
	e.Member("fingerprint", f.Fingerprint)
	e.Member("level", string(f.Level))
	e.Optional("severity", f.Severity)
	e.Member("message", f.Message)
	e.Optional("remedy", f.Remedy)
	e.Member("at", string(f.At))
	e.position(f.Pos)
	e.Optional("age", string(f.Age))
	if f.Base.File != "" {
		e.Object("base", func() { e.position(f.Base) })
	}
	if f.Waived != nil {
		e.waiver(*f.Waived)
	}
}

func (e encoder) waiver(w report.Waiver) {
	e.Object("waived", func() {
		e.Optional("id", w.ID)
		e.Member("reason", w.Reason)
		e.Optional("requested_by", w.RequestedBy)
		e.Optional("approved_by", w.ApprovedBy)
		if !w.ApprovedOn.IsZero() {
			e.Member("approved_on", w.ApprovedOn.String())
		}
		e.Member("expires", w.Expires.String())
		e.Optional("ticket", w.Ticket)
		e.Key("baseline")
		e.Boolean(w.Baseline)
	})
}

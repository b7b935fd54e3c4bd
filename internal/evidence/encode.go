package evidence

import (
	"io"
	"slices"
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/waiver"
)

// encoder writes the parts of a statement.
type encoder struct{ *jsonstream.Writer }

// Encode writes the statement as an in-toto statement; schemas/evidence.schema.json describes it.
func (s *Statement) Encode(w io.Writer) error {
	e := encoder{jsonstream.New(w)}
	e.Spread('{')
	e.Member("_type", StatementType)
	jsonstream.List(e.Writer, "subject", slices.Values(s.Subjects), e.subject)
	e.Member("predicateType", PredicateType)
	e.Key("predicate")
	e.Spread('{')
	e.verdict(s.Verdict)
	e.Member("mode", string(s.Mode))
	e.tool(s.Tool)
	if s.Source != nil {
		e.source(*s.Source)
	}
	jsonstream.List(e.Writer, "authors", slices.Values(s.Authors), e.author)
	e.Member("as_of", s.AsOf.String())
	e.Member("as_of_source", s.AsOfSource)
	e.selfCheck(s.SelfCheck)
	e.Member("started", s.Started.UTC().Format(time.RFC3339))
	e.Member("finished", s.Finished.UTC().Format(time.RFC3339))
	e.options(s.Options)
	e.Object("files", func() {
		e.Count("found", s.Found)
		e.Count("checked", s.Checked)
		e.Count("ignored", len(s.Ignored))
	})
	jsonstream.List(e.Writer, "ignored", slices.Values(s.Ignored), e.ignored)
	jsonstream.List(e.Writer, "rules", slices.Values(s.Rules), e.rule)
	jsonstream.List(e.Writer, "waivers", slices.Values(s.Waivers), e.waiver)
	jsonstream.List(e.Writer, "sets", slices.Values(s.Sets), e.set)
	e.flag("omits_inputs", s.OmitsInputs)
	e.file("results", s.Results)
	e.file("pack", s.Pack)
	e.End('}')
	e.End('}')
	return e.Close()
}

func (e encoder) flag(name string, value bool) {
	e.Key(name)
	e.Boolean(value)
}

func (e encoder) subject(s Subject) {
	e.Member("name", s.Name)
	e.Object("digest", func() {
		e.Member("sha256", s.SHA256)
		e.Optional("gitBlob", s.GitBlob)
	})
}

func (e encoder) verdict(v Verdict) {
	e.Object("verdict", func() {
		e.Count("code", v.Code)
		e.Member("text", v.Text)
		e.Texts("reasons", v.Reasons)
	})
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

func (e encoder) source(s Source) {
	e.Object("source", func() {
		e.Member("commit", s.Commit)
		e.flag("clean", s.Clean)
		e.Optional("base", s.Base)
	})
}

func (e encoder) author(a waiver.Author) {
	e.Member("name", a.Name)
	e.Member("email", a.Email)
}

func (e encoder) selfCheck(s report.SelfCheck) {
	e.Object("self_check", func() {
		e.Count("answers", s.Answers)
		e.Count("twice", s.Twice)
		e.Count("sample", s.Sample)
	})
}

func (e encoder) options(o gate.Options) {
	e.Object("options", func() {
		e.flag("fail_on_warn", o.FailOnWarn)
		e.flag("fail_on_not_assessable", o.FailOnNotAssessable)
		e.flag("strict_files", o.StrictFiles)
		e.flag("all", o.All)
		e.flag("fail_on_control_change", o.FailOnControlChange)
		e.flag("allow_loss", o.AllowLoss)
	})
}

func (e encoder) ignored(i report.Ignored) {
	e.Member("name", i.Name)
	e.Member("reason", i.Reason)
	e.flag("json", i.Data)
	e.flag("existing", i.Existing)
}

func (e encoder) rule(r Rule) {
	e.Member("id", r.ID)
	e.Member("level", string(r.Level))
	e.Count("population", r.Counts.Population())
	e.Count("passed", r.Counts.Passed)
	e.Count("failed", r.Counts.Failed)
	e.Count("waived", r.Counts.Waived)
	e.Count("not_applicable", r.Counts.NotApplicable)
	e.Count("not_assessable", r.Counts.NotAssessable)
	e.Count("errors", r.Counts.Errors)
}

func (e encoder) waiver(w Waiver) {
	e.Member("id", w.ID)
	e.Optional("approved_by", w.ApprovedBy)
	e.Member("expires", w.Expires)
	e.Count("findings", w.Findings)
}

func (e encoder) set(s Set) {
	e.Member("name", s.Name)
	e.Count("files", s.Files)
	e.Member("sha256", s.SHA256)
}

func (e encoder) file(name string, f File) {
	e.Object(name, func() {
		e.Member("sha256", f.SHA256)
		e.Count("size", int(f.Size))
	})
}

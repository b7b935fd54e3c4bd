package evidence

import (
	"io"
	"slices"
	"time"

	"github.com/riskgate/riskgate/internal/jsonstream"
)

// Encode writes as JSON what was verified, now, of the evidence of a name; schemas/verification.schema.json describes it.
func (v *Verification) Encode(w io.Writer, name string, now time.Time) error {
	out := jsonstream.New(w)
	out.Spread('{')
	out.Member("kind", "riskgate_verification")
	out.Member("schema_version", "1")
	out.Member("evidence", name)
	out.Key("verified")
	out.Boolean(v.Refused == nil)
	if v.Refused != nil {
		out.Member("refused", v.Refused.Error())
	}
	jsonstream.List(out, "signers", slices.Values(v.Signers), func(s Signer) {
		out.Member("name", s.Name)
		out.Member("role", s.Role)
		out.Member("fingerprint", s.Fingerprint)
	})
	jsonstream.List(out, "checks", slices.Values(v.Checks), func(c Check) {
		out.Member("name", c.Name)
		out.Member("found", c.Found)
	})
	if s := v.Statement; s != nil && v.Refused == nil {
		n := s.Population()
		out.Object("verdict", func() {
			out.Count("code", s.Verdict.Code)
			out.Member("text", s.Verdict.Text)
			out.Texts("reasons", s.Verdict.Reasons)
		})
		out.Member("mode", string(s.Mode))
		out.Member("as_of", s.AsOf.String())
		out.Member("as_of_source", s.AsOfSource)
		out.Member("finished", s.Finished.Format(time.RFC3339))
		out.Count("age_seconds", int(now.Sub(s.Finished)/time.Second))
		if s.Source != nil {
			out.Member("commit", s.Source.Commit)
			out.Optional("base", s.Source.Base)
			out.Key("clean")
			out.Boolean(s.Source.Clean)
		}
		out.Object("self_check", func() {
			out.Count("answers", s.SelfCheck.Answers)
			out.Count("twice", s.SelfCheck.Twice)
			out.Count("sample", s.SelfCheck.Sample)
		})
		out.Object("files", func() {
			out.Count("checked", s.Checked)
			out.Count("ignored", len(s.Ignored))
		})
		out.Object("population", func() {
			out.Count("population", n.Population())
			out.Count("passed", n.Passed)
			out.Count("failed", n.Failed)
			out.Count("waived", n.Waived)
			out.Count("not_applicable", n.NotApplicable)
			out.Count("not_assessable", n.NotAssessable)
			out.Count("errors", n.Errors)
		})
		out.Count("waivers", len(s.Waivers))
		out.Key("omits_inputs")
		out.Boolean(s.OmitsInputs)
		out.Member("tool", s.Tool.Version)
	}
	out.End('}')
	return out.Close()
}

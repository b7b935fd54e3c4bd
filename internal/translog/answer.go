package translog

import (
	"io"
	"slices"
	"time"

	"github.com/riskgate/riskgate/internal/jsonstream"
)

// Verification is what was found to hold of a log, or of a proof.
type Verification struct {
	Name       string // of what was verified
	Refused    error  // why it is not believed; nil where it is
	Checkpoint *Checkpoint
	Entries    Entries // of a log: all; of a proof: the one
	Kept       []*Checkpoint
	Unfinished int
}

// Encode writes the verification as JSON.
func (v *Verification) Encode(w io.Writer) error {
	out := jsonstream.New(w)
	out.Spread('{')
	out.Member("kind", "riskgate_log_verification")
	out.Member("schema_version", "1")
	out.Member("name", v.Name)
	out.Key("verified")
	out.Boolean(v.Refused == nil)
	if v.Refused != nil {
		out.Member("refused", v.Refused.Error())
	} else {
		out.Member("origin", v.Checkpoint.Origin)
		out.Count("size", int(v.Checkpoint.Size))
		out.Member("root", v.Checkpoint.Root.String())
		jsonstream.List(out, "kept", slices.Values(v.Kept), func(c *Checkpoint) {
			out.Member("checkpoint", c.File)
			out.Count("size", int(c.Size))
		})
		out.Count("unfinished", v.Unfinished)
		if len(v.Entries) > 0 {
			last := v.Entries[len(v.Entries)-1]
			out.Object("entry", func() {
				out.Count("index", int(last.Index))
				out.Member("logged", last.Logged.Format(time.RFC3339))
				out.Member("bundle", last.Bundle)
				out.Member("mode", string(last.Mode))
				out.Member("verdict", last.Verdict)
				out.Member("finished", last.Finished.Format(time.RFC3339))
				out.Optional("commit", last.Commit)
			})
		}
	}
	out.End('}')
	return out.Close()
}

// Gaps is what a log lacks.
type Gaps struct {
	Name      string   // of the log
	Commits   []Commit // that should have a run
	Unchecked []Commit // those of them that have none
	Silences  []Silence
}

// Found reports whether anything is missing.
func (g *Gaps) Found() bool { return len(g.Unchecked)+len(g.Silences) > 0 }

// Encode writes the gaps as JSON.
func (g *Gaps) Encode(w io.Writer) error {
	out := jsonstream.New(w)
	out.Spread('{')
	out.Member("kind", "riskgate_log_gaps")
	out.Member("schema_version", "1")
	out.Member("name", g.Name)
	out.Key("complete")
	out.Boolean(!g.Found())
	out.Count("commits", len(g.Commits))
	jsonstream.List(out, "unchecked", slices.Values(g.Unchecked), func(c Commit) {
		out.Member("commit", c.ID)
		out.Member("committed", c.Committed.UTC().Format(time.RFC3339))
	})
	jsonstream.List(out, "silences", slices.Values(g.Silences), func(s Silence) {
		if !s.From.IsZero() {
			out.Member("from", s.From.UTC().Format(time.RFC3339))
		}
		out.Member("to", s.To.UTC().Format(time.RFC3339))
	})
	out.End('}')
	return out.Close()
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// replayFlags are the options of riskgate evidence replay.
type replayFlags struct {
	trustFlags
	inputs     []string
	anyVersion bool
	workers    int
	timeout    time.Duration
	output     string
}

func (c *command) replay() *cobra.Command {
	var flags replayFlags
	cmd := &cobra.Command{
		Use:   "replay DIR|BUNDLE (--key FILE | --keys FILE | --unsigned)",
		Short: "Repeat the run that left evidence, and say whether the results are the same",
		Long: `Replay verifies evidence as verify does. Then it does again what the run did, on the day of
the run, with what the pack holds: records, rules, profiles, schemas, settings, waivers and
baseline. Of this program's own rules none is asked. Every rule is evaluated in two ways.

The results must be the same to the byte. Where they are not, the outcomes that differ are
listed with what was recorded and what the replay says, and what else differs.

What a pack can't hold is taken as it was recorded: the files that were ignored and why, the
commits, who made a change, and which files of rules and settings a change touches.

Another version of riskgate, OPA or Go may write other results. It refuses to replay, unless
--any-version asks it to: then every outcome must be the same.

A pack without the records (--no-inputs) needs them again: --inputs names the directories
where they are. Each is found by its digest, whatever it's called there.

Exit codes: 0 the results are the same, 1 they differ or the evidence is refused, 2 the run
could not be repeated.`,
		Example: `  riskgate evidence replay evidence/ --key ci.pub
  riskgate evidence replay evidence/ --keys keys.json --output json
  riskgate evidence replay evidence/ --key ci.pub --inputs export/2026-06`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runReplay(cmd, args, flags) },
	}
	flags.trustFlags.flags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.inputs, "inputs", nil, "`directory` with records that the pack leaves out, repeatable")
	f.BoolVar(&flags.anyVersion, "any-version", false, "replay what another version of riskgate, OPA or Go did, outcome by outcome")
	f.IntVar(&flags.workers, "workers", 0, "`number` of goroutines that check (default: one for each processor); the results are the same for any")
	f.DurationVar(&flags.timeout, "timeout", 0, "end with exit code 2 after this `time`, as 90s or 10m (default: no limit)")
	f.StringVarP(&flags.output, "output", "o", "text", "`format`: text or json")
	_ = cmd.MarkFlagDirname("inputs")
	complete(cmd, "output", func() []string { return []string{"text", "json"} })
	return cmd
}

func (f *replayFlags) check(cmd *cobra.Command) error {
	switch {
	case f.workers < 0:
		return usage(cmd, "--workers: %d is less than none", f.workers)
	case f.timeout < 0:
		return usage(cmd, "--timeout: %v is less than no time", f.timeout)
	case f.output != "text" && f.output != "json":
		return usage(cmd, "--output: %q is neither text nor json", f.output)
	}
	return nil
}

func (c *command) runReplay(cmd *cobra.Command, args []string, flags replayFlags) error {
	if err := flags.check(cmd); err != nil {
		return err
	}
	e, v, err := c.examine(cmd, args, flags.trustFlags, evidence.Demands{})
	if err != nil {
		return err
	}
	defer e.Close()
	ctx, stop := c.limit(cmd.Context(), flags.timeout)
	defer stop()
	var replay *evidence.Replay
	if v.Refused == nil {
		replay, err = c.repeat(ctx, e, v, flags)
	}
	if err := c.refused(e, v, err, flags.output); err != nil || v.Refused != nil {
		return err
	}
	if !replay.Holds() {
		c.code = gate.FindingsBlock
	}
	return c.print(func(w io.Writer) error {
		if flags.output == "json" {
			return replay.Encode(w, e.name, v)
		}
		return replayText(w, e.name, v, replay)
	})
}

// refused says why evidence is not believed, by what verification found or by an error that came of going through it. Any
// other error it returns.
func (c *command) refused(e *exhibit, v *evidence.Verification, err error, output string) error {
	if refusal, refused := errors.AsType[*evidence.Refusal](err); refused {
		v.Refused = refusal
	} else if err != nil {
		return err
	}
	if v.Refused == nil {
		return nil
	}
	c.code = gate.FindingsBlock
	return c.print(func(w io.Writer) error {
		if output == "json" {
			return v.Encode(w, e.name, c.Now())
		}
		return c.verificationText(w, e.name, v)
	})
}

// repeat does again what the run did, and compares what comes of it.
func (c *command) repeat(ctx context.Context, e *exhibit, v *evidence.Verification, flags replayFlags) (*evidence.Replay, error) {
	made, own := v.Statement.Tool, engine()
	made.Library = ""
	if made != own && !flags.anyVersion {
		return nil, &source.Error{
			Pos:  source.Position{File: e.name},
			Err:  fmt.Errorf("the run is of %s, and this is %s", versions(made), versions(own)),
			Hint: "replay with that version, or with --any-version outcome by outcome",
		}
	}
	collectLater()
	p, err := c.unpack(e, v)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if err := p.findRecords(ctx, e, v.Statement.OmitsInputs, flags.inputs); err != nil {
		return nil, err
	}
	again, err := c.rerun(ctx, p, flags.workers)
	if err != nil {
		c.unrepeatable(e, err)
		return nil, err
	}
	if made != own { // what differs for this alone is no difference
		library := again.Tool.Library
		again.Tool = made
		again.Tool.Library = library
	}
	replay, err := evidence.Compare(e.folder.FS(), v.Statement.Results, again, newSpool)
	if err != nil {
		return nil, e.fault(err)
	}
	replay.Engine, replay.Again = made, own
	if made == own {
		replay.Foreign, err = p.foreign()
	}
	return replay, err
}

// rerun asks the rules of a pack about its records once more.
func (c *command) rerun(ctx context.Context, p *packed, workers int) (*report.Report, error) {
	engine, err := p.compile()
	if err != nil {
		return nil, err
	}
	collectOften(p.states())
	progress := c.progress(false)
	defer progress.clear()
	config := p.config()
	config.Engine, config.Workers, config.Progress = engine, workers, progress.show
	return check.Run(ctx, config, p.about())
}

func versions(t report.Tool) string {
	return fmt.Sprintf("riskgate %s (revision %.12s), OPA %s, %s", t.Version, t.Revision, t.OPA, t.Go)
}

// spool is a file that is gone when it is closed.
type spool struct{ *os.File }

func newSpool() (evidence.Spool, error) {
	file, err := os.CreateTemp("", "riskgate-replay-*.json")
	if err != nil {
		return nil, writeError("the results of the replay", err)
	}
	return spool{file}, nil
}

func (s spool) Close() error {
	defer os.Remove(s.Name())
	return s.File.Close()
}

// mostReplayed is how many outcomes a person is shown, whichever rules they are of.
const mostReplayed = 40

// replayText tells a person what came of a replay.
func replayText(w io.Writer, name string, v *evidence.Verification, r *evidence.Replay) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n", name, replayVerdict(v, r))
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", label, prose.Plain(fmt.Sprintf(format, args...)))
	}
	s, about := v.Statement, v.Results.About
	for _, signer := range v.Signers {
		line("signed by", "%s, as %s (key %.16s)", signer.Name, signer.Role, signer.Fingerprint)
	}
	line("recorded", "%s", s.Verdict.Text)
	line("repeated", "%s as of %s: %s of %s on %s, each evaluated in two ways", s.Mode, s.AsOf,
		prose.Count(s.Population().Population(), "check", "checks"), prose.Count(len(s.Rules), "rule", "rules"), prose.Count(s.Checked, "file", "files"))
	if about.Comparison != nil {
		line("", "compared with %s of the base", prose.Count(len(about.Comparison.Inputs), "file", "files"))
	}
	line("held to", "%s", heldTo(about))
	line("as recorded", "%s", asRecorded(s, about))
	if r.Engine == r.Again {
		line("by", "%s, as recorded", versions(r.Engine))
	} else {
		line("recorded by", "%s", versions(r.Engine))
		line("replayed by", "%s", versions(r.Again))
	}
	line("results", "sha256 %s", r.Recorded.SHA256)
	if !r.IsSame() {
		line("replayed", "sha256 %s", r.Replayed.SHA256)
	}
	table.Flush()
	writeForeign(&text, r)
	writeOutcomes(&text, r)
	writeOthers(&text, r)
	_, err := io.WriteString(w, text.String())
	return err
}

func replayVerdict(v *evidence.Verification, r *evidence.Replay) string {
	believed := "verified and repeated"
	if len(v.Signers) == 0 {
		believed = "unsigned, so that anybody can have written it; repeated"
	}
	switch {
	case r.IsSame() && len(r.Foreign) > 0:
		return believed + ": the results are the same, and rules that pass for riskgate's own are not"
	case r.IsSame() && r.Engine == r.Again:
		return believed + ": the results are the same to the byte"
	case r.IsSame():
		return believed + " by another version: but for its name, the results are the same to the byte"
	case r.Holds():
		return believed + " by another version: every outcome is the same, and other parts of the results are not"
	case r.Outcomes() == 0:
		return believed + ": the results differ, though no outcome does"
	}
	return believed + ": the results differ in " + prose.Count(r.Outcomes(), "outcome", "outcomes") + " of " + prose.Count(len(r.Rules), "rule", "rules")
}

// heldTo sums up what records were held to.
func heldTo(about report.About) string {
	text := "riskgate's own rules of the pack"
	if n := len(about.Policies); n > 0 {
		text += " and " + prose.Count(n, "folder", "folders") + " of the organisation's own"
	}
	text += ", profile " + about.Profile
	if about.SettingsFile != "" {
		text += ", settings " + about.SettingsFile
	}
	for _, file := range about.WaivedBy {
		text += ", " + file.Name
	}
	return text
}

// asRecorded sums up what no pack can hold.
func asRecorded(s *evidence.Statement, about report.About) string {
	text := prose.Count(len(s.Ignored), "ignored file", "ignored files")
	if c := about.Comparison; c != nil {
		text += fmt.Sprintf(", %s of the base that could not be read, %s of rules and settings that changed, %s",
			prose.Count(len(c.Unread), "file", "files"), prose.Count(len(c.Controls), "file", "files"), prose.Count(len(s.Authors), "author", "authors"))
	}
	if s.OmitsInputs {
		text += "; the records are those of --inputs, by their digests"
	}
	return text
}

// writeForeign shows what passes for riskgate's own.
func writeForeign(text *strings.Builder, r *evidence.Replay) {
	if len(r.Foreign) == 0 {
		return
	}
	text.WriteString("\nIn the pack, and not as this version of riskgate has it\n")
	for _, name := range r.Foreign[:min(len(r.Foreign), mostReplayed)] {
		fmt.Fprintf(text, "  %s\n", prose.Plain(name))
	}
	if more := len(r.Foreign) - mostReplayed; more > 0 {
		fmt.Fprintf(text, "  and %s\n", prose.Count(more, "more", "more"))
	}
}

// writeOutcomes shows which outcomes differ.
func writeOutcomes(text *strings.Builder, r *evidence.Replay) {
	if len(r.Rules) == 0 {
		return
	}
	text.WriteString("\nOutcomes that differ\n")
	shown := 0
	for _, hidden := range []bool{true, false} { // what should have been found stands first
		for _, rule := range r.Rules {
			for _, o := range rule.Listed {
				if o.Hidden() == hidden && shown < mostReplayed {
					shown++
					writeOutcome(text, rule.Rule, o)
				}
			}
		}
	}
	if more := r.Outcomes() - shown; more > 0 {
		fmt.Fprintf(text, "  and %s; --output json lists the first of each rule\n", prose.Count(more, "more", "more"))
	}
}

func writeOutcome(text *strings.Builder, rule string, o evidence.OutcomeDifference) {
	verdict := func(s *evidence.Said) string {
		switch {
		case s == nil:
			return "no outcome"
		case s.Reason != "":
			return words(s.Verdict) + " (" + s.Reason + ")"
		}
		return words(s.Verdict)
	}
	fmt.Fprintf(text, "  %s, %s\n", rule, prose.Plain(o.Subject.Kind+" "+o.Subject.ID+": recorded "+verdict(o.Recorded)+", replayed "+verdict(o.Replayed)))
	for _, side := range []struct {
		name string
		said *evidence.Said
	}{{"recorded", o.Recorded}, {"replayed", o.Replayed}} {
		if side.said == nil {
			continue
		}
		for _, finding := range side.said.Findings {
			fmt.Fprintf(text, "    %s: %s\n", side.name, prose.Plain(finding))
		}
	}
	for _, part := range o.Parts {
		writeDifference(text, "    ", part)
	}
}

func words(verdict string) string { return strings.ReplaceAll(verdict, "_", " ") }

// writeOthers shows what else differs.
func writeOthers(text *strings.Builder, r *evidence.Replay) {
	if len(r.Others) == 0 {
		return
	}
	text.WriteString("\nWhat else differs\n")
	for _, other := range r.Others {
		writeDifference(text, "  ", other)
	}
	if r.OthersLeftOut > 0 {
		fmt.Fprintf(text, "  and %s\n", prose.Count(r.OthersLeftOut, "more", "more"))
	}
}

func writeDifference(text *strings.Builder, indent string, d evidence.Difference) {
	value := func(json string) string {
		if json == "" {
			return "nothing"
		}
		return json
	}
	fmt.Fprintf(text, "%s%s\n", indent, prose.Plain(d.At+": recorded "+value(d.Recorded)+", replayed "+value(d.Replayed)))
}

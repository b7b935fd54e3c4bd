package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/revision"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

func (c *command) log() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Keep a log of evidence that can only grow",
		Long: `A log is a directory with a line for each run whose evidence was good, and a checkpoint over
all of them that the log's key has signed. Whoever keeps a checkpoint can tell later whether
anything that was logged by then was changed, moved or taken out.`,
		Example: `  riskgate evidence log init log --origin example.com/risks --sign log.key
  riskgate evidence log append log proof --key ci.pub --sign log.key
  riskgate evidence log verify log --key log.pub --checkpoint kept/checkpoint
  riskgate evidence log gaps log --key log.pub --branch origin/main --max-silence 7d`,
		Args: onlyCommands,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.logInit(), c.logAppend(), c.logVerify(), c.logProve(), c.logGaps())
	return cmd
}

// logSigner reads the private key of a log.
func (c *command) logSigner(cmd *cobra.Command, keys signing) (*translog.Signer, error) {
	if keys.key == "" {
		return nil, usage(cmd, "the checkpoint needs a signature: give --sign")
	}
	private, err := c.signingKey(cmd.Context(), keys)
	if err != nil {
		return nil, err
	}
	signer, err := translog.NewSigner(shown(keys.key), private)
	return signer, wrongKey(keys.key, err)
}

// wrongKey says which key can't be that of a log.
func wrongKey(name string, err error) error {
	if err == nil {
		return nil
	}
	return &source.Error{Pos: source.Position{File: shown(name)}, Err: err, Hint: "riskgate evidence keygen makes one"}
}

func (c *command) logInit() *cobra.Command {
	var keys signing
	origin := ""
	cmd := &cobra.Command{
		Use:   "init DIR --origin NAME --sign KEY",
		Short: "Begin a log",
		Long: `Init makes the directory of a new log. Its name is part of every checkpoint, so that no log
passes for another; by custom it is a web address of yours, without its scheme, where nothing
need be. A log keeps its name and its key for good.`,
		Example: `  riskgate evidence keygen log
  riskgate evidence log init log --origin example.com/risks --sign log.key`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if origin == "" {
				return usage(cmd, "the log needs a name: give --origin, as example.com/risks")
			}
			signer, err := c.logSigner(cmd, keys)
			if err != nil {
				return err
			}
			public, err := signer.VerifierKey(origin)
			if err != nil {
				return usage(cmd, "--origin: %v", err)
			}
			checkpoint, err := signer.Begin(origin)
			if err != nil {
				return err
			}
			if err := beginLog(args[0], checkpoint); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.Out, "log           %s  is empty\norigin        %s\nverifier key  %s  for other programs that read signed notes\n", shown(args[0]), prose.Plain(origin), public)
			return err
		},
	}
	cmd.Flags().StringVar(&origin, "origin", "", "`name` of the log, as example.com/risks")
	keys.flags(cmd)
	return cmd
}

func (c *command) logAppend() *cobra.Command {
	var trust trustFlags
	var keys signing
	cmd := &cobra.Command{
		Use:   "append DIR EVIDENCE|BUNDLE... --sign KEY (--key FILE | --keys FILE)",
		Short: "Log runs whose evidence is good",
		Long: `Append verifies the evidence of each run as riskgate evidence verify does, adds a line for each
to the log, and signs a new checkpoint: all of them, or none. What it says is logged is on the
disk. A bundle that is in the log already stays there once.

Any number of appends may run at once. One that is killed leaves the log as it was, and the
next one cuts off what it left.

Exit codes: 0 logged, 1 refused, 2 could not.`,
		Example: `  riskgate evidence log append log proof --key ci.pub --sign log.key
  riskgate evidence log append log runs/*/bundle.sigstore.json --keys keys.json --sign log.key`,
		Args: atLeast(2),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runLogAppend(cmd, args, trust, keys) },
	}
	trust.keyFlags(cmd)
	keys.flags(cmd)
	return cmd
}

// logged is evidence that is good enough for a log.
type logged struct {
	name   string
	bundle []byte
	*evidence.Verification
}

func (c *command) runLogAppend(cmd *cobra.Command, args []string, trust trustFlags, keys signing) error {
	if (trust.key == "") == (trust.keys == "") {
		return usage(cmd, "whose evidence is to be logged? give --key or --keys")
	}
	signer, err := c.logSigner(cmd, keys)
	if err != nil {
		return err
	}
	ring, err := trust.keyring(cmd)
	if err != nil {
		return err
	}
	var runs []logged
	for _, name := range args[1:] {
		run, err := verifyRun(name, ring)
		if err != nil {
			return err
		}
		if run.Refused != nil {
			c.code = gate.FindingsBlock
			return c.print(func(w io.Writer) error { return c.verificationText(w, run.name, run.Verification) })
		}
		runs = append(runs, run)
	}
	said, err := c.appendRuns(cmd.Context(), args[0], signer, runs)
	if refused := refusal(err); refused != nil {
		return c.printLog(&translog.Verification{Name: shown(args[0]), Refused: refused}, "text", "")
	}
	if err != nil {
		return err
	}
	return c.print(func(w io.Writer) error { _, err := io.WriteString(w, said); return err })
}

func verifyRun(name string, ring *evidence.Keyring) (logged, error) {
	e, err := openExhibit([]string{name}, false)
	if err != nil {
		return logged{}, err
	}
	defer e.Close()
	v, err := evidence.Verify(e.folder.FS(), e.bundles, evidence.Demands{Keys: ring})
	return logged{e.bundles[0].Name, e.bundles[0].Text, v}, e.fault(err)
}

// refusal is why a log is not believed; nil for any other error.
func refusal(err error) error {
	var refused *evidence.Refusal
	if errors.As(err, &refused) {
		return refused
	}
	return nil
}

// appendRuns adds runs to a log, and returns what is to be said of each.
func (c *command) appendRuns(ctx context.Context, name string, signer *translog.Signer, runs []logged) (string, error) {
	log, err := c.growLog(ctx, name, signer)
	if err != nil {
		return "", err
	}
	defer log.entries.Close()
	var lines []byte
	var said strings.Builder
	offset := log.Size
	for _, run := range runs {
		entry, err := translog.NewEntry(run.bundle, run.Verification, c.Now())
		if err != nil {
			return "", err
		}
		how := "logged"
		if log.Find(entry.Bundle) >= 0 {
			how = "logged already,"
		} else {
			lines = append(lines, log.Add(entry)...)
		}
		fmt.Fprintf(&said, "%s: %s as entry %d\n", prose.Plain(run.name), how, log.Find(entry.Bundle))
	}
	if len(lines) == 0 {
		return said.String(), nil
	}
	return said.String(), log.write(lines, offset)
}

// logTrust says which log is believed.
type logTrust struct{ key, origin string }

func (f *logTrust) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.key, "key", "", "`file` of the log's public key")
	flags.StringVar(&f.origin, "origin", "", "refuse a log of another `name`")
	_ = cmd.MarkFlagFilename("key")
}

// public reads the key of the log.
func (f *logTrust) public(cmd *cobra.Command) (*translog.Key, error) {
	if f.key == "" {
		return nil, usage(cmd, "which log do you trust? give its public key with --key")
	}
	text, err := readSmall(f.key)
	if err != nil {
		return nil, err
	}
	public, err := evidence.ParsePublic(text)
	if err != nil {
		return nil, &source.Error{Pos: source.Position{File: shown(f.key)}, Err: err}
	}
	key, err := translog.NewKey(shown(f.key), public)
	return key, wrongKey(f.key, err)
}

// named refuses a log that has another name than the user wants.
func (f *logTrust) named(c *translog.Checkpoint) error {
	if f.origin != "" && c.Origin != f.origin {
		return &evidence.Refusal{Err: fmt.Errorf("it is the log %s, not %s", c.Origin, f.origin)}
	}
	return nil
}

// open reads the log of a directory, which must be the one that is trusted.
func (f *logTrust) open(ctx context.Context, directory string, key *translog.Key) (*translog.Log, error) {
	log, err := openLog(ctx, directory, key)
	if err != nil {
		return nil, err
	}
	return log, f.named(log.Checkpoint)
}

// keptCheckpoint reads a checkpoint that the user has kept.
func keptCheckpoint(name string, key *translog.Key) (*translog.Checkpoint, error) {
	text, err := readSmall(name)
	if err != nil {
		return nil, err
	}
	return key.OpenCheckpoint(source.File{Name: shown(name), Text: text})
}

// logVerifyFlags are the options of riskgate evidence log verify.
type logVerifyFlags struct {
	logTrust
	kept          []string
	proof, output string
}

func (c *command) logVerify() *cobra.Command {
	var flags logVerifyFlags
	cmd := &cobra.Command{
		Use:   "verify DIR --key FILE | BUNDLE --proof FILE --key FILE",
		Short: "Say whether a log can be believed, or a proof that a run is in it",
		Long: `Verify holds every line of a log to its checkpoint. With a checkpoint that you kept, all that
was logged by then must still be there, unchanged and in its place: copy the checkpoint to
where nobody who writes the log can reach it, and verify with it the next time.

With --proof, it shows that a bundle is in a log without the log: the proof's checkpoint must
be signed by the log's key, and, with --checkpoint, be the one that you kept.

Exit codes: 0 verified, 1 refused, 2 could not be read.`,
		Example: `  riskgate evidence log verify log --key log.pub
  riskgate evidence log verify log --key log.pub --checkpoint kept/2026-06.checkpoint
  riskgate evidence log verify proof --proof run.tlog-proof --key log.pub`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runLogVerify(cmd, args[0], flags) },
	}
	flags.logTrust.flags(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.kept, "checkpoint", nil, "`file` of a checkpoint that was kept; may be repeated")
	f.StringVar(&flags.proof, "proof", "", "`file` of a proof that a bundle is in the log")
	logOutput(cmd, &flags.output)
	_ = cmd.MarkFlagFilename("checkpoint")
	_ = cmd.MarkFlagFilename("proof", "tlog-proof")
	return cmd
}

func logOutput(cmd *cobra.Command, output *string) {
	cmd.Flags().StringVarP(output, "output", "o", "text", "`format`: text or json")
	complete(cmd, "output", func() []string { return []string{"text", "json"} })
}

func (c *command) runLogVerify(cmd *cobra.Command, name string, flags logVerifyFlags) error {
	if flags.output != "text" && flags.output != "json" {
		return usage(cmd, "--output: %q is neither text nor json", flags.output)
	}
	key, err := flags.public(cmd)
	if err != nil {
		return err
	}
	v := &translog.Verification{Name: shown(name)}
	if flags.proof == "" {
		err = flags.verifyLog(cmd.Context(), name, key, v)
	} else {
		err = flags.verifyProof(name, key, v)
	}
	if v.Refused = refusal(err); err != nil && v.Refused == nil {
		return err
	}
	return c.printLog(v, flags.output, key.Fingerprint)
}

func (f *logVerifyFlags) verifyLog(ctx context.Context, name string, key *translog.Key, v *translog.Verification) error {
	log, err := f.open(ctx, name, key)
	if err != nil {
		return err
	}
	v.Checkpoint, v.Unfinished = log.Checkpoint, log.Unfinished
	if v.Entries, err = log.Entries(); err != nil {
		return err
	}
	return f.verifyKept(key, v, log.Extends)
}

func (f *logVerifyFlags) verifyProof(name string, key *translog.Key, v *translog.Verification) error {
	text, err := readSmall(f.proof)
	if err != nil {
		return err
	}
	proof, err := key.OpenProof(source.File{Name: shown(f.proof), Text: text})
	if err != nil {
		return err
	}
	digest, err := bundleDigest(name)
	if err != nil {
		return err
	}
	if err := cmp.Or(proof.Of(digest), f.named(proof.Checkpoint)); err != nil {
		return err
	}
	v.Checkpoint, v.Entries = proof.Checkpoint, translog.Entries{proof.Entry}
	return f.verifyKept(key, v, proof.Under)
}

// verifyKept holds a log or a proof to the checkpoints that the user kept.
func (f *logVerifyFlags) verifyKept(key *translog.Key, v *translog.Verification, holds func(*translog.Checkpoint) error) error {
	for _, name := range f.kept {
		kept, err := keptCheckpoint(name, key)
		if err != nil {
			return err
		}
		if err := holds(kept); err != nil {
			return err
		}
		v.Kept = append(v.Kept, kept)
	}
	return nil
}

// bundleDigest is the SHA-256 of a bundle, which may be named by its directory.
func bundleDigest(name string) (string, error) {
	e, err := openExhibit([]string{name}, false)
	if err != nil {
		return "", err
	}
	defer e.Close()
	return translog.Digest(e.bundles[0].Text), nil
}

// printLog tells what was verified of a log or a proof, and sets the exit code.
func (c *command) printLog(v *translog.Verification, output, fingerprint string) error {
	if v.Refused != nil {
		c.code = gate.FindingsBlock
	}
	return c.print(func(w io.Writer) error {
		if output == "json" {
			return v.Encode(w)
		}
		return c.logText(w, v, fingerprint)
	})
}

func (c *command) logText(w io.Writer, v *translog.Verification, fingerprint string) error {
	if v.Refused != nil {
		_, err := fmt.Fprintf(w, "%s: refused: %s\n", v.Name, prose.Plain(v.Refused.Error()))
		return err
	}
	at := v.Checkpoint
	fmt.Fprintf(w, "%s: verified\n", v.Name)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", label, prose.Plain(fmt.Sprintf(format, args...)))
	}
	line("log", "%s, %s (key %.16s)", at.Origin, prose.Count(int(at.Size), "entry", "entries"), fingerprint)
	line("root", "%s", at.Root)
	if len(v.Entries) > 0 {
		e := v.Entries[len(v.Entries)-1]
		line("last entry", "%d, logged %s, %s ago", e.Index, e.Logged.Format(time.RFC3339), age(c.Now().Sub(e.Logged)))
		line("run", "%s, %s, ended %s", e.Mode, e.Verdict, e.Finished.Format(time.RFC3339))
		if e.Commit != "" {
			line("commit", "%s%s", e.Commit, map[bool]string{false: ", and the records differ from it"}[e.Clean])
		}
	}
	for _, kept := range v.Kept {
		line("kept", "%s, %s", kept.File, prose.Count(int(kept.Size), "entry", "entries"))
	}
	if v.Unfinished > 0 {
		line("unfinished", "an append of %s did not come to its end, and nothing of it is in the log", prose.Count(v.Unfinished, "entry", "entries"))
	}
	return table.Flush()
}

func (c *command) logProve() *cobra.Command {
	var trust logTrust
	kept, file := "", ""
	cmd := &cobra.Command{
		Use:   "prove DIR EVIDENCE|BUNDLE --key FILE",
		Short: "Prove that a run is in a log",
		Long: `Prove writes a proof that a bundle is in a log, which riskgate evidence log verify --proof
believes without the log. With --checkpoint, the proof is for a checkpoint that its reader kept.

Exit codes: 0 proved, 1 the bundle is not in the log or the log is refused, 2 could not.`,
		Example: `  riskgate evidence log prove log proof --key log.pub --file run.tlog-proof
  riskgate evidence log prove log proof --key log.pub --checkpoint kept/2026-06.checkpoint`,
		Args: between(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := trust.public(cmd)
			if err != nil {
				return err
			}
			proof, err := trust.prove(cmd.Context(), args[0], args[1], kept, key)
			if refused := refusal(err); refused != nil {
				return c.printLog(&translog.Verification{Name: shown(args[0]), Refused: refused}, "text", "")
			}
			if err != nil {
				return err
			}
			if file == "" {
				return c.print(whole(proof.Encode()))
			}
			if err := writeNew(file, proof.Encode(), 0o666); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.Out, "%s: proof of entry %d\n", shown(file), proof.Entry.Index)
			return err
		},
	}
	trust.flags(cmd)
	cmd.Flags().StringVar(&kept, "checkpoint", "", "`file` of the checkpoint that the reader kept (default: that of the log)")
	cmd.Flags().StringVar(&file, "file", "", "new `file` for the proof (default: standard output)")
	_ = cmd.MarkFlagFilename("checkpoint")
	return cmd
}

func (f *logTrust) prove(ctx context.Context, directory, bundle, kept string, key *translog.Key) (*translog.Proof, error) {
	digest, err := bundleDigest(bundle)
	if err != nil {
		return nil, err
	}
	log, err := f.open(ctx, directory, key)
	if err != nil {
		return nil, err
	}
	index := log.Find(digest)
	if index < 0 {
		return nil, &evidence.Refusal{Err: fmt.Errorf("the bundle of %s is not in the log (sha256 %s)", shown(bundle), digest)}
	}
	at := log.Checkpoint
	if kept != "" {
		if at, err = keptCheckpoint(kept, key); err != nil {
			return nil, err
		}
	}
	return log.Prove(index, at)
}

// logGapsFlags are the options of riskgate evidence log gaps.
type logGapsFlags struct {
	logTrust
	branch, repository string
	since, maxSilence  string
	mode               string
	requirePass        bool
	output             string
}

func (c *command) logGaps() *cobra.Command {
	var flags logGapsFlags
	cmd := &cobra.Command{
		Use:   "gaps DIR --key FILE (--branch NAME | --max-silence TIME)",
		Short: "Find what was not checked: commits of a branch, or days",
		Long: `Gaps verifies a log and says what it lacks: commits that a branch has stood on without a run
on their records (of a merge, the first parent alone), and times in which no run was logged.

A run counts for a commit if its records were as the commit has them, and for a time if it
ended no longer before it was logged than --max-silence. Both begin with the first run that is
logged, or where --since says: with a day, or behind a commit of the branch. A commit is of the
day that it claims, so a commit is the surer beginning.

Exit codes: 0 nothing is missing, 1 there are gaps or the log is refused, 2 could not.`,
		Example: `  riskgate evidence log gaps log --key log.pub --branch origin/main
  riskgate evidence log gaps log --key log.pub --max-silence 7d --since 2026-01-01 --mode audit`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runLogGaps(cmd, args[0], flags) },
	}
	flags.logTrust.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.branch, "branch", "", "the protected branch, by `name` or commit id, as origin/main")
	f.StringVar(&flags.repository, "repo", ".", "`directory` of the branch's repository")
	f.StringVar(&flags.maxSilence, "max-silence", "", "how much `time` may pass between two runs, as 36h or 7d")
	f.StringVar(&flags.since, "since", "", "`day` with which to begin, or commit of the branch behind which to begin")
	f.StringVar(&flags.mode, "mode", "", "count only runs of this `mode`: gate or audit")
	f.BoolVar(&flags.requirePass, "require-pass", false, "count only runs that complied")
	logOutput(cmd, &flags.output)
	_ = cmd.MarkFlagDirname("repo")
	complete(cmd, "mode", func() []string { return []string{string(evidence.Gate), string(evidence.Audit)} })
	return cmd
}

// question is what gaps are looked for: since a moment, of more than a time, up to now. The first two may be zero.
type question struct {
	since time.Time
	most  time.Duration
	now   time.Time
}

// question reads the times of the flags, and refuses what no question can mean.
func (f *logGapsFlags) question(cmd *cobra.Command, now time.Time) (question, error) {
	q := question{now: now}
	if err := filled(cmd, "branch", "max-silence", "since", "mode"); err != nil {
		return q, err
	}
	if day, err := report.ParseDate(f.since); err == nil {
		q.since = day.Time()
	}
	if f.maxSilence != "" {
		var err error
		if q.most, err = days(f.maxSilence); err != nil || q.most <= 0 {
			return q, usage(cmd, "--max-silence: %q is no time, as 36h or 7d", f.maxSilence)
		}
	}
	switch {
	case q.since.After(now):
		return q, usage(cmd, "--since: %s is yet to come", f.since)
	case f.branch == "" && f.maxSilence == "":
		return q, usage(cmd, "what must have no gaps? give --branch, --max-silence, or both")
	case f.since != "" && q.since.IsZero() && f.branch == "":
		return q, usage(cmd, "--since: %q is no day, as 2026-01-31", f.since)
	case f.since != "" && q.since.IsZero() && f.maxSilence != "":
		return q, usage(cmd, "--since: a commit is no time to begin with for --max-silence; give a day, or ask twice")
	case f.mode != "" && f.mode != string(evidence.Gate) && f.mode != string(evidence.Audit):
		return q, usage(cmd, "--mode: %q is neither gate nor audit", f.mode)
	case f.output != "text" && f.output != "json":
		return q, usage(cmd, "--output: %q is neither text nor json", f.output)
	}
	return q, nil
}

// days reads a time that may be given in days.
func days(text string) (time.Duration, error) {
	if number, isDays := strings.CutSuffix(text, "d"); isDays {
		n, err := strconv.ParseUint(number, 10, 16)
		return time.Duration(n) * 24 * time.Hour, err
	}
	return time.ParseDuration(text)
}

func (f *logGapsFlags) counts(e translog.Entry) bool {
	return (f.mode == "" || string(e.Mode) == f.mode) && (!f.requirePass || e.Complies())
}

func (c *command) runLogGaps(cmd *cobra.Command, name string, flags logGapsFlags) error {
	q, err := flags.question(cmd, c.Now())
	if err != nil {
		return err
	}
	key, err := flags.public(cmd)
	if err != nil {
		return err
	}
	gaps, err := flags.find(cmd.Context(), name, key, q)
	if refused := refusal(err); refused != nil {
		return c.printLog(&translog.Verification{Name: shown(name), Refused: refused}, flags.output, "")
	}
	if err != nil {
		return err
	}
	if gaps.Found() {
		c.code = gate.FindingsBlock
	}
	return c.print(func(w io.Writer) error {
		if flags.output == "json" {
			return gaps.Encode(w)
		}
		return flags.text(w, gaps)
	})
}

func (f *logGapsFlags) find(ctx context.Context, name string, key *translog.Key, q question) (*translog.Gaps, error) {
	log, err := f.open(ctx, name, key)
	if err != nil {
		return nil, err
	}
	entries, err := log.Entries()
	if err != nil {
		return nil, err
	}
	gaps := &translog.Gaps{Name: shown(name)}
	if f.branch != "" {
		if gaps.Commits, err = f.commits(ctx, entries, q.since); err != nil {
			return nil, err
		}
		gaps.Unchecked = entries.Unchecked(gaps.Commits, f.counts)
	}
	if q.most > 0 {
		gaps.Silences = entries.Silences(q.most, q.since, q.now, f.counts)
	}
	return gaps, nil
}

// commits are those of the branch that should have a run.
func (f *logGapsFlags) commits(ctx context.Context, entries translog.Entries, since time.Time) ([]translog.Commit, error) {
	repository, err := revision.Open(ctx, f.repository)
	if err != nil {
		return nil, err
	}
	line, err := repository.Line(ctx, "--branch", f.branch)
	if err != nil {
		return nil, err
	}
	var branch []translog.Commit
	for _, step := range line {
		branch = append(branch, translog.Commit(step))
	}
	switch {
	case f.since == "":
		return entries.SinceFirst(branch), nil
	case !since.IsZero():
		return translog.SinceDay(branch, since), nil
	}
	first, err := repository.Commit(ctx, "--since", f.since)
	if err != nil {
		return nil, err
	}
	defer first.Close()
	i := slices.IndexFunc(branch, func(commit translog.Commit) bool { return commit.ID == first.ID })
	if i < 0 {
		return nil, &source.Error{
			Pos:  source.Position{File: "--since " + f.since},
			Err:  fmt.Errorf("the branch %s has never stood on this commit", f.branch),
			Hint: "git log --first-parent " + f.branch + " lists those on which it has",
		}
	}
	return branch[i+1:], nil
}

func (f *logGapsFlags) text(w io.Writer, g *translog.Gaps) error {
	var text strings.Builder
	word := "no gaps"
	if n := len(g.Unchecked) + len(g.Silences); n > 0 {
		word = prose.Count(n, "gap", "gaps")
	}
	fmt.Fprintf(&text, "%s: %s\n", g.Name, word)
	if f.branch != "" {
		fmt.Fprintf(&text, "  commits of %s: %d, without a run: %d\n", prose.Plain(f.branch), len(g.Commits), len(g.Unchecked))
	}
	for _, commit := range g.Unchecked {
		fmt.Fprintf(&text, "  no run of commit %s (%s)\n", commit.ID, commit.Committed.Format(time.RFC3339))
	}
	for _, silence := range g.Silences {
		if silence.From.IsZero() {
			text.WriteString("  no run at all\n")
			continue
		}
		fmt.Fprintf(&text, "  no run from %s to %s (%s)\n", silence.From.Format(time.RFC3339), silence.To.UTC().Format(time.RFC3339), age(silence.To.Sub(silence.From)))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

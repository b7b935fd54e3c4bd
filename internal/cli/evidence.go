package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

func (c *command) evidence() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Verify what a run found, repeat it, log it, and make keys that sign it",
		Long: `Evidence is a directory that riskgate check or gate writes with --evidence: the results,
a pack of all that the run read, and a statement about both, which a key may sign.`,
		Args: onlyCommands,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.keygen(), c.verify(), c.countersign(), c.replay(), c.sample(), c.log())
	return cmd
}

// trustFlags say whose signature is believed.
type trustFlags struct {
	key, keys string
	unsigned  bool
}

func (f *trustFlags) flags(cmd *cobra.Command) {
	f.keyFlags(cmd)
	cmd.Flags().BoolVar(&f.unsigned, "unsigned", false, "check all but who wrote it, of a statement that nobody signed")
}

// keyFlags are those for commands that want a signature.
func (f *trustFlags) keyFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.key, "key", "", "`file` of the public key that is trusted")
	flags.StringVar(&f.keys, "keys", "", "`file` that lists the keys that are trusted, with their roles and days")
	_ = cmd.MarkFlagFilename("key")
	_ = cmd.MarkFlagFilename("keys", "json")
}

// keyring reads the keys that are trusted; nil for none.
func (f *trustFlags) keyring(cmd *cobra.Command) (*evidence.Keyring, error) {
	chosen := 0
	for _, given := range []bool{f.key != "", f.keys != "", f.unsigned} {
		if given {
			chosen++
		}
	}
	switch {
	case chosen != 1 && cmd.Flag("unsigned") == nil:
		return nil, usage(cmd, "whose signature do you trust? give one of --key and --keys")
	case chosen != 1:
		return nil, usage(cmd, "whose signature do you trust? give one of --key, --keys and --unsigned")
	case f.unsigned:
		return nil, nil
	case f.key != "":
		text, err := readSmall(f.key)
		if err != nil {
			return nil, err
		}
		key, err := evidence.ParsePublic(text)
		if err != nil {
			return nil, keyError(f.key, err)
		}
		return evidence.Trust(shown(f.key), key), nil
	}
	text, err := readSmall(f.keys)
	if err != nil {
		return nil, err
	}
	checker, err := schema.New(schemas.FS)
	if err != nil {
		return nil, err
	}
	return evidence.ReadKeyring(source.File{Name: shown(f.keys), Text: text}, checker)
}

// exhibit is evidence that a user named.
type exhibit struct {
	name    string // of the directory
	folder  *os.Root
	bundles []source.File // none for a statement that nobody signed
}

func (e *exhibit) Close() { e.folder.Close() }

// openExhibit opens a directory of evidence, or that of a bundle, with further bundles about the same statement.
func openExhibit(names []string, unsigned bool) (*exhibit, error) {
	directory, bundle := names[0], evidence.BundleFile
	info, err := os.Stat(directory)
	if err != nil {
		return nil, pathError(shown(directory), err)
	}
	if !info.IsDir() {
		directory, bundle = filepath.Dir(directory), filepath.Base(directory)
	}
	e := &exhibit{name: shown(directory)}
	if e.folder, err = os.OpenRoot(directory); err != nil {
		return nil, pathError(e.name, err)
	}
	if !unsigned {
		if err := e.readBundles(bundle, names[1:]); err != nil {
			e.Close()
			return nil, err
		}
	}
	return e, nil
}

// readBundles reads the bundle of the run from the directory, and those of approvers from wherever the user has them.
func (e *exhibit) readBundles(bundle string, approvals []string) error {
	first, err := source.ReadFile(e.folder.FS(), bundle, path.Join(e.name, bundle), source.Limits{MaxBytes: mostKey})
	if _, there := e.folder.Stat(evidence.StatementFile); errors.Is(err, fs.ErrNotExist) && there == nil {
		return &source.Error{
			Pos:  source.Position{File: path.Join(e.name, evidence.StatementFile)},
			Err:  errors.New("nobody signed the statement, and anybody can have written it"),
			Hint: "riskgate evidence verify --unsigned checks all but who wrote it",
		}
	}
	if err != nil {
		return err
	}
	e.bundles = append(e.bundles, first)
	for _, name := range approvals {
		text, err := readSmall(name)
		if err != nil {
			return err
		}
		e.bundles = append(e.bundles, source.File{Name: shown(name), Text: text})
	}
	return nil
}

// verifyFlags are the options of riskgate evidence verify.
type verifyFlags struct {
	trustFlags
	mode, commit string
	maxAge       string
	requirePass  bool
	output       string
}

func (c *command) verify() *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   "verify DIR|BUNDLE [BUNDLE...] (--key FILE | --keys FILE | --unsigned)",
		Short: "Say whether evidence can be believed, and what it says",
		Long: `Verify checks the signature before it reads what was signed, then the digests of all files,
and counts every outcome anew: population, findings and verdict must follow from the results.
Whatever doesn't hold ends it, and is named.

The bundle of a directory is that of the run; further bundles are of approvers, who signed
the same statement.

Exit codes: 0 verified, 1 refused, 2 could not be read.`,
		Example: `  riskgate evidence verify evidence/ --key ci.pub
  riskgate evidence verify evidence/ approval.sigstore.json --keys keys.json
  riskgate evidence verify evidence/ --key ci.pub --mode gate --commit "$(git rev-parse HEAD)" --max-age 24h --require-pass`,
		Args: atLeast(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runVerify(cmd, args, flags) },
	}
	flags.trustFlags.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.mode, "mode", "", "refuse a run of another `mode`: gate or audit")
	f.StringVar(&flags.commit, "commit", "", "refuse a run on other records than those of this `commit`, a full id")
	f.StringVar(&flags.maxAge, "max-age", "", "refuse a run that ended longer ago than this `time`, as 36h or 7d")
	f.BoolVar(&flags.requirePass, "require-pass", false, "refuse a run that didn't comply")
	f.StringVarP(&flags.output, "output", "o", "text", "`format`: text or json")
	complete(cmd, "mode", func() []string { return []string{string(evidence.Gate), string(evidence.Audit)} })
	complete(cmd, "output", func() []string { return []string{"text", "json"} })
	return cmd
}

// demands reads what the evidence must be, and refuses what it can't.
func (f *verifyFlags) demands(cmd *cobra.Command, now time.Time) (evidence.Demands, error) {
	d := evidence.Demands{Mode: evidence.Mode(f.mode), Commit: strings.ToLower(f.commit), Now: now, RequirePass: f.requirePass}
	if err := filled(cmd, "mode", "commit", "max-age"); err != nil {
		return d, err
	}
	if f.maxAge != "" {
		var err error
		if d.MaxAge, err = days(f.maxAge); err != nil || d.MaxAge <= 0 {
			return d, usage(cmd, "--max-age: %q is no time, as 36h or 7d", f.maxAge)
		}
	}
	switch {
	case f.mode != "" && d.Mode != evidence.Gate && d.Mode != evidence.Audit:
		return d, usage(cmd, "--mode: %q is neither gate nor audit", f.mode)
	case f.output != "text" && f.output != "json":
		return d, usage(cmd, "--output: %q is neither text nor json", f.output)
	}
	return d, nil
}

func (c *command) runVerify(cmd *cobra.Command, args []string, flags verifyFlags) error {
	demands, err := flags.demands(cmd, c.Now())
	if err != nil {
		return err
	}
	v, name, err := c.verified(cmd, args, flags.trustFlags, demands)
	if err != nil {
		return err
	}
	if v.Refused != nil {
		c.code = gate.FindingsBlock
	}
	return c.print(func(w io.Writer) error {
		if flags.output == "json" {
			return v.Encode(w, name, c.Now())
		}
		return c.verificationText(w, name, v)
	})
}

// verified verifies the evidence that the user named.
func (c *command) verified(cmd *cobra.Command, args []string, trust trustFlags, d evidence.Demands) (*evidence.Verification, string, error) {
	e, v, err := c.examine(cmd, args, trust, d)
	if err != nil {
		return nil, "", err
	}
	e.Close()
	return v, e.name, nil
}

// examine is verified for who goes on to look into the evidence, which stays open.
func (c *command) examine(cmd *cobra.Command, args []string, trust trustFlags, d evidence.Demands) (*exhibit, *evidence.Verification, error) {
	var err error
	if d.Keys, err = trust.keyring(cmd); err != nil {
		return nil, nil, err
	}
	e, err := openExhibit(args, trust.unsigned)
	if err != nil {
		return nil, nil, err
	}
	v, err := evidence.Verify(e.folder.FS(), e.bundles, d)
	if err != nil {
		e.Close()
		return nil, nil, e.fault(err)
	}
	return e, v, nil
}

// fault words what can't be read of evidence.
func (e *exhibit) fault(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return pathError(filepath.ToSlash(filepath.Join(e.name, inPath.Path)), err)
	}
	return err
}

// verificationText tells a person what was verified.
func (c *command) verificationText(w io.Writer, name string, v *evidence.Verification) error {
	var text strings.Builder
	if v.Refused != nil {
		fmt.Fprintf(&text, "%s: refused: %s\n", name, prose.Plain(v.Refused.Error()))
		_, err := io.WriteString(w, text.String())
		return err
	}
	s := v.Statement
	word := "verified"
	if len(v.Signers) == 0 {
		word = "unsigned: anybody can have written it; it agrees with itself"
	}
	fmt.Fprintf(&text, "%s: %s\n", name, word)
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", label, prose.Plain(fmt.Sprintf(format, args...)))
	}
	for _, signer := range v.Signers {
		line("signed by", "%s, as %s (key %.16s)", signer.Name, signer.Role, signer.Fingerprint)
	}
	line("verdict", "%s", s.Verdict.Text)
	for _, reason := range s.Verdict.Reasons {
		line("", "%s", reason)
	}
	line("mode", "%s, as of %s (%s)", s.Mode, s.AsOf, s.AsOfSource)
	line("files", "%d checked, %d ignored", s.Checked, len(s.Ignored))
	n := s.Population()
	line("population", "%s of %s", prose.Count(n.Population(), "check", "checks"), prose.Count(len(s.Rules), "rule", "rules"))
	line("", "%d passed, %d failed, %d waived", n.Passed, n.Failed, n.Waived)
	line("", "%d not applicable, %d not assessable, %s", n.NotApplicable, n.NotAssessable, prose.Count(n.Errors, "error", "errors"))
	line("self-check", "%s", s.SelfCheck)
	line("waivers", "%d in force", len(s.Waivers))
	line("ended", "%s, %s ago", s.Finished.Format(time.RFC3339), age(c.Now().Sub(s.Finished)))
	if s.Source != nil {
		line("commit", "%s", committedAs(s.Source))
	}
	line("tool", "riskgate %s, OPA %s, %s", s.Tool.Version, s.Tool.OPA, s.Tool.Go)
	if s.OmitsInputs {
		line("pack", "without the records, of which it has the digests")
	}
	table.Flush()
	_, err := io.WriteString(w, text.String())
	return err
}

// committedAs says in which commit the records stand, and on which it was made.
func committedAs(s *evidence.Source) string {
	text := s.Commit
	if s.Base != "" {
		text += ", made on " + s.Base
	}
	if !s.Clean {
		text += ", and the records differ from it"
	}
	return text
}

// age is a time in the unit that tells most.
func age(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return prose.Count(int(d/(24*time.Hour)), "day", "days")
	case d >= 2*time.Hour:
		return prose.Count(int(d/time.Hour), "hour", "hours")
	case d >= 2*time.Minute:
		return prose.Count(int(d/time.Minute), "minute", "minutes")
	}
	return prose.Count(max(int(d/time.Second), 0), "second", "seconds")
}

func (c *command) countersign() *cobra.Command {
	var trust trustFlags
	var keys signing
	file := ""
	cmd := &cobra.Command{
		Use:   "countersign DIR|BUNDLE --sign KEY (--key FILE | --keys FILE)",
		Short: "Sign evidence that somebody else signed, as its approver",
		Long: `Countersign verifies evidence as verify does, and then signs the same statement with another
key, in a bundle of its own: a person stands by what the run found, be it good or bad. A key
that --keys lists must have the role of an approver there.

Exit codes: 0 approved, 1 refused, 2 could not.`,
		Example: `  riskgate evidence countersign evidence/ --key ci.pub --sign head-of-risk.key --file approval.sigstore.json`,
		Args:    between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := filled(cmd, "passphrase-file", "file"); err != nil {
				return err
			}
			if keys.key == "" {
				return usage(cmd, "an approval is a signature: give --sign")
			}
			return c.runCountersign(cmd, args, trust, keys, file)
		},
	}
	trust.keyFlags(cmd)
	keys.flags(cmd)
	cmd.Flags().StringVar(&file, "file", "", "new `file` for the approval (default: approval.sigstore.json beside the bundle)")
	return cmd
}

func (c *command) runCountersign(cmd *cobra.Command, args []string, trust trustFlags, keys signing, file string) error {
	v, name, err := c.verified(cmd, args, trust, evidence.Demands{})
	switch {
	case err != nil:
		return err
	case v.Refused != nil:
		c.code = gate.FindingsBlock
		return c.print(func(w io.Writer) error { return c.verificationText(w, name, v) })
	}
	key, err := c.signingKey(cmd.Context(), keys)
	if err != nil {
		return err
	}
	if key.Public().Fingerprint == v.Signers[0].Fingerprint {
		return errors.New("the evidence is signed by this key already; an approval is somebody else's")
	}
	if err := v.MayApprove(key.Public()); err != nil {
		return err
	}
	bundle, err := evidence.Sign(v.Payload, key)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := bundle.Encode(&text); err != nil {
		return err
	}
	if file == "" {
		file = filepath.Join(filepath.FromSlash(name), "approval.sigstore.json")
	}
	if err := writeNew(file, []byte(text.String()), 0o666); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.Out, "%s: approved (key %.16s), verdict %s\n", shown(file), key.Public().Fingerprint, v.Statement.Verdict.Text)
	return err
}

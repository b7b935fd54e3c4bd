package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// baselineFlags are the options of riskgate baseline.
type baselineFlags struct {
	choice
	intakeFlags
	asOf        string
	maxFileSize string
	mendBy      string
	output      string
}

func (c *command) baseline() *cobra.Command {
	var flags baselineFlags
	cmd := &cobra.Command{
		Use:   "baseline [PATH...]",
		Short: "Take down what is wrong today, to be mended by a day",
		Long: `Baseline takes down all that rules find in the documents below the paths (default: the
working directory), for an organisation that begins with more findings than it can mend
at once. Until the day that --mend-by names, check and gate show these findings and let
them pass; what is new blocks from the first day, and what is left blocks after it.

A baseline only shrinks. Where the file exists, what is mended is taken out of it, an
earlier --mend-by brings days forward, and nothing is ever added or put off. Who wants
that writes the file by hand, which the gate shows as a change for a person to approve.

What can't be waived is not taken down. The file is riskgate.baseline.json beside the
settings, or the one that they name.

Exit codes: 0 the baseline is written, 2 it couldn't be, 3 nothing was checked.`,
		Example: `  riskgate baseline --mend-by 2026-12-31          # the first time
  riskgate baseline                               # from then on: take out what is mended`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runBaseline(cmd, args, flags) },
	}
	flags.choice.flags(cmd)
	flags.intakeFlags.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.mendBy, "mend-by", "", "last `date` (YYYY-MM-DD) on which what is found doesn't block")
	f.StringVarP(&flags.output, "output", "o", "", "`file` to write (default: the baseline of the settings)")
	f.StringVar(&flags.asOf, "as-of", "", "`date` (YYYY-MM-DD) of the check (default: as_of of the settings, else today in UTC)")
	f.StringVar(&flags.maxFileSize, "max-file-size", "512MiB", "largest `size` of a file that is read, in bytes or with KiB, MiB, GiB")
	return cmd
}

func (c *command) runBaseline(cmd *cobra.Command, args []string, flags baselineFlags) error {
	if slices.Contains(args, standardInput) {
		return usage(cmd, "a baseline is about records that stay, not about standard input")
	}
	var mendBy report.Date
	if flags.mendBy != "" {
		var err error
		if mendBy, err = report.ParseDate(flags.mendBy); err != nil {
			return usage(cmd, "--mend-by: %v", err)
		}
	}
	run := runFlags{choice: flags.choice, intakeFlags: flags.intakeFlags, maxFileSize: flags.maxFileSize, quiet: true}
	r, book, err := c.checked(cmd, args, run, flags.asOf)
	if err != nil {
		return err
	}
	if decision := gate.Decide(r, gate.Options{}); decision.Code == gate.NothingChecked {
		fmt.Fprintln(c.Err, "riskgate: "+prose.Plain(decision.String()))
		c.code = decision.Code
		return nil
	}
	if !mendBy.IsZero() && mendBy.Before(r.AsOf) {
		return usage(cmd, "--mend-by: %s is over; the check is as of %s", mendBy, r.AsOf)
	}
	name := cmp.Or(flags.output, book.baselineFile)
	old, err := book.oldBaseline(name)
	if err != nil {
		return err
	}
	written, said := old, ""
	switch {
	case old == nil && mendBy.IsZero():
		return usage(cmd, "--mend-by is missing: say by which day what is found is to be mended")
	case old == nil:
		written = baseline.New(r.Findings, book.unwaivable(r), r.AsOf, mendBy)
		said = fmt.Sprintf("%s to be mended by %s", prose.Count(written.Findings(), "finding is", "findings are"), mendBy)
	default:
		written = old.Shrunk(r.Findings, mendBy)
		said = fmt.Sprintf("%s left, %s mended", prose.Count(written.Findings(), "finding is", "findings are"), prose.Count(old.Findings()-written.Findings(), "is", "are"))
	}
	err = writeFile(name, func(w io.Writer) error {
		_, err := io.WriteString(w, written.JSON())
		return err
	})
	if err != nil {
		return err
	}
	lines := []string{shown(name) + ": " + said}
	lines = append(lines, remarks(r, book, old, mendBy)...)
	return c.print(func(w io.Writer) error {
		for i, line := range lines {
			lines[i] = strings.Join(prose.Wrap(prose.Plain(line), c.width()), "\n  ")
		}
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}

// oldBaseline reads the file that is to be written anew; nil where there is none.
func (b *rulebook) oldBaseline(name string) (*baseline.Baseline, error) {
	file, err := readBeside(disk{}, name, source.Limits{})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return baseline.Read(file, b.schemas)
}

// unwaivable tells the rules of a run whose findings nobody can accept.
func (b *rulebook) unwaivable(r *report.Report) func(string) bool {
	return func(id string) bool {
		return slices.ContainsFunc(r.Rules, func(rule report.Rule) bool { return rule.ID == id && rule.Unwaivable })
	}
}

// remarks are what a person should know of a baseline besides.
func remarks(r *report.Report, b *rulebook, old *baseline.Baseline, mendBy report.Date) []string {
	var lines []string
	if old != nil && slices.ContainsFunc(old.Entries, func(e baseline.Entry) bool { return e.MendBy.Before(mendBy) }) {
		lines = append(lines, "What is to be mended earlier than "+mendBy.String()+" stays so: a baseline is never put off.")
	}
	unwaivable, open := b.unwaivable(r), 0
	for _, f := range r.Findings {
		if unwaivable(f.Rule) && f.Subject.Kind != report.WaiverKind {
			open++
		}
	}
	if old == nil && open > 0 {
		lines = append(lines, prose.Count(open, "finding", "findings")+" can't be waived and must be mended now.")
	}
	return lines
}

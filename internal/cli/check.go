package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-multierror"
	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// checkFlags are the options of riskgate check.
type checkFlags struct {
	runFlags
	asOf      string
	stdinName string
}

func (c *command) check() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Check registers, plans, reviews, monitoring and reports",
		Long: `Check reads every document below the paths (default: the working directory), joins
their records by id, and asks each rule about each record.

A path is a file, a directory, or - for standard input. Documents are of riskgate's
own kinds, as one JSON object, as JSON Lines or split into one record a file, an OSCAL
plan of action and milestones, or the export of another tool as a mapping describes it:
CSV, Excel workbook, JSON, YAML or a zip archive of these. riskgate mappings lists them.

Settings come from riskgate.json, found upward from the first path, or from --config.
Rules of your own come from --policy and from the key policies of the settings.

Exit codes: 0 complies, 1 findings block, 2 could not check, 3 nothing was checked.`,
		Example: `  riskgate check                          # all documents below this directory
  riskgate check registers/ plans/P-7.json
  riskgate check --as-of 2026-06-30 --output text --output json=report.json export/
  riskgate check --request-list ask.md export/   # what the export can't show, and what to ask for
  riskgate check --quiet --fail-on-warn`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runCheck(cmd, args, flags) },
	}
	flags.runFlags.flags(cmd, "text")
	flags.evidence.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.asOf, "as-of", "", "`date` (YYYY-MM-DD) that the check is about (default: as_of of the settings, else today in UTC)")
	f.StringVar(&flags.stdinName, "stdin-filename", "stdin.json", "`name` of standard input in messages; .jsonl makes it JSON Lines")
	f.BoolVar(&flags.selfCheck, "self-check", false, "evaluate each rule in a second, plain and slow way as well; where the two differ, exit code 2 (with --evidence, a sample is)")
	f.BoolVar(&flags.gate.StrictFiles, "strict-files", false, "a JSON file that isn't a document blocks too")
	return cmd
}

var errTimeLimit = errors.New("the time limit was reached")

func (c *command) runCheck(cmd *cobra.Command, args []string, flags checkFlags) error {
	return c.answer(cmd, flags.runFlags, func(ctx context.Context, limits source.Limits) (*matter, error) {
		roots, err := c.openRoots(ctx, args, flags.stdinName, limits)
		if err != nil {
			return nil, err
		}
		asOf := func(b *rulebook) (report.Date, string, error) { return c.asOf(cmd, flags.asOf, b) }
		from := func(ctx context.Context, r *report.Report) (*evidence.Source, error) {
			return sourceOf(ctx, roots.first, r.Inputs)
		}
		return &matter{roots: roots, origin: disk{}, asOf: asOf, source: from}, nil
	})
}

// limit ends the work after a time. What doesn't listen to the context, as some of the policy engine's functions, ends
// with the process.
func (c *command) limit(ctx context.Context, timeout time.Duration) (context.Context, func()) {
	if timeout <= 0 {
		return ctx, func() {}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, errTimeLimit)
	watchdog := time.AfterFunc(timeout+grace, func() {
		fmt.Fprintf(c.Err, "riskgate: the check was stopped: %v\n", errTimeLimit)
		c.Exit(gate.CouldNotCheck)
	})
	return ctx, func() { watchdog.Stop(); cancel() }
}

// grace is what a run may take to notice that its time is over.
const grace = 2 * time.Second

// asOf is the date of the check, and where it came from.
func (c *command) asOf(cmd *cobra.Command, flag string, b *rulebook) (report.Date, string, error) {
	if flag != "" {
		date, err := report.ParseDate(flag)
		if err != nil {
			return date, "", usage(cmd, "--as-of: %v", err)
		}
		return date, "--as-of", nil
	}
	if date := b.settings.AsOf(); date != "" {
		parsed, err := report.ParseDate(date)
		return parsed, b.settings.File(), err
	}
	return report.DateOf(c.Now()), "today, UTC", nil
}

// sizeLimit reads a size as 1048576, 64MiB or 2GiB.
func sizeLimit(cmd *cobra.Command, text string) (source.Limits, error) {
	units := map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
	digits := strings.TrimRight(text, "KMGiB")
	unit, known := units[text[len(digits):]]
	var count int64
	if _, err := fmt.Sscanf(digits+" ", "%d ", &count); err != nil || !known || count <= 0 || count > (1<<50)/unit {
		return source.Limits{}, usage(cmd, "--max-file-size: %q is not a size as 1048576, 64MiB or 2GiB", text)
	}
	return source.Limits{MaxBytes: count * unit}, nil
}

// destination is one report to write: a format, and a file or standard output.
type destination struct {
	format output.Format
	file   string
}

func parseOutputs(cmd *cobra.Command, texts []string) ([]destination, error) {
	targets, err := parseTargets(cmd, texts, output.Names())
	var all []destination
	for _, t := range targets {
		format, _ := output.Find(t.format)
		all = append(all, destination{format, t.file})
	}
	return all, err
}

// target is the name of a format, and a file or empty for standard output.
type target struct{ format, file string }

// parseTargets reads what --output says: a format, or format=file.
func parseTargets(cmd *cobra.Command, texts, formats []string) ([]target, error) {
	var all []target
	taken := map[string]string{}
	for _, text := range texts {
		name, file, _ := strings.Cut(text, "=")
		if !slices.Contains(formats, name) {
			return nil, &usageError{
				err:  fmt.Errorf("--output: no format is called %q", name),
				hint: spelling.Hint(name, formats),
			}
		}
		if strings.HasSuffix(text, "=") {
			return nil, usage(cmd, "--output %s: a file name is missing after =", text)
		}
		if file != "" {
			file = filepath.Clean(file)
		}
		if other, again := taken[file]; again {
			where := file
			if file == "" {
				where = "standard output"
			}
			return nil, usage(cmd, "--output: %s and %s would both write to %s; name a file, as %s=report.%s", other, name, where, name, name)
		}
		taken[file] = name
		all = append(all, target{name, file})
	}
	return all, nil
}

// showOverview says whether a report shows what only an overview of the records tells.
func showOverview(destinations []destination) bool {
	return slices.ContainsFunc(destinations, func(d destination) bool { return d.format.Overview })
}

// write writes every report; files first, so that a person who reads the verdict finds them. One that can't be written
// doesn't keep the others from being.
func (c *command) write(destinations []destination, r *report.Report, d gate.Decision, flags runFlags) error {
	options := output.Options{
		Decision:   d,
		Width:      c.OutTerminal.Width,
		Color:      c.color(flags.noColor),
		Quiet:      flags.quiet,
		ShowPasses: flags.showPasses,
	}
	plain := options
	plain.Color, plain.Width = false, 0
	var errs *multierror.Error
	for _, one := range destinations {
		if one.file == "" {
			continue
		}
		write := writeFile
		if summary := c.Getenv("GITHUB_STEP_SUMMARY"); summary != "" && one.file == filepath.Clean(summary) {
			write = appendSummary
		}
		err := write(one.file, func(w io.Writer) error { return one.format.Write(w, r, plain) })
		if err != nil {
			errs = multierror.Append(errs, err)
		}
	}
	for _, one := range destinations {
		if one.file != "" {
			continue
		}
		err := buffered(c.Out, func(w io.Writer) error { return one.format.Write(w, r, options) })
		if err != nil {
			errs = multierror.Append(errs, writeError("standard output", err))
		}
	}
	return errs.ErrorOrNil()
}

// color says whether to colour standard output: on a terminal, unless someone objects (no-color.org).
func (c *command) color(objection bool) bool {
	return c.OutTerminal.Is && !objection && c.Getenv("NO_COLOR") == "" && c.Getenv("TERM") != "dumb"
}

// complete offers values for a flag.
func complete(cmd *cobra.Command, flag string, values func() []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
}

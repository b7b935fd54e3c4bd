package cli

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
)

// runFlags are the options of every command that answers with a report and an exit code.
type runFlags struct {
	choice
	intakeFlags
	outputs     []string
	requestList string
	maxFileSize string
	workers     int
	timeout     time.Duration
	selfCheck   bool
	quiet       bool
	showPasses  bool
	noColor     bool
	gate        gate.Options
	evidence    evidenceFlags
}

// flags adds the options to a command that writes one report unless the user says otherwise.
func (f *runFlags) flags(cmd *cobra.Command, written string) {
	f.choice.flags(cmd)
	f.intakeFlags.flags(cmd)
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{written}, "`format` or format=file, repeatable; formats: "+strings.Join(output.Names(), ", "))
	flags.StringVar(&f.requestList, "request-list", "", "`file` (.md or .csv) to write what to ask for to cover what could not be judged to, by field and record")
	flags.StringVar(&f.maxFileSize, "max-file-size", "512MiB", "largest `size` of a file that is read, in bytes or with KiB, MiB, GiB")
	flags.IntVar(&f.workers, "workers", 0, "`number` of goroutines that check (default: one for each processor); the report is the same for any")
	flags.DurationVar(&f.timeout, "timeout", 0, "end with exit code 2 after this `time`, as 90s or 10m (default: no limit)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print findings and the verdict only")
	flags.BoolVar(&f.showPasses, "show-passes", false, "print what passed as well")
	flags.BoolVar(&f.noColor, "no-color", false, "no colours on a terminal (also: NO_COLOR)")
	flags.BoolVar(&f.gate.FailOnWarn, "fail-on-warn", false, "warnings block too")
	flags.BoolVar(&f.gate.FailOnNotAssessable, "fail-on-not-assessable", false, "what can't be assessed blocks too")
	complete(cmd, "output", output.Names)
}

// check refuses what no run can mean.
func (f *runFlags) check(cmd *cobra.Command) error {
	switch {
	case f.workers < 0:
		return usage(cmd, "--workers: %d is less than none", f.workers)
	case f.timeout < 0:
		return usage(cmd, "--timeout: %v is less than no time", f.timeout)
	}
	return nil
}

// written are the formats to write, each with its file where it has one.
func (f *runFlags) written(cmd *cobra.Command) ([]string, error) {
	if f.requestList == "" {
		return f.outputs, nil
	}
	forms := map[string]string{".md": "request-list", ".csv": "request-list-csv"}
	form, ok := forms[strings.ToLower(filepath.Ext(f.requestList))]
	if !ok {
		return nil, usage(cmd, "--request-list: %s is neither a .md nor a .csv file", f.requestList)
	}
	return append(slices.Clone(f.outputs), form+"="+f.requestList), nil
}

// twice is how many answers of each verdict of each rule are evaluated in two ways.
func (f *runFlags) twice() int {
	switch {
	case f.selfCheck:
		return check.All
	case f.evidence.directory != "":
		return evidence.Sample
	}
	return 0
}

// matter is what a run is about: records, and what they are held to.
type matter struct {
	*roots
	base   []workspace.Root // of a gated change: the state before it; nil in a check of one state
	origin origin
	// authors made the change that is gated, as far as it is known.
	authors []waiver.Author
	// comparison describes a gated change, once it is known by what it is judged; nil in a check of one state.
	comparison func(*rulebook) (*report.Comparison, error)
	begins     bool      // what is accepted is about to be written: the files need not be there yet
	book       *rulebook // what the records are held to, once they are judged
	asOf       func(*rulebook) (report.Date, string, error)
	overview   bool // a report shows what only an overview of the records tells
	dueApart   bool // what falls due must not become an outcome
	// history reads what earlier reports said; nil where nobody asks for it.
	history func(before report.Date) (*report.History, error)
	informs bool // the reports are what is asked for: findings don't change the exit code
	// source says in which commit the records stand; nil in no repository.
	source func(context.Context, *report.Report) (*evidence.Source, error)
}

// states is how many states of the records the run looks at.
func (m *matter) states() int {
	if m.base == nil {
		return 1
	}
	return 2
}

// answer opens what a run is about, checks it, writes the reports and sets the exit code.
func (c *command) answer(cmd *cobra.Command, flags runFlags, open func(context.Context, source.Limits) (*matter, error)) error {
	limits, err := sizeLimit(cmd, flags.maxFileSize)
	if err != nil {
		return err
	}
	outputs, err := flags.written(cmd)
	if err != nil {
		return err
	}
	destinations, err := parseOutputs(cmd, outputs)
	if err != nil {
		return err
	}
	if err := flags.check(cmd); err != nil {
		return err
	}
	collector, err := c.collect(cmd, flags.evidence)
	if err != nil {
		return err
	}
	if collector != nil && flags.join != "" {
		return &usageError{errors.New("--join: evidence binds the settings, and not this file"), "write the table into the settings, under joins"}
	}
	ctx, stop := c.limit(cmd.Context(), flags.timeout)
	defer stop()
	m, err := open(ctx, limits)
	if err != nil {
		return err
	}
	defer m.Close()
	m.overview = showOverview(destinations)
	m.dueApart = collector != nil // evidence must not depend on what else is written
	flags.witnessed = collector != nil
	r, err := c.judge(ctx, m, flags, limits)
	if err != nil {
		return err
	}
	decision := gate.Decide(r, flags.gate)
	if collector != nil {
		if err := collector.write(ctx, m, r, decision, flags.gate); err != nil {
			return err
		}
	}
	if err := c.write(destinations, r, decision, flags); err != nil {
		return err
	}
	c.code = decision.Code
	if !m.informs {
		return nil
	}
	if c.code == gate.FindingsBlock {
		c.code = gate.Complies
	}
	if flags.quiet {
		return nil
	}
	return c.tell(destinations, r)
}

// judge holds the records to the rules that are in force.
func (c *command) judge(ctx context.Context, m *matter, flags runFlags, limits source.Limits) (*report.Report, error) {
	collectLater()
	book, err := readRulebook(m.origin, flags.choice, m.first)
	if err != nil {
		return nil, err
	}
	m.book = book
	if err := book.readMappings(m.origin, flags.intakeFlags, limits); err != nil {
		return nil, err
	}
	asOf, asOfSource, err := m.asOf(book)
	if err != nil {
		return nil, err
	}
	var comparison *report.Comparison
	if m.base == nil {
		book.unasked = append(book.unasked, report.ChangeKind)
	} else if comparison, err = m.comparison(book); err != nil {
		return nil, err
	}
	var history *report.History
	if m.history != nil {
		if history, err = m.history(asOf); err != nil {
			return nil, err
		}
	}
	if err := book.readAccepted(m, limits); err != nil {
		return nil, err
	}
	book.due = m.overview
	engine, err := book.compile(asOf, flags.selfCheck)
	if err != nil {
		return nil, err
	}
	collectOften(m.states())
	progress := c.progress(flags.quiet)
	defer progress.clear()
	config := m.config(limits)
	config.Engine, config.Workers, config.Progress, config.Twice = engine, flags.workers, progress.show, flags.twice()
	about := book.about()
	about.AsOf, about.AsOfSource = asOf, asOfSource
	about.Comparison, about.History = comparison, history
	return check.Run(ctx, config, about)
}

// config is what a run on the matter depends on, but for the engine that asks the rules of its book.
func (m *matter) config(limits source.Limits) check.Config {
	return check.Config{
		Roots:    m.list,
		Base:     m.base,
		Limits:   limits,
		Schemas:  m.book.schemas,
		Mappings: m.book.mappings,
		Rules:    m.book.rules,
		Severity: m.book.settings.Levels(),
		Expected: m.book.settings.Expected(),
		Waivers:  m.book.waivers,
		Baseline: m.book.baseline,
		Authors:  m.authors,
		Joins:    m.book.joins,
		Overview: m.overview,
		DueApart: m.dueApart,
		Joined:   func() { collectByUse(m.states()) },
	}
}

// about is what a report says of what records were held to.
func (b *rulebook) about() report.About {
	return report.About{
		Tool:           tool(b.library),
		Profile:        b.settings.Profile(),
		SettingsFile:   b.settings.File(),
		SettingsDigest: b.settings.Digest(),
		Policies:       b.policies(),
		Changes:        b.changes,
	}
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/history"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// reportFlags are the options of riskgate report.
type reportFlags struct {
	runFlags
	asOf    string
	history string
}

// reportPage is where the page goes when nobody says.
const reportPage = "riskgate-report.html"

func (c *command) report() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "report [PATH...]",
		Short: "Write a page for management, with figures and how they have gone",
		Long: `Report checks the documents below the paths (default: the working directory) as check
does, and writes what came of it as one page: the figures that management watches, a
heat map, what is late and what falls due, findings and rules. Without --output it is
` + reportPage + ` in the working directory.

With --history the figures are compared with those of earlier reports: a directory of
JSON files that riskgate wrote with --output json or --output kpi. Each figure then says
whether it gets better. Reports under another profile, on another scale or about other
registers are shown and not compared; a file that is no report is named and left out.

A report is no gate: findings stand in it and don't change the exit code.

Exit codes: 0 written, 2 could not check or write, 3 nothing was checked.`,
		Example: `  riskgate report                                # ` + reportPage + `
  riskgate report --history reports/ --output html=june.html --output kpi=reports/june.json
  riskgate report --output html registers/ > june.html`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runReport(cmd, args, flags) },
	}
	flags.runFlags.flags(cmd, "html="+reportPage)
	f := cmd.Flags()
	f.StringVar(&flags.asOf, "as-of", "", "`date` (YYYY-MM-DD) that the report is about (default: as_of of the settings, else today in UTC)")
	f.StringVar(&flags.history, "history", "", "`directory` with earlier reports, as JSON or kpi")
	_ = cmd.MarkFlagDirname("history")
	return cmd
}

func (c *command) runReport(cmd *cobra.Command, args []string, flags reportFlags) error {
	return c.answer(cmd, flags.runFlags, func(ctx context.Context, limits source.Limits) (*matter, error) {
		roots, err := c.openRoots(ctx, args, "stdin.json", limits)
		if err != nil {
			return nil, err
		}
		m := &matter{roots: roots, origin: disk{}, informs: true}
		m.asOf = func(b *rulebook) (report.Date, string, error) { return c.asOf(cmd, flags.asOf, b) }
		if cmd.Flags().Changed("history") {
			m.history = func(before report.Date) (*report.History, error) { return readHistory(flags.history, limits, before) }
		}
		return m, nil
	})
}

// readHistory reads the earlier reports of a directory, out of which no link leads.
func readHistory(name string, limits source.Limits, before report.Date) (*report.History, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, pathError(shown(name), err)
	}
	if !info.IsDir() {
		return nil, &source.Error{
			Pos:  source.Position{File: shown(name)},
			Err:  errors.New("is no directory"),
			Hint: "name the directory that holds the earlier reports",
		}
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, pathError(shown(name), err)
	}
	defer root.Close()
	return history.Read(history.Directory{FS: root.FS(), Name: shown(name), Limits: limits}, before)
}

// tell says which files a report went to, and what became of the history.
func (c *command) tell(destinations []destination, r *report.Report) error {
	var text strings.Builder
	for _, one := range destinations {
		if one.file == "" {
			return nil // standard output holds a report
		}
		fmt.Fprintln(&text, prose.Plain(one.file))
	}
	if h := r.History; h != nil {
		fmt.Fprintf(&text, "compared with %s\n", prose.Count(len(h.Earlier), "earlier report", "earlier reports"))
		for _, ignored := range h.Ignored {
			fmt.Fprintf(&text, "left out: %s: %s\n", prose.Plain(ignored.Name), prose.Plain(ignored.Reason))
		}
	}
	return c.print(func(w io.Writer) error {
		_, err := io.WriteString(w, text.String())
		return err
	})
}

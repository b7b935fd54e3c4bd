package cli

import (
	"cmp"
	"io"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policytest"
	"github.com/riskgate/riskgate/internal/testreport"
)

// testFlags are the options of riskgate test.
type testFlags struct {
	choice
	run      string
	mutation bool
}

func (c *command) test() *cobra.Command {
	var flags testFlags
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Run the tests and examples of a rule library, and try how much they notice",
		Long: `Test runs every Rego test (test_... in *_test.rego) and every example
(examples/*.json): of the rules in the folders DIR, or else of the rules that
riskgate holds and those of --policy and the settings.

With --mutation it then makes each rule wrong in many small ways, one at a time: a
comparison turned, a boundary moved, a condition or a not removed, a number, text,
field or setting changed. A change that no test or example of the rule notices
survives, and is shown with its place.

Exit codes: 0 all hold, 1 some don't, 2 the library can't be tested, 3 there was
nothing to test.`,
		Example: `  riskgate test
  riskgate test --mutation --run plan.detailed`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runTest(cmd, args, flags) },
	}
	flags.choice.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.run, "run", "", "only what `regexp` finds in the name, as plan.detailed/test_... or plan.detailed/examples/fail.json")
	f.BoolVar(&flags.mutation, "mutation", false, "change the rules, and show the changes that nothing notices")
	return cmd
}

func (c *command) runTest(cmd *cobra.Command, args []string, flags testFlags) error {
	only, err := regexp.Compile(flags.run)
	if err != nil {
		return usage(cmd, "--run: %q is no regular expression: %v", flags.run, err)
	}
	flags.policies = append(flags.policies, args...)
	book, err := c.rulebook(flags.choice, ".")
	if err != nil {
		return err
	}
	var named []string // folders
	for _, arg := range args {
		named = append(named, shown(arg))
	}
	report, err := policytest.Run(cmd.Context(), policytest.Config{
		Settings: book.settings.Values(),
		Schemas:  book.schemas,
		Only: func(r policytest.Result) bool {
			return (len(named) == 0 || slices.Contains(named, r.Policy)) && only.MatchString(r.String())
		},
		Mutate: flags.mutation,
	}, book.folders...)
	if err != nil {
		return err
	}
	switch {
	case len(report.Results) == 0:
		c.code = gate.NothingChecked
	case !report.Holds():
		c.code = gate.FindingsBlock
	}
	width := min(cmp.Or(c.OutTerminal.Width, plainWidth), mostWidth)
	return c.print(func(w io.Writer) error { return testreport.WriteText(w, report, width) })
}

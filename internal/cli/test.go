package cli

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/policytest"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/spelling"
	"github.com/riskgate/riskgate/internal/testreport"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// testFlags are the options of riskgate test.
type testFlags struct {
	choice
	run      string
	coverage bool
	mutation bool
	least    policytest.Least
	output   string
}

func (c *command) test() *cobra.Command {
	var flags testFlags
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Run the tests and examples of rules, and try how much they notice",
		Long: `Test runs the Rego tests (test_... in *_test.rego) and the examples
(examples/*.json) of the rules in the folders DIR, or else of the rules that
riskgate holds and of those that --policy and the settings name. It also takes
away, one by one, the fields that a rule says it reads: some answer must change.

With --mutation it makes each rule wrong in many small ways, one at a time: a
comparison turned, a boundary moved, a condition or a not removed, a number, text,
field or setting changed. A change that no test and no example of the rule notices
survives, and is shown with its place. Where a change makes no difference, say why
in survivors.json beside the rule: [{"before": "...", "after": "...", "why": "..."}].

Riskgate's own rules are tested under the default profile, others under the
settings in force. Exit codes: 0 all is well, 1 something doesn't hold or a score
is too low, 2 the rules can't be tested, 3 there was nothing to test.`,
		Example: `  riskgate test policies
  riskgate test --run plan.detailed
  riskgate test --mutation --run plan.detailed
  riskgate test --coverage-min 100 --mutation-min 95 --output json > tests.json`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runTest(cmd, args, flags) },
	}
	flags.choice.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.run, "run", "", "only what `regexp` finds in names as plan.detailed/test_..., plan.detailed/examples/fail.json")
	f.BoolVar(&flags.coverage, "coverage", false, "show the lines that no test and no example gets to")
	f.Float64Var(&flags.least.Coverage, "coverage-min", 0, "lowest `percentage` of lines that the tests of each rule get to")
	f.BoolVar(&flags.mutation, "mutation", false, "change the rules, and show the changes that nothing notices")
	f.Float64Var(&flags.least.Mutation, "mutation-min", 0, "lowest `percentage` of all changes that are noticed")
	f.StringVarP(&flags.output, "output", "o", testreport.Names()[0], "`format`: text or json")
	complete(cmd, "output", testreport.Names)
	return cmd
}

// config says what the flags ask for.
func (f *testFlags) config(cmd *cobra.Command) (policytest.Config, error) {
	only, err := regexp.Compile(f.run)
	if err != nil {
		return policytest.Config{}, usage(cmd, "--run: %v", err)
	}
	for _, percent := range []float64{f.least.Coverage, f.least.Mutation} {
		if percent < 0 || percent > 100 {
			return policytest.Config{}, usage(cmd, "%v is no percentage", percent)
		}
	}
	return policytest.Config{
		Only:   func(r policytest.Result) bool { return only.MatchString(r.Rule) || only.MatchString(r.String()) },
		Cover:  f.coverage || f.least.Coverage > 0,
		Mutate: f.mutation || f.least.Mutation > 0,
	}, nil
}

func (c *command) runTest(cmd *cobra.Command, args []string, flags testFlags) error {
	write, known := testreport.Find(flags.output)
	if !known {
		return &usageError{
			err:  fmt.Errorf("--output: no format is called %q", flags.output),
			hint: spelling.Hint(flags.output, testreport.Names()),
		}
	}
	config, err := flags.config(cmd)
	if err != nil {
		return err
	}
	flags.policies = append(flags.policies, args...)
	book, err := c.rulebook(flags.choice, ".")
	if err != nil {
		return err
	}
	found, err := book.test(cmd.Context(), config, args)
	if err != nil {
		return err
	}
	found.Least = flags.least
	switch {
	case len(found.Results) == 0:
		c.code = gate.NothingChecked
	case !found.Passes():
		c.code = gate.FindingsBlock
	}
	return c.print(func(w io.Writer) error { return write(w, found, c.width()) })
}

// test tests the named folders, or else all: riskgate's own under the default
// profile, for which its tests are written, and others under the settings in force.
func (b *rulebook) test(ctx context.Context, config policytest.Config, named []string) (*policytest.Report, error) {
	var own, beside []policy.Folder
	for _, folder := range b.folders {
		isNamed := slices.ContainsFunc(named, func(arg string) bool { return shown(arg) == folder.Name })
		switch {
		case folder.Builtin, len(named) > 0 && !isNamed:
			beside = append(beside, folder)
		default:
			own = append(own, folder)
		}
	}
	config.Schemas = b.schemas
	found := &policytest.Report{}
	if len(named) == 0 {
		usual, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: b.schemas}, settings.File{})
		if err != nil {
			return nil, err
		}
		config.Settings = usual.Values()
		if found, err = policytest.Run(ctx, config, builtin()); err != nil || len(own) == 0 {
			return found, err
		}
	}
	config.Settings, config.Beside = b.settings.Values(), beside
	more, err := policytest.Run(ctx, config, own...)
	if err != nil {
		return nil, err
	}
	return found.With(more), nil
}

// Package cli turns arguments into one call and its answer into an exit code.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/hashicorp/go-multierror"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// Environment is what a run may know of the process around it.
type Environment struct {
	In          io.Reader
	Out, Err    io.Writer
	Now         func() time.Time
	Getenv      func(string) string
	OutTerminal Terminal
	ErrTerminal Terminal
	// Exit ends the process at once, for a run that can't be stopped any other way.
	Exit func(code int)
}

// Terminal says whether a stream is a terminal, and how many columns it has.
type Terminal struct {
	Is    bool
	Width int
}

// Process is the environment of this process.
func Process() Environment {
	return Environment{
		In:          os.Stdin,
		Out:         os.Stdout,
		Err:         os.Stderr,
		Now:         time.Now,
		Getenv:      os.Getenv,
		OutTerminal: terminal(os.Stdout),
		ErrTerminal: terminal(os.Stderr),
		Exit:        os.Exit,
	}
}

func terminal(f *os.File) Terminal {
	fd := int(f.Fd())
	if !term.IsTerminal(fd) {
		return Terminal{}
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 0
	}
	return Terminal{Is: true, Width: width}
}

// Run executes one command line and returns its exit code: 0 complies, 1 findings block, 2 could not check, 3 nothing
// was checked.
func Run(ctx context.Context, args []string, env Environment) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(env.Err, "riskgate: internal fault: %v\nhint: this is a mistake in riskgate; please report it with the command that you ran\n", fault)
			code = gate.CouldNotCheck
		}
	}()
	out := &watched{Writer: env.Out}
	env.Out = out
	c := &command{Environment: env}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	if err := root.ExecuteContext(ctx); err != nil {
		c.fail(err)
		return gate.CouldNotCheck
	}
	if out.err != nil { // cobra writes help and completion, and drops the error
		c.fail(writeError("standard output", out.err))
		return gate.CouldNotCheck
	}
	return c.code
}

// command is one command line at work.
type command struct {
	Environment
	code int
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "riskgate",
		Short: "Hold risk registers and action plans to the duties of your risk process",
		Long: `riskgate reads risk registers, action plans, reviews, monitoring and reports as JSON,
checks them against policies written in Rego, and says what holds, what doesn't,
where, and how to mend it.

Exit codes: 0 complies, 1 findings block, 2 could not check, 3 nothing was checked.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          onlyCommands,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(misusedFlag)
	root.AddCommand(c.check(), c.gate(), c.report(), c.waive(), c.baseline(), c.rules(), c.test(), c.explain(), c.inputs(), c.bundle(), c.convert(), c.evidence(), c.mappings(), c.settings(), c.version())
	return root
}

// fail prints an error, each part of it with its place first and its hint on a line of its own.
func (c *command) fail(err error) {
	var many *multierror.Error
	if errors.As(err, &many) {
		for _, one := range many.Errors {
			c.fail(one)
		}
		return
	}
	var placed *source.Error
	var misused *usageError
	switch {
	case errors.As(err, &placed):
		fmt.Fprintln(c.Err, prose.Plain(placed.Error()))
		if placed.Hint != "" {
			fmt.Fprintln(c.Err, "hint: "+prose.Plain(placed.Hint))
		}
	case errors.As(err, &misused):
		fmt.Fprintln(c.Err, "riskgate: "+prose.Plain(err.Error()))
		fmt.Fprintln(c.Err, "hint: "+prose.Plain(misused.hint))
	default:
		fmt.Fprintln(c.Err, "riskgate: "+prose.Plain(err.Error()))
	}
}

package cli

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/riskgate/riskgate/internal/spelling"
)

// usageError is a mistake in the command line.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }

func usage(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), hint: helpHint(cmd)}
}

func helpHint(cmd *cobra.Command) string { return "see " + cmd.CommandPath() + " --help" }

// onlyCommands refuses an argument where the name of a command belongs.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, command := range cmd.Commands() {
		if command.IsAvailableCommand() {
			known = append(known, command.Name())
		}
	}
	return &usageError{
		err:  fmt.Errorf("%s has no command %q", cmd.CommandPath(), args[0]),
		hint: cmp.Or(spelling.Hint(args[0], known), helpHint(cmd)),
	}
}

// filled refuses an option that is given and empty, as of a variable of a script that isn't set: what it asks for would
// silently not happen. Options that a command does not have are none.
func filled(cmd *cobra.Command, options ...string) error {
	for _, option := range options {
		if flag := cmd.Flag(option); flag != nil && flag.Changed && flag.Value.String() == "" {
			return usage(cmd, "--%s is empty", option)
		}
	}
	return nil
}

// between refuses more or fewer arguments than a command takes.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > most {
			return &usageError{fmt.Errorf("unexpected argument %q", args[most]), "usage: " + cmd.UseLine()}
		}
		return atLeast(least)(cmd, args)
	}
}

// atLeast refuses fewer arguments than a command takes.
func atLeast(least int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least {
			return &usageError{errors.New("an argument is missing"), "usage: " + cmd.UseLine()}
		}
		return nil
	}
}

// misusedFlag says which flag was meant, where one comes near.
func misusedFlag(cmd *cobra.Command, err error) error {
	hint := helpHint(cmd)
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var known []string
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { known = append(known, "--"+flag.Name) })
		if meant := spelling.Meant("--"+unknown.GetSpecifiedName(), known); meant != "" {
			hint = fmt.Sprintf("did you mean %s?", meant)
		}
	}
	return &usageError{err: err, hint: hint}
}

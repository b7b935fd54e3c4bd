package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// The shapes in which inputs are printed.
const (
	linesShape = "lines"
	arrayShape = "array"
	openShape  = "open"
)

var inputShapes = []string{linesShape, arrayShape, openShape}

func (c *command) inputs() *cobra.Command {
	var flags recordFlags
	var shape string
	cmd := &cobra.Command{
		Use:   "inputs SUBJECT... [PATH...]",
		Short: "Print what rules see of a record: the record and all that belongs to it",
		Long: `Inputs prints what a rule finds under input when it is asked about a record: the
record with all that belongs to it, joined from the documents below the paths
(default: the working directory).

SUBJECT is a kind with an id, as risk:R-12, or a kind alone for all of it. The kinds
are register, risk, plan, review and report; an argument of any other form is a path.

The output suits opa: as lines, one JSON object for each record; as an array; or laid
out for reading. What these records can't show is noted on standard error: there,
riskgate may answer "not assessable" where plain opa finds a violation.`,
		Example: `  riskgate inputs risk:R-101 examples/violations --shape open
  riskgate inputs plan:P-101 examples/violations > plan.json
  opa eval -b bundle.tar.gz -i plan.json data.riskgate.findings`,
		Args: atLeast(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(inputShapes, shape) {
				return &usageError{fmt.Errorf("--shape: there is no shape %q", shape), spelling.Hint(shape, inputShapes)}
			}
			return c.runInputs(cmd.Context(), cmd, args, flags, shape)
		},
	}
	flags.flags(cmd)
	cmd.Flags().StringVar(&shape, "shape", linesShape, "`shape` of the output: lines, array or open")
	complete(cmd, "shape", func() []string { return inputShapes })
	return cmd
}

// selection is a kind of subject, and one id of it or all where the id is empty.
type selection struct{ kind, id string }

func (c *command) runInputs(ctx context.Context, cmd *cobra.Command, args []string, flags recordFlags, shape string) error {
	wanted, paths, err := selections(cmd, args)
	if err != nil {
		return err
	}
	r, err := c.records(ctx, cmd, paths, flags)
	if err != nil {
		return err
	}
	defer r.Close()
	var notes notes
	inputs, err := r.selected(wanted, &notes)
	if err != nil {
		return err
	}
	err = c.print(func(w io.Writer) error { return writeInputs(w, inputs, shape) })
	if err != nil {
		return err
	}
	for _, line := range notes.lines() {
		fmt.Fprintln(c.Err, prose.Plain(line))
	}
	if len(inputs) == 0 {
		fmt.Fprintln(c.Err, "riskgate: there is nothing to print")
		c.code = gate.NothingChecked
	}
	return nil
}

// selections tells subjects from paths.
func selections(cmd *cobra.Command, args []string) (selections []selection, paths []string, err error) {
	kinds, err := subjectKinds()
	if err != nil {
		return nil, nil, err
	}
	for _, arg := range args {
		kind, id, _ := strings.Cut(arg, ":")
		if !slices.Contains(kinds, kind) {
			paths = append(paths, arg)
			continue
		}
		selections = append(selections, selection{kind, id})
	}
	if len(selections) == 0 {
		kind, _, _ := strings.Cut(args[0], ":")
		return nil, nil, &usageError{
			err:  fmt.Errorf("%q is no subject", args[0]),
			hint: cmp.Or(spelling.Hint(kind, kinds), helpHint(cmd)),
		}
	}
	return selections, paths, nil
}

// selected builds the inputs of subjects, in the order that they were named in.
func (r *records) selected(selections []selection, notes *notes) ([]*source.Value, error) {
	var inputs []*source.Value
	for _, wanted := range selections {
		found := false
		for _, subject := range r.Subjects(wanted.kind) {
			if wanted.id != "" && subject.ID != wanted.id {
				continue
			}
			found = true
			if subject.Unclean != "" {
				notes.add(fmt.Sprintf("%s %s is left out: %s", subject.Kind, subject.ID, subject.Unclean))
				continue
			}
			input, err := r.Input(subject)
			if err != nil {
				return nil, err
			}
			for _, gap := range input.Gaps {
				notes.add(fmt.Sprintf("the input of a %s can't show %s: %s", subject.Kind, gap.Path, gap.Reason))
			}
			inputs = append(inputs, input.Value)
		}
		if !found && wanted.id != "" {
			return nil, r.unknown(wanted.kind, wanted.id)
		}
		if !found {
			notes.add(fmt.Sprintf("there is no %s below %s", wanted.kind, r.below()))
		}
	}
	return inputs, nil
}

func writeInputs(w io.Writer, inputs []*source.Value, shape string) error {
	switch shape {
	case arrayShape:
		_, err := fmt.Fprintln(w, source.NewArray(inputs...))
		return err
	case openShape:
		for _, input := range inputs {
			if _, err := fmt.Fprintln(w, input.Layout(plainWidth)); err != nil {
				return err
			}
		}
		return nil
	}
	for _, input := range inputs {
		if _, err := fmt.Fprintln(w, input); err != nil {
			return err
		}
	}
	return nil
}

// notes are what to know of an answer, each thing once.
type notes struct {
	texts []string
	times map[string]int
}

func (n *notes) add(text string) {
	if n.times == nil {
		n.times = map[string]int{}
	}
	if n.times[text]++; n.times[text] == 1 {
		n.texts = append(n.texts, text)
	}
}

func (n *notes) lines() []string {
	var lines []string
	for _, text := range n.texts {
		line := "note: " + text
		if times := n.times[text]; times > 1 {
			line += fmt.Sprintf(" (%s times)", prose.Number(times))
		}
		lines = append(lines, line)
	}
	return lines
}

package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
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
are register, risk, plan, review, report, change and waiver; an argument of any other
form is a path. A change is a record that differs from the one in --base-dir:
change:risk:R-12. A waiver is shown with the findings that it accepts.

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
	if slices.ContainsFunc(wanted, func(s selection) bool { return s.kind == report.WaiverKind }) {
		if err := c.judgeWaivers(ctx, cmd, r, ""); err != nil {
			return err
		}
	}
	chosen, err := r.chosen(wanted)
	if err != nil {
		return err
	}
	var notes notes
	printed := 0
	err = c.print(func(w io.Writer) error {
		printed, err = writeInputs(w, shape, r.inputs(chosen, &notes))
		return err
	})
	if err != nil {
		return err
	}
	for _, line := range notes.lines() {
		fmt.Fprintln(c.Err, prose.Plain(line))
	}
	if printed == 0 {
		fmt.Fprintf(c.Err, "riskgate: there is no such record to print below %s\n", prose.Plain(r.below()))
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

// chosen lists the subjects that were asked for, in that order. An id that nobody has is a mistake.
func (r *records) chosen(selections []selection) ([]check.Subject, error) {
	var chosen []check.Subject
	for _, wanted := range selections {
		subjects := r.Subjects(wanted.kind)
		if wanted.id != "" {
			subjects = slices.DeleteFunc(subjects, func(s check.Subject) bool { return s.ID != wanted.id })
		}
		if len(subjects) == 0 && (wanted.id != "" || wanted.kind == report.ChangeKind && r.base == nil) {
			return nil, r.unknown(wanted.kind, wanted.id)
		}
		chosen = append(chosen, subjects...)
	}
	return chosen, nil
}

// inputs builds the inputs of subjects one after another, and notes what they lack.
func (r *records) inputs(subjects []check.Subject, notes *notes) iter.Seq2[*source.Value, error] {
	return func(yield func(*source.Value, error) bool) {
		for _, subject := range subjects {
			if subject.Unclean != "" {
				notes.add(fmt.Sprintf("%s %s is left out: %s", subject.Kind, subject.ID, subject.Unclean))
				continue
			}
			input, err := r.Input(subject)
			for _, gap := range input.Gaps {
				notes.add(fmt.Sprintf("the input of a %s can't show %s: %s", subject.Kind, gap.Path, gap.Reason))
			}
			if !yield(input.Value, err) || err != nil {
				return
			}
		}
	}
}

// writeInputs writes inputs in a shape, and counts them.
func writeInputs(w io.Writer, shape string, inputs iter.Seq2[*source.Value, error]) (written int, err error) {
	before, between, after := "", "\n", "\n"
	if shape == arrayShape {
		before, between, after = "[", ",", "]\n"
	}
	for input, err := range inputs {
		if err != nil {
			return written, err
		}
		if written > 0 {
			before = between
		}
		text := input.String()
		if shape == openShape {
			text = input.Layout(plainWidth)
		}
		if _, err := io.WriteString(w, before+text); err != nil {
			return written, err
		}
		written++
	}
	if written == 0 {
		return 0, nil
	}
	_, err = io.WriteString(w, after)
	return written, err
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

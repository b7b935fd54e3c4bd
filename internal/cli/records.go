package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
	"github.com/riskgate/riskgate/schemas"
)

// recordFlags say which records a command looks at, and by which settings.
type recordFlags struct {
	choice
	intakeFlags
	baseDir     string
	stdinName   string
	maxFileSize string
}

func (f *recordFlags) flags(cmd *cobra.Command) {
	f.choice.flags(cmd)
	f.intakeFlags.flags(cmd)
	cmd.Flags().StringVar(&f.baseDir, "base-dir", "", "`directory` with the records before a change, for the subject change")
	_ = cmd.MarkFlagDirname("base-dir")
	cmd.Flags().StringVar(&f.stdinName, "stdin-filename", "stdin.json", "`name` of standard input in messages; .jsonl makes it JSON Lines")
	cmd.Flags().StringVar(&f.maxFileSize, "max-file-size", "512MiB", "largest `size` of a file that is read, in bytes or with KiB, MiB, GiB")
}

// records are those that a command looks at, and what they are held to.
type records struct {
	*check.Records
	book  *rulebook
	roots *roots
	base  *roots // nil where there is no change to look at
}

func (r *records) Close() {
	r.Records.Close()
	r.closeRoots()
}

func (r *records) closeRoots() {
	r.roots.Close()
	if r.base != nil {
		r.base.Close()
	}
}

// records reads and joins the records below some paths.
func (c *command) records(ctx context.Context, cmd *cobra.Command, paths []string, flags recordFlags) (*records, error) {
	limits, err := sizeLimit(cmd, flags.maxFileSize)
	if err != nil {
		return nil, err
	}
	roots, err := c.openRoots(ctx, paths, flags.stdinName, limits)
	if err != nil {
		return nil, err
	}
	r := &records{roots: roots}
	if err := c.join(ctx, r, flags, limits); err != nil {
		r.closeRoots()
		return nil, err
	}
	return r, nil
}

func (c *command) join(ctx context.Context, r *records, flags recordFlags, limits source.Limits) (err error) {
	if r.book, err = c.rulebook(flags.choice, r.roots.first); err != nil {
		return err
	}
	if err := r.book.readMappings(disk{}, flags.intakeFlags, limits); err != nil {
		return err
	}
	config := check.Config{
		Roots:    r.roots.list,
		Limits:   limits,
		Schemas:  r.book.schemas,
		Mappings: r.book.mappings,
		Severity: r.book.settings.Levels(),
		Joins:    r.book.joins,
	}
	if flags.baseDir != "" {
		if r.base, err = c.openRoots(ctx, []string{flags.baseDir}, "", limits); err != nil {
			return err
		}
		config.Base = r.base.list
	}
	r.Records, err = check.Join(ctx, config)
	return err
}

// subjectKinds lists the kinds of record that rules can be about: those whose input has a schema.
func subjectKinds() ([]string, error) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(checker.Inputs())), nil
}

// unknown says that the records have no such subject, and which was meant.
func (r *records) unknown(kind, id string) error {
	if kind == report.ChangeKind && r.base == nil {
		return &usageError{
			err:  errors.New("a change has two sides, and only one is named"),
			hint: "name the records before the change: --base-dir DIR",
		}
	}
	var ids []string
	for _, subject := range r.Subjects(kind) {
		ids = append(ids, subject.ID)
	}
	hint := cmp.Or(spelling.Hint(id, ids), fmt.Sprintf("riskgate inputs %s prints all there are", kind))
	if len(ids) == 0 {
		hint = fmt.Sprintf("there is no %s at all below %s", kind, r.below())
	}
	return &usageError{err: fmt.Errorf("there is no %s %q", kind, id), hint: hint}
}

// below names what was looked at.
func (r *records) below() string {
	var names []string
	for _, root := range r.roots.list {
		names = append(names, root.Name)
	}
	return strings.Join(names, ", ")
}

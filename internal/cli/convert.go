package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/export"
	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// convertFlags are the options of riskgate convert.
type convertFlags struct {
	intakeFlags
	to          string
	register    string
	file        string
	losses      string
	stdinName   string
	maxFileSize string
	into        string
	split       bool
	takeExport  bool
}

func (c *command) convert() *cobra.Command {
	var flags convertFlags
	cmd := &cobra.Command{
		Use:   "convert {--into DIR | --to FORMAT} [PATH...]",
		Short: "Write the records in another format, and say what it can't carry",
		Long: `Convert reads the documents below the paths (default: the working directory) as check
does. With --into it writes all records as riskgate's own documents into a folder, for a
team that moves its register into version control; with --to it writes a register with its
risks and plans in another format.

Into a folder that has documents, a newer export is merged by id. What only the export has
changed is taken; what people have changed or added stays, whether the export has a place
for it or not. What both have changed is a conflict: it is listed, and the folder's stays,
unless --take-export. A record that the export no longer has is listed, and stays. Files
that say the same are not touched. What the export said is remembered in DIR/.riskgate,
which belongs under version control too. History and approvals are never made up.

What the format has no place for is listed on standard error: by field, with the
number of records that have it. --losses FILE writes the whole list as CSV, for an
auditor. The same records give the same bytes.

Formats:
` + targetsHelp() + `
Exit codes: 0 converted, 1 converted, with conflicts to settle, 2 could not convert,
3 there is nothing to convert.`,
		Example: `  riskgate convert --into records/ --split export.json
  riskgate convert --into records/ newer-export.json       # merges by id
  riskgate convert --to oscal-poam -o poam.json registers/ plans/
  riskgate convert --to oscal-poam --register payments --losses losses.csv -o poam.json`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runConvert(cmd, args, flags) },
	}
	flags.intakeFlags.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.to, "to", "", "`format` to convert to: "+strings.Join(targetNames(), ", ")+" (default: native, with --into)")
	f.StringVar(&flags.into, "into", "", "`folder` to write riskgate's own documents into, or to bring up to date")
	f.BoolVar(&flags.split, "split", false, "give each new record a file of its own, where the folder doesn't hold them otherwise")
	f.BoolVar(&flags.takeExport, "take-export", false, "in a conflict take what the export says")
	f.StringVar(&flags.register, "register", "", "`id` of the register, where the paths hold several; with --into, of the folder's register to bring up to date")
	_ = cmd.MarkFlagDirname("into")
	f.StringVarP(&flags.file, "output-file", "o", "", "`file` to write (default: standard output)")
	f.StringVar(&flags.losses, "losses", "", "`file` to write the list of what is lost to, as CSV")
	f.StringVar(&flags.stdinName, "stdin-filename", "stdin.json", "`name` of standard input in messages; .jsonl makes it JSON Lines")
	f.StringVar(&flags.maxFileSize, "max-file-size", "512MiB", "largest `size` of a file that is read, in bytes or with KiB, MiB, GiB")
	complete(cmd, "to", targetNames)
	return cmd
}

// targetNames are those of all formats, riskgate's own first.
func targetNames() []string { return append([]string{nativeFormat}, export.Names()...) }

func targetsHelp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %-12s %s\n", nativeFormat, "riskgate's own documents, in a folder: all records of a kind in one, or one a file")
	for _, t := range export.Targets() {
		fmt.Fprintf(&b, "  %-12s %s\n", t.Name, t.Description)
	}
	return b.String()
}

func (c *command) runConvert(cmd *cobra.Command, args []string, flags convertFlags) error {
	if flags.into != "" || flags.to == nativeFormat {
		return c.runInto(cmd, args, flags)
	}
	target, ok := export.Find(flags.to)
	switch {
	case flags.split, flags.takeExport:
		return usage(cmd, "--split and --take-export are for documents in a folder: name it with --into DIR")
	case flags.to == "":
		return usage(cmd, "say where to, as --into DIR, or to which format, as --to %s", export.Names()[0])
	case !ok:
		return &usageError{fmt.Errorf("--to: no format is called %q", flags.to), spelling.Hint(flags.to, targetNames())}
	case flags.file != "" && filepath.Clean(flags.file) == filepath.Clean(flags.losses):
		return usage(cmd, "--losses: %s is the file that the records go to; name another", flags.losses)
	}
	limits, err := sizeLimit(cmd, flags.maxFileSize)
	if err != nil {
		return err
	}
	records, err := c.joined(cmd.Context(), args, flags, limits)
	if err != nil {
		return err
	}
	defer records.Close()
	register, err := records.register(flags.register)
	if err != nil {
		return err
	}
	if register == nil {
		fmt.Fprintf(c.Err, "riskgate: there is no register to convert below %s\n", prose.Plain(records.below()))
		c.code = gate.NothingChecked
		return nil
	}
	lost, err := c.writeConverted(target, records, *register, flags.file)
	if err != nil {
		return err
	}
	if flags.losses != "" {
		if err := writeFile(flags.losses, lost.List().WriteCSV); err != nil {
			return err
		}
	}
	c.tellLosses(lost)
	return nil
}

// joined reads and joins the records below some paths. None of them may break its schema: what nobody understands can't
// be said in other words.
func (c *command) joined(ctx context.Context, paths []string, flags convertFlags, limits source.Limits) (*records, error) {
	roots, err := c.openRoots(ctx, paths, flags.stdinName, limits)
	if err != nil {
		return nil, err
	}
	book, err := openRulebook(disk{}, choice{}, roots.first)
	if err == nil {
		err = book.readMappings(disk{}, flags.intakeFlags, limits)
	}
	var joined *check.Records
	if err == nil {
		joined, err = check.Join(ctx, check.Config{Roots: roots.list, Limits: limits, Schemas: book.schemas, Mappings: book.mappings})
	}
	if err != nil {
		roots.Close()
		return nil, err
	}
	r := &records{Records: joined, roots: roots}
	if err := refused(joined); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// mostRefused is how many mistakes are told before the rest is counted.
const mostRefused = 10

// refused says what keeps records from being converted.
func refused(joined *check.Records) error {
	problems := joined.Problems()
	var errs *multierror.Error
	for i, p := range problems {
		if i == mostRefused {
			more := fmt.Errorf("%s more that break their schema; riskgate check lists them all", prose.Number(len(problems)-i))
			errs = multierror.Append(errs, more)
			break
		}
		errs = multierror.Append(errs, &source.Error{Pos: p.Pos, Err: errors.New(p.Message), Hint: p.Remedy})
	}
	if errs != nil {
		errs = multierror.Append(errs, errors.New("nothing was converted: the records must match their schemas first"))
	}
	return errs.ErrorOrNil()
}

// register is the one of that id, or the only one; nil when there is none.
func (r *records) register(id string) (*check.Subject, error) {
	var ids []string
	var found []check.Subject
	for _, s := range r.Subjects("register") {
		ids = append(ids, s.ID)
		if id == "" || s.ID == id {
			found = append(found, s)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, nil
	case len(found) == 0:
		return nil, &usageError{fmt.Errorf("--register: no register is called %q", id), spelling.Hint(id, ids)}
	case len(found) > 1 && id != "":
		return nil, &usageError{fmt.Errorf("%d registers are called %q", len(found), id), "name the paths of one of them"}
	case len(found) > 1:
		return nil, &usageError{fmt.Errorf("there are %d registers: %s", len(ids), strings.Join(ids, ", ")), "name one of them with --register"}
	}
	return &found[0], nil
}

func (c *command) writeConverted(target export.Target, r *records, register check.Subject, file string) (lost *loss.Losses, err error) {
	write := func(w io.Writer) error {
		lost, err = target.Write(w, r, register)
		return err
	}
	if file == "" {
		return lost, c.print(write)
	}
	return lost, writeFile(file, write)
}

// tellLosses sums up on standard error what the format can't carry, the gravest first.
func (c *command) tellLosses(lost *loss.Losses) {
	extended := 0
	for _, l := range lost.List() {
		if l.Fate == loss.Extended {
			extended++
		}
	}
	summary := slices.DeleteFunc(lost.Summary(), func(l loss.Loss) bool { return l.Fate == loss.Extended })
	for from := 0; from < len(summary); {
		to := from
		var fields []string
		for ; to < len(summary) && summary[to].Fate == summary[from].Fate; to++ {
			fields = append(fields, fmt.Sprintf("%s (%s)", summary[to].Field, prose.Number(summary[to].Records)))
		}
		fmt.Fprintf(c.Err, "%s (how many records have it):\n", summary[from].Fate)
		for _, line := range prose.Wrap(strings.Join(fields, ", "), plainWidth-2) {
			fmt.Fprintln(c.Err, "  "+line)
		}
		from = to
	}
	if extended > 0 {
		fmt.Fprintf(c.Err, "%s: %s; --losses FILE lists them\n", loss.Extended, prose.Count(extended, "field", "fields"))
	}
}

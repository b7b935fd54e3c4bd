package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/hashicorp/go-multierror"
	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/mappings"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// intakeFlags say how the exports of other tools are read.
type intakeFlags struct {
	mappings  []string
	format    string
	dateOrder string
}

func (f *intakeFlags) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.mappings, "mapping", nil, "`file` that says how an export is read, repeatable; beside those that the settings name")
	flags.StringVar(&f.format, "format", "", "`name` of the mapping by which exports are read (default: the one that fits)")
	flags.StringVar(&f.dateOrder, "date-order", "", "`order` of day and month in dates such as 03/04/2026, where the mapping doesn't say: dmy or mdy")
	_ = cmd.MarkFlagFilename("mapping", "json")
	complete(cmd, "date-order", mapping.DateOrders)
	complete(cmd, "format", shippedFormats)
}

// shippedFormats are the names of the mappings that this program holds.
func shippedFormats() []string {
	names, _ := fs.Glob(mappings.FS, "*"+mapping.Extension)
	for i, name := range names {
		names[i] = name[:len(name)-len(mapping.Extension)]
	}
	return names
}

// readMappings reads the mappings that this program holds, and those that the settings and the user name.
func (b *rulebook) readMappings(from origin, chosen intakeFlags, limits source.Limits) error {
	if order := chosen.dateOrder; order != "" && !slices.Contains(mapping.DateOrders(), order) {
		return &usageError{err: errors.New("--date-order: " + order + " is no order of day and month"), hint: "dmy for 31/12/2026, mdy for 12/31/2026"}
	}
	wanted, err := b.mappingFiles(chosen)
	if err != nil {
		return err
	}
	var errs *multierror.Error
	for _, one := range wanted {
		file, err := readBeside(from, one.Path, limits)
		if errors.Is(err, fs.ErrNotExist) {
			err = &source.Error{Pos: one.Pos, Err: errors.New("there is no file " + shown(one.Path)), Hint: "riskgate mappings lists those that are shipped"}
		}
		if err != nil {
			errs = multierror.Append(errs, err)
			continue
		}
		b.own = append(b.own, file)
	}
	if err := errs.ErrorOrNil(); err != nil {
		return err
	}
	b.intake = chosen
	return b.loadMappings()
}

// loadMappings makes ready those that were read.
func (b *rulebook) loadMappings() (err error) {
	b.mappings, err = mapping.Load(mapping.Config{
		Shipped:   b.files.mappings,
		Own:       b.own,
		Checker:   b.schemas,
		Format:    b.intake.format,
		DateOrder: b.intake.dateOrder,
	})
	return err
}

// mappingFiles are the organisation's own mappings, each once.
func (b *rulebook) mappingFiles(chosen intakeFlags) ([]settings.Named, error) {
	wanted, err := settings.Mappings(b.written, b.schemas)
	if err != nil {
		return nil, err
	}
	for i, one := range wanted {
		wanted[i].Path = besideSettings(b.written, one.Path)
	}
	for _, name := range chosen.mappings {
		again := func(other settings.Named) bool { return filepath.Clean(other.Path) == filepath.Clean(name) }
		if !slices.ContainsFunc(wanted, again) {
			wanted = append(wanted, settings.Named{Path: name, Pos: source.Position{File: "--mapping"}})
		}
	}
	return wanted, nil
}

func (c *command) mappings() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mappings",
		Short: "List the exports of other tools that riskgate reads",
		Long: `Mappings lists the formats of other tools that riskgate reads, each by the name that
--format takes. A mapping is a file in JSON: show prints one, to begin your own with.

docs/exports.md shows how to export from each tool, and how to write a mapping.`,
		Example: `  riskgate mappings
  riskgate mappings show nist-ir-8286 > mappings/ours.json
  riskgate check --mapping mappings/ours.json export.csv`,
		Args: between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			b := &rulebook{files: embedded()}
			var err error
			if b.schemas, err = schema.New(b.files.schemas); err != nil {
				return err
			}
			if err := b.loadMappings(); err != nil {
				return err
			}
			return c.print(func(w io.Writer) error { return listMappings(w, b.mappings) })
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:     "show NAME",
		Short:   "Print a mapping that riskgate ships",
		Example: `  riskgate mappings show nist-ir-8286`,
		Args:    between(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return shippedFormats(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := fs.ReadFile(mappings.FS, args[0]+mapping.Extension)
			if err != nil {
				return &usageError{err: fmt.Errorf("no mapping is called %q", args[0]), hint: spelling.Hint(args[0], shippedFormats())}
			}
			return c.print(func(w io.Writer) error { _, err := w.Write(text); return err })
		},
	})
	return cmd
}

// listMappings writes the name of each format with what it is.
func listMappings(w io.Writer, all *mapping.Library) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range all.Mappings() {
		fmt.Fprintf(table, "%s\t%s\n", m.Name, prose.Plain(m.Title))
	}
	return table.Flush()
}

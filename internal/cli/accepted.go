package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/hashicorp/go-multierror"
	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
)

// readAccepted reads what is accepted: the waivers and the baseline that the settings name, or those that stand under their
// usual names beside the settings or, where there are none, in the directory where the search for them began. What the
// settings name must be there, and what is there must be right: else nothing could be relied on.
func (b *rulebook) readAccepted(m *matter, limits source.Limits) error {
	b.waiversFile = b.acceptedName(b.settings.Waivers(), waiver.FileName, m.first)
	b.baselineFile = b.acceptedName(b.settings.Baseline(), baseline.FileName, m.first)
	var errs *multierror.Error
	if file, err := b.acceptedFile(m, b.settings.Waivers(), b.waiversFile, limits); err != nil {
		errs = multierror.Append(errs, err)
	} else if file.Name != "" {
		b.waivers, err = waiver.Read(file, b.schemas)
		errs = multierror.Append(errs, err)
	}
	if file, err := b.acceptedFile(m, b.settings.Baseline(), b.baselineFile, limits); err != nil {
		errs = multierror.Append(errs, err)
	} else if file.Name != "" {
		b.baseline, err = baseline.Read(file, b.schemas)
		errs = multierror.Append(errs, err)
	}
	if b.waivers == nil {
		b.unasked = append(b.unasked, report.WaiverKind)
	}
	return errs.ErrorOrNil()
}

// acceptedFile reads one of the files; its zero value where none is there, and none needs to be.
func (b *rulebook) acceptedFile(m *matter, named settings.Named, name string, limits source.Limits) (source.File, error) {
	file, err := readBeside(m.origin, name, limits)
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return file, err
	case named.Path == "" || m.begins:
		return source.File{}, nil
	}
	return source.File{}, &source.Error{
		Pos:  named.Pos,
		Err:  errors.New("there is no file " + shown(name)),
		Hint: "restore the file, or take the key out: without it nothing is accepted",
	}
}

// readBeside reads a file of which no link leads out of its folder.
func readBeside(from origin, name string, limits source.Limits) (source.File, error) {
	folder, info, err := from.folder(filepath.Dir(name))
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir():
		return source.File{}, fs.ErrNotExist
	case err != nil:
		return source.File{}, pathError(shown(name), err)
	}
	return source.ReadFile(folder, filepath.Base(name), shown(name), limits)
}

// acceptedName is where such a file stands, or would.
func (b *rulebook) acceptedName(named settings.Named, usual, directory string) string {
	if b.settings.File() != "" {
		directory = filepath.Dir(b.settings.File())
	}
	switch {
	case named.Path == "":
		return filepath.Join(directory, usual)
	case filepath.IsAbs(named.Path):
		return named.Path
	}
	return filepath.Join(directory, named.Path)
}

// judgeWaivers has the waivers among the subjects: what one accepts is known when all rules have been asked.
func (c *command) judgeWaivers(ctx context.Context, cmd *cobra.Command, r *records, asOf string) error {
	if err := r.book.readAccepted(&matter{roots: r.roots, origin: disk{}}, source.Limits{}); err != nil || r.book.waivers == nil {
		return err
	}
	date, _, err := c.asOf(cmd, asOf, r.book)
	if err != nil {
		return err
	}
	if r.base == nil {
		r.book.unasked = append(r.book.unasked, report.ChangeKind)
	}
	engine, err := r.book.compile(date, false)
	if err != nil {
		return err
	}
	return r.Judge(ctx, engine, r.book.rules, r.book.waivers, report.About{AsOf: date, Changes: r.book.changes})
}

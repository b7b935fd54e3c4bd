package cli

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
)

// readAccepted reads what is accepted: the waivers and the baseline that the settings name, or those that stand under their
// usual names beside the settings or, where there are none, in the directory where the search for them began. What the
// settings name must be there, and what is there must be right: else nothing could be relied on.
func (b *rulebook) readAccepted(from origin, directory string, limits source.Limits) error {
	var errs *multierror.Error
	if file, err := b.acceptedFile(from, b.settings.Waivers(), waiver.FileName, directory, limits); err != nil {
		errs = multierror.Append(errs, err)
	} else if file.Name != "" {
		b.waivers, err = waiver.Read(file, b.schemas)
		errs = multierror.Append(errs, err)
	}
	if file, err := b.acceptedFile(from, b.settings.Baseline(), baseline.FileName, directory, limits); err != nil {
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

// acceptedFile reads one of the files; its zero value where the settings name none and none is there.
func (b *rulebook) acceptedFile(from origin, named settings.Named, usual, directory string, limits source.Limits) (source.File, error) {
	name := b.acceptedName(named, usual, directory)
	fsys, within, err := from.locate(name)
	if err != nil {
		return source.File{}, err
	}
	file, err := source.ReadFile(fsys, within, shown(name), limits)
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return file, err
	case named.Path == "":
		return source.File{}, nil
	}
	return source.File{}, &source.Error{
		Pos:  named.Pos,
		Err:  errors.New("there is no file " + shown(name)),
		Hint: "restore the file, or take the key out: without it nothing is accepted",
	}
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

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// standardInput is the argument that stands for the process's input.
const standardInput = "-"

// roots opens what the user named. Each directory is opened as a root of its own, so that no link leads out of it.
type roots struct {
	list  []workspace.Root
	first string // directory of the first path, where the search for settings begins
	open  []io.Closer
}

func (r *roots) Close() {
	for _, c := range r.open {
		c.Close()
	}
}

func (c *command) openRoots(ctx context.Context, args []string, stdinName string, limits source.Limits) (*roots, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	r := &roots{}
	var errs *multierror.Error
	for _, arg := range args {
		var err error
		if arg == standardInput {
			err = r.addInput(ctx, c.In, stdinName, limits)
		} else {
			err = r.addPath(arg)
		}
		if err != nil {
			errs = multierror.Append(errs, err)
		}
	}
	if err := errs.ErrorOrNil(); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func (r *roots) addPath(arg string) error {
	name := shown(arg)
	info, err := os.Stat(arg)
	if err != nil {
		return pathError(name, err)
	}
	directory, within := arg, "."
	if !info.IsDir() {
		directory, within = filepath.Split(arg)
		if directory == "" {
			directory = "."
		}
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return pathError(name, err)
	}
	r.open = append(r.open, root)
	r.list = append(r.list, workspace.Root{Name: name, FS: root.FS(), Path: filepath.ToSlash(within)})
	if r.first == "" {
		r.first = directory
	}
	return nil
}

// addInput reads standard input as a file of the given name.
func (r *roots) addInput(ctx context.Context, in io.Reader, name string, limits source.Limits) error {
	content, err := readAll(ctx, io.LimitReader(in, limits.Most()+1)) // one byte more shows that there are too many
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return pathError(name, err)
	}
	r.list = append(r.list, workspace.Root{Name: filepath.ToSlash(name), Content: content})
	if r.first == "" {
		r.first = filepath.Dir(name)
	}
	return nil
}

// readAll reads to the end, or until the run is stopped: somebody who waits at a terminal must be able to leave.
func readAll(ctx context.Context, in io.Reader) ([]byte, error) {
	type input struct {
		content []byte
		err     error
	}
	done := make(chan input, 1)
	go func() {
		content, err := io.ReadAll(in)
		done <- input{content, err}
	}()
	select {
	case all := <-done:
		return all.content, all.err
	case <-ctx.Done():
		return nil, fmt.Errorf("the check was stopped: %w", context.Cause(ctx))
	}
}

// shown is the name by which messages call a path: as the user typed it, cleaned, with slashes, and relative where it
// lies below the working directory, so that one file has one name however it was reached.
func shown(arg string) string {
	clean := filepath.Clean(arg)
	if filepath.IsAbs(clean) {
		if here, err := os.Getwd(); err == nil {
			if relative, err := filepath.Rel(here, clean); err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
				clean = relative
			}
		}
	}
	return filepath.ToSlash(clean)
}

func pathError(name string, err error) error {
	text, hint := "can't be read", ""
	var inPath *fs.PathError
	var told *source.Error
	switch {
	case errors.As(err, &told):
		text, hint = text+": "+told.Err.Error(), told.Hint
	case errors.As(err, &inPath):
		text += ": " + inPath.Err.Error()
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text, hint = "no such file or directory", "name files, directories, or - for standard input"
	case errors.Is(err, fs.ErrPermission):
		text, hint = "can't be read: permission denied", "give the user that runs riskgate the right to read it"
	}
	return &source.Error{Pos: source.Position{File: name}, Err: errors.New(text), Hint: hint}
}

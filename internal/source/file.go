package source

import (
	"errors"
	"fmt"
	"io/fs"
)

// File is a file that was read whole, under the name by which messages call it.
type File struct {
	Name string
	Text []byte
}

// ReadFile reads a regular file that holds one JSON value beside the documents of a run; messages call it by name. That
// there is none is fs.ErrNotExist as well.
func ReadFile(fsys fs.FS, path, name string, limits Limits) (File, error) {
	info, err := fs.Stat(fsys, path)
	if err != nil {
		return File{}, Unreadable(name, err)
	}
	if !info.Mode().IsRegular() {
		return File{}, fileError(name, errors.New("is not a regular file"), "put a copy of the file in its place")
	}
	if info.Size() > limits.Most() {
		return File{}, fileError(name, fmt.Errorf("is larger than %d bytes", limits.Most()), "raise --max-file-size")
	}
	text, err := fs.ReadFile(fsys, path)
	if err != nil {
		return File{}, Unreadable(name, err)
	}
	return File{Name: name, Text: text}, nil
}

// Parse reads the value that the file holds.
func (f File) Parse() (*Value, error) {
	return new(Parser).Parse(f.Text, Position{File: f.Name})
}

// End is the offset behind a value that was parsed from the file.
func (f File) End(v *Value) int {
	return v.Offset + valueLength(f.Text[v.Offset:])
}

// Position is the place of a byte of the file.
func (f File) Position(offset int) Position {
	return PositionAt(f.Text, Position{File: f.Name}, offset)
}

// Unreadable is the error of a file that can't be read. It keeps the system's word for it and drops the path, which is not
// always the one that the user knows.
func Unreadable(name string, err error) error {
	hint := "let the user that runs riskgate read the file; links out of its directory are not followed"
	var failed *fs.PathError
	var told *Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileError(name, fmt.Errorf("no such file%w", silent{fs.ErrNotExist}), "check the name")
	case errors.As(err, &told):
		err, hint = told.Err, told.Hint
	case errors.As(err, &failed):
		err = failed.Err
	}
	return fileError(name, fmt.Errorf("can't be read: %w", err), hint)
}

// silent wraps an error without a word of its own.
type silent struct{ error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.error }

func fileError(name string, err error, hint string) error {
	return &Error{Pos: Position{File: name}, Err: err, Hint: hint}
}

package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// FileName is what the settings of an organisation are called.
const FileName = schema.SettingsFile

// maxSize is far more than settings ever need.
const maxSize = 1 << 20

// File is a settings file, under the name by which messages call it.
type File struct {
	Name string
	Text []byte
}

// Find returns the path of the settings file in the first of the directories
// that has one, or "". The search upward lists a directory before its parent.
func Find(fsys fs.FS, directories []string) (string, error) {
	for _, directory := range directories {
		name := path.Join(directory, FileName)
		_, err := fs.Lstat(fsys, name) // a link that leads nowhere is no reason to look further up
		switch {
		case err == nil:
			return name, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", unreadable(name, err)
		}
	}
	return "", nil
}

// Read reads a settings file; messages call it by name.
func Read(fsys fs.FS, path, name string) (File, error) {
	info, err := fs.Stat(fsys, path)
	if err != nil {
		return File{}, unreadable(name, err)
	}
	if !info.Mode().IsRegular() {
		return File{}, fileError(name, "settings must be a regular file", "name a file such as "+FileName)
	}
	if info.Size() > maxSize {
		return File{}, fileError(name, fmt.Sprintf("settings are larger than %d MiB", maxSize>>20), "name a settings file, not a document")
	}
	text, err := fs.ReadFile(fsys, path)
	if err != nil {
		return File{}, unreadable(name, err)
	}
	return File{Name: name, Text: text}, nil
}

// unreadable says of settings that aren't there how else they are found.
func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fileError(name, "no such settings file", "check the name, or leave it out to search for "+FileName)
	}
	return source.Unreadable(name, err)
}

func fileError(name, text, hint string) error {
	return &source.Error{Pos: source.Position{File: name}, Err: errors.New(text), Hint: hint}
}

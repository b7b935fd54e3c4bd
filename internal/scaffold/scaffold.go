// Package scaffold writes the first lines of a new rule, with tests and examples that hold.
package scaffold

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

// templates holds one rule folder for each kind of subject, in which GROUP and CLAIM stand for the rule's name.
//
//go:embed templates
var templates embed.FS

// File is one file of a rule's folder.
type File struct {
	Name string // within the folder, with slashes
	Text []byte
}

// Subjects lists the kinds of subject that a new rule can be about.
func Subjects() ([]string, error) {
	entries, err := fs.ReadDir(templates, "templates")
	subjects := make([]string, len(entries))
	for i, entry := range entries {
		subjects[i] = entry.Name()
	}
	return subjects, err
}

// Rule returns the files of a new rule about a kind of subject, by name: a claim that works, to be changed into the one
// that is meant.
func Rule(group, claim, subject string) ([]File, error) {
	folder := path.Join("templates", subject)
	named := strings.NewReplacer("GROUP", group, "CLAIM", claim)
	var files []File
	err := fs.WalkDir(templates, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates, name)
		files = append(files, File{Name: strings.TrimPrefix(name, folder+"/"), Text: []byte(named.Replace(string(text)))})
		return err
	})
	return files, err
}

package ruledoc

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// Example is a subject as a rule sees it, and what the rule says of it.
type Example struct {
	Kind     string // pass, fail, boundary or not_applicable
	File     string // within the policy folder
	Title    string
	AsOf     string
	Settings *source.Value // what it changes; nil: nothing
	Input    *source.Value
	Messages []string
}

// kinds are how examples are called, in the order of a page.
var kinds = []string{"fail", "pass", "boundary", "not_applicable"}

// Examples reads the examples of a rule in a policy folder: by kind, the plainest first, which has the shortest name.
func Examples(fsys fs.FS, id string) ([]Example, error) {
	folder := path.Join("rules", strings.ReplaceAll(id, ".", "/"), "examples")
	var examples []Example
	for _, kind := range kinds {
		files, err := fs.Glob(fsys, path.Join(folder, kind+"*.json"))
		if err != nil {
			return nil, err
		}
		slices.SortFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
		for _, file := range files {
			example, err := readExample(fsys, file)
			if err != nil {
				return nil, err
			}
			example.Kind = kind
			examples = append(examples, example)
		}
	}
	return examples, nil
}

func readExample(fsys fs.FS, file string) (Example, error) {
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Example{}, err
	}
	root, err := new(source.Parser).Parse(text, source.Position{File: file, Line: 1, Column: 1})
	if err != nil {
		return Example{}, err
	}
	example := Example{
		File:     file,
		Title:    textOf(root, "title"),
		AsOf:     textOf(root, "as_of"),
		Settings: root.Get("settings"),
		Input:    cmp.Or(root.Get("input"), source.NewObject()),
	}
	if violations := root.Get("violations"); violations != nil {
		for _, v := range violations.Elements {
			example.Messages = append(example.Messages, textOf(v, "message"))
		}
	}
	return example, nil
}

func textOf(v *source.Value, name string) string {
	if member := v.Get(name); member != nil {
		return member.Text
	}
	return ""
}

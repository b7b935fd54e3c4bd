// Package ruledoc explains one rule to a person.
package ruledoc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Page is all that is known of one rule.
type Page struct {
	Rule report.Rule
	// Level is the level at which the rule is asked, or off.
	Level string
	// Fails and Holds show the rule at work, each with the plainest example of its kind.
	Fails, Holds Example
	// Settings are the rule's settings with the values in force, as name = value.
	Settings []string
	// Off says why the settings turn the rule off; empty when it's asked.
	Off string
}

// Example is a subject as the rule sees it.
type Example struct {
	Title    string
	AsOf     string
	Input    []byte   // indented JSON
	Messages []string // what the rule says of it
}

// Examples reads the plainest failing and passing example of a rule in a policy folder: the one with the shortest name.
func Examples(fsys fs.FS, id string) (fails, holds Example, err error) {
	folder := path.Join("rules", strings.ReplaceAll(id, ".", "/"), "examples")
	if fails, err = plainest(fsys, path.Join(folder, "fail*.json")); err != nil {
		return Example{}, Example{}, err
	}
	holds, err = plainest(fsys, path.Join(folder, "pass*.json"))
	return fails, holds, err
}

func plainest(fsys fs.FS, pattern string) (Example, error) {
	files, err := fs.Glob(fsys, pattern)
	if err != nil || len(files) == 0 {
		return Example{}, err
	}
	file := slices.MinFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Example{}, err
	}
	root, err := new(source.Parser).Parse(text, source.Position{File: file, Line: 1, Column: 1})
	if err != nil {
		return Example{}, err
	}
	example := Example{Title: textOf(root, "title"), AsOf: textOf(root, "as_of")}
	var indented bytes.Buffer
	if err := json.Indent(&indented, root.Get("input").AppendJSON(nil), "  ", "  "); err != nil {
		return Example{}, err
	}
	example.Input = indented.Bytes()
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

// WriteText writes the page for a terminal of so many columns.
func (p Page) WriteText(w io.Writer, width int) error {
	var b strings.Builder
	r := p.Rule
	fmt.Fprintf(&b, "%s: %s\n", r.ID, r.Title)
	fmt.Fprintf(&b, "asked about each %s; a finding has level %s\n", r.Subject, p.Level)
	if p.Off != "" {
		fmt.Fprintf(&b, "turned off by the settings: %s\n", p.Off)
	}
	section(&b, "Why", prose.Wrap(r.Description, width-2))
	section(&b, "How to mend a finding", prose.Wrap(r.Remedy, width-2))
	section(&b, "Reads", r.Reads)
	section(&b, "Reads where it is there", r.Optional)
	section(&b, "Settings", p.Settings)
	section(&b, "Evidence for", r.Controls)
	p.Fails.write(&b, "An example that fails", width)
	p.Holds.write(&b, "An example that holds", width)
	_, err := io.WriteString(w, b.String())
	return err
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "  %s\n", line)
	}
}

func (e Example) write(b *strings.Builder, title string, width int) {
	if len(e.Input) == 0 {
		return
	}
	section(b, title, prose.Wrap(fmt.Sprintf("%s (as of %s)", e.Title, e.AsOf), width-2))
	fmt.Fprintf(b, "  %s\n", e.Input)
	for _, message := range e.Messages {
		for i, line := range prose.Wrap("-> "+message, width-5) {
			if i > 0 {
				line = "   " + line
			}
			fmt.Fprintf(b, "  %s\n", line)
		}
	}
}

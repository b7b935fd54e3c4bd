// Package mutant makes a rule wrong in one small way at a time.
package mutant

import (
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// Mutant is a file of Rego with one small change.
type Mutant struct {
	Pos    source.Position // where the change begins
	Change string          // what was done, as "< becomes <="
	Before string          // the lines that the change touches, as one line
	After  string          // what becomes of them
	Text   string          // the whole file
}

// Surroundings are what a change can draw on, so that what takes the place of
// something could have been written there by mistake.
type Surroundings struct {
	Settings *source.Value          // data.settings
	Input    *source.Value          // the JSON Schema of the input; nil for a package that rules share
	Shared   map[string]*ast.Module // packages that rules share, by file
}

// Of lists the mutants of a file, in the order of its text. Changes that make no
// difference by their nature are left out: the boundary of count(x) > 0, for one,
// which no count lies beyond.
func Of(module *ast.Module, text string, around Surroundings) []Mutant {
	m := &maker{
		Surroundings: around,
		file:         module.Package.Location.File,
		text:         text,
		packages:     packagesOf(module),
		own:          map[string]bool{},
		seen:         map[string]bool{text: true},
	}
	module = repaired(module, text)
	definitions := map[string]int{}
	for _, rule := range module.Rules {
		definitions[rule.Head.Ref().String()]++
		m.own[rule.Head.Name.String()] = true
	}
	for _, rule := range module.Rules {
		name := rule.Head.Ref().String()
		m.rule(rule, definitions[name] > 1 || name == "violations")
	}
	return m.made
}

// maker collects the mutants of one file.
type maker struct {
	Surroundings
	file     string
	text     string
	packages map[string]string // by the name under which the file imports them
	own      map[string]bool   // names that the file defines
	made     []Mutant
	seen     map[string]bool // texts that were made already
	shapes   map[ast.Var]*source.Value
}

func packagesOf(module *ast.Module) map[string]string {
	packages := map[string]string{}
	for _, imported := range module.Imports {
		packages[string(imported.Name())] = imported.Path.String()
	}
	return packages
}

// span is a part of a file's text.
type span struct{ start, end int }

// spanOf is where a location's text stands. It isn't known of what the parser
// made itself, and of what stands in parentheses.
func (m *maker) spanOf(at *ast.Location) (span, bool) {
	if at == nil || len(at.Text) == 0 {
		return span{}, false
	}
	found := span{at.Offset, at.Offset + len(at.Text)}
	return found, found.end <= len(m.text) && m.text[found.start:found.end] == string(at.Text)
}

func (m *maker) of(s span) string { return m.text[s.start:s.end] }

// replace makes a mutant that has another text in one place.
func (m *maker) replace(where span, with, change string) {
	with = m.apart(where, with)
	first := strings.LastIndexByte(m.text[:where.start], '\n') + 1
	after := len(m.text)
	if length := strings.IndexByte(m.text[where.end:], '\n'); length >= 0 {
		after = where.end + length
	}
	m.add(where, with, Mutant{
		Pos:    m.position(where.start),
		Change: change,
		Before: oneLine(m.text[first:after]),
		After:  oneLine(m.text[first:where.start] + with + m.text[where.end:after]),
	})
}

// add adds a mutant whose text is still to be made. Two ways to the same text make one.
func (m *maker) add(where span, with string, made Mutant) {
	made.Text = m.text[:where.start] + with + m.text[where.end:]
	if !m.seen[made.Text] {
		m.seen[made.Text] = true
		m.made = append(m.made, made)
	}
}

// apart keeps a word from growing together with its neighbours: not (a) has none.
func (m *maker) apart(where span, with string) string {
	if with == "" {
		return with
	}
	if where.start > 0 && isWord(m.text[where.start-1]) && isWord(with[0]) {
		with = " " + with
	}
	if where.end < len(m.text) && isWord(m.text[where.end]) && isWord(with[len(with)-1]) {
		with += " "
	}
	return with
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
}

func (m *maker) position(at int) source.Position {
	return source.Position{
		File:   m.file,
		Line:   strings.Count(m.text[:at], "\n") + 1,
		Column: at - strings.LastIndexByte(m.text[:at], '\n'),
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

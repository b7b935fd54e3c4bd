package csv

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/source"
)

// separators are those that are recognised, with their names.
var separators = []struct {
	char rune
	name string
}{
	{',', "comma"},
	{';', "semicolon"},
	{'\t', "tab"},
}

// sampleRows is how many rows are looked at to recognise the separator.
const sampleRows = 100

// findSeparator names the separator of the file, as the caller or the file did or by what its first rows look like.
func (t *Table) findSeparator(named rune) error {
	sample, err := t.sample()
	if err != nil {
		return err
	}
	if len(sample) > 0 && sample[0].number == 1 {
		if told, ok := toldSeparator(string(sample[0].text)); ok && (named == 0 || named == told) {
			t.start = start{offset: sample[0].span.Offset + int64(sample[0].span.Length), line: 2}
			return t.takeSeparator(told, `the first line says "sep="`)
		}
	}
	if named != 0 {
		return t.takeSeparator(named, "it was named")
	}
	var tables []guess
	for _, s := range separators {
		tables = append(tables, newGuess(t.name, s.char, sample))
	}
	for _, fits := range []func(guess) bool{guess.even, guess.mostly, guess.splits} {
		fitting := slices.DeleteFunc(slices.Clone(tables), func(g guess) bool {
			return !fits(g) || slices.ContainsFunc(tables, func(other guess) bool { return fits(other) && g.within(other) })
		})
		switch {
		case len(fitting) == 1:
			return t.takeSeparator(fitting[0].separator, fitting[0].String())
		case len(fitting) > 1:
			return t.ambiguous(fitting)
		}
	}
	return t.takeSeparator(',', "the file has one column, so that it makes no difference")
}

// sample returns the first rows that aren't empty. What is wrong further on shows when the table is read.
func (t *Table) sample() ([]record, error) {
	var sample []record
	records := t.records()
	for len(sample) < sampleRows {
		found, err := records.next()
		if errors.Is(err, io.EOF) || err != nil && len(sample) > 0 {
			return sample, nil
		}
		if err != nil {
			return nil, err
		}
		if text := strings.TrimRight(string(found.text), "\r\n"); text != "" {
			found.text = []byte(text)
			sample = append(sample, found)
		}
	}
	return sample, nil
}

// toldSeparator returns the separator that a line tells Excel.
func toldSeparator(line string) (rune, bool) {
	rest, told := strings.CutPrefix(line, "sep=")
	char, size := utf8.DecodeRuneInString(rest)
	return char, told && size > 0 && size == len(rest)
}

func (t *Table) takeSeparator(separator rune, reason string) error {
	if strings.ContainsRune("\"\r\n\x00\ufffd", separator) {
		return &source.Error{
			Pos:  source.Position{File: t.name},
			Err:  fmt.Errorf("%q can't separate fields", separator),
			Hint: "name another separator",
		}
	}
	t.Dialect.Separator = separator
	t.Dialect.Reasons = append(t.Dialect.Reasons, separatorName(separator)+": "+reason)
	return nil
}

func (t *Table) ambiguous(guesses []guess) error {
	var names, reasons []string
	for _, g := range guesses {
		names = append(names, separatorName(g.separator))
		reasons = append(reasons, g.String())
	}
	return &source.Error{
		Pos:  source.Position{File: t.name, Line: t.start.line, Column: 1},
		Err:  fmt.Errorf("fields may be separated by %s: %s", strings.Join(names, " or "), strings.Join(reasons, ", or ")),
		Hint: `say which it is in a line of its own at the top of the file, such as sep=;`,
	}
}

func separatorName(separator rune) string {
	for _, s := range separators {
		if s.char == separator {
			return s.name
		}
	}
	return fmt.Sprintf("%q", separator)
}

// guess is what the first rows of a file look like with one separator.
type guess struct {
	separator rune
	rows      int   // in all
	width     int   // the most frequent number of fields in a row, 1 aside
	wide      []int // the rows that have it
}

func newGuess(name string, separator rune, sample []record) guess {
	g := guess{separator: separator, rows: len(sample)}
	widths := map[int][]int{}
	fields := newFields(name, separator)
	for i, r := range sample {
		row, err := fields.row(r)
		if err != nil {
			break // quotes stand where this separator puts no field
		}
		if len(row.Cells) > 1 {
			widths[len(row.Cells)] = append(widths[len(row.Cells)], i)
		}
	}
	for width, rows := range widths {
		if len(rows) > len(g.wide) || len(rows) == len(g.wide) && width > g.width {
			g.width, g.wide = width, rows
		}
	}
	return g
}

func (g guess) even() bool   { return len(g.wide) > 0 && len(g.wide) == g.rows }
func (g guess) mostly() bool { return len(g.wide)*2 > g.rows }
func (g guess) splits() bool { return len(g.wide) > 0 }

// within reports whether another separator orders the same rows and more, as semicolons do where numbers have commas.
func (g guess) within(other guess) bool {
	return len(g.wide) < len(other.wide) && !slices.ContainsFunc(g.wide, func(row int) bool { return !slices.Contains(other.wide, row) })
}

func (g guess) String() string {
	return fmt.Sprintf("%d of the first %d rows have %d fields by it", len(g.wide), g.rows, g.width)
}

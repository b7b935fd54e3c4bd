// Package csv reads a file of separated values as a table whose every field keeps its place.
package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

// What a table may hold at most, whatever the file's size. A cell of a spreadsheet holds 32,767 characters, and a row of
// it 16,384 columns.
const (
	maxField   = 1 << 20 // bytes of UTF-8, as are those of a row
	maxRow     = 8 << 20
	maxColumns = 16384
)

// Options say what the reader would have to find out. Their zero value lets it.
type Options struct {
	Separator rune
	Encoding  Encoding
	Limits    source.Limits
}

// Dialect is how a file is written.
type Dialect struct {
	Encoding  Encoding
	Separator rune
	// Reasons say in words why each was taken.
	Reasons []string
}

// Table is the one sheet of a file. A field stands as it was written, blanks included, but for the quotes around it.
type Table struct {
	grid.Sheet
	Dialect Dialect

	name  string
	file  io.ReaderAt
	size  int64
	start start
}

// start is where the first row begins, behind a byte order mark and the line by which Excel is told the separator.
type start struct {
	offset int64
	line   int
}

// Open finds out how a file of so many bytes is written, by which messages call it by name. What can't be known for sure
// is an error that asks. The file must stay open as long as the table is read.
func Open(file io.ReaderAt, size int64, name string, options Options) (*Table, error) {
	if size > options.Limits.Most() {
		return nil, &source.Error{
			Pos:  source.Position{File: name},
			Err:  fmt.Errorf("is larger than %d bytes", options.Limits.Most()),
			Hint: "raise --max-file-size",
		}
	}
	t := &Table{name: name, file: file, size: size, start: start{line: 1}}
	if err := t.findEncoding(options.Encoding); err != nil {
		return nil, err
	}
	if err := t.findSeparator(options.Separator); err != nil {
		return nil, err
	}
	t.Rows = t.rows
	return t, nil
}

// rows yields the rows of the file, one by one.
func (t *Table) rows(yield func(grid.Row, error) bool) {
	records := t.records()
	fields := newFields(t.name, t.Dialect.Separator)
	width := 0
	for {
		found, err := records.next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(grid.Row{}, err)
			return
		}
		row, err := fields.row(found)
		if err != nil {
			yield(grid.Row{}, err)
			return
		}
		if len(row.Cells) < width && !bytes.HasSuffix(found.text, []byte{'\n'}) {
			yield(grid.Row{}, fields.cutOff(found, len(row.Cells), width))
			return
		}
		width = len(row.Cells)
		if !row.Blank() && !yield(row, nil) {
			return
		}
	}
}

// Row reads one row again, by the number and the span that it had.
func (t *Table) Row(number int, span source.Span) (grid.Row, error) {
	raw := make([]byte, span.Length)
	if _, err := t.file.ReadAt(raw, span.Offset); err != nil && !errors.Is(err, io.EOF) {
		return grid.Row{}, unreadable(t.name, err)
	}
	if !span.Holds(raw) {
		return grid.Row{}, changed(t.name)
	}
	text, err := t.Dialect.Encoding.decode(raw)
	if err != nil {
		return grid.Row{}, unreadable(t.name, err)
	}
	return newFields(t.name, t.Dialect.Separator).row(record{text: text, number: number, span: span})
}

func changed(name string) error {
	return &source.Error{
		Pos:  source.Position{File: name},
		Err:  errors.New("changed while it was being checked"),
		Hint: "run the check again when nothing writes to the file",
	}
}

func unreadable(name string, err error) error {
	return &source.Error{
		Pos:  source.Position{File: name},
		Err:  fmt.Errorf("can't be read: %w", err),
		Hint: "let the user that runs riskgate read the file",
	}
}

package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

// fields takes rows apart. What quotes mean is left to encoding/csv, which gets one row at a time: it knows where a field
// begins, but not where a row does in a file that is not UTF-8, which lines were empty, or where a quote was opened that
// nothing closes; and it would read a file to its end in search of that quote.
type fields struct {
	name  string
	feed  feed
	in    *csv.Reader
	lines int // that the reader has been fed
}

// feed hands out one text, and ends until there is another.
type feed struct{ rest []byte }

func (f *feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func newFields(name string, separator rune) *fields {
	f := &fields{name: name}
	f.in = csv.NewReader(&f.feed)
	f.in.Comma = separator
	f.in.FieldsPerRecord = -1
	f.in.ReuseRecord = true
	return f
}

// row takes one row apart. One without any field has no cells.
func (f *fields) row(r record) (grid.Row, error) {
	row := grid.Row{Number: r.number, Span: r.span}
	if len(bytes.TrimRight(r.text, "\r\n")) == 0 {
		return row, nil
	}
	f.feed.rest = r.text
	texts, err := f.in.Read()
	if err != nil {
		return grid.Row{}, f.describe(err, r)
	}
	if len(texts) > maxColumns {
		return grid.Row{}, f.fault(r, 0, fmt.Sprintf("a row has more than %d fields", maxColumns), "check whether the file is a table at all")
	}
	row.Cells = make([]grid.Cell, len(texts))
	row.Places = make([]grid.Place, len(texts))
	at := place{text: r.text, line: 1, column: 1}
	for i, text := range texts {
		line, column := f.in.FieldPos(i)
		at.advance(line-f.lines, column)
		row.Places[i] = grid.Place{Line: r.span.Line + at.line - 1, Column: at.column}
		if len(text) > maxField {
			return grid.Row{}, f.fault(r, at.offset, fmt.Sprintf("a field is longer than %d MiB", maxField>>20), "check whether a quote is missing")
		}
		if text != "" {
			row.Cells[i] = grid.Cell{Kind: grid.Text, Text: text}
		}
	}
	f.lines += lineCount(r.text)
	return row, nil
}

// place walks through the text of a row from field to field. Its column counts characters; that of encoding/csv, bytes.
type place struct {
	text         []byte
	start        int // of the line
	offset       int
	line, column int
}

func (p *place) advance(line, column int) {
	for ; p.line < line; p.line++ {
		p.start += bytes.IndexByte(p.text[p.start:], '\n') + 1
		p.offset, p.column = p.start, 1
	}
	next := p.start + column - 1
	p.column += utf8.RuneCount(p.text[p.offset:next])
	p.offset = next
}

func lineCount(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if !bytes.HasSuffix(text, []byte{'\n'}) {
		n++
	}
	return n
}

// describe puts what encoding/csv has refused into words.
func (f *fields) describe(refusal error, r record) error {
	var parse *csv.ParseError
	if !errors.As(refusal, &parse) {
		return unreadable(f.name, refusal)
	}
	at := place{text: r.text, line: 1, column: 1}
	at.advance(parse.Line-f.lines, parse.Column)
	if errors.Is(parse.Err, csv.ErrBareQuote) {
		return f.fault(r, at.offset, "a quote stands in a field that doesn't begin with one", `put the field in quotes and write a quote within it as "", and leave no blank before the first one`)
	}
	if len(bytes.TrimRight(r.text[at.offset:], "\r\n")) == 0 {
		return f.fault(r, opened(r.text), "a quoted field begins here and has no end", `close it with a quote, write a quote within it as "", or export the file again if it was cut off`)
	}
	began := source.PositionAt(r.text, source.Position{Line: r.span.Line, Column: 1}, opened(r.text[:at.offset]))
	return f.fault(r, at.offset, fmt.Sprintf("the field that begins at line %d, column %d, goes on behind its closing quote", began.Line, began.Column), `write a quote within a field as ""`)
}

// cutOff says of a last row that has neither a line end nor all the fields of the row before it that more was there.
func (f *fields) cutOff(r record, fields, before int) error {
	return f.fault(r, len(r.text), fmt.Sprintf("the file ends within a row: it has %d fields, and the row before it %d", fields, before),
		"export or copy the file again; if nothing is missing, end its last line with a line break")
}

func (f *fields) fault(r record, offset int, text, hint string) error {
	return &source.Error{Pos: source.PositionAt(r.text, r.span.Position(f.name), offset), Err: errors.New(text), Hint: hint}
}

package csv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/source"
)

// record is the text of one row with its line end, and where it stands in the file.
type record struct {
	text   []byte // valid until the next one is read
	number int
	span   source.Span
}

// records takes a file apart into its rows. A line end within quotes ends no row; that is all that it knows of fields.
type records struct {
	table  *Table
	in     *bufio.Reader // of UTF-8
	text   []byte
	offset int64
	line   int
	number int
}

func (t *Table) records() *records {
	rest := io.NewSectionReader(t.file, t.start.offset, t.size-t.start.offset)
	return &records{
		table:  t,
		in:     bufio.NewReaderSize(t.Dialect.Encoding.reader(rest), 64<<10),
		offset: t.start.offset,
		line:   t.start.line,
	}
}

// next returns the next row, or io.EOF behind the last one.
func (r *records) next() (record, error) {
	if err := r.read(); err != nil {
		return record{}, err
	}
	raw, err := r.raw()
	if err != nil {
		return record{}, err
	}
	r.number++
	at := source.Position{Line: r.line, Column: 1}
	found := record{text: r.text, number: r.number, span: source.NewSpan(raw, r.offset, at)}
	if err := r.sound(); err != nil {
		return record{}, err
	}
	r.offset += int64(len(raw))
	r.line += bytes.Count(r.text, []byte{'\n'})
	return found, nil
}

// read fills the text with all lines of one row.
func (r *records) read() error {
	r.text = r.text[:0]
	quotes := 0
	for {
		part, err := r.in.ReadSlice('\n')
		r.text = append(r.text, part...)
		quotes += bytes.Count(part, []byte{'"'})
		open := quotes%2 == 1
		switch {
		case len(r.text) > maxRow && open:
			return r.fault(opened(r.text), fmt.Sprintf("a quoted field begins here and has no end within %d MiB", maxRow>>20), `close it with a quote; write a quote within it as ""`)
		case len(r.text) > maxRow:
			return r.fault(0, fmt.Sprintf("a row is longer than %d MiB", maxRow>>20), "check whether the file is a table at all")
		case err == nil && !open:
			return nil
		case err == nil, errors.Is(err, bufio.ErrBufferFull):
			continue
		case !errors.Is(err, io.EOF):
			return unreadable(r.table.name, err)
		case len(r.text) > 0:
			return nil // a quote that is open is for the reader of fields, who knows which one it is
		case r.offset != r.table.size:
			return changed(r.table.name)
		}
		return io.EOF
	}
}

// raw returns the bytes of the text as they stand in the file. They are decoded from it, so only what has no meaning in
// the encoding comes out as something else.
func (r *records) raw() ([]byte, error) {
	encoding := r.table.Dialect.Encoding
	if encoding == UTF8 {
		if at := invalid(r.text); at < len(r.text) {
			return nil, r.fault(at, "is not UTF-8 from here on", "export the file as UTF-8")
		}
		return r.text, nil
	}
	replaced := bytes.IndexRune(r.text, utf8.RuneError)
	raw, err := encoding.encode(r.text)
	if replaced < 0 || err == nil && r.stands(raw) {
		return raw, err
	}
	return nil, r.fault(replaced, "is not "+string(encoding)+" from here on", "export the file as UTF-8")
}

// stands reports whether the file has these bytes where the row begins.
func (r *records) stands(raw []byte) bool {
	held := make([]byte, len(raw))
	n, _ := r.table.file.ReadAt(held, r.offset)
	return n == len(raw) && bytes.Equal(held, raw)
}

// sound refuses what no table holds.
func (r *records) sound() error {
	if at := bytes.IndexByte(r.text, 0); at >= 0 {
		return r.fault(at, "a NUL byte, which no text has", "export the file as UTF-8; UTF-16 is known by its byte order mark")
	}
	if at := loneReturn(r.text); at >= 0 {
		return r.fault(at, "a line ends with a carriage return alone", "save the file with the line ends of Windows or Unix")
	}
	return nil
}

func (r *records) fault(offset int, text, hint string) error {
	at := source.PositionAt(r.text, source.Position{File: r.table.name, Line: r.line, Column: 1}, offset)
	return &source.Error{Pos: at, Err: errors.New(text), Hint: hint}
}

// opened returns where the quoted field begins that is open at the end of a text.
func opened(text []byte) int {
	start, open := 0, false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '"':
		case !open:
			start, open = i, true
		case i+1 < len(text) && text[i+1] == '"':
			i++
		default:
			open = false
		}
	}
	return start
}

// loneReturn returns where a carriage return outside of quotes is no part of a line end, or -1.
func loneReturn(text []byte) int {
	if bytes.IndexByte(bytes.TrimSuffix(text, []byte("\r\n")), '\r') < 0 {
		return -1
	}
	open := false
	for i, c := range text {
		switch {
		case c == '"':
			open = !open
		case c == '\r' && !open && i+1 < len(text) && text[i+1] != '\n':
			return i
		}
	}
	return -1
}

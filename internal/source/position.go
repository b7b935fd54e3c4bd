package source

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Position is a place in a file. Lines and columns count from 1, and a column
// is a character, not a byte. Line 0 means the whole file. In a workbook, which
// has no lines of text, it is a cell: the row and the column of a sheet.
type Position struct {
	File         string
	Sheet        string // "" in a file of text
	Line, Column int
}

// String returns file:line:column, file:Sheet!E12 for a cell of a workbook, or
// the file alone.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Sheet != "":
		return p.File + ":" + p.Cell()
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// InText reports whether the position has a line and a column of text.
func (p Position) InText() bool { return p.Line > 0 && p.Sheet == "" }

// Cell is the name of a cell of a workbook as formulas have it, such as
// Sheet1!E12 or 'Open items'!E12; empty in a file of text.
func (p Position) Cell() string {
	if p.Sheet == "" {
		return ""
	}
	sheet := p.Sheet
	if strings.ContainsFunc(sheet, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		sheet = "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	}
	return sheet + "!" + p.CellName()
}

// CellName is the name of a cell within its sheet, such as E12.
func (p Position) CellName() string { return ColumnName(p.Column) + strconv.Itoa(p.Line) }

// ColumnName returns the letters of a column of a sheet that counts from 1: A, Z,
// AA.
func ColumnName(column int) string {
	var letters []byte
	for ; column > 0; column = (column - 1) / 26 {
		letters = append(letters, byte('A'+(column-1)%26))
	}
	slices.Reverse(letters)
	return string(letters)
}

// PositionAt returns the position of text[offset] when text[0] stands at start.
func PositionAt(text []byte, start Position, offset int) Position {
	return start.after(text[:min(offset, len(text))])
}

// after returns the position that follows text when text stands at p.
func (p Position) after(text []byte) Position {
	if p.Line == 0 {
		p.Line, p.Column = 1, 1
	}
	if breaks := bytes.Count(text, []byte{'\n'}); breaks > 0 {
		p.Line += breaks
		p.Column = 1
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.Column += utf8.RuneCount(text)
	return p
}

// Error is what is wrong at a place of a file, in words of our own.
type Error struct {
	Pos  Position
	Err  error
	Hint string // how to mend it, or ""
}

// Error returns the place, where it is known, and the fault; the hint is for the reader's next line.
func (e *Error) Error() string {
	if e.Pos == (Position{}) {
		return e.Err.Error()
	}
	return e.Pos.String() + ": " + e.Err.Error()
}

// Unwrap returns the fault without its place.
func (e *Error) Unwrap() error {
	return e.Err
}

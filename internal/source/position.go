package source

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Position is a place in a file. Lines and columns count from 1, and a column
// is a character, not a byte. Line 0 means the whole file.
type Position struct {
	File         string
	Line, Column int
}

// String returns file:line:column, or the file alone.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
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

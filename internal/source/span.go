package source

import (
	"hash/crc32"
	"strings"
)

// Span is where one JSON value, or the row of a table, stands in a file.
type Span struct {
	Offset       int64
	Length       int
	Line, Column int
	Sum          uint64 // tells a file that has changed since it was scanned
}

// NewSpan returns the span of text, whose first byte has an offset and a position in its file.
func NewSpan(text []byte, offset int64, at Position) Span {
	return Span{Offset: offset, Line: at.Line, Column: at.Column}.of(text)
}

// Position returns where the value begins in the file of that name.
func (s Span) Position(file string) Position {
	return Position{File: file, Line: s.Line, Column: s.Column}
}

// Holds reports whether text, read again, is what was scanned.
func (s Span) Holds(text []byte) bool {
	return len(text) == s.Length && new(checksum).add(text) == s.Sum
}

// Inner returns the span of a value that was parsed from text, which is what
// this span holds.
func (s Span) Inner(text []byte, value *Value) Span {
	start := PositionAt(text, s.Position(""), value.Offset)
	inner := Span{Offset: s.Offset + int64(value.Offset), Line: start.Line, Column: start.Column}
	rest := text[value.Offset:]
	return inner.of(rest[:valueLength(rest)])
}

// of returns the span as that of text, which begins there.
func (s Span) of(text []byte) Span {
	s.Length = len(text)
	s.Sum = new(checksum).add(text)
	return s
}

// checksum joins two sums that processors compute in hardware; it guards
// against accidents, not against attack.
type checksum struct{ ieee, castagnoli uint32 }

func (c *checksum) add(text []byte) uint64 {
	c.ieee = crc32.Update(c.ieee, crc32.IEEETable, text)
	c.castagnoli = crc32.Update(c.castagnoli, crc32.MakeTable(crc32.Castagnoli), text)
	return uint64(c.ieee)<<32 | uint64(c.castagnoli)
}

// valueLength returns the length of the valid JSON value that text begins with.
func valueLength(text []byte) int {
	depth := 0
	for i := 0; ; {
		switch text[i] {
		case '"':
			i += stringLength(text[i:])
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		default:
			i += max(1, scalarLength(text[i:]))
		}
		if depth == 0 {
			return i
		}
	}
}

// scalarLength returns the length of the number or literal that text begins
// with, or 0 when it begins with something else.
func scalarLength(text []byte) int {
	i := 0
	for i < len(text) && strings.IndexByte(" \t\r\n,:{}[]\"", text[i]) < 0 {
		i++
	}
	return i
}

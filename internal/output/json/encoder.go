package json

import (
	"bufio"
	"fmt"
	"strconv"
	"unicode/utf16"

	"github.com/riskgate/riskgate/internal/prose"
)

// encoder writes JSON as it comes, so that a report of any size needs no
// memory. Its writer keeps the first error until the end.
//
// The members of the document stand on lines of their own, and so do the
// elements of its lists: a difference between two reports is one of lines.
type encoder struct {
	*bufio.Writer
	last  byte // of what was written
	depth int
	lines int // the depth down to which each value has its line
}

func (e *encoder) begin(bracket byte) {
	e.separate()
	e.put(bracket)
	e.depth++
	switch {
	case e.depth == 1:
		e.lines = 1
	case e.depth == 2 && bracket == '[':
		e.lines = 2
	}
}

func (e *encoder) end(bracket byte) {
	if e.depth <= e.lines && e.last != '[' {
		e.WriteByte('\n')
	}
	e.put(bracket)
	e.depth--
	if e.depth == 1 {
		e.lines = 1
	}
}

func (e *encoder) key(name string) {
	e.separate()
	e.WriteByte('"')
	e.WriteString(name)
	e.WriteByte('"')
	e.put(':')
}

func (e *encoder) number(n int) {
	e.separate()
	e.WriteString(strconv.Itoa(n))
	e.last = '0'
}

func (e *encoder) boolean(b bool) {
	e.separate()
	e.WriteString(strconv.FormatBool(b))
	e.last = 'e'
}

// text writes a string. What a terminal, a web page or the log of a build
// could take for more than text is escaped.
func (e *encoder) text(s string) {
	e.separate()
	e.WriteByte('"')
	if isSimple(s) {
		e.WriteString(s)
	} else {
		e.escaped(s)
	}
	e.put('"')
}

// isSimple reports whether nothing in a string needs to be escaped.
func isSimple(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&', c == '#':
			return false
		}
	}
	return true
}

func (e *encoder) escaped(s string) {
	before := ' '
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			e.WriteByte('\\')
			e.WriteRune(r)
		case prose.Unsafe(r), r == '<', r == '>', r == '&', r == '#' && before == '#':
			e.hex(r)
		default:
			e.WriteRune(r)
		}
		before = r
	}
}

func (e *encoder) hex(r rune) {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		fmt.Fprintf(e, `\u%04x\u%04x`, high, low)
		return
	}
	fmt.Fprintf(e, `\u%04x`, r)
}

// separate writes what must stand between the last value and the next.
func (e *encoder) separate() {
	if e.last == ':' {
		return
	}
	if e.last != '{' && e.last != '[' && e.depth > 0 {
		e.WriteByte(',')
	}
	if e.depth > 0 && e.depth <= e.lines {
		e.WriteByte('\n')
	}
}

func (e *encoder) put(c byte) {
	e.WriteByte(c)
	e.last = c
}

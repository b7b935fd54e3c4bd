// Package jsonstream writes a JSON document of any size as it comes.
package jsonstream

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/prose"
)

// Writer writes one document, and needs no memory for it. Close returns the first error; nothing else does.
//
// What a terminal, a web page or the log of a build could take for more than text is escaped.
type Writer struct {
	to     io.Writer
	buffer []byte // what is still to be written
	err    error  // the first of the writer below
	last   byte   // of what was written
	levels []bool // for each object and list that is open: is it spread?
}

// New returns a writer of a document to w.
func New(w io.Writer) *Writer {
	return &Writer{to: w, buffer: make([]byte, 0, 2*chunk)}
}

// chunk is how much is written at a time, or little more.
const chunk = 64 << 10

func (w *Writer) flush() {
	if w.err == nil {
		_, w.err = w.to.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
}

// Close ends the document's last line, and returns the first error of the writer below.
func (w *Writer) Close() error {
	w.buffer = append(w.buffer, '\n')
	w.flush()
	return w.err
}

// Begin opens an object with '{' or a list with '['.
func (w *Writer) Begin(bracket byte) {
	w.open(bracket, false)
}

// Spread opens an object or a list whose values stand on lines of their own, so that a difference between two documents is
// one of lines.
func (w *Writer) Spread(bracket byte) {
	w.open(bracket, true)
}

func (w *Writer) open(bracket byte, spread bool) {
	w.separate()
	w.put(bracket)
	w.levels = append(w.levels, spread)
}

// End closes the innermost object with '}' or the innermost list with ']'.
func (w *Writer) End(bracket byte) {
	if w.spread() && w.last != '[' && w.last != '{' {
		w.buffer = append(w.buffer, '\n')
	}
	w.put(bracket)
	w.levels = w.levels[:len(w.levels)-1]
}

// spread reports whether the innermost object or list is.
func (w *Writer) spread() bool {
	return len(w.levels) > 0 && w.levels[len(w.levels)-1]
}

// Key names the value that comes next. The name is written as it is.
func (w *Writer) Key(name string) {
	w.separate()
	w.buffer = append(w.buffer, '"')
	w.buffer = append(w.buffer, name...)
	w.buffer = append(w.buffer, '"')
	w.put(':')
}

// Number writes a number.
func (w *Writer) Number(n int) {
	w.separate()
	w.buffer = strconv.AppendInt(w.buffer, int64(n), 10)
	w.last = '0'
}

// Boolean writes true or false.
func (w *Writer) Boolean(b bool) {
	w.separate()
	w.buffer = strconv.AppendBool(w.buffer, b)
	w.last = 'e'
}

// Text writes a string.
func (w *Writer) Text(s string) {
	w.separate()
	w.buffer = append(w.buffer, '"')
	if isSimple(s) {
		w.buffer = append(w.buffer, s...)
	} else {
		w.escaped(s)
	}
	w.put('"')
}

// Member writes a key with a string.
func (w *Writer) Member(name, value string) {
	w.Key(name)
	w.Text(value)
}

// Optional writes a key with a string, and nothing when the string is empty.
func (w *Writer) Optional(name, value string) {
	if value != "" {
		w.Member(name, value)
	}
}

// Count writes a key with a number.
func (w *Writer) Count(name string, n int) {
	w.Key(name)
	w.Number(n)
}

// Texts writes a key with a list of strings, spread where the object around it is.
func (w *Writer) Texts(name string, values []string) {
	w.Key(name)
	w.open('[', w.spread())
	for _, value := range values {
		w.Text(value)
	}
	w.End(']')
}

// Object writes a key with an object, whose members write gives.
func (w *Writer) Object(name string, write func()) {
	w.Key(name)
	w.Begin('{')
	write()
	w.End('}')
}

// List writes a key with a list of objects, whose members write gives. It is spread where the object around it is.
func List[T any](w *Writer, name string, values iter.Seq[T], write func(T)) {
	w.Key(name)
	w.open('[', w.spread())
	for value := range values {
		w.Begin('{')
		write(value)
		w.End('}')
	}
	w.End(']')
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

func (w *Writer) escaped(s string) {
	before := ' '
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			w.buffer = append(w.buffer, '\\', byte(r))
		case prose.Unsafe(r), r == '<', r == '>', r == '&', r == '#' && before == '#':
			w.hex(r)
		default:
			w.buffer = utf8.AppendRune(w.buffer, r)
		}
		before = r
	}
}

func (w *Writer) hex(r rune) {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		w.buffer = fmt.Appendf(w.buffer, `\u%04x\u%04x`, high, low)
		return
	}
	w.buffer = fmt.Appendf(w.buffer, `\u%04x`, r)
}

// separate writes what must stand between the last value and the next.
func (w *Writer) separate() {
	if w.last == ':' {
		return
	}
	if w.last != '{' && w.last != '[' && len(w.levels) > 0 {
		w.buffer = append(w.buffer, ',')
	}
	if w.spread() {
		w.buffer = append(w.buffer, '\n')
	}
	if len(w.buffer) >= chunk {
		w.flush()
	}
}

func (w *Writer) put(c byte) {
	w.buffer = append(w.buffer, c)
	w.last = c
}

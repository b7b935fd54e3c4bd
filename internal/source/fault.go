package source

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// unit is what a text is to its author: mending a record of JSON Lines is
// different from mending a file.
type unit string

const (
	wholeFile unit = "file"
	oneLine   unit = "line"
)

// walk goes through a text token by token to find its first fault: slower
// than a plain yes or no, and needed only after a no. jsontext stays the
// judge, but its words vary by process on purpose, so ours are made from the
// place alone.
type walk struct {
	decoder *jsontext.Decoder
	unit    unit
	pos     Position           // of the first unread byte
	ahead   func(n int) []byte // up to n bytes that the decoder has not seen yet
	outer   int                // levels that the text itself is nested in

	// The scalar just read, for what is glued to it: 012 is read as 0 and 12.
	scalar    string
	scalarPos Position
}

// explain returns the first fault of a text that is not one strict JSON value.
func explain(text []byte, at Position, unit unit, outer int) *Error {
	w := walk{
		decoder: jsontext.NewDecoder(bytes.NewBuffer(text)),
		unit:    unit,
		pos:     at.after(nil),
		ahead:   func(int) []byte { return nil },
		outer:   outer,
	}
	return w.fault()
}

func (w *walk) fault() *Error {
	for {
		kind := w.decoder.PeekKind()
		if w.decoder.StackDepth() == 0 && w.decoder.InputOffset() > 0 {
			return w.describe(nil) // a second value
		}
		rest := w.decoder.UnreadBuffer()
		start := w.pos.after(rest[:leadLength(rest)])
		if (kind == '{' || kind == '[') && w.outer+w.decoder.StackDepth() == maxDepth {
			return tooDeep(start)
		}
		read, err := w.readToken(kind)
		if err != nil {
			return w.describe(err)
		}
		if kind == '0' && !numberWithinLimits(read) {
			return numberBeyondLimits(start, string(read))
		}
		w.scalar, w.scalarPos = "", start
		if kind != '"' && len(read) > 1 || kind == '0' {
			w.scalar = string(read)
		}
		w.pos = start.after(read)
	}
}

// readToken returns the bytes of the next token, whose kind is known.
func (w *walk) readToken(kind jsontext.Kind) ([]byte, error) {
	switch kind {
	case '{', '}', '[', ']':
		_, err := w.decoder.ReadToken()
		return []byte{byte(kind)}, err
	default:
		return w.decoder.ReadValue()
	}
}

// describe puts what jsontext has refused into words. The decoder stands
// before the separator and the token at fault.
func (w *walk) describe(refusal error) *Error {
	unread := w.decoder.UnreadBuffer()
	f := fault{
		unit:      w.unit,
		rest:      append(bytes.Clone(unread), w.ahead(lookahead)...),
		start:     w.pos,
		scalar:    w.scalar,
		scalarPos: w.scalarPos,
		first:     w.decoder.InputOffset() == 0,
		duplicate: errors.Is(refusal, jsontext.ErrDuplicateName),
	}
	kind, length := w.decoder.StackIndex(w.decoder.StackDepth())
	f.context = contextOf(kind, length)
	return f.describe()
}

// leadLength returns how many bytes of white space, and of the one separator,
// stand before the next token.
func leadLength(text []byte) int {
	n := spaceLength(text)
	if n < len(text) && (text[n] == ',' || text[n] == ':') {
		n++
		n += spaceLength(text[n:])
	}
	return n
}

func spaceLength(text []byte) int {
	n := 0
	for n < len(text) && isSpace(text[n]) {
		n++
	}
	return n
}

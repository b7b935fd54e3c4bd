package source

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A parser's memory comes in chunks: of about as many nodes as a text has,
// judged by its length, and of so many at most. It remembers at most so many
// names, for keys are few and repeat unless the file is hostile, and keeps
// stacks of at most so many places.
const (
	bytesPerNode = 24
	minChunk     = 8
	maxChunk     = 256
	maxChunks    = 64 // that wait to be used again
	maxNames     = 4096
	maxStack     = 1024
)

// Parser turns JSON text into values. It is reusable, but not by two
// goroutines at once. Values stay valid after later calls, until Free.
type Parser struct {
	names    map[string]string
	chunk    int  // how many nodes come at a time
	frees    bool // memory comes back through Free
	values   chunks[Value]
	members  chunks[Member]
	elements chunks[*Value]

	// What the open objects and arrays hold so far.
	openMembers  []Member
	openElements []*Value

	raw    []byte
	text   string // a copy of raw, which undecoded texts are part of
	next   int
	depth  int
	strict bool // false as soon as a limit is broken
}

// Parse reads the one JSON value that text is, where text begins at a place of
// a file. What it refuses it returns as an *Error.
func (p *Parser) Parse(text []byte, at Position) (*Value, error) {
	if !jsontext.Value(text).IsValid() {
		return nil, explain(text, at, wholeFile, 0)
	}
	p.chunk = maxChunk
	if !p.frees {
		// No two texts share a chunk: each would keep the other's nodes alive, and
		// through them the next chunk, to the end of the file.
		p.values, p.members, p.elements = chunks[Value]{}, chunks[Member]{}, chunks[*Value]{}
		p.chunk = min(max(len(text)/bytesPerNode, minChunk), maxChunk)
	}
	p.raw, p.text, p.next, p.depth, p.strict = text, string(text), 0, 0, true
	value := p.value()
	p.raw, p.text = nil, ""
	p.openMembers = clearAll(p.openMembers)
	p.openElements = clearAll(p.openElements)
	if !p.strict {
		return nil, explain(text, at, wholeFile, 0)
	}
	return value, nil
}

// Free takes back the memory of all values that the parser has returned: they
// must be gone by then. Texts stay.
func (p *Parser) Free() {
	p.frees = true
	p.values.free()
	p.members.free()
	p.elements.free()
}

// chunks are memory that comes in pieces, and can be used again.
type chunks[T any] struct {
	used    [][]T // but for the last one, which is current
	waits   [][]T
	current []T
}

// room makes sure that so many fit into the current chunk.
func (c *chunks[T]) room(count, size int) {
	if count <= cap(c.current)-len(c.current) {
		return
	}
	if cap(c.current) > 0 {
		c.used = append(c.used, c.current)
	}
	if last := len(c.waits) - 1; last >= 0 && cap(c.waits[last]) >= count {
		c.current, c.waits = c.waits[last], c.waits[:last]
		return
	}
	c.current = make([]T, 0, max(size, count))
}

// free empties all chunks. What one long text has taken goes back to the
// collector.
func (c *chunks[T]) free() {
	c.used = append(c.used, c.current)
	for _, chunk := range c.used {
		if cap(chunk) == maxChunk && len(c.waits) < maxChunks {
			clear(chunk)
			c.waits = append(c.waits, chunk[:0])
		}
	}
	c.used, c.current = c.used[:0], nil
}

// clearAll empties a stack, and lets go of what it pointed to; of the stack
// too, where one long list has made it large.
func clearAll[T any](stack []T) []T {
	if cap(stack) > maxStack {
		return nil
	}
	clear(stack[:cap(stack)])
	return stack[:0]
}

// value builds the next value of a text that jsontext has found valid, so that
// nothing but our own limits is left to check.
func (p *Parser) value() *Value {
	p.skipSpace()
	v := p.newValue()
	v.Offset = p.next
	switch p.text[p.next] {
	case '{':
		v.Kind = Object
		v.Members = p.object()
	case '[':
		v.Kind = Array
		v.Elements = p.array()
	case '"':
		v.Kind = String
		v.Text = p.string()
	case 't':
		v.Kind = Bool
		v.Text = p.take(len("true"))
	case 'f':
		v.Kind = Bool
		v.Text = p.take(len("false"))
	case 'n':
		v.Kind = Null
		v.Text = p.take(len("null"))
	default:
		v.Kind = Number
		v.Text = p.take(numberLength(p.raw[p.next:]))
		p.strict = p.strict && numberWithinLimits([]byte(v.Text))
	}
	return v
}

func (p *Parser) object() []Member {
	if !p.enter() {
		return nil
	}
	first := len(p.openMembers)
	for p.more('}') {
		offset := p.next
		name := p.intern(p.string())
		p.skipSpace()
		p.next++ // the colon
		p.openMembers = append(p.openMembers, Member{Name: name, Offset: offset, Value: p.value()})
	}
	p.depth--
	closed := carve(&p.members, p.openMembers[first:], p.chunk)
	p.openMembers = p.openMembers[:first]
	return closed
}

func (p *Parser) array() []*Value {
	if !p.enter() {
		return nil
	}
	first := len(p.openElements)
	for p.more(']') {
		p.openElements = append(p.openElements, p.value())
	}
	p.depth--
	closed := carve(&p.elements, p.openElements[first:], p.chunk)
	p.openElements = p.openElements[:first]
	return closed
}

// enter steps into an object or array, unless it is nested too deep: then
// nothing is read any more.
func (p *Parser) enter() bool {
	p.next++
	p.depth++
	if p.depth > maxDepth {
		p.strict = false
	}
	return p.strict
}

// more reports whether an object or array goes on, and steps over what
// stands before its next member or over its end.
func (p *Parser) more(end byte) bool {
	if !p.strict {
		return false
	}
	p.skipSpace()
	if p.text[p.next] == ',' {
		p.next++
		p.skipSpace()
	}
	if p.text[p.next] == end {
		p.next++
		return false
	}
	return true
}

func (p *Parser) skipSpace() {
	for p.next < len(p.text) && isSpace(p.text[p.next]) {
		p.next++
	}
}

func (p *Parser) take(length int) string {
	taken := p.text[p.next : p.next+length]
	p.next += length
	return taken
}

// string returns the string at p.next, decoded.
func (p *Parser) string() string {
	length := stringLength(p.raw[p.next:])
	quoted := p.take(length)
	if strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : length-1]
	}
	return unquote([]byte(quoted))
}

func (p *Parser) intern(name string) string {
	if known, ok := p.names[name]; ok {
		return known
	}
	if len(p.names) == maxNames {
		return name
	}
	if p.names == nil {
		p.names = make(map[string]string)
	}
	name = strings.Clone(name) // the map must not hold on to the file's text
	p.names[name] = name
	return name
}

func (p *Parser) newValue() *Value {
	p.values.room(1, p.chunk)
	values := &p.values.current
	*values = (*values)[:len(*values)+1]
	return &(*values)[len(*values)-1]
}

// carve copies a finished list out of a chunk.
func carve[T any](from *chunks[T], list []T, chunk int) []T {
	if len(list) == 0 {
		return nil
	}
	from.room(len(list), chunk)
	start := len(from.current)
	from.current = append(from.current, list...)
	return from.current[start:len(from.current):len(from.current)]
}

// withinLimits reports whether a text that jsontext has found valid keeps our
// own limits too, nested as deep as it stands.
func withinLimits(text []byte, depth int) bool {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '"':
			i += stringLength(text[i:])
		case c == '{' || c == '[':
			depth++
			if depth > maxDepth {
				return false
			}
			i++
		case c == '}' || c == ']':
			depth--
			i++
		case c == '-' || isDigit(c):
			length := numberLength(text[i:])
			if !numberWithinLimits(text[i : i+length]) {
				return false
			}
			i += length
		default:
			i++
		}
	}
	return true
}

// stringLength returns the length, with both quotes, of the valid JSON string
// that text begins with.
func stringLength(text []byte) int {
	first := 1 + bytes.IndexByte(text[1:], '"')
	if text[first-1] != '\\' {
		return first + 1
	}
	for i := 1; ; i++ {
		switch text[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

// numberLength returns the length of the valid JSON number that text begins with.
func numberLength(text []byte) int {
	i := 0
	for i < len(text) && isNumberPart(text[i]) {
		i++
	}
	return i
}

func isNumberPart(c byte) bool {
	return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

func isDigit(c byte) bool {
	return '0' <= c && c <= '9'
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r'
}

func unquote(quoted []byte) string {
	decoded, _ := jsontext.AppendUnquote(nil, quoted)
	return string(decoded)
}

func trimSpace(text []byte) []byte {
	return bytes.Trim(text, " \t\r\n")
}

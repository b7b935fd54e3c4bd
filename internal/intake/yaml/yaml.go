// Package yaml reads YAML as the values that JSON has, and each keeps its place.
package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/riskgate/riskgate/internal/source"
)

const (
	// maxBytes is the size of a file. A tree of it takes some twenty times the memory of its text.
	maxBytes = 64 << 20
	// maxDepth is how deep values may be nested, as in JSON.
	maxDepth = 64
)

// Parse reads the documents of a text that begins at a place of a file. Only the core schema of YAML 1.2 gives a word a
// meaning: no, on and 2026-01-02 stay texts. What could be read in two ways, or makes a small text a large tree, is refused:
// anchors, aliases, merge keys, tags, keys that are there twice or are no texts. The error is a *source.Error.
func Parse(text []byte, at source.Position) ([]*source.Value, error) {
	r := &reader{text: text, at: at}
	if err := r.refuse(); err != nil {
		return nil, err
	}
	r.lines = lineStarts(text)
	r.undirected = undirect(text)
	decoder := yaml.NewDecoder(bytes.NewReader(r.undirected))
	var documents []*source.Value
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, r.describe(err)
		}
		value, err := r.value(document.Content[0], 0)
		if err != nil {
			return nil, err
		}
		documents = append(documents, value)
	}
}

type reader struct {
	text  []byte
	at    source.Position
	lines []int // where each begins

	undirected []byte // the text as the library takes it
}

// refuse holds a text to what YAML may consist of.
func (r *reader) refuse() error {
	const save = "save the file as UTF-8"
	switch {
	case len(r.text) > maxBytes:
		return r.fault(0, "split it, or export it as JSON or CSV", "more than %d MiB of YAML", maxBytes>>20)
	case bytes.HasPrefix(r.text, []byte("\xff\xfe")), bytes.HasPrefix(r.text, []byte("\xfe\xff")), bytes.IndexByte(r.text[:min(4, len(r.text))], 0) >= 0:
		return r.fault(0, save, "file is UTF-16, not UTF-8")
	}
	if bytes.HasPrefix(r.text, []byte("%YAML 1.1")) {
		return r.fault(0, "remove the line, and put a text that YAML 1.1 takes for a boolean or a date in quotes", "file is YAML 1.1, in which no means false")
	}
	for offset := 0; offset < len(r.text); {
		char, size := utf8.DecodeRune(r.text[offset:])
		switch {
		case char == utf8.RuneError && size == 1:
			return r.fault(offset, save, "byte 0x%02X is not UTF-8", r.text[offset])
		case char == '\u0085' || char == '\u2028' || char == '\u2029':
			return r.fault(offset, "put a line break or a blank in its place", "character U+%04X ends a line in one version of YAML, and not in the other", char)
		case unicode.IsControl(char) && char != '\n' && char != '\r' && char != '\t':
			return r.fault(offset, "remove it", "control character U+%04X", char)
		}
		offset += size
	}
	return nil
}

// undirect makes a comment of the line that says the version, whose newer one the library doesn't take.
func undirect(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte("%YAML 1.2")) {
		return text
	}
	text = bytes.Clone(text)
	text[0] = '#'
	return text
}

// lineStarts returns where the lines of a text begin, as the library counts them.
func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offset returns where a node begins. The library's columns count characters.
func (r *reader) offset(node *yaml.Node) int {
	if node.Line < 1 || node.Line > len(r.lines) {
		return len(r.text)
	}
	offset := r.lines[node.Line-1]
	if node.Line == 1 {
		offset += len(r.text) - len(bytes.TrimPrefix(r.text, []byte("\ufeff")))
	}
	for column := 1; column < node.Column && offset < len(r.text); column++ {
		_, size := utf8.DecodeRune(r.text[offset:])
		offset += size
	}
	return offset
}

// value turns a node that so many others hold into the value that JSON has for it.
func (r *reader) value(node *yaml.Node, depth int) (*source.Value, error) {
	offset := r.offset(node)
	switch {
	case node.Kind == yaml.AliasNode:
		return nil, r.fault(offset, "write the value out", "alias *%s is not followed", node.Value)
	case node.Anchor != "":
		return nil, r.fault(offset, "remove it, and write the value out where it is meant again", "anchor &%s is not read", node.Anchor)
	case node.Style&yaml.TaggedStyle != 0:
		return nil, r.fault(offset, "remove it; a text stands in quotes", "tag %s is not read", node.Tag)
	case node.Kind == yaml.ScalarNode:
		return r.scalar(node, offset)
	case depth == maxDepth:
		return nil, r.fault(offset, "no document needs that; flatten it", "nested more than %d levels deep", maxDepth)
	case node.Kind == yaml.MappingNode:
		return r.object(node, offset, depth)
	}
	array := &source.Value{Kind: source.Array, Offset: offset}
	for _, element := range node.Content {
		value, err := r.value(element, depth+1)
		if err != nil {
			return nil, err
		}
		array.Elements = append(array.Elements, value)
	}
	return array, nil
}

func (r *reader) object(node *yaml.Node, offset, depth int) (*source.Value, error) {
	object := &source.Value{Kind: source.Object, Offset: offset}
	first := map[string]int{}
	for i := 0; i < len(node.Content); i += 2 {
		key, at := node.Content[i], r.offset(node.Content[i])
		if err := r.key(key, at); err != nil {
			return nil, err
		}
		if before, ok := first[key.Value]; ok {
			return nil, r.fault(at, fmt.Sprintf("it stands at line %d already; keep one of them", r.position(before).Line), "duplicate key %q", key.Value)
		}
		first[key.Value] = at
		value, err := r.value(node.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		object.Members = append(object.Members, source.Member{Name: key.Value, Offset: at, Value: value})
	}
	return object, nil
}

// key holds a key to what a name is: a word or a figure as it was written.
func (r *reader) key(key *yaml.Node, offset int) error {
	plain := key.Style == 0
	switch {
	case key.Kind == yaml.AliasNode, key.Anchor != "", key.Style&yaml.TaggedStyle != 0:
		_, err := r.value(key, 0)
		return err
	case key.Kind != yaml.ScalarNode:
		return r.fault(offset, "a key is a word; put a text with brackets in quotes", "a key that is itself a list or an object")
	case plain && key.Value == "<<":
		return r.fault(offset, "write the fields out", "merge key << is not followed")
	case plain && isNull(key.Value):
		return r.fault(offset, "name the field before the colon", "a key that says nothing")
	}
	return nil
}

func (r *reader) scalar(node *yaml.Node, offset int) (*source.Value, error) {
	value := &source.Value{Kind: source.String, Offset: offset, Text: node.Value}
	if node.Style != 0 {
		return value, nil // in quotes, or a block of text
	}
	value.Kind, value.Text = resolve(node.Value)
	if value.Kind != source.Number {
		return value, nil
	}
	if value.Text == "" {
		return nil, r.fault(offset, "put it in quotes if it is a text", "a number that can't be written in digits")
	}
	if _, err := new(source.Parser).Parse([]byte(value.Text), r.position(offset)); err != nil {
		return nil, err
	}
	return value, nil
}

func (r *reader) position(offset int) source.Position {
	return source.PositionAt(r.text, r.at, offset)
}

func (r *reader) fault(offset int, hint, format string, args ...any) error {
	return &source.Error{Pos: r.position(offset), Err: fmt.Errorf(format, args...), Hint: hint}
}

// problems are what the library says of a text that is no YAML, in our words.
var problems = []struct{ theirs, ours, hint string }{
	{"found a tab character", "a tab stands where only blanks indent", "put blanks in its place"},
	{"found character that cannot start any token", "a character stands here that no value begins with", "put the text in quotes, and indent with blanks"},
	{"mapping values are not allowed", "a colon stands where no key can end", "put a text with a colon in quotes, or check how the line is indented"},
	{"did not find expected key", "the line doesn't continue what is above it", "check how it is indented, and whether a quote or bracket is closed too early"},
	{"did not find expected '-' indicator", "the line doesn't continue the list above it", "check how it is indented"},
	{"block sequence entries are not allowed", "a list begins where none can", "put it on a line of its own"},
	{"could not find expected ':'", "a key has no colon", "put a colon and a blank behind it"},
	{"did not find expected ',' or", "a list or object in brackets is not closed", "check its commas and its bracket"},
	{"found unexpected end of stream", "a quote or a bracket that begins here has no end", "close it; write a quote within single quotes twice"},
	{"found unexpected document indicator", "a document begins within a text in quotes", "close the quote"},
	{"found unknown escape character", "a backslash stands before a character that it can't escape", "put the text in single quotes, or write two backslashes"},
	{"found invalid Unicode character escape code", "an escape stands for no character", "put the text in single quotes, or write two backslashes"},
	{"unknown anchor", "an alias is not followed", "write the value out"},
	{"exceeded max depth", "nested deeper than anybody writes", "no document needs that; flatten it"},
}

// describe puts what the library has refused into words. It names the line where the construct begins that it was in, so the
// line at fault is looked for: the first one with which the text can't be read for the same reason.
func (r *reader) describe(refusal error) error {
	theirs := reason(refusal)
	ours, hint := "is not YAML from here on", "check how the line is indented, and its quotes"
	for _, p := range problems {
		if strings.Contains(theirs, p.theirs) {
			ours, hint = p.ours, p.hint
			break
		}
	}
	low, high := 1, len(r.lines) // lines that are read
	for low < high {
		middle := (low + high) / 2
		if reason(read(r.undirected[:r.lines[middle]])) == theirs {
			high = middle
		} else {
			low = middle + 1
		}
	}
	offset := r.lines[low-1]
	for offset < len(r.text) && r.text[offset] == ' ' {
		offset++
	}
	return r.fault(offset, hint, "%s", ours)
}

// read returns the library's first complaint.
func read(text []byte) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		if err := decoder.Decode(new(yaml.Node)); err != nil {
			return err
		}
	}
}

// reason is an error of the library without its line.
func reason(err error) string {
	_, rest, found := strings.Cut(err.Error(), "line ")
	if _, problem, ok := strings.Cut(rest, ": "); found && ok {
		return problem
	}
	return strings.TrimPrefix(err.Error(), "yaml: ")
}

package schema

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/source"
)

// node is a compiled schema: what it demands of one value.
type node struct {
	title       string
	description string

	kinds      kindSet // none: any
	whole      bool    // numbers are integers
	words      []string
	constant   bool // words is the one text allowed
	pattern    *pattern
	date       bool
	minimum    *int64
	maximum    *int64
	minLength  int
	maxLength  int // -1: any
	minItems   int
	maxItems   int // -1: any
	items      *node
	names      []string // keys of properties, as the schema orders them
	properties map[string]property
	required   []string
	patterned  []patterned
	others     *node // of keys that nothing else describes; nil: any
	closed     bool  // no other keys
}

type property struct {
	node  *node
	title string // the name of this key for a reader
	about string // what the schema says of this key
	bit   uint64 // this key's place in a set of required keys, or 0
}

// patterned is what the values of keys that match a pattern must be; a nil node: anything.
type patterned struct {
	pattern *pattern
	node    *node
}

// pattern is a regular expression; those that every record meets are matched by hand.
type pattern struct {
	text  string
	match func(string) bool
}

type kindSet uint8

func (s kindSet) has(k source.Kind) bool { return s == 0 || s&(1<<k) != 0 }

// reader compiles the schemas of one file. A misspelled keyword would be a check that never happens, so that it takes
// those that it knows and refuses all others.
type reader struct {
	root  *source.Value
	id    string
	nodes map[string]*node // by location, within the file; nil while it is read
	err   *multierror.Error
}

func newReader(root *source.Value) *reader {
	return &reader{root: root, id: textOf(root.Get("$id")), nodes: map[string]*node{}}
}

func textOf(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}

func (r *reader) fault(at source.Pointer, format string, args ...any) {
	r.err = multierror.Append(r.err, fmt.Errorf("%s#%s: %s", r.id, at, fmt.Sprintf(format, args...)))
}

// find compiles the schema that stands at a pointer.
func (r *reader) find(at source.Pointer) *node {
	v, found := r.root.Lookup(at)
	if found != at {
		r.fault(at, "nothing stands here")
		return nil
	}
	return r.node(at, v)
}

// node compiles the schema v, which stands at a pointer, once; nil means that it allows everything.
func (r *reader) node(at source.Pointer, v *source.Value) *node {
	if n, ok := r.nodes[string(at)]; ok {
		if n == nil {
			r.fault(at, "a schema must not contain itself")
		}
		return n
	}
	if v.Kind == source.Bool && v.Text == "true" {
		return nil
	}
	if v.Kind != source.Object {
		r.fault(at, "a schema must be an object or true")
		return nil
	}
	if ref := v.Get("$ref"); ref != nil {
		return r.reference(at, v, textOf(ref))
	}
	r.nodes[string(at)] = nil
	n := r.read(at, v)
	r.nodes[string(at)] = n
	return n
}

// reference follows a $ref within the file. Beside it stand words for the reader and nothing that checks: what a value
// must be is said in one place.
func (r *reader) reference(at source.Pointer, v *source.Value, ref string) *node {
	for _, member := range v.Members {
		if !slices.Contains([]string{"$ref", "title", "description"}, member.Name) {
			r.fault(at, "%q must not stand beside $ref", member.Name)
		}
	}
	target, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		r.fault(at, "$ref must name a place in this file, not %q", ref)
		return nil
	}
	return r.find(source.Pointer("/" + target))
}

func (r *reader) read(at source.Pointer, v *source.Value) *node {
	n := &node{maxLength: -1, maxItems: -1}
	for _, member := range v.Members {
		r.keyword(n, at, member.Name, member.Value)
	}
	for i, name := range n.required {
		p, ok := n.properties[name]
		if !ok {
			r.fault(at, "required names %q, which is no property", name)
			continue
		}
		p.bit = 1 << i
		n.properties[name] = p
	}
	return n
}

func (r *reader) keyword(n *node, at source.Pointer, name string, v *source.Value) {
	place := at.Append(name)
	switch name {
	case "$schema", "$id", "$defs":
		if at != "" {
			r.fault(place, "%q stands at the top only", name)
		}
	case "title":
		n.title = r.text(place, v)
	case "description":
		n.description = r.text(place, v)
	case "type":
		r.types(n, place, v)
	case "const":
		n.words, n.constant = []string{r.text(place, v)}, true
	case "enum":
		n.words = r.texts(place, v)
	case "pattern":
		n.pattern = r.pattern(place, r.text(place, v))
	case "format":
		n.date = true
		if textOf(v) != "date" {
			r.fault(place, "the only format is date")
		}
	case "minLength":
		n.minLength = int(r.integer(place, v))
	case "maxLength":
		n.maxLength = int(r.integer(place, v))
	case "minimum":
		limit := r.integer(place, v)
		n.minimum = &limit
	case "maximum":
		limit := r.integer(place, v)
		n.maximum = &limit
	case "minItems":
		n.minItems = int(r.integer(place, v))
	case "maxItems":
		n.maxItems = int(r.integer(place, v))
	case "items":
		n.items = r.node(place, v)
	case "properties":
		r.properties(n, place, v)
	case "required":
		n.required = r.texts(place, v)
		if len(n.required) > 64 {
			r.fault(place, "at most 64 keys can be required")
			n.required = nil
		}
	case "patternProperties":
		for _, member := range v.Members {
			under := place.Append(member.Name)
			n.patterned = append(n.patterned, patterned{r.pattern(under, member.Name), r.node(under, member.Value)})
		}
	case "additionalProperties":
		n.closed = v.Kind == source.Bool && v.Text == "false"
		if !n.closed {
			n.others = r.node(place, v)
		}
	default:
		r.fault(place, "%q is no keyword that is used here", name)
	}
}

func (r *reader) types(n *node, at source.Pointer, v *source.Value) {
	names := []string{textOf(v)}
	if v.Kind == source.Array {
		names = r.texts(at, v)
	}
	for _, name := range names {
		if name == "integer" {
			n.whole, name = !slices.Contains(names, "number"), "number"
		}
		kind := source.Null
		for kind.String() != name {
			if kind == source.Object {
				r.fault(at, "%q is no type", name)
				return
			}
			kind++
		}
		n.kinds |= 1 << kind
	}
}

func (r *reader) properties(n *node, at source.Pointer, v *source.Value) {
	n.properties = make(map[string]property, len(v.Members))
	for _, member := range v.Members {
		n.names = append(n.names, member.Name)
		n.properties[member.Name] = property{
			node:  r.node(at.Append(member.Name), member.Value),
			title: textOf(member.Value.Get("title")),
			about: textOf(member.Value.Get("description")),
		}
	}
}

func (r *reader) pattern(at source.Pointer, text string) *pattern {
	if match := byHand(text); match != nil {
		return &pattern{text, match}
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		r.fault(at, "%q is no regular expression", text)
		return nil
	}
	return &pattern{text, compiled.MatchString}
}

func (r *reader) text(at source.Pointer, v *source.Value) string {
	if v.Kind != source.String {
		r.fault(at, "must be a string")
	}
	return textOf(v)
}

func (r *reader) texts(at source.Pointer, v *source.Value) []string {
	if v.Kind != source.Array || len(v.Elements) == 0 {
		r.fault(at, "must be a list of strings")
	}
	var texts []string
	for i, element := range v.Elements {
		texts = append(texts, r.text(at.Append(strconv.Itoa(i)), element))
	}
	return texts
}

func (r *reader) integer(at source.Pointer, v *source.Value) int64 {
	n, err := strconv.ParseInt(v.Text, 10, 32)
	if v.Kind != source.Number || err != nil {
		r.fault(at, "must be an integer")
	}
	return n
}

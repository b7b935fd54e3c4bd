package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// anyKey is the property that stands for all keys of an object keyed by id.
const anyKey = "*"

// shape is what the schema of an input says about names: which are fields, and
// where arrays and objects keyed by id stand, whose keys no path spells.
type shape struct {
	fields  map[string]*shape
	element *shape // of an array, or of an object keyed by id
	open    bool   // fields doesn't list all there may be
}

func shapeOf(schema *source.Value) *shape {
	if element := cmp.Or(schema.Get("items"), schema.Get("properties").Get(anyKey)); element != nil {
		return &shape{element: shapeOf(element)}
	}
	fields := map[string]*shape{}
	if properties := schema.Get("properties"); properties != nil {
		for _, property := range properties.Members {
			fields[property.Name] = shapeOf(property.Value)
		}
	}
	return &shape{fields: fields, open: schema.Get("type") == nil}
}

// follow goes along a path, stepping over the elements on its way. Where it can't
// go on it returns how far it came, and the names it could have gone on with.
func (s *shape) follow(path inputPath) (came int, known []string) {
	for i, name := range path {
		s = s.skipElements()
		next := s.fields[name]
		if next == nil {
			return i, slices.Sorted(maps.Keys(s.fields))
		}
		s = next
	}
	return len(path), nil
}

func (s *shape) skipElements() *shape {
	for s.element != nil {
		s = s.element
	}
	return s
}

// inputPath names a place of an input without array indices and object keys.
type inputPath []string

func parsePath(text string) inputPath { return strings.Split(text, ".") }

func (p inputPath) String() string { return strings.Join(p, ".") }

// overlaps holds when one of the two stands inside the other, or both are one.
func (p inputPath) overlaps(other inputPath) bool {
	return p.within(other) || other.within(p)
}

func (p inputPath) within(outer inputPath) bool {
	return len(p) >= len(outer) && slices.EqualFunc(p[:len(outer)], outer, isStep)
}

// isStep holds when two steps of paths are the same. The prefix of the
// organisation's own fields stands for each of them.
func isStep(a, b string) bool {
	return a == b || a == ownPrefix && strings.HasPrefix(b, ownPrefix) || b == ownPrefix && strings.HasPrefix(a, ownPrefix)
}

// at is the shape of what a path leads to, stepping over elements on its way and at its end.
func (s *shape) at(path inputPath) *shape {
	s = s.skipElements()
	for _, name := range path {
		s = s.fields[name].skipElements()
	}
	return s
}

// leaves adds the paths of all fields inside that have no fields of their own.
func (s *shape) leaves(path string, all []string) []string {
	s = s.skipElements()
	if len(s.fields) == 0 {
		return append(all, path)
	}
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		all = s.fields[name].leaves(path+"."+name, all)
	}
	return all
}

package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// shape is what the schema of an input says about names: which are fields, and
// where arrays and objects keyed by id stand, whose keys no path spells.
type shape struct {
	fields  map[string]*shape
	element *shape // of an array, or of an object keyed by id
}

func shapeOf(schema *source.Value) *shape {
	if properties := schema.Get("properties"); properties != nil {
		fields := make(map[string]*shape, len(properties.Members))
		for _, property := range properties.Members {
			fields[property.Name] = shapeOf(property.Value)
		}
		return &shape{fields: fields}
	}
	if items := schema.Get("items"); items != nil {
		return &shape{element: shapeOf(items)}
	}
	if values := schema.Get("additionalProperties"); values != nil && values.Kind == source.Object {
		return &shape{element: shapeOf(values)}
	}
	if patterns := schema.Get("patternProperties"); patterns != nil && len(patterns.Members) > 0 {
		return &shape{element: shapeOf(patterns.Members[0].Value)}
	}
	return &shape{}
}

// at follows a path, stepping over the elements on its way; where it fails it
// returns the names it could have gone on with.
func (s *shape) at(path inputPath) (*shape, []string) {
	for _, name := range path {
		s = s.skipElements()
		next := s.fields[name]
		if next == nil {
			return nil, slices.Collect(maps.Keys(s.fields))
		}
		s = next
	}
	return s, nil
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
	return len(p) >= len(outer) && slices.Equal(p[:len(outer)], outer)
}

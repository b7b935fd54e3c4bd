package policy

import (
	"strconv"

	"github.com/riskgate/riskgate/internal/source"
)

// Outline says of the input of a kind of subject which names are fields, so that paths as those in the metadata of rules can
// be followed through arrays and through objects that are keyed by id.
type Outline struct{ shape *shape }

// NewOutline reads the JSON Schema of an input, as Config.Inputs has it.
func NewOutline(inputSchema []byte) (*Outline, error) {
	schema, err := new(source.Parser).Parse(inputSchema, source.Position{File: "input schema", Line: 1, Column: 1})
	if err != nil {
		return nil, err
	}
	return &Outline{shapeOf(schema)}, nil
}

// Found is what a path leads to: there may be nothing, where Value is nil.
type Found struct {
	At    source.Pointer
	Value *source.Value
}

// Find follows a path such as plan.actions.due into an input: into every element of the arrays on its way, and of objects that
// are keyed by id into those that are wanted. An array on the way that has no element is found itself.
func (o *Outline) Find(input *source.Value, path string, wanted func(id string) bool) []Found {
	s := search{wanted: wanted}
	s.follow(o.shape, input, "", parsePath(path))
	return s.found
}

type search struct {
	wanted func(id string) bool
	found  []Found
}

func (s *search) follow(at *shape, value *source.Value, place source.Pointer, path inputPath) {
	switch {
	case len(path) == 0 || value == nil:
		s.found = append(s.found, Found{place.Append(path...), value})
	case value.Kind == source.Array:
		s.elements(at, value, place, path)
	case at != nil && at.element != nil:
		s.byID(at, value, place, path)
	default:
		var next *shape
		if at != nil {
			next = at.fields[path[0]]
		}
		s.follow(next, value.Get(path[0]), place.Append(path[0]), path[1:])
	}
}

func (s *search) elements(at *shape, list *source.Value, place source.Pointer, path inputPath) {
	if len(list.Elements) == 0 {
		s.found = append(s.found, Found{place, list})
	}
	for i, element := range list.Elements {
		s.follow(inside(at), element, place.Append(strconv.Itoa(i)), path)
	}
}

func (s *search) byID(at *shape, object *source.Value, place source.Pointer, path inputPath) {
	before := len(s.found)
	for _, member := range object.Members {
		if s.wanted(member.Name) {
			s.follow(inside(at), member.Value, place.Append(member.Name), path)
		}
	}
	if len(s.found) == before {
		s.found = append(s.found, Found{place.Append(path...), nil})
	}
}

func inside(at *shape) *shape {
	if at == nil {
		return nil
	}
	return at.element
}

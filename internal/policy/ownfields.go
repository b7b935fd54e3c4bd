package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// ownPrefix begins the names of the fields that an organisation adds to records.
const ownPrefix = "x_"

// Inputs adds to the schemas of inputs, by kind of subject, the fields of the
// organisation's own that rules name under reads: risk.x_cost_centre. What is
// inside such a field no schema says; that a rule reads one which it doesn't
// name is a mistake, as with any other field.
func (l *Library) Inputs(schemas map[string][]byte) (map[string][]byte, error) {
	widened := maps.Clone(schemas)
	for _, rule := range l.rules {
		for _, text := range slices.Concat(rule.Reads, rule.Optional) {
			path := parsePath(text)
			name := path[len(path)-1]
			if !strings.HasPrefix(name, ownPrefix) || widened[rule.Subject] == nil {
				continue
			}
			schema, err := new(source.Parser).Parse(widened[rule.Subject], source.Position{File: "input schema of " + rule.Subject, Line: 1, Column: 1})
			if err != nil {
				return nil, err
			}
			if declare(schema, path[:len(path)-1], name) {
				widened[rule.Subject] = schema.AppendJSON(nil)
			}
		}
	}
	return widened, nil
}

// declare adds a field of any type to the record at a path, if there is one.
func declare(schema *source.Value, path inputPath, name string) bool {
	record := elementOf(schema)
	for _, step := range path {
		record = elementOf(record.Get("properties").Get(step))
	}
	properties := record.Get("properties")
	if properties == nil || properties.Get(name) != nil {
		return false
	}
	properties.Members = append(properties.Members, source.Member{Name: name, Value: source.NewObject()})
	return true
}

// elementOf steps over arrays and objects keyed by id, whose keys no path spells.
func elementOf(schema *source.Value) *source.Value {
	for {
		element := schema.Get("items")
		if element == nil {
			element = schema.Get("properties").Get(anyKey)
		}
		if element == nil {
			return schema
		}
		schema = element
	}
}

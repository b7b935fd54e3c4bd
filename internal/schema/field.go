package schema

import (
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// Field is what a schema says of a field.
type Field struct{ node *node }

// RecordField is the object that a record of that name is.
func (c *Checker) RecordField(record string) Field { return Field{c.records[record].node} }

// DocumentField is the object that a document of that kind is, with its lists of records.
func (c *Checker) DocumentField(kind string) Field { return Field{c.files[kind].node} }

// Kind is what sort of value the field holds; String where it may hold one beside others.
func (f Field) Kind() source.Kind {
	for _, kind := range []source.Kind{source.String, source.Number, source.Bool, source.Array, source.Object} {
		if f.node == nil || f.node.kinds.has(kind) && (f.node.kinds != 0 || f.node.words != nil || f.node.properties == nil) {
			return kind
		}
	}
	return source.Object
}

// Date says that the field holds a day.
func (f Field) Date() bool { return f.node != nil && f.node.date }

// Whole says that the field holds an integer.
func (f Field) Whole() bool { return f.node != nil && f.node.whole }

// Words are the only texts that the field may hold; nil where it may hold any.
func (f Field) Words() []string {
	if f.node == nil {
		return nil
	}
	return f.node.words
}

// Elements is what each element of a list is.
func (f Field) Elements() Field {
	if f.node == nil {
		return Field{}
	}
	return Field{f.node.items}
}

// Names lists the fields of an object, as the schema orders them.
func (f Field) Names() []string {
	if f.node == nil {
		return nil
	}
	return f.node.names
}

// Get is a field of an object; false for one that it can't have. A field of the organisation's own may hold anything.
func (f Field) Get(name string) (Field, bool) {
	if f.node == nil {
		return Field{}, false
	}
	if p, ok := f.node.properties[name]; ok {
		return Field{p.node}, true
	}
	own := slices.ContainsFunc(f.node.patterned, func(p patterned) bool { return p.pattern.match(name) })
	return Field{}, own
}

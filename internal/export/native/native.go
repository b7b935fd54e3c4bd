// Package native turns the records of a run into documents in a folder, and brings newer records into a folder that people
// have worked in.
package native

import (
	"fmt"
	"slices"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// document is one document with its records, whatever files it is read from or written to.
type document struct {
	kind    string
	header  *source.Value // without records; nil where single records are a part of no document
	records []record
}

// record is one record of a document: what it says, without what a file of its own adds.
type record struct {
	name  string // what it is: risk, plan
	value *source.Value
}

func (r record) id() string { return textOf(r.value.Get("id")) }

func (r record) String() string { return r.name + " " + r.id() }

// id is that of the document.
func (d *document) id() string { return textOf(d.header.Get("id")) }

// key tells records of one document apart.
type key struct{ name, id string }

func (r record) key() key { return key{r.name, r.id()} }

// byKey are the records of a document; none of nil.
func (d *document) byKey() map[key]*source.Value {
	known := map[key]*source.Value{}
	if d == nil {
		return known
	}
	for _, r := range d.records {
		known[r.key()] = r.value
	}
	return known
}

// gather reads all records of a run into documents. Files of single records join the document that they are a part of.
func gather(documents []*workspace.Document) ([]*document, error) {
	of := map[*workspace.Document]*document{}
	var all []*document
	for _, d := range documents {
		if d.Header == nil {
			continue
		}
		one := &document{kind: d.Kind, header: d.Header.Clone()}
		of[d] = one
		all = append(all, one)
	}
	loose := map[string]*document{} // by kind of document
	for _, d := range documents {
		one := of[d]
		if d.Header == nil {
			one = of[d.Head]
		}
		if one == nil {
			kind := holderOf(d.Kind)
			if loose[kind] == nil {
				loose[kind] = &document{kind: kind}
				all = append(all, loose[kind])
			}
			one = loose[kind]
		}
		if err := one.take(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// take adds the records of a file.
func (d *document) take(from *workspace.Document) error {
	parser := new(source.Parser)
	for l, list := range from.Lists {
		for n := range list.Len() {
			value, err := from.Record(workspace.Place{List: l, Index: n}, parser)
			if err != nil {
				return err
			}
			name := list.Record
			if name == "" {
				single := from.Kind
				if kind := textOf(value.Get("kind")); kind != "" {
					single = kind
				}
				name = schema.RecordsOf(single)[0]
				if len(schema.RecordsOf(from.Kind)) == 1 {
					name = schema.RecordsOf(from.Kind)[0]
				}
				value = without(value, "$schema", "kind", "schema_version", "register")
			}
			d.records = append(d.records, record{name, value.Clone()})
			parser.Free()
		}
	}
	return nil
}

// holderOf is the kind of the documents that hold what a file of that kind does.
func holderOf(kind string) string {
	for _, k := range schema.Kinds() {
		if k.Name == kind || slices.ContainsFunc(k.Lists, func(l schema.List) bool { return l.Single == kind }) {
			return k.Name
		}
	}
	return kind
}

// listOf is where a record stands in a document.
func listOf(name string) schema.List {
	for _, k := range schema.Kinds() {
		for _, list := range k.Lists {
			if list.Record == name {
				return list
			}
		}
	}
	panic(fmt.Sprintf("%s is no record", name))
}

// tree is the document as one value, its records in their lists.
func (d *document) tree() *source.Value {
	root := &source.Value{Kind: source.Object, Members: slices.Clone(d.header.Members)}
	for _, list := range schema.Lists(d.kind) {
		var values []*source.Value
		for _, r := range d.records {
			if r.name == list.Record {
				values = append(values, r.value)
			}
		}
		if len(values) > 0 {
			root.Members = slices.DeleteFunc(root.Members, func(m source.Member) bool { return m.Name == list.Member })
			root.Members = append(root.Members, source.Member{Name: list.Member, Value: source.NewArray(values...)})
		}
	}
	return root
}

// single is a record as a file of its own.
func (r record) single(register string) *source.Value {
	kind := listOf(r.name).Single
	members := []source.Member{
		{Name: "$schema", Value: source.NewString(schema.Address(kind))},
		{Name: "kind", Value: source.NewString(kind)},
		{Name: "schema_version", Value: source.NewString("1")},
	}
	if register != "" {
		members = append(members, source.Member{Name: "register", Value: source.NewString(register)})
	}
	return source.NewObject(append(members, r.value.Members...)...)
}

func without(object *source.Value, names ...string) *source.Value {
	kept := slices.DeleteFunc(slices.Clone(object.Members), func(m source.Member) bool { return slices.Contains(names, m.Name) })
	return source.NewObject(kept...)
}

func textOf(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}

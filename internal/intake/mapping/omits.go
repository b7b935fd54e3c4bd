package mapping

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// omitted are the fields that a document can't have: those that the mapping says, and those that nothing in the file is
// mapped to. Where a whole object can't be there, the fields inside it go without saying.
func (r *reading) omitted(d *Document) []string {
	mapped := map[string]bool{}
	for _, member := range d.Header.Members {
		walk(mapped, member.Name, member.Value)
	}
	var paths []string
	all := r.checker.DocumentField(d.Kind)
	for _, name := range all.Names() {
		switch {
		case slices.Contains([]string{"$schema", "kind", "schema_version", "source", "id", "title"}, name):
		case schema.Lists(d.Kind) != nil && slices.ContainsFunc(schema.Lists(d.Kind), func(l schema.List) bool { return l.Member == name }):
		default:
			field, _ := all.Get(name)
			paths = addOmitted(paths, mapped, name, field)
		}
	}
	var members []string
	for _, records := range d.Lists {
		records.mark(mapped)
		if !slices.Contains(members, records.Member) {
			members = append(members, records.Member)
		}
	}
	for _, l := range schema.Lists(d.Kind) {
		if slices.Contains(members, l.Member) {
			paths = addInside(paths, mapped, l.Member, r.checker.RecordField(l.Record))
		}
	}
	for _, path := range r.Mapping.omits {
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// walk marks the paths that a header has.
func walk(mapped map[string]bool, path string, v *source.Value) {
	mapped[path] = true
	for _, member := range v.Members {
		walk(mapped, path+"."+member.Name, member.Value)
	}
	for _, element := range v.Elements {
		walk(mapped, path, element)
	}
}

// mark marks the paths that records may have.
func (r *Records) mark(mapped map[string]bool) {
	mark := func(prefix string, fields []field) {
		for i := range fields {
			if f := &fields[i]; r.found.carries(&f.origin) {
				path := prefix + "." + f.name()
				for at := range path {
					if path[at] == '.' {
						mapped[path[:at]] = true
					}
				}
				mapped[path] = true
				if name := f.steps[len(f.steps)-1].name; strings.HasPrefix(name, "x_") {
					mapped[path[:len(path)-len(name)]+"x_"] = true
				}
			}
		}
	}
	mark(r.Member, r.template.fields)
	for i := range r.template.lists {
		if l := &r.template.lists[i]; l.each == nil || r.found.has(l.each.column) {
			mark(r.Member+"."+strings.Join(l.path, "."), l.fields)
		}
	}
}

// carries reports whether the file has something that a field may come from.
func (f *found) carries(o *origin) bool {
	for _, c := range o.when {
		if !f.has(c.column) {
			return false
		}
	}
	switch {
	case o.first != nil:
		return slices.ContainsFunc(o.first, func(one origin) bool { return f.carries(&one) })
	case o.columns != nil:
		return slices.ContainsFunc(o.columns, f.has)
	}
	return true
}

func addOmitted(paths []string, mapped map[string]bool, path string, field schema.Field) []string {
	if !mapped[path] {
		return append(paths, path)
	}
	if field.Kind() == source.Array {
		field = field.Elements()
	}
	return addInside(paths, mapped, path, field)
}

// addInside adds what an object lacks of its fields, and any field of the organisation's own.
func addInside(paths []string, mapped map[string]bool, path string, object schema.Field) []string {
	if object.Kind() != source.Object {
		return paths
	}
	for _, name := range object.Names() {
		field, _ := object.Get(name)
		paths = addOmitted(paths, mapped, path+"."+name, field)
	}
	if _, open := object.Get("x_own"); open && !mapped[path+".x_"] {
		paths = append(paths, path+".x_")
	}
	return paths
}

package schema

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/source"
)

// AnyID is the key under which an input's type describes objects that are keyed by id.
const AnyID = "*"

// input is the schema of what rules about one kind of subject are asked with. Only rules' own tests check inputs, so
// that is compiled when it is needed.
type input struct {
	check func() (*check, error)
	types []byte
}

// Inputs returns for each kind of subject what a type checker of rules must know: which keys there are and what kind of
// value each has, as a JSON Schema without any reference.
//
// It is made for OPA's type checker, which knows type, properties and items, and takes properties of a name that isn't
// listed as mistakes. Objects that are keyed by id therefore have one property, AnyID: OPA lets a variable stand for it
// and goes on checking below, so that input.people[id].rloe is refused. A literal id is refused too, and so are the
// organisation's own x_ keys, which policy.Library.Inputs adds where a rule says that it reads them.
func (c *Checker) Inputs() map[string][]byte {
	types := make(map[string][]byte, len(c.inputs))
	for subject, in := range c.inputs {
		types[subject] = in.types
	}
	return types
}

func (c *Checker) addInputs(fsys fs.FS, roots map[string]*source.Value) error {
	names, err := fs.Glob(fsys, "input/*"+suffix)
	if err != nil {
		return err
	}
	var faults *multierror.Error
	for _, name := range names {
		in, err := readInput(fsys, name, roots)
		if err != nil {
			faults = multierror.Append(faults, err)
			continue
		}
		c.inputs[strings.TrimSuffix(path.Base(name), suffix)] = in
	}
	return faults.ErrorOrNil()
}

func readInput(fsys fs.FS, name string, roots map[string]*source.Value) (input, error) {
	written, err := open(fsys, name)
	if err != nil {
		return input{}, err
	}
	i := inliner{roots: roots}
	root := i.inline(written.root, nil, 0)
	if i.err != nil {
		return input{}, multierror.Prefix(i.err, name+":")
	}
	put(root, "$id", written.root.Get("$id"))
	check := sync.OnceValues(func() (*check, error) {
		whole := &file{root: root, text: root.AppendJSON(nil), reader: newReader(root)}
		return whole.check("", "the input"), whole.reader.err.ErrorOrNil()
	})
	return input{check, typesOf(root).AppendJSON(nil)}, nil
}

// inliner writes out what the references of a schema stand for.
type inliner struct {
	roots map[string]*source.Value // by name of file
	err   error
}

func (i *inliner) fault(format string, args ...any) *source.Value {
	i.err = multierror.Append(i.err, fmt.Errorf(format, args...))
	return source.NewObject()
}

// inline returns a copy of a schema of the document root (nil: of an input) without references, identity and
// requirements: an input may lack anything.
func (i *inliner) inline(v, root *source.Value, depth int) *source.Value {
	if v.Kind != source.Object {
		return v
	}
	if depth > 32 {
		return i.fault("a schema must not contain itself")
	}
	if ref := v.Get("$ref"); ref != nil {
		return i.reference(v, root, textOf(ref), depth)
	}
	flat := source.NewObject()
	for _, member := range v.Members {
		value := member.Value
		switch member.Name {
		case "$schema", "$id", "$defs", "required":
			continue
		case "properties":
			value = i.each(value, root, depth)
		case "items", "additionalProperties":
			value = i.inline(value, root, depth+1)
		}
		flat.Members = append(flat.Members, source.Member{Name: member.Name, Value: value})
	}
	return flat
}

func (i *inliner) each(properties, root *source.Value, depth int) *source.Value {
	flat := source.NewObject()
	for _, member := range properties.Members {
		flat.Members = append(flat.Members, source.Member{Name: member.Name, Value: i.inline(member.Value, root, depth+1)})
	}
	return flat
}

// reference is what a $ref names, with the changes that stand beside it.
func (i *inliner) reference(v, root *source.Value, ref string, depth int) *source.Value {
	file, pointer, _ := strings.Cut(ref, "#")
	if file != "" {
		root = i.roots[path.Base(file)]
	}
	target, found := root.Lookup(source.Pointer(pointer))
	if target == nil || string(found) != pointer {
		return i.fault("$ref names nothing: %q", ref)
	}
	named := i.inline(target, root, depth+1)
	for _, member := range v.Members {
		switch member.Name {
		case "$ref":
		case "title", "description":
			put(named, member.Name, member.Value)
		case "properties":
			i.change(named, member.Value, ref, depth)
		default:
			i.fault("%q must not stand beside $ref %q", member.Name, ref)
		}
	}
	return named
}

// change puts properties in the place of those that a schema has, or takes them away.
func (i *inliner) change(schema, properties *source.Value, ref string, depth int) {
	own := schema.Get("properties")
	if own == nil {
		i.fault("%q has no properties to change", ref)
		return
	}
	changed := source.NewObject(own.Members...)
	for _, member := range properties.Members {
		if member.Value.Kind == source.Object {
			put(changed, member.Name, i.inline(member.Value, nil, depth+1))
			continue
		}
		if own.Get(member.Name) == nil {
			i.fault("%q has no property %q to take away", ref, member.Name)
		}
		take(changed, member.Name)
	}
	put(schema, "properties", changed)
}

func put(object *source.Value, name string, value *source.Value) {
	if member := object.Member(name); member != nil {
		member.Value = value
		return
	}
	object.Members = append(object.Members, source.Member{Name: name, Value: value})
}

func take(object *source.Value, name string) {
	var rest []source.Member
	for _, member := range object.Members {
		if member.Name != name {
			rest = append(rest, member)
		}
	}
	object.Members = rest
}

// typesOf is what a type checker needs of an inlined schema.
func typesOf(v *source.Value) *source.Value {
	kind := v.Get("type")
	if kind == nil && v.Get("const") != nil {
		kind = source.NewString(source.String.String())
	}
	if kind == nil || kind.Kind != source.String { // of several types it would take the first
		return source.NewObject()
	}
	types := source.NewObject(source.Member{Name: "type", Value: kind})
	switch properties, others, items := v.Get("properties"), v.Get("additionalProperties"), v.Get("items"); {
	case properties != nil:
		each := source.NewObject()
		for _, member := range properties.Members {
			each.Members = append(each.Members, source.Member{Name: member.Name, Value: typesOf(member.Value)})
		}
		put(types, "properties", each)
	case others != nil && others.Kind == source.Object:
		put(types, "properties", source.NewObject(source.Member{Name: AnyID, Value: typesOf(others)}))
	case items != nil:
		put(types, "items", typesOf(items))
	}
	return types
}

// Package schema holds documents to their JSON Schemas.
//
// Nearly all records are as they should be, so a compiled check decides yes or no first, in a few microseconds. Only
// what fails it goes through a complete JSON Schema library, whose verdict is put into words of our own.
package schema

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-multierror"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/source"
)

const suffix = ".schema.json"

// The schemas of what is no document.
const (
	settings       = "settings"
	policySettings = "policy_settings"
	waivers        = "waivers"
	baseline       = "baseline"
	keys           = "keys"
	mapping        = "mapping"
)

// Checker holds values to the schemas of the product. It may be used by many goroutines.
type Checker struct {
	files   map[string]*check // documents, single records, settings: by the name of their file
	records map[string]*check // elements of a list: by the name of the record
	lists   map[string]string // the list that a record stands in: by the name of the record or of its own file
	kinds   map[string]*check // values of settings: by the name of their $def
	inputs  map[string]input  // by subject
}

// Problem is one way in which a value is not what its schema demands.
type Problem struct {
	At      source.Pointer // the value that is wrong, or the object that lacks a key or has a wrong one
	Key     string         // the key that must not be there, or ""
	Message string
	Hint    string // how to mend it, or ""
}

// Errors puts problems at their places in the file that a value is: at the key, when a key is wrong. It is nil without any.
func Errors(file source.File, root *source.Value, problems []Problem) error {
	var all *multierror.Error
	for _, p := range problems {
		at, _ := root.Lookup(p.At)
		offset := at.Offset
		if key := at.Member(p.Key); p.Key != "" && key != nil {
			offset = key.Offset
		}
		all = multierror.Append(all, &source.Error{Pos: file.Position(offset), Err: errors.New(p.Message), Hint: p.Hint})
	}
	return all.ErrorOrNil()
}

// New compiles the schemas, those of inputs in the folder input. All that is wrong with them comes in one error.
func New(fsys fs.FS) (*Checker, error) {
	c := &Checker{files: map[string]*check{}, records: map[string]*check{}, lists: map[string]string{}, kinds: map[string]*check{}, inputs: map[string]input{}}
	var faults *multierror.Error
	roots := map[string]*source.Value{} // by name of file
	names, err := fs.Glob(fsys, "*"+suffix)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		file, err := open(fsys, name)
		if err != nil {
			faults = multierror.Append(faults, err)
			continue
		}
		roots[name] = file.root
		kind := strings.TrimSuffix(name, suffix)
		c.files[kind] = file.check("", "the file")
		c.addRecords(kind, file)
		if kind == settings {
			c.addKinds(file)
		}
		faults = multierror.Append(faults, file.reader.err.ErrorOrNil())
	}
	for _, name := range append(kindNames(), settings, policySettings, waivers, baseline, mapping) {
		if _, ok := roots[name+suffix]; !ok {
			faults = multierror.Append(faults, fmt.Errorf("%s%s: no such schema", name, suffix))
		}
	}
	if err := faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	return c, c.addInputs(fsys, roots)
}

// addRecords compiles the records of a document from its $defs.
func (c *Checker) addRecords(kind string, file *file) {
	for _, list := range Lists(kind) {
		c.records[list.Record] = file.check(source.Pointer("").Append("$defs", list.Record), article(list.Record))
		c.lists[list.Record] = list.Member
		c.lists[list.Single] = list.Member
	}
}

// addKinds compiles what a setting can hold from the $defs of the settings' schema.
func (c *Checker) addKinds(file *file) {
	for _, kind := range file.root.Get("$defs").Members {
		c.kinds[kind.Name] = file.check(source.Pointer("").Append("$defs", kind.Name), "")
	}
}

// Header checks a document that was parted from its lists of records.
func (c *Checker) Header(kind string, v *source.Value, omits []string) []Problem {
	return c.files[kind].problems(v, "", omits)
}

// Record checks one element of a list.
func (c *Checker) Record(record string, v *source.Value, omits []string) []Problem {
	return c.records[record].problems(v, c.lists[record], omits)
}

// Single checks a record that stands in a file or on a line of its own.
func (c *Checker) Single(kind string, v *source.Value, omits []string) []Problem {
	return c.files[kind].problems(v, c.lists[kind], omits)
}

// Settings checks what an organisation has set.
func (c *Checker) Settings(v *source.Value) []Problem {
	return c.files[settings].problems(v, "", nil)
}

// PolicySettings checks what a policy folder says of its own settings.
func (c *Checker) PolicySettings(v *source.Value) []Problem {
	return c.files[policySettings].problems(v, "", nil)
}

// Waivers checks a file of waivers.
func (c *Checker) Waivers(v *source.Value) []Problem {
	return c.files[waivers].problems(v, "", nil)
}

// Baseline checks the file of a baseline.
func (c *Checker) Baseline(v *source.Value) []Problem {
	return c.files[baseline].problems(v, "", nil)
}

// Keys checks a list of keys that are trusted.
func (c *Checker) Keys(v *source.Value) []Problem {
	return c.files[keys].problems(v, "", nil)
}

// Mapping checks a file that says how the export of another tool is read.
func (c *Checker) Mapping(v *source.Value) []Problem {
	return c.files[mapping].problems(v, "", nil)
}

// Setting checks the value of a setting, which messages call by name, against a $def of the settings' schema.
func (c *Checker) Setting(kind, name string, v *source.Value) []Problem {
	named := *c.kinds[kind]
	named.name = name
	return named.problems(v, "", nil)
}

// Words are what a schema says of a field of a document, for a reader who doesn't know the schema: the titles on the way to
// it, from its record on, and what it means. Without a field they are those of the document itself; of a field that the
// schema doesn't have, such as an organisation's own, there are none.
func (c *Checker) Words(kind, field string) (titles []string, meaning string) {
	n := c.files[kind].node
	if field == "" {
		return []string{n.title}, n.description
	}
	for i, name := range strings.Split(field, ".") {
		if n != nil && n.items != nil {
			if n = n.items; i == 1 {
				titles = nil // a field of each record, or of each person
			}
		}
		if n == nil || n.properties[name].about == "" {
			return nil, ""
		}
		p := n.properties[name]
		titles = append(titles, p.title)
		n, meaning = p.node, p.about
	}
	return titles, meaning
}

// Input checks what rules about a kind of subject are asked with.
func (c *Checker) Input(subject string, v *source.Value) []Problem {
	check, err := c.inputs[subject].check()
	if err != nil {
		return []Problem{{Message: err.Error()}}
	}
	return check.problems(v, "", nil)
}

// file is one schema file, as it was read.
type file struct {
	root   *source.Value
	text   []byte
	reader *reader
}

func open(fsys fs.FS, name string) (*file, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	root, err := new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
	if err != nil {
		return nil, err
	}
	if id := textOf(root.Get("$id")); path.Base(id) != path.Base(name) {
		return nil, fmt.Errorf("%s: $id must end in the name of the file, not %q", name, id)
	}
	return &file{root: root, text: text, reader: newReader(root)}, nil
}

// check is one schema that values are held to.
type check struct {
	name  string // of what is checked, for its own faults
	node  *node
	nodes map[string]*node
	full  func() (*jsonschema.Schema, error)
}

func (f *file) check(at source.Pointer, name string) *check {
	return &check{
		name:  name,
		node:  f.reader.find(at),
		nodes: f.reader.nodes,
		full: sync.OnceValues(func() (*jsonschema.Schema, error) {
			return compile(f.reader.id, f.text, f.reader.id+"#"+string(at))
		}),
	}
}

// problems lists what is wrong with a value, in the order in which the value was written. A record comes with the name
// of the list that it stands in.
func (c *check) problems(v *source.Value, list string, omits []string) []Problem {
	w := wayTo(list, omits)
	if c.node.accepts(v, &w) {
		return nil
	}
	found, err := c.failures(v)
	if err != nil {
		return []Problem{{Message: c.name + " holds a value that cannot be checked"}}
	}
	problems := c.explain(v, found, list, omits)
	if len(problems) == 0 {
		return []Problem{{Message: c.name + " is not what its schema demands"}}
	}
	return problems
}

// failures is what the library has against a value.
func (c *check) failures(v *source.Value) ([]failure, error) {
	full, err := c.full()
	if err != nil {
		return nil, err
	}
	return failures(full, v)
}

// finding is a problem with the value that is wrong, by which problems are ordered.
type finding struct {
	Problem
	wrong   *source.Value
	keyword string
}

// explain puts failures into words.
func (c *check) explain(v *source.Value, found []failure, list string, omits []string) []Problem {
	var all []finding
	for _, f := range found {
		all = append(all, c.nodes[string(f.schema)].explain(f, v, wayTo(list, omits), c.name)...)
	}
	order := inOrder(v)
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(order[a.wrong], order[b.wrong]), cmp.Compare(a.keyword, b.keyword))
	})
	problems := make([]Problem, len(all))
	for i := range all {
		problems[i] = all[i].Problem
	}
	return slices.Compact(problems) // a date that breaks its pattern is no day of the calendar either
}

// inOrder numbers a value and all within it as they were written.
func inOrder(v *source.Value) map[*source.Value]int {
	order := map[*source.Value]int{}
	var visit func(*source.Value)
	visit = func(v *source.Value) {
		order[v] = len(order)
		for _, member := range v.Members {
			visit(member.Value)
		}
		for _, element := range v.Elements {
			visit(element)
		}
	}
	visit(v)
	return order
}

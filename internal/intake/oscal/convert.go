package oscal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

// converter makes native documents of a decoded file, whose cross-references it has indexed by the keys of uuids.
type converter struct {
	*notes
	file         *poam
	parties      map[string]party
	observations map[string]observation
	risks        map[string]risk
	findings     map[string]finding
	observed     map[string][]*source.Value // by risk: the observations that it, its findings and its items relate to
	completed    map[string]entry           // by task: the entry of a risk's log that says it is complete
	named        map[string]bool            // parties that a native record names
	services     map[string]service
	actions      map[string]*source.Value // native ids of tasks
}

func newConverter(file *poam, notes *notes) *converter {
	c := &converter{
		notes:        notes,
		file:         file,
		parties:      map[string]party{},
		observations: map[string]observation{},
		risks:        map[string]risk{},
		findings:     map[string]finding{},
		observed:     map[string][]*source.Value{},
		completed:    map[string]entry{},
		named:        map[string]bool{},
		services:     map[string]service{},
		actions:      map[string]*source.Value{},
	}
	for _, s := range file.services {
		c.services[key(s.uuid)] = s
	}
	for _, p := range file.parties {
		c.parties[key(p.uuid)] = p
	}
	for _, o := range file.observations {
		c.observations[key(o.uuid)] = o
	}
	for _, r := range file.risks {
		c.risks[key(r.uuid)] = r
		c.observe(r.observations, r.uuid)
		for _, remediation := range r.remediations {
			for _, t := range remediation.tasks {
				if t.id != t.uuid {
					c.actions[key(t.uuid)] = t.id
				}
			}
		}
		for _, e := range r.log {
			if !hasProperty(e.properties, "type", "milestone-complete") {
				continue
			}
			for _, uuid := range e.tasks {
				c.completed[key(uuid)] = e
			}
		}
	}
	for _, f := range file.findings {
		c.findings[key(f.uuid)] = f
		c.observe(f.observations, f.risks...)
	}
	for _, i := range file.items {
		c.observe(i.observations, i.risks...)
	}
	return c
}

func (c *converter) observe(observations []*source.Value, risks ...*source.Value) {
	for _, uuid := range risks {
		c.observed[key(uuid)] = append(c.observed[key(uuid)], observations...)
	}
}

// restore adds to a native record what riskgate's own properties carry. What OSCAL says of the same field gives way; a
// field within an object needs the object.
func restore(native *source.Value, own []property, fields []oscal.Field) {
	for _, f := range fields {
		path := strings.Split(f.Path, ".")
		var values []*source.Value
		for _, p := range own {
			if textOf(p.name) == f.Property {
				values = append(values, shaped(p.value, f.Shape))
			}
		}
		if len(values) == 0 || len(path) > 1 && native.Get(path[0]) == nil {
			continue
		}
		parent := native
		for _, name := range path[:len(path)-1] {
			if parent.Get(name) == nil {
				set(parent, name, objectAt(values[0]))
			}
			parent = parent.Get(name)
		}
		value := values[0]
		if f.Shape == oscal.ListShape {
			value = arrayAt(values[0], values...)
		}
		replace(parent, path[len(path)-1], value)
	}
	for _, p := range own {
		if name := textOf(p.name); strings.HasPrefix(name, "x_") {
			replace(native, name, p.value)
		}
	}
}

var wholeNumber = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)

// shaped is a property's value as the field has it. What is no number stays a text, for the schema to refuse.
func shaped(v *source.Value, shape oscal.Shape) *source.Value {
	if shape == oscal.NumberShape && wholeNumber.MatchString(v.Text) {
		return &source.Value{Kind: source.Number, Offset: v.Offset, Text: v.Text}
	}
	return v
}

// observationsOf are those that a risk rests on, each once.
func (c *converter) observationsOf(r risk) []observation {
	var all []observation
	seen := map[string]bool{}
	for _, uuid := range c.observed[key(r.uuid)] {
		if o, ok := c.observations[key(uuid)]; ok && !seen[key(uuid)] {
			seen[key(uuid)] = true
			all = append(all, o)
		}
	}
	return all
}

// person is a reference to a party, spelled as the party spells its uuid.
func (c *converter) person(uuid *source.Value) *source.Value {
	if uuid == nil {
		return nil
	}
	c.named[key(uuid)] = true
	if p, ok := c.parties[key(uuid)]; ok {
		return wordAt(textOf(p.id), uuid)
	}
	return uuid
}

// partyOf is the first party among the actors. Tools and platforms are no people.
func partyOf(actors []actor) *source.Value {
	for _, a := range actors {
		if textOf(a.kind) == "party" {
			return a.uuid
		}
	}
	return nil
}

var identifier = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// document begins a native document.
func (c *converter) document(kind string, id *source.Value) *source.Value {
	file := c.file
	d := objectAt(file.value)
	set(d, "kind", wordAt(kind, file.value))
	set(d, "schema_version", wordAt("1", file.value))
	set(d, "id", id)
	set(d, "title", file.title)
	set(d, "organization", c.organization())
	set(d, "business_unit", file.title)
	set(d, "as_of", file.modified)
	return d
}

// finish states what the format couldn't tell this document, which must be complete.
func (c *converter) finish(document *source.Value, fields []field) *source.Value {
	origin := objectAt(c.file.value)
	set(origin, "format", wordAt(Format, c.file.value))
	set(origin, "name", c.file.title)
	omits := arrayAt(c.file.value)
	for _, path := range omitted(document, fields) {
		omits.Elements = append(omits.Elements, wordAt(path, c.file.value))
	}
	set(origin, "omits", omits)
	set(document, "source", origin)
	return document
}

// organization is the one whose system it is, or the only one there is.
func (c *converter) organization() *source.Value {
	for _, role := range owningRoles {
		for _, uuid := range partiesWith(c.file.responsible, role) {
			if p, ok := c.parties[key(uuid)]; ok && textOf(p.kind) == "organization" {
				return p.name
			}
		}
	}
	isOrganization := func(p party) bool { return textOf(p.kind) == "organization" }
	first := slices.IndexFunc(c.file.parties, isOrganization)
	if first < 0 || slices.ContainsFunc(c.file.parties[first+1:], isOrganization) {
		return nil
	}
	return c.file.parties[first].name
}

func partiesWith(all []responsible, role string) []*source.Value {
	var parties []*source.Value
	for _, r := range all {
		if textOf(r.role) == role {
			parties = append(parties, r.parties...)
		}
	}
	return parties
}

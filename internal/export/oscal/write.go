package oscal

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/oscal"
)

// document writes an export.
type document struct {
	oscal.Writer
	*export
}

// The roles of the document.
const (
	ownerOfRisks  = "prepared-for"
	ownerOfAction = "action-owner"
)

func (d document) write() {
	d.Spread('{')
	d.Key("plan-of-action-and-milestones")
	d.Spread('{')
	d.Member("uuid", d.uuid)
	d.writeMetadata(d.metadata())
	d.Object("system-id", func() {
		d.Member("identifier-type", oscal.Namespace)
		d.String("id", d.id)
	})
	d.local()
	seen := map[string]bool{}
	oscal.List(d.Writer, "observations", d.observations(seen), d.observation)
	oscal.List(d.Writer, "risks", d.all(), d.writeRisk)
	d.Key("poam-items")
	d.Spread('[')
	for _, p := range d.plans {
		d.Begin('{')
		d.item(d.plan(p, loss.Follow(d.input(p.Subject).Get("plan"))).item)
		d.End('}')
	}
	if len(d.plans) == 0 { // OSCAL asks for one
		d.Begin('{')
		d.item(item{
			uuid:        oscal.UUID("no plan", d.uuid),
			title:       "No plan is recorded",
			description: "The register has no action plan. This item stands here because a plan of action and milestones has at least one.",
			properties:  []oscal.Property{oscal.Own(oscal.PlanProperty, oscal.None)},
		})
		d.End('}')
	}
	d.End(']')
	d.End('}')
	d.End('}')
}

// metadata is what a document says of itself.
type metadata struct {
	title, day, organization string
	properties               []oscal.Property
	roles                    []string
}

// metadata follows the register's header.
func (e *export) metadata() metadata {
	m := metadata{day: e.header.Text("as_of"), organization: e.header.Text("organization")}
	m.title = cmp.Or(line(e.header, "title"), "Risks of "+e.header.Text("business_unit"))
	e.header.Text("id")
	if oscal.String(m.organization) != m.organization {
		e.header.Mark("organization", loss.Changed)
	}
	m.properties = properties(e.header, oscal.RegisterFields)
	for _, p := range e.people {
		if role := p.Text("role"); role != "" && !slices.Contains(m.roles, role) {
			m.roles = append(m.roles, role)
		}
	}
	slices.Sort(m.roles)
	return m
}

func (d document) writeMetadata(m metadata) {
	d.Object("metadata", func() {
		d.Line("title", m.title)
		d.Day("last-modified", m.day)
		d.Member("version", m.day)
		d.Member("oscal-version", oscal.Version)
		d.Properties(m.properties...)
		type role struct{ id, title string }
		roles := []role{{ownerOfRisks, "Whose risks these are"}, {ownerOfAction, "Carries out an action"}}
		for _, name := range m.roles {
			if id := oscal.Token(name); id != ownerOfRisks && id != ownerOfAction {
				roles = append(roles, role{id, name})
			}
		}
		oscal.List(d.Writer, "roles", slices.Values(roles), func(r role) {
			d.Member("id", r.id)
			d.Line("title", r.title)
		})
		oscal.List(d.Writer, "parties", d.parties(m), func(p party) {
			d.Member("uuid", p.uuid)
			d.Member("type", p.kind)
			if p.name != "" {
				d.String("name", p.name)
			}
			d.Properties(p.properties...)
		})
		oscal.List(d.Writer, "responsible-parties", d.responsible(m), func(r responsible) {
			d.Member("role-id", r.role)
			d.Texts("party-uuids", r.parties)
		})
		d.Prose("remarks",
			"Written by riskgate from a risk register and its action plans. Dates have no time of day there, so that every time in this document is a day's first moment in UTC.",
			"Properties in the namespace "+oscal.Namespace+" carry what OSCAL has no place for.")
	})
}

type party struct {
	uuid, kind, name string
	properties       []oscal.Property
}

type responsible struct {
	role    string
	parties []string
}

func (e *export) organizationUUID(name string) string { return oscal.UUID("organization", name) }

func (e *export) parties(m metadata) iter.Seq[party] {
	return func(yield func(party) bool) {
		if m.organization != "" && !yield(party{uuid: e.organizationUUID(m.organization), kind: "organization", name: m.organization}) {
			return
		}
		for n, p := range e.people {
			made := e.party(p)
			if made.uuid == "" {
				made.uuid = e.uuidOf("person", "", fmt.Sprint(n))
			}
			if !yield(made) {
				return
			}
		}
	}
}

// party follows a person.
func (e *export) party(p loss.Record) party {
	id, name := p.Text("id"), p.Text("name")
	if oscal.String(name) != name {
		p.Mark("name", loss.Changed)
	}
	uuid := e.known[id]
	all := slices.Concat(identity(uuid, id), properties(p, oscal.PersonFields))
	p.Mark("role", loss.Kept)
	return party{uuid: uuid, kind: "person", name: name, properties: all}
}

func (e *export) responsible(m metadata) iter.Seq[responsible] {
	var all []responsible
	if m.organization != "" {
		all = append(all, responsible{ownerOfRisks, []string{e.organizationUUID(m.organization)}})
	}
	for _, role := range m.roles {
		r := responsible{role: oscal.Token(role)}
		for _, p := range e.people {
			if p.Text("role") == role && p.Text("id") != "" {
				r.parties = append(r.parties, e.known[p.Text("id")])
			}
		}
		if len(r.parties) > 0 {
			all = append(all, r)
		}
	}
	return slices.Values(all)
}

// local defines what observations are about, and the tool that stands in where no origin is known.
func (d document) local() {
	d.Key("local-definitions")
	d.Spread('{')
	oscal.List(d.Writer, "components", d.components(), func(c localComponent) {
		d.Member("uuid", c.uuid)
		d.Member("type", c.kind)
		d.Line("title", c.title)
		d.Prose("description", c.description)
		d.Properties(c.properties...)
		d.Object("status", func() { d.Member("state", "operational") })
	})
	items := slices.DeleteFunc(slices.Clone(d.assets), func(a asset) bool { return a.kind != inventoryItem })
	oscal.List(d.Writer, "inventory-items", slices.Values(items), func(a asset) {
		d.Member("uuid", a.uuid)
		d.Member("description", oscal.Prose(a.name))
		d.Properties(identity(a.uuid, a.name)...)
	})
	d.End('}')
}

type localComponent struct {
	uuid, kind, title, description string
	properties                     []oscal.Property
}

func (e *export) components() iter.Seq[localComponent] {
	all := []localComponent{{e.toolUUID(), "software", "riskgate", "Wrote this document. It stands in as the origin of what has no other that is known.", nil}}
	for _, s := range e.services {
		all = append(all, e.component(s))
	}
	for _, a := range e.assets {
		if a.kind == component {
			all = append(all, localComponent{uuid: a.uuid, kind: "software", title: a.name, description: "A product that a risk depends on."})
		}
	}
	return slices.Values(all)
}

func (e *export) toolUUID() string { return oscal.UUID("tool", "riskgate") }

// component follows a service.
func (e *export) component(s loss.Record) localComponent {
	id := s.Text("id")
	all := slices.Concat([]oscal.Property{oscal.Own(oscal.IDProperty, id)}, properties(s, oscal.ServiceFields))
	description := "A service of the organisation."
	if team := s.Text("team"); team != "" {
		description = "A service of team " + team + "."
	}
	s.Mark("team", loss.Extended)
	return localComponent{uuid: e.provided[id], kind: "service", title: line(s, "name"), description: description, properties: all}
}

// observations yields those of all risks, each once.
func (e *export) observations(seen map[string]bool) iter.Seq[observation] {
	return func(yield func(observation) bool) {
		clear(seen)
		for c := range e.all() {
			for _, o := range c.observations {
				if seen[o.uuid] {
					continue
				}
				seen[o.uuid] = true
				if !yield(o) {
					return
				}
			}
		}
	}
}

func (d document) observation(o observation) {
	d.Member("uuid", o.uuid)
	d.Line("title", o.title)
	d.Member("description", oscal.Prose(o.description))
	d.Properties(o.properties...)
	d.Texts("methods", []string{cmp.Or(o.method, "UNKNOWN")})
	if o.kind != "" {
		d.Texts("types", []string{o.kind})
	}
	oscal.List(d.Writer, "subjects", slices.Values(o.subjects), func(a asset) {
		d.Member("subject-uuid", a.uuid)
		d.Member("type", a.kind)
	})
	oscal.List(d.Writer, "relevant-evidence", slices.Values(o.evidence), func(e evidence) {
		d.Member("href", e.href)
		d.Member("description", oscal.Prose(e.description))
		d.Properties(e.properties...)
	})
	d.Day("collected", o.collected)
}

func (d document) writeRisk(c converted) {
	d.Member("uuid", c.uuid)
	d.Line("title", c.title)
	d.Member("description", oscal.Prose(c.description))
	d.Member("statement", "")
	d.Properties(c.properties...)
	d.Member("status", c.status)
	oscal.List(d.Writer, "characterizations", slices.Values(c.characterizations), d.characterization)
	oscal.List(d.Writer, "mitigating-factors", slices.Values(c.factors), func(f factor) {
		d.Member("uuid", f.uuid)
		d.Optional("implementation-uuid", f.implementation)
		d.Prose("description", f.description)
		d.Properties(f.properties...)
	})
	if c.deadline != "" {
		d.Day("deadline", c.deadline)
	}
	oscal.List(d.Writer, "remediations", slices.Values(c.remediations), d.remediation)
	if len(c.entries) > 0 {
		d.Object("risk-log", func() { oscal.List(d.Writer, "entries", slices.Values(c.entries), d.entry) })
	}
	var uuids []string
	for _, o := range c.observations {
		uuids = append(uuids, o.uuid)
	}
	d.References("related-observations", "observation-uuid", uuids)
}

func (d document) characterization(c characterization) {
	d.Properties(c.properties...)
	d.Object("origin", func() {
		if c.by == "" {
			d.actor("tool", d.toolUUID())
		} else {
			d.actor("party", c.by)
		}
	})
	oscal.List(d.Writer, "facets", slices.Values(c.facets), func(f facet) {
		d.Member("name", f.name)
		d.Member("system", f.system)
		d.String("value", f.value)
		d.Properties(oscal.Property{Name: "state", Value: c.state})
	})
}

func (d document) actor(kind, uuid string) {
	oscal.List(d.Writer, "actors", slices.Values([]string{uuid}), func(uuid string) {
		d.Member("type", kind)
		d.Member("actor-uuid", uuid)
	})
}

func (d document) remediation(r remediation) {
	d.Member("uuid", r.uuid)
	d.Member("lifecycle", r.lifecycle)
	d.Line("title", r.title)
	d.Member("description", oscal.Prose(r.description))
	d.Properties(r.properties...)
	if r.by != "" {
		oscal.List(d.Writer, "origins", slices.Values([]string{r.by}), func(by string) { d.actor("party", by) })
	}
	if r.resources != "" {
		oscal.List(d.Writer, "required-assets", slices.Values([]string{r.resources}), func(text string) {
			d.Member("uuid", oscal.UUID("resources", r.uuid))
			d.Member("description", oscal.Prose(text))
		})
	}
	oscal.List(d.Writer, "tasks", slices.Values(r.tasks), d.task)
}

func (d document) task(t task) {
	d.Member("uuid", t.uuid)
	d.Member("type", "milestone")
	d.Line("title", t.title)
	d.Properties(t.properties...)
	d.links(t.links)
	switch {
	case t.due != "" && t.start != "":
		d.Object("timing", func() {
			d.Object("within-date-range", func() {
				d.Day("start", t.start)
				d.Day("end", t.due)
			})
		})
	case t.due != "":
		d.Object("timing", func() {
			d.Object("on-date", func() { d.Day("date", t.due) })
		})
	}
	d.References("dependencies", "task-uuid", t.dependencies)
	if t.owner != "" {
		oscal.List(d.Writer, "responsible-roles", slices.Values([]string{t.owner}), func(owner string) {
			d.Member("role-id", ownerOfAction)
			d.Texts("party-uuids", []string{owner})
		})
	}
}

func (d document) links(hrefs []string) {
	oscal.List(d.Writer, "links", slices.Values(hrefs), func(href string) {
		d.Member("href", href)
		d.Member("rel", "evidence")
	})
}

func (d document) entry(e entry) {
	d.Member("uuid", e.uuid)
	d.Line("title", e.title)
	if e.description != "" {
		d.Member("description", oscal.Prose(e.description))
	}
	d.Day("start", e.start)
	if e.end != "" {
		d.Day("end", e.end)
	}
	d.Properties(e.properties...)
	if e.by != "" {
		d.References("logged-by", "party-uuid", []string{e.by})
	}
	d.Optional("status-change", e.status)
	if e.task != "" {
		oscal.List(d.Writer, "related-responses", slices.Values([]string{e.response}), func(response string) {
			d.Member("response-uuid", response)
			d.References("related-tasks", "task-uuid", []string{e.task})
		})
	}
}

func (d document) item(i item) {
	d.Member("uuid", i.uuid)
	d.Line("title", i.title)
	d.Member("description", oscal.Prose(i.description))
	d.Properties(i.properties...)
	d.References("related-risks", "risk-uuid", i.risks)
}

package oscal

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

// The types of this file are the parts of a plan of action and milestones that mean something to the native model. Their
// leaves are the values of the file, dates already cut to the day; a leaf of the wrong kind was noted and is kept.

type poam struct {
	value        *source.Value
	uuid         *source.Value
	title        *source.Value
	modified     *source.Value
	systemID     *source.Value
	parties      []party
	responsible  []responsible
	assets       map[string]*source.Value // what local components and inventory items are called, by the key of their uuid
	named        map[string]*source.Value // what riskgate knows inventory items by, where that isn't their uuid
	services     []service
	own          []property
	observations []observation
	findings     []finding
	risks        []risk
	items        []item
}

type party struct {
	value, uuid, id, kind, name *source.Value

	own []property
}

// service is a local component that riskgate wrote for a service.
type service struct {
	value, uuid, id, name *source.Value

	own []property
}

type responsible struct {
	role    *source.Value
	parties []*source.Value
}

type observation struct {
	uuid, description, collected *source.Value
	types                        []*source.Value
	subjects                     []subject
	evidence                     []evidence
	own                          []property
}

type subject struct{ uuid, kind *source.Value }

type evidence struct {
	value, href, sum *source.Value

	undated bool // riskgate wrote it under a day that isn't its own
}

type finding struct {
	uuid                *source.Value
	observations, risks []*source.Value
}

type risk struct {
	value, uuid, id, title, description, statement, status, deadline *source.Value

	properties        []property
	own               []property
	characterizations []characterization
	factors           []factor
	remediations      []remediation
	log               []entry
	observations      []*source.Value
}

type property struct{ name, value *source.Value }

type characterization struct {
	value  *source.Value
	own    []property
	actors []actor
	facets []facet
}

type actor struct{ kind, uuid *source.Value }

type facet struct {
	name, value *source.Value
	properties  []property
}

type factor struct{ uuid, implementation, control *source.Value }

type remediation struct {
	value, uuid, title, description, lifecycle *source.Value

	plan       *source.Value // what riskgate wrote it for: a plan's uuid, or none
	owner      *source.Value // whom riskgate wrote as its owner, where that is no party
	properties []property
	actors     []actor
	assets     []*source.Value // descriptions of what it needs
	tasks      []task
}

type task struct {
	value, uuid, id, title, start, due *source.Value

	own          []property
	responsible  []responsible
	dependencies []*source.Value
}

type entry struct {
	value, title, description, start, end, status *source.Value

	properties []property
	own        []property
	by         []*source.Value
	tasks      []*source.Value
}

type item struct {
	value, uuid, id, title, description *source.Value

	properties, own               []property
	observations, findings, risks []*source.Value
}

// decoder reads the file and notes what can't be understood, each value once.
type decoder struct{ *notes }

func (d *decoder) decode(root *source.Value) *poam {
	v := firstOf(root.Get(poamModel), root)
	if v.Kind != source.Object {
		d.note(v, "", "%q must be an object", poamModel)
	}
	d.require(v, "the plan of action and milestones", "uuid", "metadata", "poam-items")
	metadata := d.object(v, "metadata")
	d.require(metadata, "metadata", "title", "last-modified")
	local := d.object(v, "local-definitions")
	p := &poam{
		value:        v,
		uuid:         d.text(v, "uuid"),
		title:        d.markup(metadata, "title"),
		modified:     d.date(metadata, "last-modified"),
		systemID:     d.text(d.object(v, "system-id"), "id"),
		parties:      each(d.objects(metadata, "parties"), d.party),
		responsible:  each(d.objects(metadata, "responsible-parties"), d.responsible),
		assets:       map[string]*source.Value{},
		named:        map[string]*source.Value{},
		observations: each(d.objects(v, "observations"), d.observation),
		findings:     each(d.objects(v, "findings"), d.finding),
		risks:        each(d.objects(v, "risks"), d.risk),
		items:        each(d.objects(v, "poam-items"), d.item),
		own:          d.own(metadata),
	}
	for _, v := range d.objects(local, "components") {
		component := service{value: v, uuid: d.text(v, "uuid"), name: d.markup(v, "title"), own: d.own(v)}
		component.id = valueOf(component.own, oscal.IDProperty)
		p.assets[key(component.uuid)] = component.name
		if component.id != nil {
			p.services = append(p.services, component)
		}
	}
	for _, v := range d.objects(local, "inventory-items") {
		p.assets[key(d.text(v, "uuid"))] = d.prose(v, "description")
		if name := valueOf(d.own(v), oscal.IDProperty); name != nil {
			p.named[key(d.text(v, "uuid"))] = name
		}
	}
	return p
}

func (d *decoder) party(v *source.Value) party {
	d.require(v, "the party", "uuid", "type")
	p := party{value: v, uuid: d.text(v, "uuid"), kind: d.text(v, "type"), name: d.text(v, "name"), own: d.own(v)}
	p.id = idOf(p.uuid, p.own)
	return p
}

// idOf is the native id of what has a uuid: the uuid, unless riskgate wrote another one beside it.
func idOf(uuid *source.Value, own []property) *source.Value {
	if id := valueOf(own, oscal.IDProperty); uuid != nil && identifier.MatchString(textOf(id)) {
		return id
	}
	return uuid
}

func (d *decoder) responsible(v *source.Value) responsible {
	return responsible{role: d.text(v, "role-id"), parties: d.texts(v, "party-uuids")}
}

func (d *decoder) observation(v *source.Value) observation {
	return observation{
		uuid:        d.text(v, "uuid"),
		description: d.prose(v, "description"),
		collected:   d.date(v, "collected"),
		types:       d.texts(v, "types"),
		subjects: each(d.objects(v, "subjects"), func(v *source.Value) subject {
			return subject{uuid: d.text(v, "subject-uuid"), kind: d.text(v, "type")}
		}),
		evidence: each(d.objects(v, "relevant-evidence"), d.evidence),
		own:      d.own(v),
	}
}

// evidence is found by its href, or by its first link where it has none.
func (d *decoder) evidence(v *source.Value) evidence {
	href := d.text(v, "href")
	for _, link := range d.objects(v, "links") {
		if linked := d.text(link, "href"); href == nil {
			href = linked
		}
	}
	own := d.own(v)
	return evidence{
		value:   v,
		href:    firstOf(valueOf(own, oscal.ReferenceProperty), href),
		sum:     valueOf(own, oscal.SumProperty),
		undated: textOf(valueOf(own, oscal.DayProperty)) == oscal.None,
	}
}

func (d *decoder) finding(v *source.Value) finding {
	return finding{
		uuid:         d.text(v, "uuid"),
		observations: d.references(v, "related-observations", "observation-uuid"),
		risks:        d.references(v, "related-risks", "risk-uuid"),
	}
}

func (d *decoder) risk(v *source.Value) risk {
	d.require(v, "the risk", "uuid", "title", "status")
	r := risk{
		value:             v,
		uuid:              d.text(v, "uuid"),
		title:             d.markup(v, "title"),
		description:       d.prose(v, "description"),
		statement:         d.prose(v, "statement"),
		status:            d.word(v, "status", riskStatuses),
		deadline:          d.date(v, "deadline"),
		properties:        d.properties(v),
		own:               d.own(v),
		characterizations: each(d.objects(v, "characterizations"), d.characterization),
		factors: each(d.objects(v, "mitigating-factors"), func(v *source.Value) factor {
			return factor{
				uuid:           d.text(v, "uuid"),
				implementation: d.text(v, "implementation-uuid"),
				control:        valueOf(d.own(v), oscal.ControlProperty),
			}
		}),
		remediations: each(d.objects(v, "remediations"), d.remediation),
		log:          each(d.objects(d.object(v, "risk-log"), "entries"), d.entry),
		observations: d.references(v, "related-observations", "observation-uuid"),
	}
	r.id = idOf(r.uuid, r.own)
	for i, p := range r.properties {
		if name := textOf(p.name); deviationTypes.index(name) >= 0 {
			r.properties[i].value = d.known(p.value, name, deviationStates)
		}
	}
	return r
}

func (d *decoder) characterization(v *source.Value) characterization {
	return characterization{
		value:  v,
		own:    d.own(v),
		actors: d.actors(d.object(v, "origin")),
		facets: each(d.objects(v, "facets"), func(v *source.Value) facet {
			d.require(v, "the facet", "name", "value")
			return facet{name: d.text(v, "name"), value: d.text(v, "value"), properties: d.properties(v)}
		}),
	}
}

func (d *decoder) actors(origin *source.Value) []actor {
	return each(d.objects(origin, "actors"), func(v *source.Value) actor {
		return actor{kind: d.text(v, "type"), uuid: d.text(v, "actor-uuid")}
	})
}

func (d *decoder) remediation(v *source.Value) remediation {
	d.require(v, "the remediation", "uuid", "lifecycle")
	r := remediation{
		value:       v,
		uuid:        d.text(v, "uuid"),
		title:       d.markup(v, "title"),
		description: d.prose(v, "description"),
		plan:        valueOf(d.own(v), oscal.PlanProperty),
		owner:       valueOf(d.own(v), oscal.OwnerProperty),
		lifecycle:   d.word(v, "lifecycle", lifecycles),
		properties:  d.properties(v),
		tasks:       d.tasks(v),
	}
	for _, origin := range d.objects(v, "origins") {
		r.actors = append(r.actors, d.actors(origin)...)
	}
	for _, asset := range d.objects(v, "required-assets") {
		if description := d.prose(asset, "description"); description != nil {
			r.assets = append(r.assets, description)
		}
	}
	for i, p := range r.properties {
		if textOf(p.name) == "type" {
			r.properties[i].value = d.known(p.value, "response type", responseTypes)
		}
	}
	return r
}

// tasks are those of a remediation or task, each before the tasks that it is made of.
func (d *decoder) tasks(of *source.Value) []task {
	var all []task
	for _, v := range d.objects(of, "tasks") {
		d.require(v, "the task", "uuid", "title")
		t := task{
			value:        v,
			uuid:         d.text(v, "uuid"),
			title:        d.markup(v, "title"),
			own:          d.own(v),
			responsible:  each(d.objects(v, "responsible-roles"), d.responsible),
			dependencies: d.references(v, "dependencies", "task-uuid"),
		}
		t.id = idOf(t.uuid, t.own)
		timing := d.object(v, "timing")
		span := d.object(timing, "within-date-range")
		t.start, t.due = d.date(span, "start"), d.date(span, "end")
		if on := d.date(d.object(timing, "on-date"), "date"); on != nil {
			t.due = on
		}
		all = append(append(all, t), d.tasks(v)...)
	}
	return all
}

func (d *decoder) entry(v *source.Value) entry {
	d.require(v, "the log entry", "start")
	e := entry{
		value:       v,
		title:       d.markup(v, "title"),
		description: d.prose(v, "description"),
		own:         d.own(v),
		start:       d.date(v, "start"),
		end:         d.date(v, "end"),
		status:      d.word(v, "status-change", riskStatuses),
		properties:  d.properties(v),
		by:          d.references(v, "logged-by", "party-uuid"),
	}
	for _, response := range d.objects(v, "related-responses") {
		e.tasks = append(e.tasks, d.references(response, "related-tasks", "task-uuid")...)
	}
	return e
}

func (d *decoder) item(v *source.Value) item {
	d.require(v, "the POA&M item", "title")
	i := item{
		value:        v,
		uuid:         d.text(v, "uuid"),
		title:        d.markup(v, "title"),
		description:  d.prose(v, "description"),
		properties:   d.properties(v),
		own:          d.own(v),
		observations: d.references(v, "related-observations", "observation-uuid"),
		findings:     d.references(v, "related-findings", "finding-uuid"),
		risks:        d.references(v, "related-risks", "risk-uuid"),
	}
	if i.uuid == nil {
		i.uuid = valueOf(i.properties, "POAM-ID")
	}
	i.id = idOf(i.uuid, i.own)
	if i.uuid == nil {
		d.note(v, "give it a uuid, or FedRAMP's POAM-ID", "the POA&M item has no uuid")
	}
	if len(i.risks) == 0 && len(i.findings) == 0 && len(i.own) == 0 {
		d.note(v, "name its risks in related-risks", "the POA&M item relates to no risk")
	}
	return i
}

// properties are those of OSCAL and FedRAMP: in another namespace, the same name means something else.
func (d *decoder) properties(v *source.Value) []property {
	var known []property
	for _, p := range d.objects(v, "props") {
		d.require(p, "the property", "name", "value")
		namespace := d.text(p, "ns")
		read := property{name: d.text(p, "name"), value: d.text(p, "value")}
		ours := namespace == nil || slices.Contains(namespaces, textOf(namespace))
		if ours && read.name != nil && read.value != nil {
			known = append(known, read)
		}
	}
	return known
}

// own are the properties that riskgate wrote: texts, whole where the remarks have more than the value's line.
func (d *decoder) own(v *source.Value) []property {
	var all []property
	props := v.Get("props")
	if props == nil {
		return nil
	}
	for _, p := range props.Elements { // properties notes those of the wrong kind
		read := property{name: p.Get("name"), value: p.Get("value")}
		if textOf(p.Get("ns")) != oscal.Namespace || textOf(read.name) == "" || textOf(read.value) == "" {
			continue
		}
		if whole := p.Get("remarks"); textOf(whole) != "" {
			read.value = wordAt(oscal.Plain(whole.Text), read.value)
		}
		all = append(all, read)
	}
	return all
}

// isNone reports whether riskgate wrote the item for a register without plans, as OSCAL asks for one.
func (i item) isNone() bool { return textOf(valueOf(i.own, oscal.PlanProperty)) == oscal.None }

// valueOf is the value of the first property of that name.
func valueOf(properties []property, name string) *source.Value {
	for _, p := range properties {
		if textOf(p.name) == name {
			return p.value
		}
	}
	return nil
}

func hasProperty(properties []property, name, value string) bool {
	return slices.ContainsFunc(properties, func(p property) bool {
		return textOf(p.name) == name && textOf(p.value) == value
	})
}

// key is what a uuid is compared by: its letters may be of either case.
func key(uuid *source.Value) string { return strings.ToLower(textOf(uuid)) }

func (d *decoder) require(v *source.Value, what string, names ...string) {
	if v == nil || v.Kind != source.Object {
		return
	}
	for _, name := range names {
		if v.Get(name) == nil {
			d.note(v, "", "%s has no %q", what, name)
		}
	}
}

// text is a member that must be a string, or nil when there is none.
func (d *decoder) text(v *source.Value, name string) *source.Value {
	member := v.Get(name)
	if member != nil && member.Kind != source.String {
		d.note(member, "", "%q must be a string", name)
	}
	return member
}

// markup is a text in Markdown, without its escapes.
func (d *decoder) markup(v *source.Value, name string) *source.Value {
	member := d.text(v, name)
	if plain := oscal.Plain(textOf(member)); plain != textOf(member) {
		return wordAt(plain, member)
	}
	return member
}

// prose is a text that may be blank, which is to say nothing.
func (d *decoder) prose(v *source.Value, name string) *source.Value {
	member := d.markup(v, name)
	if member != nil && member.Kind == source.String && strings.TrimSpace(member.Text) == "" {
		return nil
	}
	return member
}

// date is a date-time cut to its day. What isn't one stays as it is.
func (d *decoder) date(v *source.Value, name string) *source.Value {
	member := d.text(v, name)
	if member == nil || member.Kind != source.String {
		return member
	}
	date, ok := day(member.Text)
	if !ok {
		d.note(member, "write it like 2026-06-30T00:00:00Z", "%q must be a date-time with a time zone", name)
		return member
	}
	return wordAt(date, member)
}

// word is a member that must be a word of the vocabulary.
func (d *decoder) word(v *source.Value, name string, words vocabulary) *source.Value {
	return d.known(d.text(v, name), name, words)
}

// known is a word as the vocabulary spells it. One that it doesn't have stays as it is.
func (d *decoder) known(v *source.Value, what string, words vocabulary) *source.Value {
	if v == nil || v.Kind != source.String {
		return v
	}
	i := words.index(v.Text)
	if i < 0 {
		d.note(v, "use one of "+words.list(), "%s %q is not one that riskgate knows", what, v.Text)
		return v
	}
	return wordAt(words[i].oscal, v)
}

// object is a member that must be an object, or nil.
func (d *decoder) object(v *source.Value, name string) *source.Value {
	member := v.Get(name)
	if member == nil {
		return nil
	}
	if member.Kind != source.Object {
		d.note(member, "", "%q must be an object", name)
		return nil
	}
	return member
}

// elements are those of a member that must be an array of that kind of value.
func (d *decoder) elements(v *source.Value, name string, kind source.Kind, what string) []*source.Value {
	member := v.Get(name)
	if member == nil {
		return nil
	}
	if member.Kind != source.Array {
		d.note(member, "", "%q must be an array of %s", name, what)
		return nil
	}
	fitting := make([]*source.Value, 0, len(member.Elements))
	for _, element := range member.Elements {
		if element.Kind != kind {
			d.note(element, "", "%q must hold %s only", name, what)
			continue
		}
		fitting = append(fitting, element)
	}
	return fitting
}

func (d *decoder) objects(v *source.Value, name string) []*source.Value {
	return d.elements(v, name, source.Object, "objects")
}

func (d *decoder) texts(v *source.Value, name string) []*source.Value {
	return d.elements(v, name, source.String, "strings")
}

// references are the uuids that an array of objects holds under one name.
func (d *decoder) references(v *source.Value, name, member string) []*source.Value {
	var uuids []*source.Value
	for _, reference := range d.objects(v, name) {
		d.require(reference, "the entry of "+name, member)
		if uuid := d.text(reference, member); uuid != nil {
			uuids = append(uuids, uuid)
		}
	}
	return uuids
}

func each[T any](values []*source.Value, read func(*source.Value) T) []T {
	all := make([]T, len(values))
	for i, v := range values {
		all[i] = read(v)
	}
	return all
}

// Package oscal writes a risk register with its plans as an OSCAL plan of action and milestones.
package oscal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/source"
)

// Records are those of a run, joined.
type Records interface {
	// Subjects lists the records of a kind.
	Subjects(kind string) []portfolio.Subject
	// Input is a record with all that belongs to it.
	Input(portfolio.Subject) (portfolio.Input, error)
}

// Write writes the register with its risks, and the plans that answer them, as docs/oscal.md describes it. It returns
// what could not be carried as it was. The error is the first of the writer, or says that a file changed meanwhile.
func Write(w io.Writer, records Records, register portfolio.Subject) (*loss.Losses, error) {
	e, err := newExport(records, register)
	if err != nil {
		return nil, err
	}
	d := document{oscal.Writer{Writer: jsonstream.New(w)}, e}
	d.write()
	if err := d.Close(); err != nil {
		return nil, err
	}
	return &e.losses, e.err
}

// export turns records into the parts of a plan of action and milestones. The records are read once for each part, so
// that a large register needs little memory.
type export struct {
	records  Records
	id       string // of the register
	header   loss.Record
	people   []loss.Record
	services []loss.Record
	known    map[string]string // UUIDs of people, by id
	provided map[string]string // UUIDs of services, by id

	risks   []record
	first   map[string]string // UUIDs of the risks that an id means: the first of their id
	plans   []plan
	planned map[string][]int // the plans whose remediation stands with a risk, by the risk's id
	assets  []asset
	uuid    string

	losses loss.Losses
	err    error
}

// record is a subject with its UUID.
type record struct {
	portfolio.Subject
	uuid string
}

type plan struct {
	record
	home string // the risk that its remediation stands with; empty where the register has none of its risks
}

// asset is something that observations are about: an inventory item, or a component.
type asset struct{ kind, uuid, name string }

// The kinds of asset, as OSCAL calls them.
const (
	inventoryItem = "inventory-item"
	component     = "component"
)

func newExport(records Records, register portfolio.Subject) (*export, error) {
	input, err := records.Input(register)
	if err != nil {
		return nil, err
	}
	e := &export{
		records:  records,
		id:       register.ID,
		header:   loss.Follow(input.Value.Get("register")),
		known:    map[string]string{},
		provided: map[string]string{},
		first:    map[string]string{},
		planned:  map[string][]int{},
	}
	digest := sha256.New()
	fmt.Fprintln(digest, input.Value.Get("register"))
	e.people = e.header.Each("people")
	for _, p := range e.people {
		if id := p.Text("id"); id != "" { // a source may have none
			e.known[id] = e.uuidOf("person", id)
		}
	}
	e.services = e.header.Each("services")
	for _, s := range e.services {
		e.provided[s.Text("id")] = e.uuidOf("service", s.Text("id"))
	}
	e.list()
	e.survey(digest)
	e.uuid = oscal.UUID("plan of action and milestones", e.id, hex.EncodeToString(digest.Sum(nil)))
	return e, e.err
}

// uuidOf is the UUID of something of the register: its id, where that is one.
func (e *export) uuidOf(kind, id string, further ...string) string {
	if len(further) == 0 && oscal.IsUUID(id) {
		return id
	}
	return oscal.UUID(append([]string{kind, e.id, id}, further...)...)
}

// list finds the risks of the register, and the plans that answer one of them.
func (e *export) list() {
	named := map[string]int{}
	uuid := func(s portfolio.Subject) string {
		named[s.Kind+s.ID]++
		if n := named[s.Kind+s.ID]; n > 1 { // a mistake of the register, and still two things
			return e.uuidOf(s.Kind, s.ID, fmt.Sprint(n))
		}
		return e.uuidOf(s.Kind, s.ID)
	}
	for _, s := range e.records.Subjects("risk") {
		if s.Register != e.id {
			continue
		}
		r := record{s, uuid(s)}
		e.risks = append(e.risks, r)
		if _, known := e.first[s.ID]; !known {
			e.first[s.ID] = r.uuid
		}
	}
	for _, s := range e.records.Subjects("plan") {
		if s.Register != e.id && s.Register != "" {
			continue
		}
		home := ""
		for _, id := range loss.Follow(e.input(s).Get("plan")).Texts("risk_ids") {
			if _, known := e.first[id]; known && home == "" {
				home = id
			}
		}
		if home == "" && s.Register == "" {
			continue // it answers the risks of other registers
		}
		if home != "" {
			e.planned[home] = append(e.planned[home], len(e.plans))
		}
		e.plans = append(e.plans, plan{record{s, uuid(s)}, home})
	}
}

// input is a record with all that belongs to it; the first error is kept.
func (e *export) input(s portfolio.Subject) *source.Value {
	input, err := e.records.Input(s)
	if err != nil {
		if e.err == nil {
			e.err = err
		}
		return source.NewObject()
	}
	return input.Value
}

// survey reads everything once: it notes the assets, what is lost, and what the document's UUID follows from.
func (e *export) survey(digest hash.Hash) {
	assets := map[string]bool{}
	results, activities := map[string]bool{}, map[string]bool{}
	for _, r := range e.risks {
		input := e.input(r.Subject)
		fmt.Fprintln(digest, input.Get("risk"), input.Get("results"), input.Get("reviews"))
		followed := loss.Follow(input.Get("risk"))
		c := e.risk(r, followed, input)
		followed.Count(&e.losses, "risks")
		for _, a := range c.assets {
			if !assets[a.uuid] {
				assets[a.uuid] = true
				e.assets = append(e.assets, a)
			}
		}
		e.countMonitoring(input.Get("results"), results, "monitoring.results", e.resultFates)
		e.countMonitoring(input.Get("activities"), activities, "monitoring.activities", func(loss.Record) {})
	}
	for i := range e.plans {
		input := e.input(e.plans[i].Subject)
		fmt.Fprintln(digest, input.Get("plan"))
		followed := loss.Follow(input.Get("plan"))
		e.plan(e.plans[i], followed)
		followed.Count(&e.losses, "plans")
	}
	e.countRecords("review", "reviews", e.reviewFates)
	e.countRecords("report", "reports", func(loss.Record) {})
	e.describe()
}

// countMonitoring counts the fields of monitoring, whose records come with the risks that they are about.
func (e *export) countMonitoring(list *source.Value, seen map[string]bool, name string, mark func(loss.Record)) {
	if list == nil {
		return
	}
	for _, v := range list.Elements {
		r := loss.Follow(v)
		if id := r.Get("id"); id == nil || seen[id.Text] {
			continue
		}
		seen[r.Get("id").Text] = true
		mark(r)
		r.Count(&e.losses, name)
	}
}

// countRecords counts the fields of the other records of the register.
func (e *export) countRecords(kind, list string, mark func(loss.Record)) {
	for _, s := range e.records.Subjects(kind) {
		if s.Register != e.id {
			continue
		}
		r := loss.Follow(e.input(s).Get(kind))
		mark(r)
		r.Count(&e.losses, list)
	}
}

// all yields what the risks of the register become.
func (e *export) all() iter.Seq[converted] {
	return func(yield func(converted) bool) {
		for _, r := range e.risks {
			input := e.input(r.Subject)
			if e.err != nil || !yield(e.risk(r, loss.Follow(input.Get("risk")), input)) {
				return
			}
		}
	}
}

// describe follows what the register says beside its risks.
func (e *export) describe() {
	for _, known := range []string{"$schema", "kind", "schema_version", "source"} { // what a document is, and not what it says
		e.header.Mark(known, loss.Kept)
	}
	e.metadata()
	for _, p := range e.people {
		e.party(p)
	}
	for _, s := range e.services {
		e.component(s)
	}
	e.header.Count(&e.losses, "register")
}

// properties are those that carry fields OSCAL has no place for, with the organisation's own. Those of but have a place.
func properties(r loss.Record, fields []oscal.Field, but ...string) []oscal.Property {
	var all []oscal.Property
	for _, f := range fields {
		if slices.Contains(but, f.Path) {
			continue
		}
		for text := range f.Values(r.Value) {
			all = append(all, oscal.Own(f.Property, text))
			r.Mark(f.Path, loss.Extended)
		}
	}
	for _, member := range r.Members {
		if own(member) {
			all = append(all, oscal.Own(member.Name, member.Value.Text))
			r.Mark(member.Name, loss.Extended)
		}
	}
	return all
}

// own reports whether a member is a text of the organisation's own that can be called the same in OSCAL.
func own(m source.Member) bool {
	return len(m.Name) > 2 && m.Name[:2] == "x_" && oscal.Token(m.Name) == m.Name && m.Value.Kind == source.String
}

// identity is the property that keeps a native id, where the UUID isn't it.
func identity(uuid, id string) []oscal.Property {
	if uuid == id || id == "" {
		return nil
	}
	return []oscal.Property{oscal.Own(oscal.IDProperty, id)}
}

// line is a text that OSCAL has on one line.
func line(r loss.Record, path string) string {
	text := r.Text(path)
	if text != oscal.Plain(oscal.Line(text)) {
		r.Mark(path, loss.Changed)
	}
	return text
}

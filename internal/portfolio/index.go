package portfolio

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// record is what the index keeps of one record; its text stays in the file.
type record struct {
	id       string
	kind     kind
	taken    bool // it was added; a line of no known kind is no record
	clean    bool // it matches its schema
	open     bool // not closed, cancelled or completed
	aliased  bool // it says what it is called elsewhere
	severity uint8
	list     uint8
	document int32
	index    int32
	register int32 // of a risk: its register, or -1
	on       day   // what results, reviews and reports are sorted by; of a risk: when it was identified
	closed   day   // of a closed risk, where it says so
}

// day is a date as the number YYYYMMDD, which compares as dates do; 0 is no date.
type day int32

func dayOf(date *source.Value) day {
	number, err := strconv.Atoi(strings.ReplaceAll(text(date), "-", ""))
	if err != nil {
		return 0
	}
	return day(number)
}

// String is the date as YYYY-MM-DD.
func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100) }

func (r *record) place() workspace.Place {
	return workspace.Place{List: int(r.list), Index: int(r.index)}
}

// manyRisks is from how many named risks on a record is kept ready: each of the risks will ask for it.
const manyRisks = 32

// kept is a record that many risks share, without the list by which they were joined.
type kept struct {
	trimmed *source.Value
	items   []source.Span // of a review: its items in the file
}

// Index takes in the records of a run; they may come in any order and from several goroutines.
type Index struct {
	documents []*workspace.Document
	severity  []string // levels, low to high
	base      [][]int  // document -> list -> number of its first record
	records   []record
	mentions  mentions
	registers []register
	byDoc     map[int]int  // document -> register
	misshapen map[int]bool // documents whose header doesn't match its schema
	digester  *digester    // nil where nothing is to be compared
	pattern   *pattern     // nil where no record is taken over

	mu         sync.Mutex
	kept       map[int32]*kept
	called     [recordKinds]map[string][]string // what records are called elsewhere -> their ids
	changes    []change                         // of all risks
	duplicates []duplicate                      // of actions within one plan
}

type duplicate struct {
	kind   kind
	id     string
	record int32 // the record, or -1-r for the header of register r
	at     source.Pointer
	count  int
}

// register is the header of one risk register.
type register struct {
	document int
	id       string
	unit     string // organization and business unit
	clean    bool
	header   *source.Value // without people and services
	people   *source.Value // by id
	services *source.Value // by id
}

// NewIndex prepares for the records of the documents. The levels of severity, low to high, order what is shown.
func NewIndex(documents []*workspace.Document, levels []string) *Index {
	x := &Index{documents: documents, severity: levels, byDoc: map[int]int{}, misshapen: map[int]bool{}, kept: map[int32]*kept{}}
	total := 0
	for _, d := range documents {
		bases := make([]int, len(d.Lists))
		for i, list := range d.Lists {
			bases[i] = total
			total += list.Len()
		}
		x.base = append(x.base, bases)
	}
	x.records = make([]record, total)
	return x
}

// Header takes in what a document says beside its records. All headers come before the first record.
func (x *Index) Header(document int, clean bool) {
	d := x.documents[document]
	if !clean {
		x.misshapen[document] = true
	}
	if d.Kind != schema.Register {
		return
	}
	r := register{
		document: document,
		id:       text(d.Header.Get("id")),
		unit:     unit(d.Header),
		clean:    clean,
		header:   without(d.Header, "$schema", "kind", "schema_version", "people", "services", "risks"),
	}
	number := len(x.registers)
	r.people = x.byID(personKind, d.Header.Get("people"), "/people", number)
	r.services = x.byID(serviceKind, d.Header.Get("services"), "/services", number)
	x.byDoc[document] = number
	x.registers = append(x.registers, r)
}

func unit(header *source.Value) string {
	return text(header.Get("organization")) + "\x00" + text(header.Get("business_unit"))
}

func text(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}

// byID turns a list of named things into an object that rules look them up in. The first of an id stands; the others
// are duplicates.
func (x *Index) byID(k kind, list *source.Value, at source.Pointer, register int) *source.Value {
	object := &source.Value{Kind: source.Object}
	if list == nil {
		return object
	}
	count := map[string]int{}
	for i, element := range list.Elements {
		id := text(element.Get("id"))
		count[id]++
		switch count[id] {
		case 1:
			object.Members = append(object.Members, source.Member{Name: id, Value: element})
		case 2:
			x.duplicates = append(x.duplicates, duplicate{kind: k, id: id, record: -1 - int32(register), at: at.Append(itoa(i)), count: 2})
		default:
			for j := range x.duplicates {
				if d := &x.duplicates[j]; d.kind == k && d.id == id && d.record == -1-int32(register) {
					d.count++
				}
			}
		}
	}
	slices.SortFunc(object.Members, func(a, b source.Member) int { return strings.Compare(a.Name, b.Name) })
	return object
}

// Add takes in one record. A record that doesn't match its schema stays in the population, and what would have to read
// it can't be assessed. It is safe for concurrent use with different records.
func (x *Index) Add(document int, at workspace.Place, recordName string, value *source.Value, body []byte, clean bool) {
	k := recordKind(recordName)
	number := x.base[document][at.List] + at.Index
	r := &x.records[number]
	*r = record{
		id:       strings.Clone(text(value.Get("id"))),
		kind:     k,
		taken:    true,
		clean:    clean,
		document: int32(document),
		list:     uint8(at.List),
		index:    int32(at.Index),
		register: -1,
	}
	risks := int32(0)
	var found []mention
	var ids []byte
	for field, reference := range references[k] {
		ordinal := int32(0)
		named(value, reference.steps, func(id string) {
			if !x.known(reference.targets[0], id) && !(reference.targets[0] == actionKind && hasAction(value, id)) {
				start := uint32(len(ids))
				ids = append(ids, id...)
				found = append(found, mention{int32(number), uint8(field), ordinal, start, uint32(len(ids))})
			}
			ordinal++
		})
		if reference.join {
			risks = ordinal
		}
	}
	r.aliased = x.callAlso(k, r.id, value.Get("aliases"))
	x.mentions.add(found, ids)
	x.digester.take(number, k, value, body)
	switch k {
	case riskKind:
		r.open = text(value.Get("status")) != "closed"
		r.severity = x.severityOf(text(value.Get("assessment").Get("severity")))
		r.register = x.registerOf(document, value)
		r.on = dayOf(value.Get("identified_on"))
		if !r.open {
			r.closed = dayOf(value.Get("closure").Get("on"))
		}
		x.keepChanges(int32(number), value)
	case planKind:
		x.actionsTwice(value, int32(number))
	case resultKind, reviewKind:
		r.on = dayOf(value.Get("on"))
	case reportKind:
		r.on = dayOf(value.Get("issued_on"))
	}
	if clean && body != nil && risks > manyRisks {
		x.keep(number, value, body)
	}
}

// callAlso notes what a record says that it is called elsewhere.
func (x *Index) callAlso(k kind, id string, aliases *source.Value) bool {
	for _, other := range elements(aliases) {
		if other.Kind != source.String {
			continue
		}
		x.mu.Lock()
		if x.called[k] == nil {
			x.called[k] = map[string][]string{}
		}
		name := strings.Clone(other.Text)
		x.called[k][name] = append(x.called[k][name], id)
		x.mu.Unlock()
	}
	return len(elements(aliases)) > 0
}

// severityOf is the position of a level on the scale, counted from 1, or 0 for none that it has.
func (x *Index) severityOf(level string) uint8 { return uint8(1 + slices.Index(x.severity, level)) }

// hasAction says that a plan has an action of this id: actions depend on each other within their plan alone.
func hasAction(plan *source.Value, id string) bool {
	return slices.ContainsFunc(elements(plan.Get("actions")), func(action *source.Value) bool { return text(action.Get("id")) == id })
}

// known says that a person or service is one of some register's: such names need not be remembered.
func (x *Index) known(target kind, id string) bool {
	for i := range x.registers {
		r := &x.registers[i]
		switch {
		case target == personKind && lookup(r.people, id) != nil:
			return true
		case target == serviceKind && lookup(r.services, id) != nil:
			return true
		}
	}
	return false
}

// lookup finds a member of an object whose members are sorted by name.
func lookup(object *source.Value, name string) *source.Value {
	i, ok := slices.BinarySearchFunc(object.Members, name, func(m source.Member, name string) int { return strings.Compare(m.Name, name) })
	if !ok {
		return nil
	}
	return object.Members[i].Value
}

// registerOf is the register that a risk stands in, or that a risk in a file of its own names. Where the run has one
// register, a risk need not name it.
func (x *Index) registerOf(document int, risk *source.Value) int32 {
	if number, ok := x.byDoc[document]; ok {
		return int32(number)
	}
	name := text(risk.Get("register"))
	if name == "" && len(x.registers) == 1 {
		return 0
	}
	return int32(slices.IndexFunc(x.registers, func(r register) bool { return r.id == name }))
}

func (x *Index) actionsTwice(plan *source.Value, number int32) {
	actions := plan.Get("actions")
	if actions == nil {
		return
	}
	count := map[string]int{}
	second := map[string]source.Pointer{}
	for i, action := range actions.Elements {
		id := text(action.Get("id"))
		count[id]++
		if count[id] == 2 {
			second[id] = source.Pointer("/actions").Append(itoa(i))
		}
	}
	for id, at := range second {
		x.mu.Lock()
		x.duplicates = append(x.duplicates, duplicate{kind: actionKind, id: id, record: number, at: at, count: count[id]})
		x.mu.Unlock()
	}
}

// keep holds a widely shared record ready without the list of risks, and the places of a review's items.
func (x *Index) keep(number int, value *source.Value, body []byte) {
	r := &x.records[number]
	k := &kept{trimmed: trim(r.kind, value).Clone()}
	if items := value.Get("items"); r.kind == reviewKind && items != nil {
		d := x.documents[r.document]
		for _, item := range items.Elements {
			k.items = append(k.items, d.Inner(r.place(), body, item))
		}
	}
	x.mu.Lock()
	x.kept[int32(number)] = k
	x.mu.Unlock()
}

// trim is a record as risks see it: without the list that it was joined by, and without what a split file adds.
func trim(k kind, value *source.Value) *source.Value {
	switch k {
	case planKind, activityKind, resultKind:
		return without(value, "$schema", "kind", "schema_version", "register", "risk_ids")
	case reviewKind:
		return without(value, "$schema", "kind", "schema_version", "register", "items")
	case reportKind:
		return without(value, "$schema", "kind", "schema_version", "register", "covers", "results")
	default:
		return plain(value)
	}
}

// plain is a record without what a split file adds to it.
func plain(value *source.Value) *source.Value {
	return without(value, "$schema", "kind", "schema_version", "register")
}

func without(value *source.Value, names ...string) *source.Value {
	trimmed := &source.Value{Kind: source.Object, Offset: value.Offset, Members: make([]source.Member, 0, len(value.Members)+1)}
	for _, member := range value.Members {
		if !slices.Contains(names, member.Name) {
			trimmed.Members = append(trimmed.Members, member)
		}
	}
	return trimmed
}

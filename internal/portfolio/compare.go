package portfolio

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// changeSubject is the kind of the subjects that a comparison makes.
const changeSubject = "change"

// documentChange is what a change calls the header of a document.
const documentChange = "document"

// digester tells the texts of records apart without keeping them.
type digester struct {
	seed maphash.Seed
	of   []uint64 // record -> digest of its text

	mu      sync.Mutex
	reports map[int32]reported
}

// reported is what is kept of a report to compare what belongs to it.
type reported struct {
	brief    uint64 // digest of what risks see of it
	from, to day    // its period
}

// Digest has the index remember, before the first record comes, what each record says, so that Compare can tell which
// are the same in both states without reading them again. Both indexes need the same seed. Nobody can choose two texts
// that look the same, as a seed is new in each run.
func (x *Index) Digest(seed maphash.Seed) {
	x.digester = &digester{seed: seed, of: make([]uint64, len(x.records)), reports: map[int32]reported{}}
}

func (d *digester) take(number int, k kind, value *source.Value, body []byte) {
	if d == nil {
		return
	}
	if body == nil { // an intake made the record
		body = value.AppendJSON(nil)
	}
	d.of[number] = d.digest(body)
	if k == reportKind {
		period := value.Get("period")
		d.keep(int32(number), reported{d.digest(trim(k, value).AppendJSON(nil)), dayOf(period.Get("from")), dayOf(period.Get("to"))})
	}
}

func (d *digester) keep(number int32, r reported) {
	d.mu.Lock()
	d.reports[number] = r
	d.mu.Unlock()
}

// digest is that of a JSON text. A carriage return says nothing in it, and git may add one to each line.
func (d *digester) digest(text []byte) uint64 {
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte{'\r'}, nil)
	}
	return maphash.Bytes(d.seed, text)
}

// none stands for the number of what one of two states doesn't have.
const none = -1

// pair is one record, or the header of one document, in two states.
type pair struct {
	kind          kind // of a record; registerKind for any document
	id            string
	before, after int32 // numbers of records or documents, or none
}

// Comparison holds what differs between the records of two states: the base before a change, and the head after it. It is
// safe for concurrent use.
type Comparison struct {
	base, head *Portfolio
	unread     string // why a record of the head may be in the base all the same; "" when it can't
	pairs      []pair
}

// Compare pairs the records and the headers of the documents of two states by kind and id, wherever they stand. Unread
// names a file of the base that can't be read, or is empty: a record that the base seems to lack may be in there.
func Compare(base, head *Portfolio, unread string) (*Comparison, error) {
	c := &Comparison{base: base, head: head}
	if unread != "" {
		c.unread = "in the base, " + unread + " can't be read"
	}
	c.documents()
	for k := range recordKinds {
		if err := c.records(k); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// documents pairs the headers of documents.
func (c *Comparison) documents() {
	base, head := c.base.headers(), c.head.headers()
	for _, id := range idsOf(base, head) {
		before, after := base[id], head[id]
		for i := range max(len(before), len(after)) {
			p := pair{kind: registerKind, id: id, before: at(before, i), after: at(after, i)}
			if p.before == none || p.after == none || !c.base.headerOf(p.before).Equal(c.head.headerOf(p.after)) {
				c.pairs = append(c.pairs, p)
			}
		}
	}
}

// headers lists the documents that have a header, by kind and id.
func (p *Portfolio) headers() map[string][]int32 {
	headers := map[string][]int32{}
	for i, d := range p.index.documents {
		if d.Header != nil {
			id := d.Kind + ":" + cmp.Or(text(d.Header.Get("id")), d.Name)
			headers[id] = append(headers[id], int32(i))
		}
	}
	return headers
}

// headerOf is what a document says beside its records.
func (p *Portfolio) headerOf(document int32) *source.Value {
	d := p.index.documents[document]
	names := []string{"$schema", "schema_version"}
	for _, list := range schema.Lists(d.Kind) {
		names = append(names, list.Member)
	}
	return without(d.Header, names...)
}

func idsOf(base, head map[string][]int32) []string {
	var ids []string
	for _, side := range []map[string][]int32{base, head} {
		for id := range side {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func at(numbers []int32, i int) int32 {
	if i < len(numbers) {
		return numbers[i]
	}
	return none
}

// records pairs the records of a kind. Both sides stand in the order of ids.
func (c *Comparison) records(k kind) error {
	base, head := c.base.byID[k], c.head.byID[k]
	parsers := [2]source.Parser{}
	for len(base) > 0 || len(head) > 0 {
		id := c.least(base, head)
		var before, after []int32
		before, base = c.base.cut(base, id)
		after, head = c.head.cut(head, id)
		before, after = c.withoutEqual(before, after)
		for i := range max(len(before), len(after)) {
			p := pair{kind: k, id: id, before: at(before, i), after: at(after, i)}
			same, err := c.same(p, &parsers)
			if err != nil {
				return err
			}
			if !same {
				c.pairs = append(c.pairs, p)
			}
		}
	}
	return nil
}

// least is the first id of two sorted lists of records.
func (c *Comparison) least(base, head []int32) string {
	switch {
	case len(base) == 0:
		return c.head.index.records[head[0]].id
	case len(head) == 0:
		return c.base.index.records[base[0]].id
	}
	return min(c.base.index.records[base[0]].id, c.head.index.records[head[0]].id)
}

// cut takes the records of an id from the front of a sorted list.
func (p *Portfolio) cut(numbers []int32, id string) (of, rest []int32) {
	n := 0
	for n < len(numbers) && p.index.records[numbers[n]].id == id {
		n++
	}
	return numbers[:n], numbers[n:]
}

// withoutEqual takes out of the records of one id those that are the same in both states, so that what is left is what
// changed, where an id stands more than once.
func (c *Comparison) withoutEqual(base, head []int32) ([]int32, []int32) {
	if len(base) == 1 && len(head) == 1 { // as it should be
		if c.equal(base[0], head[0]) {
			return nil, nil
		}
		return base, head
	}
	var changed []int32
	base = slices.Clone(base)
	for _, after := range head {
		i := slices.IndexFunc(base, func(before int32) bool { return c.equal(before, after) })
		if i < 0 {
			changed = append(changed, after)
			continue
		}
		base = slices.Delete(base, i, i+1)
	}
	return base, changed
}

// equal reports whether two records have the same text, and the same to them around it.
func (c *Comparison) equal(base, head int32) bool {
	return c.base.index.digester.of[base] == c.head.index.digester.of[head] && c.sameHome(base, head)
}

// sameHome reports whether a record stands under the same register, and its format still carries what it did. What a
// document omits from now on is the change of that document, and not of each of its records.
func (c *Comparison) sameHome(base, head int32) bool {
	before, after := &c.base.index.records[base], &c.head.index.records[head]
	if c.base.registerID(before) != c.head.registerID(after) {
		return false
	}
	from, to := c.base.index.documents[before.document], c.head.index.documents[after.document]
	return slices.Equal(from.Omits, to.Omits) || documentID(from) == documentID(to)
}

func (p *Portfolio) registerID(r *record) string {
	if r.register < 0 {
		return ""
	}
	return p.index.registers[r.register].id
}

func documentID(d *workspace.Document) string {
	if d.Head != nil {
		d = d.Head
	}
	return d.Kind + ":" + text(d.Header.Get("id"))
}

// same reports whether the two sides of a pair say the same in other words: they are laid out otherwise, or one of them
// stands in a file of its own.
func (c *Comparison) same(p pair, parsers *[2]source.Parser) (bool, error) {
	if p.before == none || p.after == none || !c.sameHome(p.before, p.after) {
		return false, nil
	}
	var values [2]*source.Value
	for i, side := range []struct {
		*Portfolio
		number int32
	}{{c.base, p.before}, {c.head, p.after}} {
		r := &side.index.records[side.number]
		parsers[i].Free()
		value, err := side.index.documents[r.document].Record(r.place(), &parsers[i])
		if err != nil {
			return false, err
		}
		values[i] = plain(value)
	}
	clean := c.base.index.records[p.before].clean == c.head.index.records[p.after].clean
	return clean && values[0].Equal(values[1]), nil
}

// Len is the number of subjects.
func (c *Comparison) Len() int { return len(c.pairs) }

// Subject is one record that differs: its id is that of the record after its kind, as in risk:R-12.
func (c *Comparison) Subject(i int) Subject {
	p := c.pairs[i]
	s := Subject{Kind: changeSubject, ID: p.subjectID(), subject: subject{number: int32(i)}}
	var severity uint8
	if p.before != none {
		severity = c.base.severityOf(p, p.before)
	}
	if p.after == none {
		s.Position = c.lastSeen(p)
	} else {
		severity = max(severity, c.head.severityOf(p, p.after))
		s.Position = c.head.start(p, p.after)
		s.Unclean = unclean(c.head.isClean(p, p.after))
	}
	s.Severity = c.head.index.levelName(severity)
	return s
}

// subjectID names a document by its own kind, which its id in the pair begins with.
func (p pair) subjectID() string {
	if p.kind == registerKind {
		return p.id
	}
	return p.kind.String() + ":" + p.id
}

// bareID is the id of the record or document without its kind.
func (p pair) bareID() string {
	if p.kind == registerKind {
		_, id, _ := strings.Cut(p.id, ":")
		return id
	}
	return p.id
}

// name is what the change is of: the kind of a record, or a document.
func (p pair) name() string {
	if p.kind == registerKind {
		return documentChange
	}
	return p.kind.String()
}

func (p *Portfolio) severityOf(of pair, number int32) uint8 {
	switch of.kind {
	case riskKind:
		return p.index.records[number].severity
	case registerKind:
		return 0
	}
	return p.answered[number].severity
}

func (p *Portfolio) isClean(of pair, number int32) bool {
	if of.kind == registerKind {
		return !p.index.misshapen[int(number)]
	}
	return p.index.records[number].clean
}

func (p *Portfolio) documentOf(of pair, number int32) int {
	if of.kind == registerKind {
		return int(number)
	}
	return int(p.index.records[number].document)
}

// headOf is the document whose header is that of a document: itself, or what its single records are a part of.
func (p *Portfolio) headOf(document int) int {
	if head := p.index.documents[document].Head; head != nil {
		return slices.Index(p.index.documents, head)
	}
	return document
}

// start is where a record or a document begins.
func (p *Portfolio) start(of pair, number int32) source.Position {
	if of.kind == registerKind {
		return p.index.documents[number].Position(workspace.Header, "")
	}
	r := &p.index.records[number]
	return p.index.documents[r.document].Position(r.place(), "")
}

// lastSeen is where somebody would look for what the head no longer has: the document that held it, or the file that did.
func (c *Comparison) lastSeen(p pair) source.Position {
	held := c.base.index.documents[c.base.documentOf(p, p.before)]
	for _, d := range c.head.index.documents {
		if d.Header != nil && held.Header != nil && documentID(d) == documentID(held) {
			return source.Position{File: d.Name}
		}
	}
	return source.Position{File: held.Name}
}

// Input builds what rules see of a change, as Portfolio.Input does for the records of one state.
func (c *Comparison) Input(s Subject, needs map[string]bool, parser *source.Parser) (Input, error) {
	b := &changed{
		Comparison: c,
		of:         c.pairs[s.number],
		before:     &builder{Portfolio: c.base, parser: parser},
		after:      &builder{Portfolio: c.head, parser: parser, subject: s},
		whole:      &builder{subject: s, needs: needs, input: &source.Value{Kind: source.Object}},
	}
	err := b.build()
	return Input{Value: b.whole.input, Lasting: b.whole.lasting, Gaps: b.whole.gaps, place: b}, err
}

// changed puts the input of one change together, with a builder for each side.
type changed struct {
	*Comparison
	of                   pair
	before, after, whole *builder
}

func (c *changed) build() error {
	c.whole.set(changeSubject, source.NewObject(
		source.Member{Name: "kind", Value: source.NewString(c.of.name())},
		source.Member{Name: "id", Value: source.NewString(c.of.bareID())},
	))
	switch {
	case c.of.before == none && c.unread != "":
		c.whole.gap("before", c.unread)
	case c.of.before == none && c.of.kind != registerKind && c.base.missing[c.of.kind] != "":
		c.whole.gap("before", c.base.asBase(c.of.kind)) // the first of its kind: nothing says what was there before
	case c.of.before != none:
		c.before.subject.Position = c.base.start(c.of, c.of.before)
		if c.base.isClean(c.of, c.of.before) {
			c.side("before", c.before, c.of.before)
		} else {
			c.whole.gap("before", "in the base, "+unclean(false))
		}
	}
	if c.of.after != none {
		c.side("after", c.after, c.of.after)
	}
	if c.whole.needed("people") {
		c.people()
	}
	if c.whole.needed("people_after") {
		c.whole.share("people_after", c.after.merge("people", c.sameRegisters(), func(r *register) *source.Value { return r.people }))
	}
	return cmp.Or(c.before.err, c.after.err)
}

// side sets how the record is on one side, with the header of its document.
func (c *changed) side(name string, b *builder, number int32) {
	at := source.Pointer("/" + name)
	document := b.documentOf(c.of, number)
	d := b.index.documents[document]
	var members []source.Member
	if c.of.kind != registerKind {
		members = append(members, source.Member{Name: c.of.name(), Value: plain(b.read(number, at.Append(c.of.name())))})
	}
	if head := b.headOf(document); b.index.documents[head].Header != nil {
		header := b.headerOf(int32(head))
		if c.of.kind != registerKind {
			header = without(header, "title", "scale", "people", "services")
		}
		members = append(members, source.Member{Name: documentChange, Value: header})
		b.traceHeader(at.Append(documentChange), head, "")
	}
	c.whole.set(name, source.NewObject(members...))
	for _, omit := range d.Omits {
		if path := c.inInput(name, omit); path != "" {
			c.whole.gap(path, omission(name, d, omit))
		}
	}
}

// asBase says of a base that it holds no document of a kind.
func (p *Portfolio) asBase(k kind) string {
	return strings.Replace(p.missing[k], "the run", "the base", 1)
}

func omission(side string, d *workspace.Document, omit string) string {
	reason := fmt.Sprintf("its source%s does not carry %s", formatOf(d), omit)
	if side == "before" {
		return "in the base, " + reason
	}
	return reason
}

// inInput says where a field of a document stands in the input: risks.owner of the base is before.risk.owner.
func (c *changed) inInput(side, field string) string {
	first, rest, _ := strings.Cut(field, ".")
	switch {
	case c.of.kind != registerKind && first == c.of.kind.plural():
		return joinPath(side+"."+c.of.name(), rest)
	case c.of.kind == registerKind && !isRecords(first):
		return side + "." + documentChange + "." + field
	}
	return ""
}

// isRecords says that a field of a document holds a list of records.
func isRecords(name string) bool { return isCollection(name) && name != "people" && name != "services" }

// people sets those whose word counts: the people that the base knows, as a change can't give itself authority.
func (c *changed) people() {
	registers := c.base.index.registers
	if len(registers) == 0 {
		c.whole.gap("people", c.base.asBase(registerKind))
	}
	of := c.authorities()
	for i := range registers {
		r := &registers[i]
		if !r.clean && (len(of) == 0 || slices.Contains(of, int32(i))) {
			c.whole.gap("people", "in the base, "+headerUnclean(r))
		}
		for _, omit := range c.base.index.documents[r.document].Omits {
			if first, _, _ := strings.Cut(omit, "."); first == "people" {
				c.whole.gap(omit, omission("before", c.base.index.documents[r.document], omit))
			}
		}
	}
	c.whole.share("people", c.before.merge("people", of, func(r *register) *source.Value { return r.people }))
}

// authorities are the registers of the base that a record belongs to, by what the base says of it where it has it. None
// at all means any.
func (c *changed) authorities() []int32 {
	name, number, side := "before", c.of.before, c.base
	if number == none {
		name, number, side = "after", c.of.after, c.head
	}
	var found []int32
	add := func(register int32) {
		if register >= 0 {
			found = append(found, register)
		}
	}
	switch c.of.kind {
	case riskKind:
		add(c.base.registerNamed(side.registerID(&side.index.records[number])))
	case registerKind:
		add(c.base.registerNamed(text(side.index.documents[number].Header.Get("id"))))
	default:
		record := c.whole.input.Get(name).Get(c.of.name())
		for _, reference := range references[c.of.kind] {
			if reference.join {
				named(record, reference.steps, func(id string) {
					for from, to := c.base.find(riskKind, id); from < to; from++ {
						add(c.base.index.records[c.base.byID[riskKind][from]].register)
					}
				})
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sameRegisters are the registers of the head that bear the ids of those that a record belongs to in the base.
func (c *changed) sameRegisters() []int32 {
	var found []int32
	for _, number := range c.authorities() {
		if same := c.head.registerNamed(c.base.index.registers[number].id); same >= 0 {
			found = append(found, same)
		}
	}
	slices.Sort(found)
	return found
}

// registerNamed is the register of an id, or -1.
func (p *Portfolio) registerNamed(id string) int32 {
	return int32(slices.IndexFunc(p.index.registers, func(r register) bool { return r.id == id }))
}

// locate finds a place of the input on both sides: where one doesn't have it, its nearest ancestor there.
func (c *changed) locate(at source.Pointer) Location {
	location := Location{Position: c.after.subject.Position, Path: c.whole.path(at)}
	if rest, ok := strings.CutPrefix(string(at), "/people_after/"); ok {
		at = source.Pointer("/people/" + rest)
	}
	if c.of.after != none {
		location.Position = c.after.position(c.across("before", "after", at))
	}
	if c.of.before != none {
		location.Base = c.before.position(c.across("after", "before", at))
	}
	return location
}

// across is a place of one side on the other: in lists, that of the element with the same identity.
func (c *changed) across(from, to string, at source.Pointer) source.Pointer {
	tokens := at.Tokens()
	if len(tokens) == 0 || tokens[0] != from {
		return at
	}
	here, there := c.whole.input.Get(from), c.whole.input.Get(to)
	found := source.Pointer("").Append(to)
	for _, token := range tokens[1:] {
		if here == nil || here.Kind != source.Array {
			here, there, found = here.Get(token), there.Get(token), found.Append(token)
			continue
		}
		here, _ = here.Lookup(source.Pointer("").Append(token))
		i := slices.IndexFunc(elements(there), func(e *source.Value) bool { return identity(e) == identity(here) })
		if i < 0 {
			return found
		}
		there, found = there.Elements[i], found.Append(itoa(i))
	}
	return found
}

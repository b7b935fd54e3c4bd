package portfolio

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Input is what rules see of a subject.
type Input struct {
	// Value holds the subject and all that belongs to it, until the parser frees what it has read.
	Value *source.Value
	// Lasting names the members that many subjects share (people, services, a register's header). They are the same
	// pointers each time, and outlive the parser's memory.
	Lasting []string
	Gaps    []Gap

	place locator
}

// locator knows where the places of an input come from.
type locator interface {
	locate(at source.Pointer) Location
}

// Location is where a place in a subject's input stands: in a file, and among the ids on the way to it.
type Location struct {
	Position source.Position
	// Base is the place in the base of a change; the zero value where it has none.
	Base source.Position
	// Path leads from the subject to the place by ids and field names, so that it outlives a row that moves.
	Path []string
}

// Input builds what rules see of a subject: of its top-level members those that are needed, or all where needs is nil.
// The error says that a file changed since it was scanned.
func (p *Portfolio) Input(s Subject, needs map[string]bool, parser *source.Parser) (Input, error) {
	b := &builder{Portfolio: p, parser: parser, subject: s, needs: needs}
	b.build()
	return Input{Value: b.input, Lasting: b.lasting, Gaps: b.gaps, place: b}, b.err
}

// NewInput is the input of a subject that stands beside the records, as a waiver does.
func NewInput(value *source.Value, gaps []Gap, locate func(source.Pointer) Location) Input {
	return Input{Value: value, Gaps: gaps, place: locating(locate)}
}

// locating is a locator by a function.
type locating func(source.Pointer) Location

func (l locating) locate(at source.Pointer) Location { return l(at) }

// Locate finds a place of the input.
func (i Input) Locate(at source.Pointer) Location { return i.place.locate(at) }

func (b *builder) locate(at source.Pointer) Location {
	return Location{Position: b.position(at), Path: b.path(at)}
}

// builder puts one subject's input together.
type builder struct {
	*Portfolio
	parser  *source.Parser
	subject Subject
	needs   map[string]bool
	input   *source.Value
	lasting []string
	gaps    []Gap
	err     error
	traced  []trace
}

// trace says where a part of the input was taken from.
type trace struct {
	at       source.Pointer // in the input
	document int
	place    workspace.Place
	base     source.Pointer // within the header or record
	record   *source.Value  // as it was read; nil for a header, or to be read again
	body     []byte         // the text of the record; nil to be read again
	start    source.Span    // of body, where the record is an item of a longer one
	mention  *unresolved    // instead of base: what the record names
}

// forget lets go of the record, which is then read again if anyone asks for the place.
func (t *trace) forget() { t.record, t.body = nil, nil }

func (b *builder) build() {
	b.input = &source.Value{Kind: source.Object}
	b.gaps = slices.Clip(b.absent[b.subject.Kind])
	switch b.subject.Kind {
	case "register":
		b.register(int(b.subject.number))
	case "risk":
		b.risk()
	case "plan":
		b.plan()
	case "review":
		b.review()
	case "report":
		b.report()
	}
}

func (b *builder) needed(name string) bool { return b.needs == nil || b.needs[name] }

func (b *builder) set(name string, value *source.Value) {
	b.input.Members = append(b.input.Members, source.Member{Name: name, Value: value})
}

// share sets a member that is the same for other subjects.
func (b *builder) share(name string, value *source.Value) {
	b.set(name, value)
	b.lasting = append(b.lasting, name)
}

func (b *builder) gap(path, reason string) {
	b.gaps = append(b.gaps, Gap{Path: path, Reason: reason})
}

// traceHeader says that a part of the input was taken from the header of a document.
func (b *builder) traceHeader(at source.Pointer, document int, base source.Pointer) {
	b.traced = append(b.traced, trace{at: at, document: document, place: workspace.Header, base: base})
}

// read parses a record again, and says where in the input it will stand.
func (b *builder) read(number int32, at source.Pointer) *source.Value {
	r := &b.index.records[number]
	value, body, err := b.index.documents[r.document].Read(r.place(), b.parser)
	b.traced = append(b.traced, trace{at: at, document: int(r.document), place: r.place(), record: value, body: body})
	if err != nil {
		b.err = cmp.Or(b.err, err)
		return &source.Value{Kind: source.Object}
	}
	return b.renamed(r.kind, value)
}

// shared reads a record that risks share, without the list that it was joined by.
func (b *builder) shared(number int32, at source.Pointer) *source.Value {
	if k, ok := b.index.kept[number]; ok {
		r := &b.index.records[number]
		b.traced = append(b.traced, trace{at: at, document: int(r.document), place: r.place(), record: k.trimmed})
		return b.renamed(r.kind, k.trimmed)
	}
	return trim(b.index.records[number].kind, b.read(number, at))
}

func (b *builder) risk() {
	number := b.subject.number
	r := &b.index.records[number]
	risk := b.read(number, "/risk")
	b.set("risk", plain(risk))
	b.omitted(int(r.document))
	if r.register >= 0 {
		b.header(r.register)
		b.omitted(b.index.registers[r.register].document)
		b.usePeople([]int32{r.register})
		b.useServices([]int32{r.register})
	} else if len(b.index.registers) > 0 {
		gap := Gap{Reason: "the risk names no register, and the run has several"}
		if name := text(risk.Get("register")); name != "" {
			gap = Gap{Reason: fmt.Sprintf("the run doesn't have register %s, which the risk names", name), Lack: schema.Register}
		}
		for _, gap.Path = range []string{"register", "people", "services"} {
			b.gaps = append(b.gaps, gap)
		}
	}
	for _, k := range []kind{planKind, activityKind, resultKind, reviewKind, reportKind} {
		if b.needed(k.plural()) {
			b.set(k.plural(), b.joined(k))
		}
	}
}

// plural is the name of a list of records in an input.
func (k kind) plural() string {
	if k == activityKind {
		return "activities"
	}
	return k.String() + "s"
}

// joined lists the records of a kind that name the risk.
func (b *builder) joined(k kind) *source.Value {
	list := &source.Value{Kind: source.Array}
	name := k.plural()
	if id := b.unlinked[k]; id != "" {
		b.gap(name, fmt.Sprintf("%s %s does not match its schema", k, id))
	}
	previous := int32(-1)
	for _, l := range b.links[k].of(b.rank[b.subject.number]) {
		r := &b.index.records[l.record]
		if !r.clean {
			b.gap(name, fmt.Sprintf("%s %s does not match its schema", k, r.id))
			continue
		}
		if r.document != previous {
			b.omitted(int(r.document))
			previous = r.document
		}
		at := source.Pointer("/" + name).Append(itoa(len(list.Elements)))
		value := b.sharedOrItem(l, at)
		list.Elements = append(list.Elements, value)
	}
	return list
}

func (b *builder) sharedOrItem(l link, at source.Pointer) *source.Value {
	r := &b.index.records[l.record]
	if r.kind != reviewKind {
		return b.shared(l.record, at)
	}
	d := b.index.documents[r.document]
	if k, ok := b.index.kept[l.record]; ok {
		item, err := d.Value(k.items[l.ordinal], b.parser)
		if err != nil {
			b.err = cmp.Or(b.err, err)
			return &source.Value{Kind: source.Object}
		}
		b.traced = append(b.traced,
			trace{at: at, document: int(r.document), place: r.place(), record: k.trimmed},
			trace{at: at + "/item", document: int(r.document), record: item, start: k.items[l.ordinal]})
		return with(b.renamed(reviewKind, k.trimmed), "item", b.renamedBelow(reviewKind, item, []string{"items", "[]"}))
	}
	review := b.read(l.record, at)
	if b.err != nil {
		return review
	}
	whole := b.traced[len(b.traced)-1]
	whole.at, whole.base = at+"/item", source.Pointer("/items").Append(itoa(int(l.ordinal)))
	b.traced = append(b.traced, whole)
	return with(trim(reviewKind, review), "item", review.Get("items").Elements[l.ordinal])
}

// with is an object with one more member.
func with(object *source.Value, name string, value *source.Value) *source.Value {
	members := append(slices.Clone(object.Members), source.Member{Name: name, Value: value})
	return &source.Value{Kind: source.Object, Offset: object.Offset, Members: members}
}

func (b *builder) header(number int32) {
	r := &b.index.registers[number]
	b.traceHeader("/register", r.document, "")
	b.share("register", r.header)
	if !r.clean {
		b.unclean(r, "register", "people", "services")
	}
}

func (b *builder) unclean(r *register, paths ...string) {
	for _, path := range paths {
		b.gap(path, headerUnclean(r))
	}
}

func headerUnclean(r *register) string {
	return fmt.Sprintf("the header of register %s does not match its schema", r.id)
}

func (b *builder) usePeople(registers []int32) {
	b.share("people", b.merge("people", registers, func(r *register) *source.Value { return r.people }))
}

func (b *builder) useServices(registers []int32) {
	b.share("services", b.merge("services", registers, func(r *register) *source.Value { return r.services }))
}

// merge is what several registers know, the first to know an id first. No register at all means every register.
func (b *builder) merge(name string, registers []int32, of func(*register) *source.Value) *source.Value {
	all := b.index.registers
	if len(registers) == 0 {
		for i := range all {
			registers = append(registers, int32(i))
		}
	}
	switch len(registers) {
	case 0:
		return &source.Value{Kind: source.Object}
	case 1:
		return of(&all[registers[0]])
	}
	key := name + fmt.Sprint(registers)
	b.mu.Lock()
	defer b.mu.Unlock()
	if object, ok := b.merged[key]; ok {
		return object
	}
	object := &source.Value{Kind: source.Object}
	for _, number := range registers {
		object.Members = append(object.Members, of(&all[number]).Members...)
	}
	slices.SortStableFunc(object.Members, func(a, b source.Member) int { return strings.Compare(a.Name, b.Name) })
	object.Members = slices.CompactFunc(object.Members, func(a, b source.Member) bool { return a.Name == b.Name })
	b.merged[key] = object
	return object
}

func (b *builder) plan() {
	number := b.subject.number
	b.set("plan", plain(b.read(number, "/plan")))
	b.omitted(int(b.index.records[number].document))
	named := b.input.Get("plan").Get("risk_ids")
	registers := b.risks(b.ranksOf(named, func(v *source.Value) *source.Value { return v }))
	b.usePeople(registers)
	b.useServices(registers)
}

// ranksOf are the risks that a list names, each once, in the order of their ids.
func (b *builder) ranksOf(list *source.Value, id func(*source.Value) *source.Value) []int {
	var ranks []int
	if list == nil {
		return nil
	}
	for _, element := range list.Elements {
		from, to := b.find(riskKind, text(id(element)))
		for rank := from; rank < to; rank++ {
			ranks = append(ranks, rank)
		}
	}
	slices.Sort(ranks)
	return slices.Compact(ranks)
}

// risks sets the risks of a subject, each with its register's header, and returns the registers they stand in.
func (b *builder) risks(ranks []int) []int32 {
	list := &source.Value{Kind: source.Array}
	var registers []int32
	for _, rank := range ranks {
		number := b.byID[riskKind][rank]
		r := &b.index.records[number]
		if !r.clean {
			b.gap("risks", fmt.Sprintf("risk %s does not match its schema", r.id))
			continue
		}
		at := source.Pointer("/risks").Append(itoa(len(list.Elements)))
		risk := plain(b.read(number, at))
		b.omitted(int(r.document))
		if r.register >= 0 {
			reg := &b.index.registers[r.register]
			b.omitted(reg.document)
			b.traceHeader(at+"/register", reg.document, "")
			risk = with(risk, "register", reg.header)
			if !reg.clean {
				b.unclean(reg, "risks.register", "people", "services")
			}
			registers = append(registers, r.register)
		}
		list.Elements = append(list.Elements, risk)
	}
	b.set("risks", list)
	slices.Sort(registers)
	return slices.Compact(registers)
}

func (b *builder) review() {
	number := b.subject.number
	r := &b.index.records[number]
	b.set("review", plain(b.read(number, "/review")))
	b.omitted(int(r.document))
	ranks := b.ranksOf(b.input.Get("review").Get("items"), func(v *source.Value) *source.Value { return v.Get("risk_id") })
	registers := b.risks(ranks)
	if b.needed("results") {
		b.set("results", b.resultsAbout(ranks))
	}
	b.set("previous", b.previous(ranks, r))
	b.usePeople(registers)
}

// resultsAbout lists the monitoring results that name one of the risks, each with those of the risks that it names.
func (b *builder) resultsAbout(ranks []int) *source.Value {
	about := map[int32][]*source.Value{}
	for _, rank := range ranks {
		id := source.NewString(b.index.records[b.byID[riskKind][rank]].id)
		for _, l := range b.links[resultKind].of(int32(rank)) {
			about[l.record] = append(about[l.record], id)
		}
	}
	list := &source.Value{Kind: source.Array}
	for _, number := range b.byTime(about) {
		if !b.index.records[number].clean {
			b.gap("results", fmt.Sprintf("result %s does not match its schema", b.index.records[number].id))
			continue
		}
		at := source.Pointer("/results").Append(itoa(len(list.Elements)))
		list.Elements = append(list.Elements, with(b.shared(number, at), "risk_ids", source.NewArray(about[number]...)))
	}
	return list
}

func (b *builder) byTime(about map[int32][]*source.Value) []int32 {
	numbers := make([]int32, 0, len(about))
	for number := range about {
		numbers = append(numbers, number)
	}
	records := b.index.records
	slices.SortFunc(numbers, func(x, y int32) int {
		return cmp.Or(cmp.Compare(records[x].on, records[y].on), strings.Compare(records[x].id, records[y].id), cmp.Compare(x, y))
	})
	return numbers
}

// previous maps each risk to the latest review of it before this one.
func (b *builder) previous(ranks []int, this *record) *source.Value {
	object := &source.Value{Kind: source.Object}
	for _, rank := range ranks {
		var before *record
		for _, l := range b.links[reviewKind].of(int32(rank)) {
			r := &b.index.records[l.record]
			if r.on < this.on || (r.on == this.on && r.id < this.id) {
				before = r
			}
		}
		id := b.index.records[b.byID[riskKind][rank]].id
		if before != nil && object.Get(id) == nil {
			object.Members = append(object.Members, source.Member{Name: id, Value: source.NewObject(
				source.Member{Name: "id", Value: source.NewString(before.id)},
				source.Member{Name: "on", Value: source.NewString(before.on.String())},
			)})
		}
	}
	return object
}

func (b *builder) report() {
	number := b.subject.number
	r := &b.index.records[number]
	b.set("report", plain(b.read(number, "/report")))
	b.omitted(int(r.document))
	register := b.registerOfReport(number)
	if register < 0 {
		if len(b.index.registers) > 0 && !isWhole(b.input.Get("report")) {
			reason := "the run doesn't have a register of the report's business unit"
			b.gap("register", reason)
			b.gap("counts", reason)
			b.gap("results", reason)
		}
		b.set("results", &source.Value{Kind: source.Array})
		b.usePeople(nil)
		return
	}
	b.header(register)
	b.omitted(b.index.registers[register].document)
	report := b.input.Get("report")
	if b.needed("counts") {
		on := cmp.Or(dayOf(report.Get("period").Get("to")), r.on)
		then := b.tallyOn(register, on)
		counts := append(b.counts(&then), source.Member{Name: "on", Value: source.NewString(on.String())})
		b.set("counts", source.NewObject(counts...))
	}
	if b.needed("results") {
		b.set("results", b.resultsIn(report.Get("period"), b.covered(report, register)))
	}
	b.usePeople([]int32{register})
}

// covered are the risks that a report is about: those that it covers, or where it names none, all of its register.
func (b *builder) covered(report *source.Value, register int32) []int {
	if covers := report.Get("covers"); len(elements(covers)) > 0 {
		return b.ranksOf(covers, func(v *source.Value) *source.Value { return v })
	}
	var ranks []int
	for rank, risk := range b.byID[riskKind] {
		if b.index.records[risk].register == register {
			ranks = append(ranks, rank)
		}
	}
	return ranks
}

// registerOfReport is the register of the report's unit, or else that of the first risk it covers, or -1.
func (b *builder) registerOfReport(number int32) int32 {
	if home := b.homeOf(int(b.index.records[number].document)); home >= 0 {
		return home
	}
	for _, element := range elements(b.input.Get("report").Get("covers")) {
		if from, to := b.find(riskKind, text(element)); from < to {
			return b.index.records[b.byID[riskKind][from]].register
		}
	}
	return -1
}

func elements(list *source.Value) []*source.Value {
	if list == nil {
		return nil
	}
	return list.Elements
}

// resultsIn lists the monitoring results about some risks within a period, both days included.
func (b *builder) resultsIn(period *source.Value, ranks []int) *source.Value {
	list := &source.Value{Kind: source.Array}
	from, to := dayOf(period.Get("from")), dayOf(period.Get("to"))
	if from == 0 || to == 0 {
		return list
	}
	about := map[int32][]*source.Value{}
	for _, rank := range ranks {
		for _, l := range b.links[resultKind].of(int32(rank)) {
			if on := b.index.records[l.record].on; from <= on && on <= to {
				about[l.record] = nil
			}
		}
	}
	for _, number := range b.byTime(about) {
		if r := &b.index.records[number]; !r.clean {
			b.gap("results", fmt.Sprintf("result %s does not match its schema", r.id))
			continue
		}
		at := source.Pointer("/results").Append(itoa(len(list.Elements)))
		result := b.shared(number, at)
		b.traced[len(b.traced)-1].forget() // there may be one for each risk of the register
		brief := &source.Value{Kind: source.Object}
		for _, name := range []string{"id", "on", "outcome"} {
			if value := result.Get(name); value != nil {
				brief.Members = append(brief.Members, source.Member{Name: name, Value: value.Clone()})
			}
		}
		list.Elements = append(list.Elements, brief)
	}
	return list
}

func (b *builder) register(number int) {
	r := &b.index.registers[number]
	header := b.index.documents[r.document].Header
	b.traceHeader("/register", r.document, "")
	b.traceHeader("/counts", r.document, "")
	b.traceHeader("/facts", r.document, "")
	b.set("register", without(header, "$schema", "kind", "schema_version", "risks"))
	b.omitted(r.document)
	if !r.clean {
		b.unclean(r, "register")
	}
	b.set("reports", b.reportsOf(number))
	counts := append(b.counts(&b.facts[number].tally), source.Member{Name: "open_by_severity_and_day", Value: b.openByDay(number)})
	b.set("counts", source.NewObject(counts...))
	b.set("facts", source.NewObject(
		source.Member{Name: "duplicates", Value: b.duplicatesOf(number)},
		source.Member{Name: "unresolved", Value: b.unresolvedOf(number)},
		source.Member{Name: "business_units", Value: b.businessUnits(number)},
	))
}

// reportsOf lists the reports that are about a register: they cover one of its risks, or come from its unit, or take
// the whole organization in.
func (b *builder) reportsOf(number int) *source.Value {
	x := b.index
	list := &source.Value{Kind: source.Array}
	covering := map[int32]bool{}
	for rank, risk := range b.byID[riskKind] {
		if x.records[risk].register != int32(number) {
			continue
		}
		for _, l := range b.links[reportKind].of(int32(rank)) {
			covering[l.record] = true
		}
	}
	numbers := slices.Clone(b.byID[reportKind])
	slices.SortStableFunc(numbers, func(m, n int32) int { return cmp.Compare(x.records[m].on, x.records[n].on) })
	organization, _, _ := strings.Cut(x.registers[number].unit, "\x00")
	for _, n := range numbers {
		r := &x.records[n]
		header := x.documents[r.document].Around()
		at := source.Pointer("/reports").Append(itoa(len(list.Elements)))
		if !r.clean {
			b.gap("reports", fmt.Sprintf("report %s does not match its schema", r.id))
			continue
		}
		report := b.shared(n, at)
		whole := isWhole(report) && (header == nil || text(header.Get("organization")) == organization)
		if !covering[n] && !whole && b.homeOf(int(r.document)) != int32(number) {
			b.traced = b.traced[:len(b.traced)-1] // the next report takes its place
			continue
		}
		if header != nil && header.Get("business_unit") != nil {
			report = with(report, "business_unit", header.Get("business_unit"))
		}
		b.omitted(int(r.document))
		list.Elements = append(list.Elements, report)
	}
	return list
}

// businessUnits are the units of a register's organization that have a register in the run.
func (b *builder) businessUnits(number int) *source.Value {
	organization, _, _ := strings.Cut(b.index.registers[number].unit, "\x00")
	var units []string
	for i := range b.index.registers {
		if of, unit, _ := strings.Cut(b.index.registers[i].unit, "\x00"); of == organization && unit != "" {
			units = append(units, unit)
		}
	}
	slices.Sort(units)
	list := &source.Value{Kind: source.Array}
	for _, unit := range slices.Compact(units) {
		list.Elements = append(list.Elements, source.NewString(unit))
	}
	return list
}

// isWhole says that a report is about the whole organization, and so about no register of its own.
func isWhole(report *source.Value) bool { return text(report.Get("type")) == "erm_assessment" }

func (b *builder) duplicatesOf(register int) *source.Value {
	list := &source.Value{Kind: source.Array}
	for i, number := range b.facts[register].duplicates {
		d := b.duplicates[number]
		at := source.Pointer("/facts/duplicates").Append(itoa(i))
		if d.record < 0 {
			b.traceHeader(at, b.index.registers[-1-d.record].document, d.at)
		} else {
			r := &b.index.records[d.record]
			b.traced = append(b.traced, trace{at: at, document: int(r.document), place: r.place(), base: d.at})
		}
		list.Elements = append(list.Elements, source.NewObject(
			source.Member{Name: "kind", Value: source.NewString(d.kind.String())},
			source.Member{Name: "id", Value: source.NewString(d.id)},
			source.Member{Name: "count", Value: source.NewNumber(d.count)},
		))
	}
	return list
}

func (b *builder) unresolvedOf(register int) *source.Value {
	list := &source.Value{Kind: source.Array}
	for i, number := range b.facts[register].unresolved {
		u := b.unresolved[number]
		r := &b.index.records[u.record]
		field := &references[r.kind][u.field]
		at := source.Pointer("/facts/unresolved").Append(itoa(i))
		b.traced = append(b.traced, trace{at: at, document: int(r.document), place: r.place(), mention: &b.unresolved[number]})
		list.Elements = append(list.Elements, source.NewObject(
			source.Member{Name: "kind", Value: source.NewString(r.kind.String())},
			source.Member{Name: "id", Value: source.NewString(r.id)},
			source.Member{Name: "field", Value: source.NewString(field.name())},
			source.Member{Name: "names", Value: source.NewString(field.named())},
			source.Member{Name: "value", Value: source.NewString(u.id)},
		))
	}
	return list
}

// omitted adds the gaps of a document whose format can't carry some fields.
func (b *builder) omitted(document int) {
	d := b.index.documents[document]
	for _, omit := range d.Omits {
		reason := fmt.Sprintf("its source%s does not carry %s", formatOf(d), omit)
		for _, path := range append([]string{inInput(b.subject.Kind, d, omit)}, countedFrom[b.subject.Kind][omit]...) {
			if gap := (Gap{path, reason, omit}); path != "" && !slices.Contains(b.gaps, gap) {
				b.gaps = append(b.gaps, gap)
			}
		}
	}
}

func formatOf(d *workspace.Document) string {
	if format := d.Source(); format != "" {
		return " (" + format + ")"
	}
	return ""
}

// inInput says where a field of a document stands in a subject's input: risks.owner is risk.owner for a risk. It is empty
// where the input has no such field.
func inInput(subject string, d *workspace.Document, field string) string {
	first, rest, _ := strings.Cut(field, ".")
	switch {
	case first == subject+"s":
		return joinPath(subject, rest)
	case first == "reviews" && subject == "risk" && (rest == "items" || strings.HasPrefix(rest, "items.")):
		return "reviews.item" + strings.TrimPrefix(rest, "items")
	case subject == "register" && (first == "people" || first == "services"):
		return "register." + field
	case isCollection(first):
		return field
	}
	if d.Kind != schema.Register {
		return "" // the header of another document is in no input
	}
	if subject == "plan" || subject == "review" {
		return "risks.register." + field
	}
	return "register." + field
}

func joinPath(path, rest string) string {
	if rest == "" {
		return path
	}
	return path + "." + rest
}

// isCollection says that a field of a document holds records, or people or services.
func isCollection(name string) bool {
	if name == "people" || name == "services" {
		return true
	}
	for k := range recordKinds {
		if k.plural() == name {
			return true
		}
	}
	return false
}

// position follows the input back to the file, from the nearest place that was traced.
func (b *builder) position(at source.Pointer) source.Position {
	if position, ok := b.personOrService(at); ok {
		return position
	}
	tokens := at.Tokens()
	for n := len(tokens); n > 0; n-- {
		prefix := source.Pointer("").Append(tokens[:n]...)
		for i := range b.traced {
			if t := &b.traced[i]; t.at == prefix {
				return b.follow(t, source.Pointer("").Append(tokens[n:]...))
			}
		}
	}
	return b.subject.Position
}

// follow finds a place below a part of the input in the file that the part was taken from.
func (b *builder) follow(t *trace, rest source.Pointer) source.Position {
	d := b.index.documents[t.document]
	switch {
	case strings.HasPrefix(string(t.at), "/facts/"): // a fact is about one place
		return d.Position(t.place, b.placeOfFact(t))
	case t.record == nil:
		return d.Position(t.place, t.base+rest)
	}
	value, _ := t.record.Lookup(t.base + rest)
	if t.start.Length > 0 {
		return d.PositionWithin(t.start, value)
	}
	return d.PositionOf(t.place, t.body, value)
}

func (b *builder) placeOfFact(t *trace) source.Pointer {
	if t.mention == nil {
		return t.base
	}
	r := &b.index.records[t.mention.record]
	record, err := b.index.documents[t.document].Record(t.place, b.parser)
	if err != nil {
		return ""
	}
	return pointers(record, references[r.kind][t.mention.field].steps, "")[t.mention.ordinal]
}

// personOrService finds the entry of a register that people and services stand for in the input.
func (b *builder) personOrService(at source.Pointer) (source.Position, bool) {
	tokens := at.Tokens()
	if len(tokens) < 2 || (tokens[0] != "people" && tokens[0] != "services") {
		return source.Position{}, false
	}
	for _, r := range b.index.registers {
		header := b.index.documents[r.document].Header
		for i, element := range elements(header.Get(tokens[0])) {
			if text(element.Get("id")) == tokens[1] {
				pointer := source.Pointer("").Append(tokens[0], itoa(i)).Append(tokens[2:]...)
				return b.index.documents[r.document].Position(workspace.Header, pointer), true
			}
		}
	}
	return source.Position{}, false
}

// path names each step of a place by field and, in lists, by the id of the element.
func (b *builder) path(at source.Pointer) []string {
	var path []string
	value := b.input
	for i, token := range at.Tokens() {
		if value != nil && value.Kind == source.Array {
			value, _ = value.Lookup(source.Pointer("").Append(token))
			if id := identity(value); id != "" {
				path = append(path, id)
			}
			continue
		}
		value = value.Get(token)
		if i > 0 || token != b.subject.Kind {
			path = append(path, token)
		}
	}
	return path
}

// identity is what tells an element of a list from its neighbours, wherever it stands.
func identity(element *source.Value) string {
	if element == nil {
		return ""
	}
	if element.Kind == source.String {
		return element.Text
	}
	var id []string
	for _, name := range []string{"kind", "id", "risk_id", "field", "value", "act", "by", "at", "business_unit"} {
		if member := text(element.Get(name)); member != "" {
			id = append(id, member)
		}
		if name == "id" && element.Get("id") != nil && element.Get("field") == nil {
			break
		}
	}
	return strings.Join(id, ":")
}

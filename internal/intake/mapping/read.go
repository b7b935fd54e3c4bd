package mapping

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Result is what a file came to.
type Result struct {
	Documents []Document
	// Problems are values without a meaning. Each is null in its record, so that the schema refuses it at the same place.
	Problems []Problem
	Intake   report.Intake
}

// Document is a native document.
type Document struct {
	Kind string
	// Header is what it says beside its records. The offset of each value is its number in Places.
	Header *source.Value
	Places []source.Position
	Lists  []*Records
}

// Problem is what is wrong with a value of the file.
type Problem struct {
	Position      source.Position
	Message, Hint string
}

// Read reads all rows of a file, and makes its documents. The error is a *source.Error, or several.
func (m *Match) Read() (*Result, error) {
	r := &reading{Match: m, names: map[as]map[string]*named{aPerson: {}, aService: {}}}
	r.result.Intake = report.Intake{Title: m.Title, Why: m.Why}
	if !m.Shipped() {
		r.result.Intake.Mapping = m.File.Name
	}
	for i := range m.found {
		if err := r.table(&m.found[i]); err != nil {
			return nil, err
		}
	}
	if err := r.faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	r.noteUnread()
	return &r.result, r.documents()
}

// reading is a file that is being read.
type reading struct {
	*Match
	result  Result
	records []*Records
	names   map[as]map[string]*named
	order   []*named // as they were met
	faults  *multierror.Error
	unclear map[string]bool // columns whose dates can't be told, by sheet and header
}

// named is a person or service that cells name.
type named struct {
	as         as
	id, name   string
	role, team string
	place      source.Position
	rolePlace  source.Position
	teamPlace  source.Position
}

// table reads the rows of one table.
func (r *reading) table(f *found) error {
	t := &tableReading{reading: r, found: f, skipped: map[string]int{}}
	t.ear = &ear{tableReading: t}
	t.converter = converter{table: f.table, dateOrder: cmp.Or(r.Mapping.dateOrder, r.Match.order), targets: map[*reference]targets{}, listener: t.ear}
	for _, ref := range f.table.references {
		t.converter.targets[ref] = ref.targets(r.book.Tree)
	}
	for _, template := range f.table.records {
		quiet := t.converter
		quiet.listener = deaf{}
		records := &Records{Name: template.name, Member: template.member, template: template, converter: quiet, match: r.Match, found: f}
		t.made = append(t.made, &making{Records: records, byID: map[string]int{}, head: noRow, last: noGroup})
	}
	var err error
	if f.table.tree {
		t.readTree()
	} else {
		err = t.readSheet()
	}
	if err != nil {
		return err
	}
	for _, m := range t.made {
		m.finish()
		t.checkGroups(m)
		r.records = append(r.records, m.Records)
	}
	t.report.Name = t.name()
	t.report.Unmapped = t.unmapped()
	r.result.Intake.Tables = append(r.result.Intake.Tables, t.report)
	return nil
}

// tableReading is a table that is being read.
type tableReading struct {
	*reading
	found     *found
	converter converter
	ear       *ear
	made      []*making
	report    report.Table
	skipped   map[string]int // reason -> its place in the report
	hidden    []int          // rows
	headless  []int          // columns that hold something below no header
	unread    []string       // keys of a tree that no column leads to
}

// making is one sort of records that is being made.
type making struct {
	*Records
	byID   map[string]int // id -> group
	groups [][]int32      // nil where each row is a record
	// Of records that go on until the next id: the last row with an id, and the group that it began; noRow and noGroup for
	// none.
	head int32
	last int
}

const (
	noRow   int32 = -1
	noGroup int   = -1
)

func (t *tableReading) name() string {
	if t.found.table.tree {
		return pointerName(t.found.table.at)
	}
	return t.sheet().Name
}

func (t *tableReading) sheet() grid.Sheet { return t.book.Sheets[t.found.sheet] }

// readSheet reads the rows below the header.
func (t *tableReading) readSheet() error {
	var kept store = &packed{}
	if t.book.Again != nil {
		kept = &spans{again: t.book.Again}
	}
	for _, m := range t.made {
		m.store = kept
	}
	count := int32(0)
	before := t.found.row.Number
	for row, err := range t.sheet().Rows {
		if err != nil {
			return err
		}
		if row.Number <= t.found.row.Number {
			continue
		}
		if empty := row.Number - before - 1; empty > 0 {
			above := row.Span // an empty row of a file of text is one line
			above.Line -= empty
			t.skip("empty", empty, placeOf(t.book.Name, t.sheet(), grid.Row{Number: before + 1, Span: above}, 0))
		}
		before = row.Number
		t.report.Rows = row.Number - t.found.row.Number
		if row.Hidden {
			t.hidden = append(t.hidden, row.Number)
		}
		if err := t.checkWidth(row); err != nil {
			return err
		}
		l := gridLine{row: row, at: t.found.at, of: t.found.table.columns}
		t.ear.place = func(offset int) source.Position { return placeOf(t.book.Name, t.sheet(), row, offset&cellMask) }
		switch used, reason := t.take(l, count); {
		case used:
			kept.add(row)
			count++
		default:
			t.skip(reason, 1, t.ear.place(0))
		}
	}
	t.noteSheet()
	return nil
}

// checkWidth refuses a row of a file of text that goes on behind the header row: a separator within a text shifts what comes
// after it into other columns. In a workbook nothing shifts, and what stands below no header is listed.
func (t *tableReading) checkWidth(row grid.Row) error {
	for i, c := range row.Cells {
		headed := i < len(t.found.row.Cells) && t.found.row.Cells[i].Kind != grid.Empty
		switch {
		case c.Kind == grid.Empty, headed:
		case row.Places != nil && i >= len(t.found.row.Cells):
			return t.error(placeOf(t.book.Name, t.sheet(), row, i+1), "put a text that holds the separator in quotes, or give the column a header",
				"row %d has %d fields, and the header row has %d", row.Number, len(row.Cells), len(t.found.row.Cells))
		case !slices.Contains(t.headless, i+1):
			t.headless = append(t.headless, i+1)
		}
	}
	return nil
}

// readTree reads the elements of a list.
func (t *tableReading) readTree() {
	rows := t.found.elements()
	t.ear.place = t.book.Position
	for _, m := range t.made {
		m.rows = rows
	}
	t.report.Rows = len(rows)
	for i, row := range rows {
		used, reason := t.take(t.found.treeLine(row), int32(i))
		if !used {
			t.skip(reason, 1, t.book.Position(row.value.Offset))
			continue
		}
		t.unread = t.addUnmapped(t.unread, "", row.value)
	}
}

func (t *tableReading) skip(reason string, rows int, at source.Position) {
	i, ok := t.skipped[reason]
	if !ok {
		i = len(t.report.Skipped)
		t.skipped[reason] = i
		t.report.Skipped = append(t.report.Skipped, report.Skipped{Reason: reason, First: at})
	}
	t.report.Skipped[i].Rows += rows
}

// take makes records of a row, or says why it is none.
func (t *tableReading) take(l line, number int32) (used bool, reason string) {
	if reason := t.reason(l); reason != "" {
		for _, m := range t.made {
			m.passOver(l)
		}
		return false, reason
	}
	for _, m := range t.made {
		if m.template.rows == untilNextID && !l.cell(m.template.id.origin.columns[0]).empty() {
			m.head, m.last = number, noGroup
		}
		if !holds(m.template.when, l) {
			continue
		}
		used = true
		value := t.converter.record(m.template, []line{l})
		id := text(value.Get("id"))
		if !m.continues(id) {
			t.converter.requireID(value, m.template, l)
		}
		m.add(number, id)
	}
	if !used {
		for _, m := range t.made {
			m.passOver(l)
		}
		return false, "meets the condition of no record"
	}
	t.report.Used++
	return true, ""
}

// reason says why a row is no record; empty for one that is.
func (t *tableReading) reason(l line) string {
	for _, s := range t.found.table.skips {
		if holds(s.when, l) {
			return s.reason
		}
	}
	empty, header := true, true
	for i, of := range t.found.table.columns {
		c := l.cell(i)
		empty = empty && c.empty() && (c.tree == nil || c.tree.Kind == source.Null)
		header = header && (!t.found.has(i) || slices.Contains(of.names, fold(c.text)))
	}
	switch {
	case empty:
		return "no column that is mapped holds anything"
	case header && !t.found.table.tree:
		return "repeats the headers"
	}
	return ""
}

// passOver forgets the last id when a row with another one is no record.
func (m *making) passOver(l line) {
	if m.template.rows == untilNextID && !l.cell(m.template.id.origin.columns[0]).empty() {
		m.head, m.last = noRow, noGroup
	}
}

// add puts a row to the record that it belongs to.
func (m *making) add(row int32, id string) {
	if m.template.rows == oneRow {
		m.lines = append(m.lines, row)
		return
	}
	group, known := m.byID[id]
	switch continues := m.continues(id); {
	case continues && m.last != noGroup:
		group, known = m.last, true
	case id == "" || m.template.rows == untilNextID: // an id that comes back later is a second record of the same id
		known = false
	}
	if !known {
		group = len(m.groups)
		m.groups = append(m.groups, nil)
		m.byID[id] = group
		if m.continues(id) { // the row with the id has no such record by itself
			m.groups[group] = append(m.groups[group], m.head)
		}
	}
	m.last = group
	m.groups[group] = append(m.groups[group], row)
}

// continues reports whether a row with that id goes on with the last row that has one.
func (m *making) continues(id string) bool {
	return id == "" && m.template.rows == untilNextID && m.head != noRow
}

func (m *making) finish() {
	if m.groups == nil {
		return
	}
	for _, rows := range m.groups {
		m.lines = append(m.lines, rows...)
		m.ends = append(m.ends, int32(len(m.lines)))
	}
}

// checkGroups notes where rows of one record contradict each other.
func (t *tableReading) checkGroups(m *making) {
	if m.ends == nil {
		return
	}
	for i := range m.Len() {
		if len(m.linesOf(i)) < 2 {
			continue
		}
		c := m.converter
		c.listener = &dissent{reading: t.reading, records: m.Records, record: i}
		_, _ = m.make(&c, i) // a row that can't be read again shows when the record is asked for
	}
}

// unmapped are the headers of columns that nothing comes from.
func (t *tableReading) unmapped() []string {
	var names []string
	if t.found.table.tree {
		return t.unread
	}
	for i, c := range t.found.row.Cells {
		if c.Kind != grid.Empty && !slices.Contains(t.found.at, i+1) {
			names = append(names, strings.Join(strings.Fields(c.Text), " "))
		}
	}
	slices.Sort(t.headless)
	for _, column := range t.headless {
		names = append(names, "column "+grid.ColumnName(column)+", which has no header")
	}
	return names
}

// addUnmapped adds the keys of an object that no column leads to. Where columns lead into an object, it is looked into.
func (t *tableReading) addUnmapped(keys []string, at source.Pointer, object *source.Value) []string {
	for _, member := range object.Members {
		pointer := at.Append(member.Name)
		switch {
		case slices.Contains(t.found.paths, pointer), slices.Contains(t.found.paths, ""), slices.Contains(keys, string(pointer)):
		case slices.ContainsFunc(t.found.paths, func(p source.Pointer) bool { return strings.HasPrefix(string(p), string(pointer)+"/") }):
			keys = t.addUnmapped(keys, pointer, member.Value)
		default:
			keys = append(keys, string(pointer))
		}
	}
	return keys
}

// noteSheet says what a reader of a sheet may not see.
func (t *tableReading) noteSheet() {
	sheet := t.sheet()
	if len(t.result.Intake.Tables) == 0 {
		t.report.Notes = append(t.report.Notes, t.book.Notes...)
	}
	if sheet.Hidden {
		t.report.Notes = append(t.report.Notes, "the sheet is hidden; it was read all the same")
	}
	if len(t.hidden) > 0 {
		t.report.Notes = append(t.report.Notes, fmt.Sprintf("%s hidden, the first of them row %d; they were read all the same", prose.Count(len(t.hidden), "row is", "rows are"), t.hidden[0]))
	}
	var hidden []string
	for i, at := range t.found.at {
		if at > 0 && sheet.ColumnHidden(at) {
			hidden = append(hidden, quote(t.found.table.columns[i].header))
		}
	}
	if hidden != nil {
		t.report.Notes = append(t.report.Notes, "hidden columns were read all the same: "+list12(hidden))
	}
	var merged []string
	for _, area := range sheet.Merged {
		if area.LastRow > t.found.row.Number {
			merged = append(merged, area.String())
		}
	}
	if merged != nil {
		t.report.Notes = append(t.report.Notes, "merged cells hold their value in the first cell alone: "+list12(merged))
	}
}

// noteUnread lists the sheets in which no table was found.
func (r *reading) noteUnread() {
	for i, sheet := range r.book.Sheets {
		if slices.ContainsFunc(r.Match.found, func(f found) bool { return f.sheet == i && !f.table.tree }) {
			continue
		}
		reason := "no table of " + r.Name + " was found in it"
		for _, t := range r.tables {
			if t.sheets != nil && !slices.Contains(t.sheets, fold(sheet.Name)) {
				reason = r.Name + " reads no sheet of this name"
			}
		}
		r.result.Intake.Unread = append(r.result.Intake.Unread, report.Ignored{Name: sheet.Name, Reason: reason})
	}
}

// ear notes what is found in rows that are read for the first time.
type ear struct {
	*tableReading
	place func(offset int) source.Position
}

func (e *ear) note(offset int, hint, message string) {
	e.result.Problems = append(e.result.Problems, Problem{Position: e.place(offset), Message: message, Hint: hint})
}

func (e *ear) contradict(int, string, string, string) {}

func (e *ear) ambiguous(p part) {
	header := e.found.table.columns[p.column].header
	id := fmt.Sprint(e.found.sheet, "\x00", header)
	if e.unclear[id] {
		return
	}
	if e.unclear == nil {
		e.unclear = map[string]bool{}
	}
	e.unclear[id] = true
	e.faults = multierror.Append(e.faults, &source.Error{
		Pos:  e.place(p.offset),
		Err:  fmt.Errorf("%s in column %s: nothing says whether the day or the month comes first", quote(p.text), quote(header)),
		Hint: `say --date-order dmy or --date-order mdy, or "date_order" in the mapping`,
	})
}

func (e *ear) name(of as, id string, p part, role, team cell) {
	place := e.place(p.offset)
	known := e.names[of][id]
	if known == nil {
		known = &named{as: of, id: id, name: p.text, place: place}
		e.names[of][id] = known
		e.order = append(e.order, known)
	}
	if fold(known.name) != fold(p.text) {
		e.note(p.offset, "write the name of one "+string(of)+" alike everywhere, or tell two apart by more than signs",
			fmt.Sprintf("%s and %s (%s) would both be %s %s", quote(p.text), quote(known.name), known.place, of, id))
	}
	e.learn(&known.role, &known.rolePlace, "role", known, role)
	e.learn(&known.team, &known.teamPlace, "team", known, team)
}

// learn notes what a row says of a person or service.
func (e *ear) learn(value *string, place *source.Position, what string, of *named, c cell) {
	switch {
	case c.empty() || c.kind == grid.Fault:
	case *value == "":
		*value, *place = c.text, e.place(c.offset)
	case *value != c.text:
		e.note(c.offset, "a "+string(of.as)+" has one "+what, fmt.Sprintf("the %s of %s is %s here and %s at %s", what, quote(of.name), quote(c.text), quote(*value), *place))
	}
}

// dissent notes where rows of one record contradict each other.
type dissent struct {
	deaf
	*reading
	records *Records
	record  int
}

func (d *dissent) contradict(offset int, field, here, there string) {
	d.result.Problems = append(d.result.Problems, Problem{
		Position: d.records.Position(d.record, offset),
		Message:  fmt.Sprintf("%s is %s here, and %s in an earlier row of the same record", quote(field), quote(here), quote(there)),
		Hint:     "let all rows of one record say the same, or give them ids of their own",
	})
}

// documents puts the documents together.
func (r *reading) documents() error {
	slices.SortStableFunc(r.result.Problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Position.Sheet, b.Position.Sheet), cmp.Compare(a.Position.Line, b.Position.Line), cmp.Compare(a.Position.Column, b.Position.Column))
	})
	for _, k := range r.kinds {
		d := Document{Kind: k.name}
		for _, records := range r.records {
			if records.template.kind == k.name {
				d.Lists = append(d.Lists, records)
			}
		}
		r.addHeader(&d)
		r.result.Documents = append(r.result.Documents, d)
	}
	return nil
}

// header is the header of a document that is being made.
type header struct{ *Document }

// at is a value at a place of the file.
func (h header) at(place source.Position, v source.Value) *source.Value {
	v.Offset = len(h.Places)
	h.Places = append(h.Places, place)
	return &v
}

func (h header) text(place source.Position, text string) *source.Value {
	return h.at(place, source.Value{Kind: source.String, Text: text})
}

// addHeader says what a document is, beside its records.
func (r *reading) addHeader(d *Document) {
	h := header{d}
	top := source.Position{File: r.book.Name}
	if len(r.Match.found) > 0 && !r.Match.found[0].table.tree {
		f := r.Match.found[0]
		top = placeOf(r.book.Name, r.book.Sheets[f.sheet], f.row, 0)
	} else if r.book.Tree != nil {
		top = r.book.Position(r.book.Tree.Offset)
	}
	d.Header = h.at(top, source.Value{Kind: source.Object})
	put(d.Header, "kind", h.text(top, d.Kind))
	put(d.Header, "schema_version", h.text(top, "1"))
	for i := range r.Mapping.header {
		if f := &r.Mapping.header[i]; slices.Contains(f.kinds, d.Kind) {
			r.sayHeader(h, f, top)
		}
	}
	if d.Header.Get("id") == nil {
		base := path.Base(r.book.Name)
		put(d.Header, "id", h.text(source.Position{File: r.book.Name}, idOf(strings.TrimSuffix(base, path.Ext(base)))))
	}
	if d.Kind == schema.Register {
		r.addNames(h, "people", aPerson)
		r.addNames(h, "services", aService)
	}
	origin := h.at(top, source.Value{Kind: source.Object})
	put(origin, "format", h.text(top, r.Name))
	put(origin, "name", h.text(top, r.Title))
	omits := h.at(top, source.Value{Kind: source.Array})
	for _, path := range r.omitted(d) {
		omits.Elements = append(omits.Elements, h.text(top, path))
	}
	put(origin, "omits", omits)
	put(d.Header, "source", origin)
}

func (r *reading) addNames(h header, member string, of as) {
	list := h.at(source.Position{File: r.book.Name}, source.Value{Kind: source.Array})
	for _, n := range r.order {
		if n.as != of {
			continue
		}
		entry := h.at(n.place, source.Value{Kind: source.Object})
		put(entry, "id", h.text(n.place, n.id))
		put(entry, "name", h.text(n.place, n.name))
		if n.role != "" {
			put(entry, "role", h.text(n.rolePlace, n.role))
		}
		if n.team != "" {
			put(entry, "team", h.text(n.teamPlace, n.team))
		}
		list.Elements = append(list.Elements, entry)
	}
	if len(list.Elements) > 0 {
		put(h.Header, member, list)
	}
}

// sayHeader sets a field of a header, if the file says it.
func (r *reading) sayHeader(h header, f *headerField, top source.Position) {
	var v *source.Value
	switch {
	case f.constant != nil:
		v = h.at(top, source.Value{Kind: f.constant.Kind, Text: f.constant.Text})
		for _, element := range f.constant.Elements {
			v.Elements = append(v.Elements, h.at(top, source.Value{Kind: element.Kind, Text: element.Text}))
		}
	default:
		place, found, ok := r.label(f)
		if !ok {
			return
		}
		c := converter{table: &table{}, dateOrder: cmp.Or(r.Mapping.dateOrder, r.Match.order)}
		offset := len(h.Places)
		h.Places = append(h.Places, place)
		c.listener = &headerEar{reading: r, place: place, label: f.labels[0]}
		v = c.native(&field{steps: []step{{name: strings.Join(f.path, ".")}}, leaf: f.leaf}, f.leaf, part{kind: found.kind, text: found.text, offset: offset, column: noColumn})
	}
	object := h.Header
	for _, name := range f.path[:len(f.path)-1] {
		object = inner(object, name, source.Object, v.Offset)
	}
	put(object, f.path[len(f.path)-1], v)
}

// headerEar notes what is wrong with a value above a table.
type headerEar struct {
	deaf
	*reading
	place source.Position
	label string
}

// note says once what is wrong, however many documents have the value.
func (e *headerEar) note(_ int, hint, message string) {
	problem := Problem{Position: e.place, Message: message, Hint: hint}
	if !slices.Contains(e.result.Problems, problem) {
		e.result.Problems = append(e.result.Problems, problem)
	}
}

func (e *headerEar) ambiguous(p part) {
	e.note(0, `say --date-order dmy or --date-order mdy, or "date_order" in the mapping`, quote(p.text)+": nothing says whether the day or the month comes first")
}

// label finds the value that stands beside a label above a table, or at a pointer of a tree.
func (r *reading) label(f *headerField) (source.Position, cell, bool) {
	if r.book.Tree != nil {
		for _, label := range f.labels {
			if v, at := r.book.Tree.Lookup(source.Pointer(label)); string(at) == label {
				if c := treeCell(v, v.Offset, noColumn); !c.empty() {
					return r.book.Position(v.Offset), c, true
				}
			}
		}
		return source.Position{}, cell{}, false
	}
	for _, at := range r.Match.found {
		sheet := r.book.Sheets[at.sheet]
		column := 0
		for row, err := range sheet.Rows {
			if err != nil || row.Number >= at.row.Number {
				break
			}
			if column > 0 {
				if c, ok := plainCell(row.Cell(column)); ok {
					return placeOf(r.book.Name, sheet, row, column), c, true
				}
				break
			}
			for i, c := range row.Cells {
				if !slices.Contains(f.labels, strings.TrimSuffix(fold(c.Text), ":")) {
					continue
				}
				if column = i + 1; f.below {
					break
				}
				for right := i + 1; right < len(row.Cells); right++ {
					if c, ok := plainCell(row.Cells[right]); ok {
						return placeOf(r.book.Name, sheet, row, right+1), c, true
					}
				}
				column = 0
			}
		}
	}
	return source.Position{}, cell{}, false
}

func plainCell(c grid.Cell) (cell, bool) {
	text := strings.TrimFunc(c.Text, isBlank)
	return cell{kind: c.Kind, text: text, column: noColumn}, text != "" && c.Kind != grid.Fault
}

package native

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Memory is the directory in a folder that remembers what exports said the last time, so that a newer one can be told from
// what people have changed since. Checks leave it out, as it is hidden.
const Memory = ".riskgate"

// width is that of the lines that are written, where it can be.
const width = 120

// Folder is the state of a folder before a conversion.
type Folder struct {
	files    map[string]*file  // by path below the folder
	holders  []*holder         // documents with a header
	records  map[seat]standing // what stands where
	memories []*document
	split    map[string]bool // kinds of document whose records stand in files of their own
}

// seat is where a record of a name and an id stands: in the file of a document, or in one of its own. Two registers may use
// one id.
type seat struct {
	key
	in string // the name of the file; of a risk in a file of its own, its register
}

// standing is a record of the folder.
type standing struct {
	value *source.Value
	file  *file
}

// file is one file of the folder.
type file struct {
	source.File
	old     *source.Value
	changed *source.Value                   // nil while all but its records is as it was
	records map[*source.Value]*source.Value // that say something else now
}

// holder is a document of the folder.
type holder struct {
	*file
	kind string
	path string // below the folder
}

// Open takes in the documents of a folder, whose names begin with that of the folder, and those of its memory; read reads a
// file whole, by its path below the folder. Documents that no conversion wrote are as good as any; those of another format
// have no place there.
func Open(below string, documents, memories []*workspace.Document, read func(name string) (source.File, error)) (*Folder, error) {
	f := &Folder{files: map[string]*file{}, records: map[seat]standing{}, split: map[string]bool{}}
	for _, d := range documents {
		if d.Format() != d.Kind || strings.HasSuffix(d.Name, "l") || strings.HasSuffix(d.Name, ".ndjson") {
			return nil, &source.Error{
				Pos:  source.Position{File: d.Name},
				Err:  errors.New("is no JSON document of riskgate's, and only these can be brought up to date"),
				Hint: "move it out of the folder, or convert it into an empty one",
			}
		}
		name := strings.TrimPrefix(d.Name, below+"/")
		text, err := read(name)
		if err != nil {
			return nil, err
		}
		text.Name = d.Name
		root, err := text.Parse()
		if err != nil {
			return nil, err
		}
		one := &file{File: text, old: root, records: map[*source.Value]*source.Value{}}
		f.files[name] = one
		f.add(d, name, one)
	}
	var err error
	f.memories, err = gather(memories)
	return f, err
}

func (f *Folder) add(d *workspace.Document, path string, one *file) {
	if d.Header == nil {
		r := record{schema.RecordsOf(d.Kind)[0], one.old}
		f.records[seat{r.key(), textOf(one.old.Get("register"))}] = standing{one.old, one}
		f.split[holderOf(d.Kind)] = true
		return
	}
	f.holders = append(f.holders, &holder{one, d.Kind, path})
	for _, list := range schema.Lists(d.Kind) {
		records := one.old.Get(list.Member)
		if records == nil {
			continue
		}
		for _, value := range records.Elements {
			r := record{list.Record, value}
			f.records[seat{r.key(), one.Name}] = standing{value, one}
		}
	}
}

// Options say how to bring records into a folder.
type Options struct {
	// Split gives each new record a file of its own; without it, new records stand where the others of their document do.
	Split bool
	// TakeExport takes what the export says in a conflict, instead of what the folder says.
	TakeExport bool
	// Register is the id of the folder's register that a register of another id belongs to; empty for none.
	Register string
}

// Output is a file to write.
type Output struct {
	Name string // below the folder, with slashes
	Text []byte
	New  bool // the folder has no document of that name
}

// Difference is a field that the folder and the export say different things of.
type Difference struct {
	Of, Field    string
	Here, Export *source.Value // nil where it isn't said
}

// String says it in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s, %s: here %s, in the export %s", d.Of, d.Field, told(d.Here), told(d.Export))
}

func told(v *source.Value) string {
	if v == nil {
		return "nothing"
	}
	const most = 80
	text := []rune(v.String())
	if len(text) > most {
		return string(text[:most]) + "..."
	}
	return string(text)
}

// Updated is a record or a document that the export has changed, with the fields.
type Updated struct {
	Of     string
	Fields []string
}

// Notes are what a conversion has to say of the records.
type Notes struct {
	Documents []string // made or brought up to date
	Added     []string // records
	Updated   []Updated
	Unchanged int
	// Vanished are the records, and parts of records, that the export no longer has; they stay.
	Vanished []string
	// Removed are those that people have removed and the export still has; they stay away.
	Removed []string
	// Edited are fields that people have changed and the export hasn't; they stay as people want them.
	Edited []Difference
	// Conflicts are fields that both have changed.
	Conflicts []Difference
}

// Merge brings the records of a run into the folder. It returns the files that change, by name.
func (f *Folder) Merge(documents []*workspace.Document, o Options) ([]Output, *Notes, error) {
	incoming, err := gather(documents)
	if err != nil {
		return nil, nil, err
	}
	m := &merging{Folder: f, Options: o, notes: &Notes{}, written: map[string]*source.Value{}}
	for _, d := range incoming {
		if err := m.document(d); err != nil {
			return nil, nil, err
		}
	}
	return m.outputs(), m.notes, nil
}

type merging struct {
	*Folder
	Options
	notes   *Notes
	written map[string]*source.Value // new files
	taken   map[string]bool          // names of files in lower case
}

// find looks for a record of a document: in the document's file, and in files of single records.
func (m *merging) find(home *holder, k key) (standing, bool) {
	var places []string
	if home != nil {
		places = append(places, home.Name, textOf(home.old.Get("id")))
	}
	for _, in := range append(places, "") {
		if found, ok := m.records[seat{k, in}]; ok {
			return found, true
		}
	}
	return standing{}, false
}

// document brings one document in.
func (m *merging) document(d *document) error {
	home := m.homeOf(d)
	var before *document
	if home != nil {
		before = m.memoryOf(d.kind, textOf(home.old.Get("id")))
	}
	known := before.byKey()
	present := map[key]bool{}
	var whole, single []record // what is new
	for _, r := range d.records {
		k := r.key()
		mine, stands := m.find(home, k)
		if stands && present[k] {
			return fmt.Errorf("%s stands twice in what is converted: which of them the folder has can't be told", r)
		}
		present[k] = true
		switch {
		case stands:
			m.record(r, known[k], mine)
		case known[k] != nil:
			m.notes.Removed = append(m.notes.Removed, r.String())
		case d.header == nil || m.splits(d.kind, home):
			single = append(single, r)
		default:
			whole = append(whole, r)
		}
	}
	if before != nil {
		for _, r := range before.records {
			if _, stands := m.find(home, r.key()); stands && !present[r.key()] {
				m.notes.Vanished = append(m.notes.Vanished, r.String())
				d.records = append(d.records, r) // to be told again
			}
		}
	}
	name := m.nameOf(d, home)
	header := m.header(d, home, before, whole, name)
	for _, r := range slices.Concat(whole, single) {
		m.notes.Added = append(m.notes.Added, r.String())
	}
	for _, r := range single {
		register := ""
		if d.kind == schema.Register {
			register = textOf(header.Get("id"))
		}
		if err := m.place(path.Join(path.Dir(name), folders[r.name], r.id()+".json"), r.single(register)); err != nil {
			return err
		}
	}
	if d.header != nil {
		m.remember(d, header)
	}
	return nil
}

// folders are where the records of a kind stand that have files of their own.
var folders = map[string]string{
	"risk": "risks", "plan": "plans", "review": "reviews", "activity": "monitoring/activities", "result": "monitoring/results", "report": "reports",
}

// names are those of the files of documents.
var names = map[string]string{
	schema.Register: "register", "action_plans": "plans", "risk_reviews": "reviews", "risk_monitoring": "monitoring", "risk_report": "reports",
}

// splits says that new records of a document get files of their own.
func (m *merging) splits(kind string, home *holder) bool {
	if m.split[kind] {
		return true
	}
	if home != nil {
		for _, list := range schema.Lists(kind) {
			if home.old.Get(list.Member) != nil {
				return false
			}
		}
	}
	return m.Split
}

// homeOf is the document of the folder that a document belongs to: that of its id, or else the only one of its kind from the
// same system and business unit, since some systems give each export another id.
func (m *merging) homeOf(d *document) *holder {
	if d.header == nil {
		return nil
	}
	var alike []*holder
	for _, h := range m.holders {
		id := textOf(h.old.Get("id"))
		switch {
		case h.kind != d.kind:
		case id == d.id() || d.kind == schema.Register && id == m.Register:
			return h
		case origin(h.old) == origin(d.header):
			alike = append(alike, h)
		}
	}
	if len(alike) == 1 {
		return alike[0]
	}
	return nil
}

func origin(header *source.Value) [3]string {
	return [3]string{textOf(header.Get("source").Get("format")), textOf(header.Get("organization")), textOf(header.Get("business_unit"))}
}

func (m *merging) memoryOf(kind, id string) *document {
	for _, d := range m.memories {
		if d.kind == kind && d.id() == id {
			return d
		}
	}
	return nil
}

// record brings a record into the one that the folder has.
func (m *merging) record(r record, before *source.Value, mine standing) {
	one := &merge{of: r.String(), takeExport: m.TakeExport, notes: m.notes}
	merged := one.value("", before, mine.value, r.value)
	m.tell(one)
	if !merged.Equal(mine.value) {
		mine.file.records[mine.value] = merged
	}
}

func (m *merging) tell(one *merge) {
	if len(one.updated) == 0 {
		m.notes.Unchanged++
		return
	}
	m.notes.Updated = append(m.notes.Updated, Updated{one.of, one.updated})
}

// header brings the header in, with the records that are new in the document's own file, and returns how it is now.
func (m *merging) header(d *document, home *holder, before *document, added []record, name string) *source.Value {
	if d.header == nil {
		return nil
	}
	if home == nil {
		header := &source.Value{Kind: source.Object, Members: []source.Member{{Name: "$schema", Value: source.NewString(schema.Address(d.kind))}}}
		header.Members = append(header.Members, without(d.header, "$schema").Members...)
		one := &document{kind: d.kind, header: header, records: added}
		m.written[name] = one.tree()
		m.notes.Documents = append(m.notes.Documents, d.kind+" "+d.id())
		return header
	}
	mine := home.old
	bare := mine
	for _, list := range schema.Lists(d.kind) {
		bare = without(bare, list.Member)
	}
	theirs := renamed(d.header, bare.Get("id"))
	var base *source.Value
	if before != nil {
		base = before.header
	}
	one := &merge{of: d.kind + " " + textOf(bare.Get("id")), takeExport: m.TakeExport, notes: m.notes}
	merged := one.value("", base, bare, without(theirs, "$schema"))
	if len(one.updated) > 0 {
		m.notes.Updated = append(m.notes.Updated, Updated{one.of, one.updated})
	}
	whole := &source.Value{Kind: source.Object, Offset: mine.Offset}
	for _, member := range mine.Members {
		if value := merged.Get(member.Name); value != nil {
			member.Value = value
		} else if bare.Get(member.Name) != nil {
			continue // the export no longer says it
		}
		whole.Members = append(whole.Members, member)
	}
	for _, member := range merged.Members {
		if mine.Get(member.Name) == nil {
			whole.Members = append(whole.Members, member)
		}
	}
	for _, r := range added {
		list := listOf(r.name).Member
		if whole.Get(list) == nil {
			whole.Members = append(whole.Members, source.Member{Name: list, Value: source.NewArray()})
		}
		member := whole.Member(list)
		member.Value = &source.Value{Kind: source.Array, Offset: member.Value.Offset, Elements: append(slices.Clone(member.Value.Elements), r.value)}
	}
	home.changed = whole
	return merged
}

// renamed is a header under the id that it has in the folder.
func renamed(header, id *source.Value) *source.Value {
	again := &source.Value{Kind: source.Object, Members: slices.Clone(header.Members)}
	if member := again.Member("id"); member != nil {
		member.Value = id
	}
	return again
}

// remember keeps what the export said, under the id of the folder.
func (m *merging) remember(d *document, header *source.Value) {
	one := &document{kind: d.kind, header: renamed(d.header, header.Get("id")), records: d.records}
	name := path.Join(Memory, d.kind+"-"+one.id()+".json")
	m.written[name] = one.tree()
}

// nameOf is the file of a document. A second one of its kind gets a directory of its own where its records have files of their
// own, since these are a part of the only document in their directory or the nearest above.
func (m *merging) nameOf(d *document, home *holder) string {
	usual := names[d.kind] + ".json"
	free := func(name string) bool { return m.files[name] == nil && m.written[name] == nil }
	beside := names[d.kind] + "-" + d.id() + ".json"
	switch {
	case home != nil:
		return home.path
	case d.header == nil || free(usual):
		return usual
	case m.splits(d.kind, nil):
		return path.Join(d.id(), usual)
	case free(beside):
		return beside
	}
	return d.kind + "-" + d.id() + ".json"
}

// place adds a new file. Names that differ only in case are one file on some systems.
func (m *merging) place(name string, value *source.Value) error {
	if m.taken == nil {
		m.taken = map[string]bool{}
		for other := range m.files {
			m.taken[strings.ToLower(other)] = true
		}
	}
	if m.taken[strings.ToLower(name)] {
		return &source.Error{
			Pos:  source.Position{File: name},
			Err:  errors.New("two records would stand in this file, or in files that some systems can't tell apart"),
			Hint: "convert without --split: then a document holds all records of its kind",
		}
	}
	m.taken[strings.ToLower(name)] = true
	m.written[name] = value
	return nil
}

// now is the file's value with all that has changed.
func (f *file) now() *source.Value {
	root := f.old
	if merged := f.records[root]; merged != nil {
		return merged
	}
	if f.changed != nil {
		root = f.changed
	}
	again := &source.Value{Kind: source.Object, Offset: root.Offset, Members: slices.Clone(root.Members)}
	for i, member := range again.Members {
		if member.Value.Kind != source.Array || !slices.ContainsFunc(member.Value.Elements, func(v *source.Value) bool { return f.records[v] != nil }) {
			continue
		}
		list := &source.Value{Kind: source.Array, Offset: member.Value.Offset}
		for _, element := range member.Value.Elements {
			list.Elements = append(list.Elements, cmp.Or(f.records[element], element))
		}
		again.Members[i].Value = list
	}
	return again
}

// outputs are the files that are new or say something else now, by name.
func (m *merging) outputs() []Output {
	var all []Output
	for name, file := range m.files {
		if now := file.now(); !now.Equal(file.old) {
			all = append(all, Output{Name: name, Text: file.Rewrite(file.old, now, width)})
		}
	}
	for name, value := range m.written {
		all = append(all, Output{Name: name, Text: []byte(value.Layout(width) + "\n"), New: path.Dir(name) != Memory})
	}
	slices.SortFunc(all, func(a, b Output) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

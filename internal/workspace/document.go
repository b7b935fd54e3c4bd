package workspace

import (
	"encoding/hex"
	"errors"
	"path"
	"strconv"

	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/oscal"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Document is one native document: what a file holds, or what an intake made of a foreign file.
type Document struct {
	// Name is the file that the user gave.
	Name   string
	SHA256 [32]byte
	Size   int64
	// Kind is the name of its schema.
	Kind string
	// Header is the document without its record lists; nil for a file that holds one record.
	Header *source.Value
	// Omits lists the field paths that the format behind the document can't carry.
	Omits []string
	// Head is the document that a file of single records is a part of; nil for a document, and where there is none.
	Head *Document
	// Lists are its records, which stay in the file until they are asked for.
	Lists []List

	// Same is the document of another state that holds the same, file and all; nil where none was found.
	Same *Document

	// Problems are what an intake could not understand.
	Problems []Problem
	// Intake says how the export of another tool was read; nil for what needs no mapping.
	Intake *report.Intake

	file    *file
	members []source.MemberSpan
	line    source.Span // of the header, where it is the first of many lines
	format  string      // of the foreign file that an intake read, else empty
	// Where the values of a foreign file stand: by their offset, or by what a mapping made.
	original *original
	mapped   *mapping.Document
}

// Problem is a value of a foreign file that has no meaning in a native document.
type Problem struct {
	Position      source.Position
	Message, Hint string
}

// List is one list of records of a document.
type List struct {
	// Record is the kind of all its records, or empty where each record carries its own "kind".
	Record string
	member string
	first  int // how many elements of the member stand in lists before this one
	spans  []source.Span
	trees  []*source.Value
	mapped *mapping.Records
}

// Len is the number of records of the list.
func (l List) Len() int {
	if l.mapped != nil {
		return l.mapped.Len()
	}
	return len(l.spans) + len(l.trees)
}

// foreign reports whether an intake made the records, so that they have no text of their own.
func (l List) foreign() bool { return l.mapped != nil || l.trees != nil }

// Place addresses a record of a document, or its header.
type Place struct{ List, Index int }

// Header is the place of what a document says beside its records.
var Header = Place{List: -1}

// Digest is the SHA-256 of the file's bytes, in hexadecimal.
func (d *Document) Digest() string { return hex.EncodeToString(d.SHA256[:]) }

// Records is the number of records in all lists.
func (d *Document) Records() int {
	n := 0
	for _, list := range d.Lists {
		n += list.Len()
	}
	return n
}

// Record reads one record. The error says that the file isn't what it was when it was scanned.
func (d *Document) Record(at Place, parser *source.Parser) (*source.Value, error) {
	value, _, err := d.Read(at, parser)
	return value, err
}

// Read reads one record as Record does, with the text that it was read from: nil for a record that an intake made.
func (d *Document) Read(at Place, parser *source.Parser) (*source.Value, []byte, error) {
	list := d.Lists[at.List]
	if list.foreign() {
		value, err := d.tree(at)
		return value, nil, err
	}
	text, err := d.Text(at, nil)
	if err != nil {
		return nil, nil, err
	}
	value, err := parser.Parse(text, list.spans[at.Index].Position(d.Name))
	return value, text, err
}

// Text reads the text of one record; nil for a record that an intake made. A buffer that isn't nil is used where it has
// room, and what is returned can be the next buffer.
func (d *Document) Text(at Place, buffer []byte) ([]byte, error) {
	list := d.Lists[at.List]
	if list.foreign() {
		return nil, nil
	}
	return d.file.readInto(list.spans[at.Index], buffer)
}

// Position is the place of a value in the file that the user gave. It falls back to the nearest ancestor that exists: a
// missing field has no place of its own, and its parent is where the reader must add it.
func (d *Document) Position(at Place, pointer source.Pointer) source.Position {
	return d.position(at, pointer, "")
}

// Pointer leads to a value of a record, or of the header, from the top of the document. Each line of JSON Lines, and each
// file of one record, is a document of its own in this.
func (d *Document) Pointer(at Place, within source.Pointer) source.Pointer {
	if at == Header || d.Lists[at.List].member == "" {
		return within
	}
	list := d.Lists[at.List]
	return source.Pointer("").Append(list.member, strconv.Itoa(list.first+at.Index)) + within
}

// Format is how the file is written: the kind of a native document, or the name of a foreign format.
func (d *Document) Format() string {
	if d.format != "" {
		return d.format
	}
	return d.Kind
}

// Around is the header of the document, or of the one that its single records are a part of; nil where there is none.
func (d *Document) Around() *source.Value {
	if d.Head != nil {
		return d.Head.Header
	}
	return d.Header
}

// Source is the name of the format that the document says it was exported from; empty where it says none.
func (d *Document) Source() string { return textOf(d.Around().Get("source").Get("format")) }

// PositionOf is the place of a value of a record that was read: body is the text it was read from, or nil to have it read
// once more.
func (d *Document) PositionOf(at Place, body []byte, value *source.Value) source.Position {
	if d.format != "" {
		return d.originalPosition(at, value.Offset)
	}
	span := d.Lists[at.List].spans[at.Index]
	if body == nil {
		return d.PositionWithin(span, value)
	}
	return source.PositionAt(body, span.Position(d.Name), value.Offset)
}

// PositionWithin is the place of a value that was read from a span.
func (d *Document) PositionWithin(span source.Span, value *source.Value) source.Position {
	text, err := d.file.read(span)
	if err != nil {
		return span.Position(d.Name)
	}
	return source.PositionAt(text, span.Position(d.Name), value.Offset)
}

// KeyPosition is the place of a key of the object at pointer.
func (d *Document) KeyPosition(at Place, object source.Pointer, key string) source.Position {
	return d.position(at, object, key)
}

func (d *Document) position(at Place, pointer source.Pointer, key string) source.Position {
	if d.mapped != nil && at != Header && pointer == "" && key == "" {
		return d.Lists[at.List].mapped.Start(at.Index)
	}
	if d.format != "" {
		tree, err := d.tree(at)
		if err != nil {
			return source.Position{File: d.Name}
		}
		value, found := tree.Lookup(pointer)
		return d.originalPosition(at, offsetOf(value, found == pointer, key))
	}
	if at == Header {
		return d.headerPosition(pointer, key)
	}
	span := d.Lists[at.List].spans[at.Index]
	if pointer == "" && key == "" {
		return span.Position(d.Name)
	}
	return d.within(span, pointer, key)
}

func (d *Document) headerPosition(pointer source.Pointer, key string) source.Position {
	if d.line.Length > 0 {
		return d.within(d.line, pointer, key)
	}
	tokens := pointer.Tokens()
	for _, member := range d.members {
		switch {
		case len(tokens) == 0 && member.Name == key:
			return member.Key.Position(d.Name)
		case len(tokens) > 0 && member.Name == tokens[0]:
			return d.within(member.Value, source.Pointer("").Append(tokens[1:]...), key)
		}
	}
	return source.Position{File: d.Name, Line: 1, Column: 1}
}

func (d *Document) within(span source.Span, pointer source.Pointer, key string) source.Position {
	start := span.Position(d.Name)
	text, err := d.file.read(span)
	if err != nil {
		return start
	}
	root, err := new(source.Parser).Parse(text, start)
	if err != nil {
		return start
	}
	value, found := root.Lookup(pointer)
	return source.PositionAt(text, start, offsetOf(value, found == pointer, key))
}

// offsetOf is where a value begins, or the key of an object that was found.
func offsetOf(value *source.Value, found bool, key string) int {
	if key != "" && found {
		for _, member := range value.Members {
			if member.Name == key {
				return member.Offset
			}
		}
	}
	return value.Offset
}

// tree is the header or record that an intake made. Its offsets lead into the foreign file.
func (d *Document) tree(at Place) (*source.Value, error) {
	switch {
	case at == Header:
		return d.Header, nil
	case d.mapped != nil:
		return d.Lists[at.List].mapped.Record(at.Index)
	}
	return d.Lists[at.List].trees[at.Index], nil
}

// originalPosition is the place of an offset of what an intake made.
func (d *Document) originalPosition(at Place, offset int) source.Position {
	switch {
	case d.mapped == nil:
		return d.original.position(offset)
	case at == Header:
		return d.mapped.Places[offset]
	}
	return d.Lists[at.List].mapped.Position(at.Index, offset)
}

func (w *Workspace) readObject(d *Document, layout *source.Layout) error {
	d.members = layout.Members
	for _, member := range layout.Members {
		if oscal.Recognizes(member.Name) {
			return w.readOSCAL(d, layout)
		}
	}
	kind, err := d.member("kind")
	if err != nil {
		return err
	}
	if kind == nil && path.Base(d.Name) == schema.SettingsFile {
		return nil // settings are no document; a record doesn't vanish by taking their name
	}
	for _, member := range layout.Members {
		if reason := oscal.Reason(member.Name); reason != "" {
			w.ignore(d.Name, reason)
			return nil
		}
	}
	if kind == nil && d.misspelledKind() == "" && w.mappings.MayRead(d.topKeys(), false) {
		return w.readForeignJSON(d, layout, noKind)
	}
	version, err := d.member("schema_version")
	if err != nil {
		return err
	}
	name, err := w.kindOf(d, kind, version)
	if err != nil || name == "" {
		return err
	}
	d.Kind = name
	lists := schema.Lists(name)
	if lists == nil { // the file is one record
		d.Lists = []List{{spans: []source.Span{layout.Whole}}}
		w.Documents = append(w.Documents, d)
		return nil
	}
	return w.readDocument(d, lists)
}

func (w *Workspace) readDocument(d *Document, lists []schema.List) error {
	d.Header = &source.Value{Kind: source.Object}
	for _, member := range d.members {
		if list, ok := listOf(lists, member); ok {
			d.Lists = append(d.Lists, List{Record: list.Record, member: list.Member, spans: member.Elements})
			continue
		}
		value, err := d.parse(member.Value)
		if err != nil {
			return err
		}
		d.Header.Members = append(d.Header.Members, source.Member{Name: member.Name, Value: value})
	}
	d.Omits = omits(d.Header)
	w.Documents = append(w.Documents, d)
	return nil
}

// listOf says which list of records a member is. An empty array or a value of the wrong shape is not one: it stays in
// the header, where the schema sees it.
func listOf(lists []schema.List, member source.MemberSpan) (schema.List, bool) {
	if len(member.Elements) == 0 {
		return schema.List{}, false
	}
	return listNamed(lists, member.Name)
}

func listNamed(lists []schema.List, name string) (schema.List, bool) {
	for _, list := range lists {
		if list.Member == name {
			return list, true
		}
	}
	return schema.List{}, false
}

func (w *Workspace) readLines(d *Document, layout *source.Layout) error {
	d.line = layout.Lines[0]
	first, err := d.parse(d.line)
	if err != nil {
		return err
	}
	kind, err := w.kindOf(d, first.Get("kind"), first.Get("schema_version"))
	if err != nil || kind == "" {
		return err
	}
	d.Kind = kind
	records := layout.Lines
	if schema.Lists(kind) != nil { // else records all the way, without a header
		d.Header = first
		d.Omits = omits(first)
		records = records[1:]
	}
	d.Lists = []List{{spans: records}}
	w.Documents = append(w.Documents, d)
	return nil
}

func (d *Document) member(name string) (*source.Value, error) {
	for _, member := range d.members {
		if member.Name == name && member.Kind == source.String {
			return d.parse(member.Value)
		}
	}
	return nil, nil
}

func (d *Document) parse(span source.Span) (*source.Value, error) {
	text, err := d.file.read(span)
	if err != nil {
		return nil, err
	}
	return new(source.Parser).Parse(text, span.Position(d.Name))
}

func omits(header *source.Value) []string {
	list := header.Get("source").Get("omits")
	if list == nil {
		return nil
	}
	var paths []string
	for _, element := range list.Elements {
		if element.Kind == source.String {
			paths = append(paths, element.Text)
		}
	}
	return paths
}

// Inner is the span of a value within a record: body is the record's text, and value a part of its tree.
func (d *Document) Inner(at Place, body []byte, value *source.Value) source.Span {
	return d.Lists[at.List].spans[at.Index].Inner(body, value)
}

// Value reads the value of a span.
func (d *Document) Value(span source.Span, parser *source.Parser) (*source.Value, error) {
	text, err := d.file.read(span)
	if err != nil {
		return nil, err
	}
	return parser.Parse(text, span.Position(d.Name))
}

// readForeignJSON reads a file of JSON that is no document of riskgate's. One that no mapping comes near is ignored for the
// reason that is given.
func (w *Workspace) readForeignJSON(d *Document, layout *source.Layout, reason string) error {
	text, err := d.file.read(layout.Whole)
	if err != nil {
		return err
	}
	root, err := new(source.Parser).Parse(text, layout.Whole.Position(d.Name))
	if err != nil {
		return err
	}
	match, err := w.mappings.Recognize(d.bookOf(text, root))
	switch {
	case err == nil:
		return w.take(d, match)
	case !errors.Is(err, mapping.ErrUnrecognized):
		return err
	}
	if fault := unrecognized(err); fault.Pos.Line > 0 {
		reason += "; " + fault.Err.Error()
	}
	w.ignore(d.Name, reason)
	return nil
}

// readOSCAL takes a plan of action and milestones apart into native documents.
func (w *Workspace) readOSCAL(d *Document, layout *source.Layout) error {
	text, err := d.file.read(layout.Whole)
	if err != nil {
		return err
	}
	start := layout.Whole.Position(d.Name)
	root, err := new(source.Parser).Parse(text, start)
	if err != nil {
		return err
	}
	natives, problems := oscal.Convert(root)
	foreign := newOriginal(start, text)
	var noted []Problem
	for _, p := range problems {
		noted = append(noted, Problem{Position: foreign.position(p.Offset), Message: p.Message, Hint: p.Hint})
	}
	for i, native := range natives {
		n := &Document{Name: d.Name, SHA256: d.SHA256, Size: d.Size, Kind: native.Kind, format: oscal.Format, original: foreign}
		n.split(native.Document)
		if i == 0 {
			n.Problems = noted
		}
		w.Documents = append(w.Documents, n)
	}
	return nil
}

// split takes the record lists out of a tree that an intake made.
func (d *Document) split(tree *source.Value) {
	d.Header = &source.Value{Kind: source.Object, Offset: tree.Offset}
	for _, member := range tree.Members {
		list, ok := listNamed(schema.Lists(d.Kind), member.Name)
		if ok && len(member.Value.Elements) > 0 {
			d.Lists = append(d.Lists, List{Record: list.Record, member: list.Member, trees: member.Value.Elements})
			continue
		}
		d.Header.Members = append(d.Header.Members, member)
	}
	d.Omits = omits(d.Header)
}

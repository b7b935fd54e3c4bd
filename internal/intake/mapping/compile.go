package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// compile reads one mapping, and holds it to its schema and to those of the records that it makes.
func compile(file source.File, checker *schema.Checker) (*Mapping, error) {
	root, err := file.Parse()
	if err != nil {
		return nil, err
	}
	if err := schema.Errors(file, root, checker.Mapping(root)); err != nil {
		return nil, err
	}
	c := &compiler{
		file:    file,
		checker: checker,
		root:    root,
		values:  map[string]*valueList{},
		mapping: &Mapping{Name: nameOf(file.Name), Title: root.Get("title").Text, File: file, dateOrder: dateOrder(text(root.Get("date_order")))},
	}
	c.compile()
	return c.mapping, c.faults.ErrorOrNil()
}

// compiler compiles one mapping, and collects what is wrong with it.
type compiler struct {
	file    source.File
	checker *schema.Checker
	root    *source.Value
	mapping *Mapping
	values  map[string]*valueList
	blank   []string
	faults  *multierror.Error

	table   *table
	inPiece *regexp.Regexp // the pattern of the list that is compiled, or nil
	inList  bool
	inEach  bool
}

func (c *compiler) fault(at *source.Value, hint, format string, args ...any) {
	c.faults = multierror.Append(c.faults, &source.Error{Pos: c.file.Position(at.Offset), Err: fmt.Errorf(format, args...), Hint: hint})
}

func text(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}

func texts(v *source.Value) []string {
	if v == nil {
		return nil
	}
	var all []string
	for _, element := range v.Elements {
		all = append(all, element.Text)
	}
	return all
}

func isTrue(v *source.Value) bool { return v != nil && v.Text == "true" }

// key is the value that stands for the key of a member: its place is that of the key.
func key(m source.Member) *source.Value {
	return &source.Value{Kind: source.String, Text: m.Name, Offset: m.Offset}
}

func members(v *source.Value) []source.Member {
	if v == nil {
		return nil
	}
	return v.Members
}

func elements(v *source.Value) []*source.Value {
	if v == nil {
		return nil
	}
	return v.Elements
}

func (c *compiler) compile() {
	c.blank = foldAll(texts(c.root.Get("blank")))
	for _, member := range members(c.root.Get("values")) {
		c.values[member.Name] = c.valueList(member.Name, member.Value)
	}
	for _, v := range c.root.Get("tables").Elements {
		c.addTable(v)
	}
	c.noteKinds()
	for _, member := range members(c.root.Get("header")) {
		c.addHeader(member)
	}
	for _, v := range elements(c.root.Get("omits")) {
		c.addOmit(v)
	}
}

func (c *compiler) valueList(name string, v *source.Value) *valueList {
	list := &valueList{name: name, words: map[string]*string{}}
	words, ranges := v, (*source.Value)(nil)
	if name != "" { // else v is the words themselves
		words, ranges, list.other = v.Get("words"), v.Get("ranges"), text(v.Get("other"))
	}
	for _, member := range members(words) {
		folded := fold(member.Name)
		if _, again := list.words[folded]; again {
			c.fault(key(member), "letter case and blanks make no difference", "%q stands here twice", member.Name)
		}
		list.known = append(list.known, member.Name)
		list.words[folded] = nil
		if member.Value.Kind == source.String {
			list.words[folded] = &member.Value.Text
		}
	}
	for _, one := range elements(ranges) {
		from, _ := strconv.ParseFloat(one.Get("from").Text, 64)
		to, _ := strconv.ParseFloat(one.Get("to").Text, 64)
		if from > to {
			c.fault(one, "", "the range ends before it begins")
		}
		list.known = append(list.known, one.Get("from").Text+" to "+one.Get("to").Text)
		list.ranges = append(list.ranges, figures{from, to, one.Get("is").Text})
	}
	return list
}

func (c *compiler) addTable(v *source.Value) {
	t := &table{sheets: foldAll(texts(v.Get("sheets"))), optional: isTrue(v.Get("optional"))}
	if at := v.Get("at"); at != nil {
		t.tree = true
		pointer, each := strings.CutSuffix(at.Text, "/*")
		t.at, t.each = source.Pointer(pointer), each
		if pointer != "" && !strings.HasPrefix(pointer, "/") {
			c.fault(at, "a pointer is empty, or begins with /", "%q is no JSON Pointer", at.Text)
		}
		if t.sheets != nil {
			c.fault(at, "a workbook has sheets, a JSON or YAML file has pointers", `"at" and "sheets" are of different files`)
		}
	}
	c.table = t
	c.mapping.tables = append(c.mapping.tables, t)
	declared := v.Get("columns")
	for _, member := range members(declared) {
		i := c.column(key(member))
		column := &t.columns[i]
		also := texts(member.Value.Get("also"))
		if !t.tree {
			also = foldAll(also)
		}
		column.names = append(column.names, also...)
		column.optional = isTrue(member.Value.Get("optional"))
		column.blank = append(column.blank, foldAll(texts(member.Value.Get("blank")))...)
		if order := text(member.Value.Get("date_order")); order != "" {
			column.dateOrder = dateOrder(order)
		}
	}
	for _, one := range elements(v.Get("skip")) {
		t.skips = append(t.skips, skip{c.conditions(one.Get("when")), one.Get("reason").Text})
	}
	for _, one := range v.Get("records").Elements {
		c.addRecord(one)
	}
	c.checkColumns(declared)
}

// checkColumns refuses columns that look for the same header.
func (c *compiler) checkColumns(declared *source.Value) {
	seen := map[string]string{}
	for _, column := range c.table.columns {
		for _, name := range column.names {
			other, again := seen[name]
			if again && other != column.header {
				at := c.root
				if member := declared.Member(column.header); member != nil {
					at = key(*member)
				}
				c.fault(at, "name the column by one of them everywhere", "columns %q and %q both look for %q", other, column.header, name)
			}
			seen[name] = column.header
		}
	}
}

// column is the number of a column of the table, which is new when it's named for the first time.
func (c *compiler) column(named *source.Value) int {
	t := c.table
	name := named.Text
	if t.tree && name != "" && name != keyColumn && !strings.HasPrefix(name, "/") {
		c.fault(named, "from the row, as /owner/name", "%q is no JSON Pointer", name)
	}
	if !t.tree {
		name = fold(name)
		if name == "" {
			c.fault(named, "", "a column needs a header")
		}
	}
	for i, column := range t.columns {
		if slices.Contains(column.names, name) {
			return i
		}
	}
	t.columns = append(t.columns, column{header: named.Text, names: []string{name}, blank: c.blank, dateOrder: c.mapping.dateOrder})
	return len(t.columns) - 1
}

// keyColumn stands in a tree for the key under which a row stands.
const keyColumn = "0#"

func (c *compiler) conditions(v *source.Value) []condition {
	var all []condition
	for _, one := range elements(v) {
		con := condition{column: c.column(one.Get("column")), is: foldAll(texts(one.Get("is"))), not: foldAll(texts(one.Get("is_not")))}
		if filled := one.Get("filled"); filled != nil {
			wanted := isTrue(filled)
			con.filled = &wanted
		}
		if con.is == nil && con.not == nil && con.filled == nil {
			c.fault(one, `add "is", "is_not" or "filled"`, "the condition asks nothing")
		}
		all = append(all, con)
	}
	return all
}

func (c *compiler) addRecord(v *source.Value) {
	r := &record{name: v.Get("record").Text, when: c.conditions(v.Get("when"))}
	for _, k := range schema.Kinds() {
		for _, l := range k.Lists {
			if l.Record == r.name {
				r.kind, r.member = k.Name, l.Member
			}
		}
	}
	switch text(v.Get("rows")) {
	case "same_id":
		r.rows = sameID
	case "until_next_id":
		r.rows = untilNextID
	}
	twice := func(other *record) bool { return other.name == r.name && (other.when == nil || r.when == nil) }
	if slices.ContainsFunc(c.table.records, twice) {
		c.fault(v, `give each a "when"`, "a row would hold two records of the kind %s", r.name)
	}
	c.table.records = append(c.table.records, r)
	native := c.checker.RecordField(r.name)
	r.fields = c.fields(v.Get("fields"), native, "a "+r.name)
	for i := range r.fields {
		if f := &r.fields[i]; len(f.steps) == 1 && f.steps[0].name == "id" {
			r.id = f
		}
	}
	if r.id == nil {
		c.fault(v.Get("fields"), `map "id" to the column that names the record; "as": "id" makes one of any text`, "nothing identifies the %s", r.name)
	} else if r.rows == untilNextID && len(r.id.origin.columns) != 1 {
		c.fault(v.Get("fields"), "", "until_next_id needs an id from one column")
	}
	for _, one := range elements(v.Get("lists")) {
		c.addList(r, one, native)
	}
}

func (c *compiler) addList(r *record, v *source.Value, native schema.Field) {
	named := v.Get("field")
	path := strings.Split(named.Text, ".")
	entry := native
	for i, name := range path {
		inner, ok := c.field(entry, name, named, "a "+r.name)
		if !ok {
			return
		}
		entry = inner
		if last := i == len(path)-1; last != (inner.Kind() == source.Array) || last && inner.Elements().Kind() != source.Object {
			c.fault(named, `a field that is no such list stands in "fields"`, "%q is no list of objects", named.Text)
			return
		}
	}
	l := list{path: path, when: c.conditions(v.Get("when"))}
	if e := v.Get("each"); e != nil {
		l.each = &each{column: c.column(e.Get("column")), split: texts(e.Get("split")), refers: c.reference(e.Get("refers_to"), false)}
		if pattern := e.Get("pattern"); pattern != nil {
			compiled, err := regexp.Compile(pattern.Text)
			switch {
			case err != nil:
				c.fault(pattern, "patterns are in RE2 syntax", "%q is no regular expression", pattern.Text)
			case compiled.MatchString(""):
				c.fault(pattern, "let it demand at least one character", "the pattern matches nothing at all")
			}
			l.each.pattern = compiled
			c.inPiece = compiled
		}
		c.inEach = true
	}
	c.inList = true
	l.fields = c.fields(v.Get("fields"), entry.Elements(), fmt.Sprintf("an entry of %q", named.Text))
	c.inPiece, c.inEach, c.inList = nil, false, false
	r.lists = append(r.lists, l)
}

// field is one of an object, or a fault.
func (c *compiler) field(of schema.Field, name string, at *source.Value, what string) (schema.Field, bool) {
	inner, ok := of.Get(name)
	if !ok {
		c.fault(at, spelling.Hint(name, of.Names()), "%s has no field %q", what, at.Text)
	}
	return inner, ok
}

// fields compiles the fields of a record, or of an entry.
func (c *compiler) fields(v *source.Value, native schema.Field, what string) []field {
	var all []field
	for _, member := range members(v) {
		named := key(member)
		f := field{leaf: native}
		ok := true
		for _, name := range strings.Split(member.Name, ".") {
			if f.leaf.Kind() == source.Array && len(f.steps) > 0 { // of objects
				f.steps[len(f.steps)-1].list = true
				f.leaf = f.leaf.Elements()
			}
			if f.leaf, ok = c.field(f.leaf, name, named, what); !ok {
				break
			}
			f.steps = append(f.steps, step{name: name})
		}
		if !ok {
			continue
		}
		own := strings.HasPrefix(f.steps[len(f.steps)-1].name, "x_")
		if kind := f.leaf.Kind(); !own && (kind == source.Object || kind == source.Array && f.leaf.Elements().Kind() == source.Object) {
			hint := "name a field inside, as " + member.Name + "." + example(f.leaf)
			c.fault(named, hint, "%q is no single value", member.Name)
			continue
		}
		f.origin = c.origin(member.Value, f)
		all = append(all, f)
	}
	return all
}

func example(f schema.Field) string {
	if f.Kind() == source.Array {
		f = f.Elements()
	}
	if names := f.Names(); len(names) > 0 {
		return names[0]
	}
	return "x_own"
}

// origin compiles where a field comes from.
func (c *compiler) origin(v *source.Value, f field) origin {
	o := origin{role: noColumn, team: noColumn, with: defaultBreak}
	if v.Kind == source.String {
		o.columns = []int{c.column(v)}
		c.checkWords(v, f, &o)
		return o
	}
	o.when = c.conditions(v.Get("when"))
	var said []string
	for _, name := range []string{"column", "columns", "piece", "numbered", "constant", "first"} {
		if v.Get(name) != nil {
			said = append(said, name)
		}
	}
	if len(said) != 1 {
		c.fault(v, `say one of "column", "columns", "piece", "numbered", "constant" and "first"`, "it is not clear where the value comes from")
		return o
	}
	from := v.Get(said[0])
	switch said[0] {
	case "column":
		o.columns = []int{c.column(from)}
	case "columns":
		for _, one := range from.Elements {
			o.columns = append(o.columns, c.column(one))
		}
	case "piece":
		o.piece = c.piece(from)
	case "numbered":
		o.numbered = &from.Text
		if !c.inList {
			c.fault(from, "only entries of a list have numbers", `"numbered" stands outside of a list`)
		}
	case "constant":
		o.constant = from
		c.checkConstant(from, f)
	case "first":
		for _, one := range from.Elements {
			o.first = append(o.first, c.origin(one, f))
		}
	}
	if with := v.Get("with"); with != nil {
		o.with = with.Text
	}
	o.split = texts(v.Get("split"))
	o.refers = c.reference(v.Get("refers_to"), true)
	o.prefix, o.suffix = text(v.Get("prefix")), text(v.Get("suffix"))
	o.as = as(text(v.Get("as")))
	if role := v.Get("role"); role != nil {
		o.role = c.column(role)
	}
	if team := v.Get("team"); team != nil {
		o.team = c.column(team)
	}
	if o.split != nil && f.leaf.Kind() != source.Array && !slices.ContainsFunc(f.steps, func(s step) bool { return s.list }) {
		c.fault(v.Get("split"), "", "%q holds one value", f.name())
	}
	switch values := v.Get("values"); {
	case values == nil:
	case values.Kind == source.Object:
		o.values = c.valueList("", values)
	case c.values[values.Text] == nil:
		var known []string
		for name := range c.values {
			known = append(known, name)
		}
		slices.Sort(known)
		c.fault(values, spelling.Hint(values.Text, known), "no list of values is called %q", values.Text)
	default:
		o.values = c.values[values.Text]
	}
	c.checkWords(v, f, &o)
	return o
}

// reference is a list whose elements values name; of those, one value is taken where values are wanted.
func (c *compiler) reference(v *source.Value, takes bool) *reference {
	if v == nil {
		return nil
	}
	r := &reference{source.Pointer(text(v.Get("at"))), source.Pointer(text(v.Get("by"))), source.Pointer(text(v.Get("take")))}
	switch {
	case !c.table.tree:
		c.fault(v, "", "a table has no lists that its cells could name; files of JSON and YAML have")
	case takes != (r.take != ""):
		c.fault(v, `a field takes a value of the element; the pieces of "each" lead into it`, "it is not clear what is meant of the element")
	}
	c.table.references = append(c.table.references, r)
	return r
}

func (c *compiler) piece(from *source.Value) *piece {
	switch {
	case !c.inEach:
		c.fault(from, `a list has pieces when it says "each"`, `"piece" stands where nothing is cut into pieces`)
	case from.Text == "":
	case c.table.tree && c.inPiece == nil:
		if !strings.HasPrefix(from.Text, "/") {
			c.fault(from, "from the element, as /owner", "%q is no JSON Pointer", from.Text)
		}
		return &piece{pointer: source.Pointer(from.Text)}
	case c.inPiece == nil:
		c.fault(from, `add a "pattern" to "each", or take the whole piece with ""`, "the pieces have no parts")
	default:
		group := c.inPiece.SubexpIndex(from.Text)
		if group < 0 {
			c.fault(from, spelling.Hint(from.Text, c.inPiece.SubexpNames()[1:]), "the pattern has no group %q", from.Text)
		}
		return &piece{group: max(group, 0)}
	}
	return &piece{}
}

func (f field) name() string {
	var names []string
	for _, s := range f.steps {
		names = append(names, s.name)
	}
	return strings.Join(names, ".")
}

// single is what one value of the field is.
func (f field) single() schema.Field {
	if f.leaf.Kind() == source.Array {
		return f.leaf.Elements()
	}
	return f.leaf
}

func (c *compiler) checkConstant(v *source.Value, f field) {
	want := f.single()
	all := []*source.Value{v}
	if v.Kind == source.Array {
		all = v.Elements
		if f.leaf.Kind() != source.Array {
			c.fault(v, "", "%q holds one value", f.name())
			return
		}
	}
	for _, one := range all {
		switch {
		case one.Kind != source.String && one.Kind != source.Number:
			c.fault(one, "", "a constant is a text or a number")
		case want.Kind() == source.Number && one.Kind != source.Number:
			c.fault(one, "", "%q holds a number", f.name())
		case want.Words() != nil && !slices.Contains(want.Words(), one.Text):
			c.fault(one, spelling.Hint(one.Text, want.Words()), "%q is none of the words of %q", one.Text, f.name())
		}
	}
}

// checkWords holds what values are turned into to the words of the field.
func (c *compiler) checkWords(v *source.Value, f field, o *origin) {
	words := f.single().Words()
	if o.values == nil || words == nil {
		return
	}
	at := v.Get("values")
	check := func(word string) {
		if !slices.Contains(words, word) {
			c.fault(at, spelling.Hint(word, words), "%q is none of the words of %q", word, f.name())
		}
	}
	for _, name := range o.values.known {
		if word := o.values.words[fold(name)]; word != nil {
			check(*word)
		}
	}
	for _, one := range o.values.ranges {
		check(one.is)
	}
}

// noteKinds lists the documents that the mapping makes.
func (c *compiler) noteKinds() {
	made := map[string]bool{}
	for _, t := range c.mapping.tables {
		for _, r := range t.records {
			made[r.kind] = true
		}
	}
	for _, k := range schema.Kinds() {
		if made[k.Name] {
			c.mapping.kinds = append(c.mapping.kinds, kind{k.Name, k.Lists})
		}
	}
}

// reserved are the fields of a document that no mapping may say.
var reserved = []string{"$schema", "kind", "schema_version", "source", "people", "services"}

func (c *compiler) addHeader(member source.Member) {
	named := key(member)
	h := headerField{path: strings.Split(member.Name, ".")}
	var known []string
	for _, k := range c.mapping.kinds {
		leaf, ok := c.checker.DocumentField(k.name), true
		for _, name := range leaf.Names() {
			if !slices.Contains(reserved, name) && schema.Lists(k.name)[0].Member != name {
				known = append(known, name)
			}
		}
		for _, name := range h.path {
			if leaf, ok = leaf.Get(name); !ok {
				break
			}
		}
		if ok && slices.Contains(known, h.path[0]) || strings.HasPrefix(member.Name, "x_") {
			h.kinds, h.leaf = append(h.kinds, k.name), leaf
		}
	}
	if h.kinds == nil {
		c.fault(named, spelling.Hint(h.path[0], known), "a document has no field %q that can be said here", member.Name)
		return
	}
	v := member.Value
	h.constant, h.below = v.Get("constant"), text(v.Get("beside")) == "below"
	for _, label := range texts(v.Get("label")) {
		if !strings.HasPrefix(label, "/") {
			label = fold(label)
		}
		h.labels = append(h.labels, label)
	}
	if (h.constant == nil) == (h.labels == nil) {
		c.fault(v, `say either "constant" or "label"`, "it is not clear where the value comes from")
		return
	}
	if h.constant != nil {
		c.checkConstant(h.constant, field{leaf: h.leaf, steps: []step{{name: member.Name}}})
	}
	c.mapping.header = append(c.mapping.header, h)
}

// addOmit takes a path that some document of the mapping has.
func (c *compiler) addOmit(v *source.Value) {
	var known []string
	for _, k := range c.mapping.kinds {
		names := strings.Split(v.Text, ".")
		f := c.checker.DocumentField(k.name)
		for _, l := range k.list {
			if names[0] == l.Member {
				f, names = c.checker.RecordField(l.Record), names[1:]
				break
			}
		}
		found := true
		for _, name := range names {
			if f.Kind() == source.Array {
				f = f.Elements()
			}
			inner, ok := f.Get(name)
			if !ok && name != "x_" {
				known = append(known, f.Names()...)
				found = false
				break
			}
			f = inner
		}
		if found {
			c.mapping.omits = append(c.mapping.omits, v.Text)
			return
		}
	}
	last := v.Text[strings.LastIndexByte(v.Text, '.')+1:]
	c.fault(v, spelling.Hint(last, known), "no document of the mapping has a field %q", v.Text)
}

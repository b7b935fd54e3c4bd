package mapping

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// converter makes native records of rows.
type converter struct {
	table     *table
	dateOrder dateOrder // where the mapping doesn't say
	targets   map[*reference]targets
	listener  listener
}

// listener hears what a conversion finds besides the record. While rows are read for the first time it takes notes; later,
// when a record is asked for again, there is nothing new to hear.
type listener interface {
	// note says what is wrong with the value at an offset.
	note(offset int, hint, message string)
	// contradict says that two rows of one record don't agree.
	contradict(offset int, field, here, there string)
	// ambiguous says that a column has a date whose day and month can't be told apart.
	ambiguous(c part)
	// name hears of a person or service.
	name(of as, id string, p part, role, team cell)
}

// deaf hears nothing.
type deaf struct{}

func (deaf) note(int, string, string)               {}
func (deaf) contradict(int, string, string, string) {}
func (deaf) ambiguous(part)                         {}
func (deaf) name(as, string, part, cell, cell)      {}

// part is one value on its way from a cell to a field.
type part struct {
	kind     grid.Kind
	text     string
	offset   int
	column   int
	bad      bool          // it has no meaning, which was noted
	constant *source.Value // the value itself
	weak     bool          // it makes no entry of a list by itself
}

// holds reports whether a row meets all conditions.
func holds(all []condition, l line) bool {
	for _, c := range all {
		found := l.cell(c.column)
		folded := fold(found.text)
		switch {
		case c.filled != nil && *c.filled == found.empty():
			return false
		case c.is != nil && (found.empty() || !slices.Contains(c.is, folded)):
			return false
		case c.not != nil && slices.Contains(c.not, folded):
			return false
		}
	}
	return true
}

// record makes the record of a row, or of several.
func (c *converter) record(r *record, lines []line) *source.Value {
	made := &source.Value{Kind: source.Object, Offset: lines[0].offset()}
	counts := make([]int, len(r.lists))
	for _, l := range lines {
		found := &source.Value{Kind: source.Object, Offset: l.offset()}
		c.fill(found, r.fields, l, nil, 0)
		for i := range r.lists {
			c.addEntries(found, &r.lists[i], l, &counts[i])
		}
		c.merge(made, found, "")
	}
	return made
}

// requireID gives a record without an id one that its schema refuses at the right place.
func (c *converter) requireID(made *source.Value, r *record, l line) {
	if made.Get("id") != nil {
		return
	}
	none := &source.Value{Kind: source.Null, Text: "null", Offset: l.offset()}
	header := "id"
	if len(r.id.origin.columns) > 0 {
		column := r.id.origin.columns[0]
		none.Offset, header = l.cell(column).offset, c.table.columns[column].header
	}
	c.listener.note(none.Offset, "every record needs an id of its own; give the row one, or have the mapping skip rows like it with a reason",
		fmt.Sprintf("this %s has no %s", r.name, quote(header)))
	made.Members = append(made.Members, source.Member{Name: "id", Offset: none.Offset, Value: none})
}

// fill sets the fields that a row has. The pieces of a list's cell come one by one, with their number.
func (c *converter) fill(object *source.Value, fields []field, l line, piece *pieceOf, number int) (strong bool) {
	type filled struct {
		*field
		parts []part
	}
	var later []filled // through lists, those with the most values first
	for i := range fields {
		f := &fields[i]
		parts := c.parts(&f.origin, l, piece, number)
		if len(parts) == 0 {
			continue
		}
		strong = strong || slices.ContainsFunc(parts, func(p part) bool { return !p.weak })
		if slices.ContainsFunc(f.steps, func(s step) bool { return s.list }) {
			later = append(later, filled{f, parts})
			continue
		}
		c.set(object, f, parts)
	}
	slices.SortStableFunc(later, func(a, b filled) int { return cmp.Compare(len(b.parts), len(a.parts)) })
	for _, f := range later {
		c.setEntries(object, f.field, f.parts)
	}
	return strong
}

// set sets a field of an object that is reached through objects alone.
func (c *converter) set(object *source.Value, f *field, parts []part) {
	for _, s := range f.steps[:len(f.steps)-1] {
		object = inner(object, s.name, source.Object, parts[0].offset)
	}
	put(object, f.steps[len(f.steps)-1].name, c.value(f, parts))
}

// setEntries sets a field of the entries of a list: one of each value, or of all entries where there is one value. What
// is the same in every row makes no entry.
func (c *converter) setEntries(object *source.Value, f *field, parts []part) {
	last := len(f.steps) - 1
	for i, s := range f.steps {
		if !s.list {
			if i == last {
				put(object, s.name, c.value(f, parts))
				return
			}
			object = inner(object, s.name, source.Object, parts[0].offset)
			continue
		}
		if object.Get(s.name) == nil && !slices.ContainsFunc(parts, func(p part) bool { return !p.weak }) {
			return
		}
		list := inner(object, s.name, source.Array, parts[0].offset)
		single := f.leaf.Kind() != source.Array && i == last-1
		for len(list.Elements) == 0 || single && len(list.Elements) < len(parts) {
			offset := parts[len(list.Elements)].offset
			list.Elements = append(list.Elements, &source.Value{Kind: source.Object, Offset: offset})
		}
		if single {
			for n, entry := range list.Elements {
				p := parts[min(n, len(parts)-1)]
				if n < len(parts) || len(parts) == 1 {
					put(entry, f.steps[last].name, c.value(f, []part{p}))
				}
			}
			return
		}
		object = list.Elements[0]
	}
}

// inner is the object or list under a key, which is made where there is none.
func inner(object *source.Value, name string, kind source.Kind, offset int) *source.Value {
	if found := object.Get(name); found != nil {
		return found
	}
	made := &source.Value{Kind: kind, Offset: offset}
	put(object, name, made)
	return made
}

func put(object *source.Value, name string, v *source.Value) {
	object.Members = append(object.Members, source.Member{Name: name, Offset: v.Offset, Value: v})
}

// value is what a field holds.
func (c *converter) value(f *field, parts []part) *source.Value {
	single := f.single()
	if f.leaf.Kind() != source.Array {
		return c.native(f, single, parts[0])
	}
	list := &source.Value{Kind: source.Array, Offset: parts[0].offset}
	for _, p := range parts {
		list.Elements = append(list.Elements, c.native(f, single, p))
	}
	return list
}

// number is a figure that people and programs write alike.
var number = regexp.MustCompile(`^-?(0|[1-9]\d{0,30})(\.\d{1,60})?([eE][+-]?\d{1,2})?$`)

// native is one value of a field. What has no meaning becomes a null, which the schema refuses at the same place.
func (c *converter) native(f *field, want schema.Field, p part) *source.Value {
	refuse := func(hint, format string, args ...any) *source.Value {
		c.listener.note(p.offset, hint, fmt.Sprintf(format, args...))
		return &source.Value{Kind: source.Null, Text: "null", Offset: p.offset}
	}
	switch {
	case p.bad:
		return &source.Value{Kind: source.Null, Text: "null", Offset: p.offset}
	case p.constant != nil:
		return &source.Value{Kind: p.constant.Kind, Text: p.constant.Text, Offset: p.offset}
	case want.Date():
		if p.kind == grid.Number {
			return refuse("give the column the format of a date, or write 2026-01-31", "%s is a number, not a date", quote(p.text))
		}
		order := c.dateOrder
		if p.column != noColumn && c.table.columns[p.column].dateOrder != unknownOrder {
			order = c.table.columns[p.column].dateOrder
		}
		date, fault := parseDate(p.text, order)
		switch fault {
		case nil:
			return &source.Value{Kind: source.String, Text: date, Offset: p.offset}
		case errAmbiguous:
			c.listener.ambiguous(p)
			return &source.Value{Kind: source.Null, Text: "null", Offset: p.offset}
		}
		return refuse(fault.hint, "%s", fault.message)
	case want.Words() != nil:
		word := strings.NewReplacer(" ", "_", "-", "_").Replace(fold(p.text))
		if !slices.Contains(want.Words(), word) {
			return refuse(quote(f.name())+" is one of "+list12(want.Words())+`; the mapping's "values" can say which one it is`, "%s is not known", quote(p.text))
		}
		return &source.Value{Kind: source.String, Text: word, Offset: p.offset}
	case want.Kind() == source.Number:
		switch {
		case !number.MatchString(p.text):
			return refuse("write the figure in digits, with a point before decimals", "%s is not a number", quote(p.text))
		case strings.HasPrefix(p.text, "-") && strings.ContainsAny(p.text, "123456789"):
			return refuse("no figure of a record is less than 0", "%s is negative", p.text)
		case want.Whole() && strings.ContainsAny(p.text, ".eE"):
			return refuse("", "%s is not a whole number", p.text)
		}
		return &source.Value{Kind: source.Number, Text: p.text, Offset: p.offset}
	case want.Kind() == source.Bool:
		switch fold(p.text) {
		case "true", "yes":
			return &source.Value{Kind: source.Bool, Text: "true", Offset: p.offset}
		case "false", "no":
			return &source.Value{Kind: source.Bool, Text: "false", Offset: p.offset}
		}
		return refuse(`yes or no; the mapping's "values" can say which one it is, as "true" or "false"`, "%s is neither yes nor no", quote(p.text))
	}
	return &source.Value{Kind: source.String, Text: p.text, Offset: p.offset}
}

// parts are the values of an origin, in their order.
func (c *converter) parts(o *origin, l line, piece *pieceOf, number int) []part {
	if !holds(o.when, l) {
		return nil
	}
	var parts []part
	switch {
	case o.first != nil:
		for i := range o.first {
			if parts = c.parts(&o.first[i], l, piece, number); len(parts) > 0 {
				break
			}
		}
	case o.constant != nil:
		return constants(o, l)
	case o.numbered != nil:
		return []part{{kind: grid.Text, text: *o.numbered + strconv.Itoa(number), offset: pieceOffset(piece, l), column: noColumn, weak: true}}
	case o.piece != nil:
		parts = c.cut(piece.cell(o.piece), o.split)
	default:
		parts = c.joined(o, l)
	}
	parts = c.translate(o, c.follow(o.refers, parts))
	for i := range parts {
		if p := &parts[i]; !p.bad && p.constant == nil {
			p.text = o.prefix + p.text + o.suffix
			c.identify(o, l, p)
		}
	}
	return parts
}

// follow puts what values name in their place.
func (c *converter) follow(r *reference, parts []part) []part {
	if r == nil {
		return parts
	}
	for i := range parts {
		p := &parts[i]
		target := c.target(r, p.text, p.offset)
		if p.bad = p.bad || target == nil; p.bad {
			continue
		}
		taken, at := target.Lookup(r.take)
		if at != r.take || taken.Kind != source.String && taken.Kind != source.Number {
			c.listener.note(p.offset, "give what is named that value", fmt.Sprintf("what %s names has no %s", quote(p.text), r.take))
			p.bad = true
			continue
		}
		p.kind, p.text = grid.Text, taken.Text
	}
	return parts
}

// target is the element of a list that bears a name.
func (c *converter) target(r *reference, name string, offset int) *source.Value {
	found := c.targets[r][name]
	if found == nil {
		c.listener.note(offset, "export the file again with all that belongs to it", fmt.Sprintf("nothing in %s is called %s", pointerName(r.at), quote(name)))
	}
	return found
}

func pieceOffset(piece *pieceOf, l line) int {
	if piece == nil {
		return l.offset()
	}
	return piece.offset
}

func constants(o *origin, l line) []part {
	all := []*source.Value{o.constant}
	if o.constant.Kind == source.Array {
		all = o.constant.Elements
	}
	var parts []part
	for _, one := range all {
		parts = append(parts, part{constant: one, offset: l.offset(), column: noColumn, weak: o.when == nil})
	}
	return parts
}

// joined are the values of one or several columns: the texts of several are joined, unless they are split.
func (c *converter) joined(o *origin, l line) []part {
	var parts []part
	for _, column := range o.columns {
		parts = append(parts, c.cut(l.cell(column), o.split)...)
	}
	if len(o.columns) < 2 || len(parts) < 2 || o.split != nil {
		return parts
	}
	one := parts[0]
	for _, p := range parts[1:] {
		one.bad = one.bad || p.bad
		one.text += o.with + p.text
	}
	one.kind = grid.Text
	return []part{one}
}

// cut takes a cell apart: by what stands between its values, or by element where it is a list.
func (c *converter) cut(found cell, split []string) []part {
	switch {
	case found.kind == grid.Fault:
		c.listener.note(found.offset, "mend the formula, or put the value in its place", "the formula of this cell came to "+found.text+" instead of a value")
		return []part{{bad: true, offset: found.offset, column: found.column}}
	case found.list != nil:
		var parts []part
		for _, element := range found.list {
			parts = append(parts, c.cut(treeCell(element, element.Offset, found.column), split)...)
		}
		return parts
	case found.tree != nil && found.tree.Kind == source.Object:
		c.listener.note(found.offset, "point the mapping at a value within it", "an object stands where a single value is wanted")
		return []part{{bad: true, offset: found.offset, column: found.column}}
	case found.empty():
		return nil
	case split == nil:
		return []part{{kind: found.kind, text: found.text, offset: found.offset, column: found.column}}
	}
	var parts []part
	for _, text := range splitAny(found.text, split) {
		if text = strings.TrimFunc(text, isBlank); text != "" {
			parts = append(parts, part{kind: found.kind, text: text, offset: found.offset, column: found.column})
		}
	}
	return parts
}

func splitAny(text string, marks []string) []string {
	parts := []string{text}
	for _, mark := range marks {
		var finer []string
		for _, p := range parts {
			finer = append(finer, strings.Split(p, mark)...)
		}
		parts = finer
	}
	return parts
}

// translate turns values into those that the mapping says they are.
func (c *converter) translate(o *origin, parts []part) []part {
	if o.values == nil {
		return parts
	}
	kept := parts[:0]
	for _, p := range parts {
		if p.bad || p.constant != nil {
			kept = append(kept, p)
			continue
		}
		word, found := o.values.find(p.text)
		switch {
		case found && word == nil:
		case found:
			p.text, p.kind = *word, grid.Text
			kept = append(kept, p)
		case o.values.other == keptOther:
			kept = append(kept, p)
		case o.values.other == leftOutOther:
		default:
			c.listener.note(p.offset, "known: "+list12(o.values.known)+`; the mapping's "values" can say what it is`, quote(p.text)+" is not known")
			p.bad = true
			kept = append(kept, p)
		}
	}
	return kept
}

// find is what a text of the source is; nil where it is nothing.
func (v *valueList) find(text string) (*string, bool) {
	if word, ok := v.words[fold(text)]; ok {
		return word, true
	}
	if figure, err := strconv.ParseFloat(text, 64); err == nil {
		for i, r := range v.ranges {
			if r.from <= figure && figure <= r.to {
				return &v.ranges[i].is, true
			}
		}
	}
	return nil, false
}

// identify makes an id of a name, where that is wanted, and tells of the person or service.
func (c *converter) identify(o *origin, l line, p *part) {
	switch o.as {
	case anID:
		p.text = idOf(p.text)
	case aPerson, aService:
		id := personID(p.text)
		c.listener.name(o.as, id, *p, optionalCell(l, o.role), optionalCell(l, o.team))
		p.text = id
	default:
		return
	}
	p.kind = grid.Text
}

func optionalCell(l line, column int) cell {
	if column == noColumn {
		return cell{column: noColumn}
	}
	return l.cell(column)
}

// pieceOf is one piece of a cell that makes entries.
type pieceOf struct {
	groups []string // of the pattern; the first is the whole piece
	tree   *source.Value
	offset int
	column int
	blank  column
}

func (p *pieceOf) cell(from *piece) cell {
	if p.tree != nil {
		found, at := p.tree.Lookup(from.pointer)
		if at != from.pointer {
			return cell{offset: p.tree.Offset, column: p.column}
		}
		return treeCell(found, found.Offset, p.column).blanked(p.blank)
	}
	text := strings.TrimFunc(p.groups[min(from.group, len(p.groups)-1)], isBlank)
	return cell{kind: grid.Text, text: text, offset: p.offset, column: p.column}.blanked(p.blank)
}

// addEntries adds the entries that a row has to a list.
func (c *converter) addEntries(object *source.Value, of *list, l line, count *int) {
	if !holds(of.when, l) {
		return
	}
	pieces := []*pieceOf{nil}
	if of.each != nil {
		pieces = c.pieces(of.each, l)
	}
	for _, piece := range pieces {
		offset := pieceOffset(piece, l)
		entry := &source.Value{Kind: source.Object, Offset: offset}
		if !c.fill(entry, of.fields, l, piece, *count+1) {
			continue
		}
		*count++
		if len(entry.Members) > 0 && piece == nil {
			entry.Offset = entry.Members[0].Offset
		}
		into := object
		for _, name := range of.path[:len(of.path)-1] {
			into = inner(into, name, source.Object, entry.Offset)
		}
		list := inner(into, of.path[len(of.path)-1], source.Array, entry.Offset)
		list.Elements = append(list.Elements, entry)
	}
}

// pieces cuts a cell into what makes one entry each.
func (c *converter) pieces(e *each, l line) []*pieceOf {
	found := l.cell(e.column)
	of := c.table.columns[e.column]
	var pieces []*pieceOf
	if found.list != nil && e.refers == nil {
		for _, element := range found.list {
			pieces = append(pieces, &pieceOf{tree: element, offset: element.Offset, column: e.column, blank: of})
		}
		return pieces
	}
	for _, p := range c.cut(found, e.split) {
		switch {
		case p.bad:
		case e.refers != nil:
			if target := c.target(e.refers, p.text, p.offset); target != nil {
				pieces = append(pieces, &pieceOf{tree: target, offset: p.offset, column: e.column, blank: of})
			}
		case e.pattern == nil && found.tree != nil && e.split == nil:
			pieces = append(pieces, &pieceOf{tree: found.tree, offset: p.offset, column: e.column, blank: of})
		case e.pattern == nil:
			pieces = append(pieces, &pieceOf{groups: []string{p.text}, offset: p.offset, column: e.column, blank: of})
		default:
			pieces = append(pieces, c.matches(e, p, of)...)
		}
	}
	return pieces
}

// matches are the pieces that a pattern finds in a text. What it leaves over must not be lost.
func (c *converter) matches(e *each, p part, of column) []*pieceOf {
	var pieces []*pieceOf
	rest := 0
	leave := func(text string) {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			c.listener.note(p.offset, "write it as the rest of the column, or widen the mapping's pattern",
				"the pattern of the mapping doesn't understand "+quote(strings.TrimFunc(text, isBlank)))
		}
	}
	for _, found := range e.pattern.FindAllStringSubmatchIndex(p.text, -1) {
		leave(p.text[rest:found[0]])
		rest = found[1]
		one := &pieceOf{offset: p.offset, column: e.column, blank: of}
		for g := 0; g < len(found); g += 2 {
			group := ""
			if found[g] >= 0 {
				group = p.text[found[g]:found[g+1]]
			}
			one.groups = append(one.groups, group)
		}
		pieces = append(pieces, one)
	}
	leave(p.text[rest:])
	return pieces
}

// merge adds what another row says of a record.
func (c *converter) merge(into, from *source.Value, path string) {
	for _, member := range from.Members {
		there := into.Get(member.Name)
		name := strings.TrimPrefix(path+"."+member.Name, ".")
		switch here := member.Value; {
		case there == nil:
			into.Members = append(into.Members, member)
		case there.Kind == source.Object && here.Kind == source.Object:
			c.merge(there, here, name)
		case there.Kind == source.Array && here.Kind == source.Array:
			for _, element := range here.Elements {
				if !slices.ContainsFunc(there.Elements, element.Equal) {
					there.Elements = append(there.Elements, element)
				}
			}
		case !there.Equal(here) && here.Kind != source.Null:
			c.listener.contradict(here.Offset, name, here.Text, there.Text)
		}
	}
}

// list12 lists words for a hint: all of a few.
func list12(words []string) string {
	const most = 12
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d others", len(words)-most)
}

// quote quotes what a file says, and not too much of it.
func quote(text string) string { return strconv.Quote(clip(text)) }

func clip(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "..."
}

package plan

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// kind is a type of value, in the order in which Rego sorts values.
type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	array
	object
	set
)

// value is what closures compute with. What comes from the input is looked into
// only where a rule does.
type value struct {
	kind    kind
	kept    bool  // outlives the subject
	whole   bool  // a number that integer holds
	loose   bool  // a set whose elements aren't sorted yet
	integer int64 // of a boolean: 1 is true
	text    string
	// elements are those of an array or a set, or the values of an object.
	elements []*value
	keys     []*value      // of an object, ascending
	origin   *source.Value // of an array or object, while there are no elements
}

var (
	nullValue  = &value{kind: null, kept: true}
	trueValue  = &value{kind: boolean, kept: true, integer: 1}
	falseValue = &value{kind: boolean, kept: true}
)

func truth(holds bool) *value {
	if holds {
		return trueValue
	}
	return falseValue
}

// manyMembers is from how many members on an object is sorted to find one of them.
const manyMembers = 32

// get returns the value of a key, element or member, or nil.
func (m *Machine) get(v, key *value) *value {
	switch v.kind {
	case object:
		if key.kind == text {
			return m.member(v, key.text)
		}
		m.order(v)
		if i, found := m.position(v.keys, key); found {
			return v.elements[i]
		}
	case array:
		if key.kind == number && key.whole {
			return m.element(v, key.integer)
		}
	case set:
		m.order(v)
		if i, found := m.position(v.elements, key); found {
			return v.elements[i]
		}
	}
	return nil
}

func (m *Machine) member(v *value, name string) *value {
	if v.origin != nil && len(v.origin.Members) < manyMembers {
		for i := range v.origin.Members {
			if v.origin.Members[i].Name == name {
				return m.part(v, i, v.origin.Members[i].Value)
			}
		}
		return nil
	}
	m.order(v)
	first, last := 0, len(v.keys)
	for first < last {
		middle := int(uint(first+last) >> 1)
		if key := v.keys[middle]; key.kind > text || key.kind == text && key.text >= name {
			last = middle
		} else {
			first = middle + 1
		}
	}
	if first < len(v.keys) && v.keys[first].kind == text && v.keys[first].text == name {
		return v.elements[first]
	}
	return nil
}

func (m *Machine) element(v *value, i int64) *value {
	switch {
	case i < 0 || i >= int64(length(v)):
		return nil
	case v.origin != nil:
		return m.part(v, int(i), v.origin.Elements[i])
	}
	return v.elements[i]
}

// part is the i-th member or element of a value whose parts aren't all there.
func (m *Machine) part(v *value, i int, origin *source.Value) *value {
	if v.elements == nil {
		v.elements = m.pointers(v, length(v))
	}
	if v.elements[i] == nil {
		v.elements[i] = m.from(origin, v.kept)
	}
	return v.elements[i]
}

// count counts members or elements, each once.
func (m *Machine) count(v *value) int {
	if v.loose {
		m.order(v)
	}
	return length(v)
}

// length counts members or elements that are there or can be.
func length(v *value) int {
	switch {
	case v.origin == nil:
		return len(v.elements)
	case v.kind == object:
		return len(v.origin.Members)
	default:
		return len(v.origin.Elements)
	}
}

// all makes sure that all elements are there, in Rego's order.
func (m *Machine) all(v *value) []*value {
	if v.kind == array && v.origin != nil {
		for i, element := range v.origin.Elements {
			m.part(v, i, element)
		}
		v.origin = nil
	}
	m.order(v)
	return v.elements
}

// order sorts what an object or a set holds.
func (m *Machine) order(v *value) {
	switch {
	case v.kind == object && v.origin != nil:
		members := v.origin.Members
		v.keys = m.pointers(v, len(members))
		places := make([]int, len(members))
		for i := range members {
			m.part(v, i, members[i].Value)
			places[i] = i
		}
		slices.SortFunc(places, func(a, b int) int { return cmp.Compare(members[a].Name, members[b].Name) })
		elements := m.pointers(v, len(members))
		for i, place := range places {
			v.keys[i], elements[i] = m.newText(members[place].Name, v.kept), v.elements[place]
		}
		v.elements, v.origin = elements, nil
	case v.loose:
		slices.SortFunc(v.elements, m.compare)
		v.elements = slices.CompactFunc(v.elements, func(a, b *value) bool { return m.compare(a, b) == 0 })
		v.loose = false
	}
}

func (m *Machine) position(sorted []*value, wanted *value) (int, bool) {
	return slices.BinarySearchFunc(sorted, wanted, m.compare)
}

// compare sorts values as Rego does.
func (m *Machine) compare(a, b *value) int {
	if a == b {
		return 0
	}
	if a.kind != b.kind {
		return cmp.Compare(a.kind, b.kind)
	}
	switch a.kind {
	case boolean:
		return cmp.Compare(a.integer, b.integer)
	case number:
		if a.whole && b.whole {
			return cmp.Compare(a.integer, b.integer)
		}
		return ast.NumberCompare(literal(a), literal(b))
	case text:
		return cmp.Compare(a.text, b.text)
	case array, set:
		return slices.CompareFunc(m.all(a), m.all(b), m.compare)
	case object:
		m.order(a)
		m.order(b)
		for i := range min(len(a.keys), len(b.keys)) {
			if order := cmp.Or(m.compare(a.keys[i], b.keys[i]), m.compare(a.elements[i], b.elements[i])); order != 0 {
				return order
			}
		}
		return cmp.Compare(len(a.keys), len(b.keys))
	}
	return 0
}

// literal is a number as it is written.
func literal(v *value) ast.Number {
	if v.text == "" {
		return ast.Number(strconv.FormatInt(v.integer, 10))
	}
	return ast.Number(v.text)
}

// insert puts a key and a value into an object that a rule builds. Where the key
// is there already it returns its place.
func (m *Machine) insert(v, key, element *value) (place int, there bool) {
	last := len(v.keys)
	if last > 0 && m.compare(v.keys[last-1], key) >= 0 {
		if place, there = m.position(v.keys, key); there {
			return place, true
		}
		v.keys = slices.Insert(v.keys, place, key)
		v.elements = slices.Insert(v.elements, place, element)
		return place, false
	}
	v.keys, v.elements = append(v.keys, key), append(v.elements, element)
	return last, false
}

// merge is the union of two objects, or nil where both have different values for
// a key, unless these are objects themselves.
func (m *Machine) merge(a, b *value) *value {
	if a.kind != object || b.kind != object {
		if m.compare(a, b) != 0 {
			return nil
		}
		return a
	}
	m.order(a)
	m.order(b)
	merged := m.allocate(object, false)
	for _, from := range []*value{a, b} {
		for i, key := range from.keys {
			place, there := m.insert(merged, key, from.elements[i])
			if !there {
				continue
			}
			if merged.elements[place] = m.merge(merged.elements[place], from.elements[i]); merged.elements[place] == nil {
				return nil
			}
		}
	}
	return merged
}

// add puts an element into a set that a rule builds.
func (m *Machine) add(v, element *value) {
	if last := len(v.elements); !v.loose && last > 0 {
		switch order := m.compare(v.elements[last-1], element); {
		case order == 0:
			return
		case order > 0:
			v.loose = true
		}
	}
	v.elements = append(v.elements, element)
}

// from makes a value of one that was read.
func (m *Machine) from(origin *source.Value, kept bool) *value {
	switch origin.Kind {
	case source.Bool:
		return truth(origin.Text == "true")
	case source.Null:
		return nullValue
	case source.String:
		return m.newText(origin.Text, kept)
	case source.Number:
		v := m.allocate(number, kept)
		v.text = origin.Text
		v.integer, v.whole = integer(origin.Text)
		return v
	case source.Array:
		v := m.allocate(array, kept)
		v.origin = origin
		return v
	default:
		v := m.allocate(object, kept)
		v.origin = origin
		return v
	}
}

func (m *Machine) newText(s string, kept bool) *value {
	v := m.allocate(text, kept)
	v.text = s
	return v
}

func (m *Machine) newInteger(i int64) *value {
	v := m.allocate(number, false)
	v.integer, v.whole = i, true
	return v
}

// integer reads the plain form of an integer; 1.0 and 1e3 go OPA's way.
func integer(written string) (int64, bool) {
	const most = 18 // digits that are sure to fit
	digits := written
	if len(digits) > 1 && digits[0] == '-' && digits[1] != '0' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > most || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	var n int64
	for _, digit := range []byte(digits) {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		n = n*10 + int64(digit-'0')
	}
	if len(digits) < len(written) {
		n = -n
	}
	return n, true
}

// term makes OPA's form of a value.
func (m *Machine) term(v *value) *ast.Term {
	switch v.kind {
	case boolean:
		return ast.InternedTerm(v.integer == 1)
	case number:
		return ast.NewTerm(literal(v))
	case text:
		return ast.StringTerm(v.text)
	case array:
		return ast.ArrayTerm(m.terms(m.all(v))...)
	case set:
		return ast.SetTerm(m.terms(m.all(v))...)
	case object:
		m.order(v)
		pairs := make([][2]*ast.Term, len(v.keys))
		for i, key := range v.keys {
			pairs[i] = [2]*ast.Term{m.term(key), m.term(v.elements[i])}
		}
		return ast.ObjectTerm(pairs...)
	}
	return ast.InternedNullTerm
}

func (m *Machine) terms(values []*value) []*ast.Term {
	terms := make([]*ast.Term, len(values))
	for i, v := range values {
		terms[i] = m.term(v)
	}
	return terms
}

// fromTerm makes a value of OPA's form, or nil of what is none.
func (m *Machine) fromTerm(term *ast.Term) *value {
	switch made := term.Value.(type) {
	case ast.Null:
		return nullValue
	case ast.Boolean:
		return truth(bool(made))
	case ast.Number:
		v := m.allocate(number, false)
		v.text = string(made)
		v.integer, v.whole = integer(v.text)
		return v
	case ast.String:
		return m.newText(string(made), false)
	case *ast.Array:
		v := m.allocate(array, false)
		for i := range made.Len() {
			v.elements = append(v.elements, m.fromTerm(made.Elem(i)))
		}
		return v
	case ast.Set:
		v := m.allocate(set, false)
		made.Foreach(func(element *ast.Term) { m.add(v, m.fromTerm(element)) })
		return v
	case ast.Object:
		v := m.allocate(object, false)
		made.Foreach(func(key, element *ast.Term) { m.insert(v, m.fromTerm(key), m.fromTerm(element)) })
		return v
	}
	return nil
}

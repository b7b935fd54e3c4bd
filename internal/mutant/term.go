package mutant

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// term changes a value and what stands in it.
func (m *maker) term(term *ast.Term) {
	switch value := term.Value.(type) {
	case ast.Ref:
		m.setting(value)
		m.field(value)
		m.elements(value[1:])
	case ast.Call:
		m.call(value, false)
	case ast.Number:
		m.number(term, 1)
	case ast.Boolean:
		m.constant(term, strconv.FormatBool(!bool(value)))
	case ast.String:
		m.longer(term)
	case *ast.Array:
		value.Foreach(m.term)
	case ast.Set:
		m.set(value)
	case ast.Object:
		value.Foreach(m.member)
	case *ast.ArrayComprehension:
		m.term(value.Term)
		m.body(value.Body, value.Term)
	case *ast.SetComprehension:
		m.term(value.Term)
		m.body(value.Body, value.Term)
	case *ast.ObjectComprehension:
		m.term(value.Key)
		m.term(value.Value)
		m.body(value.Body, value.Key, value.Value)
	case *ast.TemplateString:
		m.words(term.Location, value)
	}
}

// elements changes what stands in brackets. Names are what field and setting change.
func (m *maker) elements(elements []*ast.Term) {
	for _, element := range elements {
		if _, isName := element.Value.(ast.String); !isName {
			m.term(element)
		}
	}
}

// member leaves the keys of an object alone, and of a place only takes the last
// step away: that shows whether anybody looks at it.
func (m *maker) member(key, value *ast.Term) {
	place, isArray := value.Value.(*ast.Array)
	if key.Equal(ast.StringTerm("at")) && isArray {
		if place.Len() > 1 {
			m.dropElement(m.textual(place), place.Len()-1, "the place ends one step earlier")
		}
		return
	}
	m.term(value)
}

// words changes a text, which shows whether anybody reads it, and what is worked
// out within it.
func (m *maker) words(at *ast.Location, text *ast.TemplateString) {
	if where, ok := m.spanOf(at); ok {
		start := where.start + len(`$"`)
		m.replace(span{start, start}, "~", "the text becomes another")
	}
	for _, part := range text.Parts {
		if expr, isExpr := part.(*ast.Expr); isExpr {
			switch terms := expr.Terms.(type) {
			case []*ast.Term:
				m.call(terms, false)
			case *ast.Term:
				if _, isRef := terms.Value.(ast.Ref); !isRef {
					m.term(terms)
				}
			}
		}
	}
}

// set takes each element away in turn; of a single one it makes another.
func (m *maker) set(set ast.Set) {
	elements := m.textual(set)
	if len(elements) == 1 {
		m.term(elements[0])
		return
	}
	for i, element := range elements {
		if _, isText := element.Value.(ast.String); !isText {
			m.term(element)
		}
		m.dropElement(elements, i, fmt.Sprintf("%s is removed", element))
	}
}

// textual lists elements in the order of the text.
func (m *maker) textual(collection interface{ Foreach(func(*ast.Term)) }) []*ast.Term {
	var elements []*ast.Term
	collection.Foreach(func(element *ast.Term) { elements = append(elements, element) })
	slices.SortStableFunc(elements, func(a, b *ast.Term) int { return cmp.Compare(offset(a), offset(b)) })
	return elements
}

func offset(term *ast.Term) int {
	if term.Location == nil {
		return -1
	}
	return term.Location.Offset
}

// dropElement takes an element away with the comma that stands before or after it.
func (m *maker) dropElement(elements []*ast.Term, i int, change string) {
	where, ok := m.spanOf(elements[i].Location)
	if !ok {
		return
	}
	switch {
	case i+1 < len(elements):
		next, known := m.spanOf(elements[i+1].Location)
		where.end, ok = next.start, known
	case i > 0:
		last, known := m.spanOf(elements[i-1].Location)
		where.start, ok = last.end, known
	}
	if ok {
		m.replace(where, "", change)
	}
}

// constant leaves out what the parser made: the value true of a definition.
func (m *maker) constant(term *ast.Term, becomes string) {
	where, ok := m.spanOf(term.Location)
	if !ok || m.of(where) != "true" && m.of(where) != "false" {
		return
	}
	m.replace(where, becomes, fmt.Sprintf("%s becomes %s", m.of(where), becomes))
}

// longer adds a letter to a text, within its quotes.
func (m *maker) longer(term *ast.Term) {
	where, ok := m.spanOf(term.Location)
	if !ok {
		return
	}
	text := m.of(where)
	quote := text[len(text)-1:]
	if len(text) < 2 || text[:1] != quote || quote != `"` && quote != "`" {
		return
	}
	becomes := text[:len(text)-1] + "~" + quote
	m.replace(where, becomes, fmt.Sprintf("%s becomes %s", text, becomes))
}

func (m *maker) number(term *ast.Term, by int) {
	where, ok := m.spanOf(term.Location)
	if !ok {
		return
	}
	n, err := strconv.Atoi(m.of(where))
	if err != nil {
		return
	}
	becomes := strconv.Itoa(n + by)
	m.replace(where, becomes, fmt.Sprintf("%s becomes %s", m.of(where), becomes))
}

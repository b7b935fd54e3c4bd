package mutant

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

func operator(call []*ast.Term) string { return call[0].Value.String() }

// comparison is how an order of two values is asked for.
type comparison struct {
	symbol   string
	boundary string // the same, but for two values that are equal
	opposite string // the other way round
	shift    int    // of a number on its right, away from its boundary
}

var comparisons = map[string]comparison{
	"lt":  {"<", "<=", ">", -1},
	"lte": {"<=", "<", ">=", 1},
	"gt":  {">", ">=", "<", 1},
	"gte": {">=", ">", "<=", -1},
}

// swaps are the functions and operators that are taken for one another.
var swaps = map[string]string{
	"plus": "-", "minus": "+", "mul": "/", "div": "*", "rem": "*", "and": "|", "or": "&",
	"min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "startswith": "endswith", "endswith": "startswith",
	"union": "intersection", "intersection": "union",
}

// call changes a call, and what it is called with. A negated one loses its not
// already, which is what turning it round would come to.
func (m *maker) call(call []*ast.Term, negated bool) {
	name, arguments := operator(call), call[1:]
	if compared, is := comparisons[name]; is && len(arguments) == 2 {
		m.compare(call, compared, negated)
		return
	}
	switch {
	case name == "equal" && !negated:
		m.symbol(call[0], "!=")
	case name == "neq" && !negated:
		m.symbol(call[0], "==")
	case swaps[name] != "":
		m.symbol(call[0], swaps[name])
	default:
		m.sibling(call)
		m.turn(call)
	}
	for _, argument := range arguments {
		if isText(argument) && name == "equal" && negated {
			continue // what never is equal always holds: that is the condition removed
		}
		m.term(argument)
	}
}

func isText(term *ast.Term) bool {
	_, is := term.Value.(ast.String)
	return is
}

// compare moves the boundary of a comparison, turns it round and shifts the
// number that it compares with. No count is below 0: there the boundary would
// be the condition removed.
func (m *maker) compare(call []*ast.Term, c comparison, negated bool) {
	left, right := call[1], call[2]
	least := isCount(left) && right.Equal(ast.IntNumberTerm(0))
	if !least {
		m.symbol(call[0], c.boundary)
	}
	if !negated {
		m.symbol(call[0], c.opposite)
	}
	m.side(left, -c.shift)
	m.side(right, c.shift)
}

func (m *maker) side(term *ast.Term, shift int) {
	if _, isNumber := term.Value.(ast.Number); isNumber {
		m.number(term, shift)
		return
	}
	m.term(term)
}

func isCount(term *ast.Term) bool {
	call, isCall := term.Value.(ast.Call)
	return isCall && operator(call) == "count"
}

func (m *maker) symbol(at *ast.Term, becomes string) {
	if where, ok := m.spanOf(at.Location); ok {
		m.replace(where, becomes, fmt.Sprintf("%s becomes %s", m.of(where), becomes))
	}
}

// opposite says that nothing of a collection is meant where something was, and
// calls a sister function for its contrary, which moves the boundary of one that
// hides a comparison: not is_future(day) is is_past(day), but for today.
func (m *maker) opposite(expr *ast.Expr, call []*ast.Term) {
	if operator(call) == "internal.member_2" && !expr.Negated {
		m.negate(expr, "in becomes not in")
		return
	}
	sister := m.sister(call)
	where, ok := m.spanOf(expr.Location)
	name, known := m.spanOf(lastName(call[0]))
	if sister == "" || len(call) != 2 || !ok || !known {
		return
	}
	text := m.text[where.start:name.start] + sister + m.text[name.end:where.end]
	if positive, is := strings.CutPrefix(text, "not"); is && expr.Negated {
		m.replace(where, strings.TrimSpace(positive), fmt.Sprintf("not %s becomes %s", m.of(name), sister))
		return
	}
	m.replace(where, "not "+text, fmt.Sprintf("%s becomes not %s", m.of(name), sister))
}

// sibling calls a sister function instead.
func (m *maker) sibling(call []*ast.Term) {
	if sister := m.sister(call); sister != "" {
		if name, known := m.spanOf(lastName(call[0])); known {
			m.replace(name, sister, fmt.Sprintf("%s becomes %s", m.of(name), sister))
		}
	}
}

// turn gives a function of the library its two arguments the other way round.
func (m *maker) turn(call []*ast.Term) {
	ref, isRef := call[0].Value.(ast.Ref)
	if !isRef || len(call) != 3 {
		return
	}
	alias, isVar := ref[0].Value.(ast.Var)
	if !isVar || len(ref) > 1 && m.packages[string(alias)] == "" || len(ref) == 1 && !m.own[string(alias)] {
		return
	}
	left, knownLeft := m.spanOf(call[1].Location)
	right, knownRight := m.spanOf(call[2].Location)
	if !knownLeft || !knownRight {
		return
	}
	turned := m.of(right) + m.text[left.end:right.start] + m.of(left)
	m.replace(span{left.start, right.end}, turned, "the arguments change places")
}

func lastName(function *ast.Term) *ast.Location {
	ref, isRef := function.Value.(ast.Ref)
	if !isRef {
		return nil
	}
	return ref[len(ref)-1].Location
}

// sister finds the next function of the same shared package that holds or
// doesn't, of as many values.
func (m *maker) sister(call []*ast.Term) string {
	ref, isRef := call[0].Value.(ast.Ref)
	if !isRef || len(ref) != 2 {
		return ""
	}
	alias, isVar := ref[0].Value.(ast.Var)
	called, isName := ref[1].Value.(ast.String)
	if !isVar || !isName {
		return ""
	}
	var sisters []string
	for _, module := range m.Shared {
		if module.Package.Path.String() != m.packages[string(alias)] {
			continue
		}
		for _, rule := range module.Rules {
			name := rule.Head.Name.String()
			if isPredicate(rule) && len(rule.Head.Args) == len(call)-1 && (len(sisters) == 0 || sisters[len(sisters)-1] != name) {
				sisters = append(sisters, name)
			}
		}
	}
	for i, name := range sisters {
		if name == string(called) && len(sisters) > 1 {
			return sisters[(i+1)%len(sisters)]
		}
	}
	return ""
}

// isPredicate reports whether a definition holds or doesn't, and has no other value.
func isPredicate(rule *ast.Rule) bool {
	return rule.Head.Value != nil && rule.Head.Value.Equal(ast.BooleanTerm(true)) && rule.Else == nil
}

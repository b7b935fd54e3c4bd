package mutant

import "github.com/open-policy-agent/opa/v1/ast"

// isGuard reports whether a condition only asks for a value that something beside
// it needs anyway: action.owner, beside not input.people[action.owner]. Without
// the value neither holds, so that nobody can notice when the condition is removed.
func (m *maker) isGuard(expr *ast.Expr, body ast.Body, heads []*ast.Term) bool {
	value, isTerm := expr.Terms.(*ast.Term)
	if !isTerm || expr.Negated || m.isBool(value) {
		return false
	}
	for _, head := range heads {
		if head != nil && needs(head, value) {
			return true
		}
	}
	for _, other := range body {
		if other != expr && exprNeeds(other, value) {
			return true
		}
	}
	return false
}

// isBool reports whether a value may be false, which undefined isn't.
func (m *maker) isBool(value *ast.Term) bool {
	ref, isRef := value.Value.(ast.Ref)
	if !isRef {
		return false
	}
	kind := m.shape(ref).Get("type")
	return kind != nil && kind.Text == "boolean"
}

// exprNeeds reports whether a condition is undefined, not only false, where a
// value is. Of a negated one that is what stands in calls and brackets, which is
// worked out before the not.
func exprNeeds(expr *ast.Expr, value *ast.Term) bool {
	switch terms := expr.Terms.(type) {
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			if call, isCall := symbol.Value.(ast.Call); isCall && needs(call[len(call)-1], value) {
				return true
			}
		}
	case *ast.Term:
		if expr.Negated {
			return innerNeeds(terms, value)
		}
		return needs(terms, value)
	case []*ast.Term:
		for _, argument := range terms[1:] {
			if expr.Negated && operator(terms) == "equal" {
				if innerNeeds(argument, value) {
					return true
				}
				continue
			}
			if needs(argument, value) {
				return true
			}
		}
	}
	return false
}

// needs reports whether a term is undefined where a value is. Comprehensions and
// texts never are.
func needs(term, value *ast.Term) bool {
	if term.Equal(value) {
		return true
	}
	if ref, isRef := term.Value.(ast.Ref); isRef {
		if longer, is := value.Value.(ast.Ref); is && ref.HasPrefix(longer) {
			return true
		}
		if ref[0].Equal(value) {
			return true
		}
	}
	return innerNeeds(term, value)
}

func innerNeeds(term, value *ast.Term) bool {
	found := false
	look := func(inner *ast.Term) { found = found || needs(inner, value) }
	switch inner := term.Value.(type) {
	case ast.Ref:
		for _, element := range inner[1:] {
			look(element)
		}
	case ast.Call:
		for _, argument := range inner[1:] {
			look(argument)
		}
	case *ast.Array:
		inner.Foreach(look)
	case ast.Set:
		inner.Foreach(look)
	case ast.Object:
		inner.Foreach(func(key, member *ast.Term) { look(key); look(member) })
	}
	return found
}

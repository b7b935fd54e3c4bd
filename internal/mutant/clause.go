package mutant

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rule changes one definition. Where it is one of several, or a violation, it is
// also taken away: what only it says must be asked for somewhere.
func (m *maker) rule(rule *ast.Rule, removable bool) {
	m.shapes = shapesOf(rule, m.Input)
	if (removable || rule.Else != nil) && !rule.Default {
		m.disable(rule, rule.Location, "the definition never holds")
	}
	m.clause(rule)
	for branch := rule.Else; branch != nil; branch = branch.Else {
		m.disable(branch, branch.Location, "the else never holds")
		m.clause(branch)
	}
}

func (m *maker) clause(rule *ast.Rule) {
	for _, key := range rule.Head.Ref()[1:] {
		m.term(key)
	}
	if rule.Head.Key != nil {
		m.term(rule.Head.Key)
	}
	if rule.Head.Value != nil && rule.Head.RuleKind() == ast.SingleValue {
		m.term(rule.Head.Value)
	}
	m.body(rule.Body, rule.Head.Key, rule.Head.Value)
}

// disable adds a condition that never holds. What binds the head's variables
// stays, without which the definition would make no sense.
func (m *maker) disable(rule *ast.Rule, at *ast.Location, change string) {
	whole, knownWhole := m.spanOf(at)
	head, knownHead := m.spanOf(rule.Head.Location)
	body, knownBody := m.bodySpan(rule.Body)
	if !knownWhole || !knownHead {
		return
	}
	made := Mutant{
		Pos:    m.position(whole.start),
		Change: change,
		Before: oneLine(m.of(head)),
		After:  oneLine(m.of(head)) + " if false",
	}
	switch {
	case implied(rule.Body) && rule.Else == nil: // an else after a definition without condition is never come to
		m.add(span{whole.end, whole.end}, " if false", made)
	case implied(rule.Body), !knownBody, body.start < head.end: // as of a second body, which shares the head of the first
	case m.braced(head.end, body.start):
		m.add(span{body.start, body.start}, "false; ", made)
	default:
		m.add(body, "{ false; "+m.of(body)+" }", made)
	}
}

// braced reports whether a body stands in braces, which its text leaves out: they
// open between the head and the first condition.
func (m *maker) braced(from, body int) bool {
	lines := strings.Split(m.text[from:body], "\n")
	for i, line := range lines {
		code, _, _ := strings.Cut(line, "#")
		lines[i] = code
	}
	return strings.HasSuffix(strings.TrimSpace(strings.Join(lines, "\n")), "{")
}

func (m *maker) bodySpan(body ast.Body) (span, bool) {
	first, knownFirst := m.spanOf(body[0].Location)
	last, knownLast := m.spanOf(body[len(body)-1].Location)
	return span{first.start, last.end}, knownFirst && knownLast
}

// implied reports whether a body is the one that the parser adds where none is written.
func implied(body ast.Body) bool {
	return len(body) == 1 && isImplied(body[0])
}

func isImplied(expr *ast.Expr) bool {
	term, isTerm := expr.Terms.(*ast.Term)
	if !isTerm || !term.Equal(ast.BooleanTerm(true)) {
		return false
	}
	return term.Location == nil || string(term.Location.Text) != "true"
}

// body changes conditions. What they are for, as the head of a definition or of a
// comprehension, has no value either where something in it is undefined.
func (m *maker) body(body ast.Body, heads ...*ast.Term) {
	for _, expr := range body {
		if isImplied(expr) {
			continue
		}
		if !m.isGuard(expr, body, heads) {
			m.drop(expr)
		}
		m.expr(expr)
	}
}

func (m *maker) expr(expr *ast.Expr) {
	switch terms := expr.Terms.(type) {
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			if call, isCall := symbol.Value.(ast.Call); isCall {
				m.term(call[len(call)-1])
			}
		}
	case *ast.Every:
		m.term(terms.Domain)
		m.body(terms.Body)
	case *ast.Term:
		m.unnegate(expr)
		m.term(terms)
	case []*ast.Term:
		if operator(terms) == "assign" {
			m.term(terms[2])
			return
		}
		m.unnegate(expr)
		m.opposite(expr, terms)
		m.call(terms, expr.Negated)
	}
}

// drop takes a condition away. What declares a variable is none.
func (m *maker) drop(expr *ast.Expr) {
	if expr.IsSome() || expr.IsAssignment() {
		return
	}
	if where, ok := m.spanOf(expr.Location); ok {
		m.replace(where, "true", "the condition is removed")
	}
}

func (m *maker) unnegate(expr *ast.Expr) {
	if !expr.Negated {
		return
	}
	if where, ok := m.spanOf(expr.Location); ok {
		if positive, is := strings.CutPrefix(m.of(where), "not"); is {
			m.replace(where, strings.TrimSpace(positive), "not is removed")
		}
	}
}

// negate says the contrary of a condition.
func (m *maker) negate(expr *ast.Expr, change string) {
	if where, ok := m.spanOf(expr.Location); ok {
		m.replace(where, "not "+m.of(where), change)
	}
}

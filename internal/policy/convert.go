package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// converter turns values into OPA's. It keeps the terms of names, and of the
// last value of each top-level member that lasts.
type converter struct {
	names   map[string]*ast.Term
	members map[string]member
}

type member struct {
	value *source.Value
	term  *ast.Term
}

func newConverter() *converter {
	return &converter{names: map[string]*ast.Term{}, members: map[string]member{}}
}

func (c *converter) input(s Subject) *ast.Term {
	pairs := make([][2]*ast.Term, len(s.Input.Members))
	for i, m := range s.Input.Members {
		pairs[i] = [2]*ast.Term{c.name(m.Name), c.member(m, slices.Contains(s.Lasting, m.Name))}
	}
	return ast.NewTerm(ast.NewObject(pairs...))
}

func (c *converter) member(m source.Member, lasts bool) *ast.Term {
	if !lasts {
		return c.convert(m.Value)
	}
	last := c.members[m.Name]
	if last.value != m.Value {
		last = member{m.Value, c.convert(m.Value)}
		c.members[m.Name] = last
	}
	return last.term
}

func (c *converter) convert(v *source.Value) *ast.Term {
	switch v.Kind {
	case source.String:
		return ast.InternedTerm(v.Text)
	case source.Number:
		return ast.NewTerm(ast.Number(v.Text))
	case source.Bool:
		return ast.InternedTerm(v.Text == "true")
	case source.Array:
		elements := make([]*ast.Term, len(v.Elements))
		for i, element := range v.Elements {
			elements[i] = c.convert(element)
		}
		return ast.NewTerm(ast.NewArray(elements...))
	case source.Object:
		pairs := make([][2]*ast.Term, len(v.Members))
		for i, m := range v.Members {
			pairs[i] = [2]*ast.Term{c.name(m.Name), c.convert(m.Value)}
		}
		return ast.NewTerm(ast.NewObject(pairs...))
	}
	return ast.InternedNullTerm
}

// name bounds what it keeps: an object keyed by id has as many names as records.
func (c *converter) name(text string) *ast.Term {
	const most = 4096
	term := c.names[text]
	if term == nil {
		term = ast.StringTerm(text)
		if len(c.names) < most {
			c.names[text] = term
		}
	}
	return term
}

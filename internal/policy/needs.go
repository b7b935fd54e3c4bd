package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Needs lists the top-level members of the input that some rule about a kind of
// subject names, so that nobody has to build the others. It is nil where a rule
// takes the input as a whole.
func (e *Engine) Needs(kind string) map[string]bool {
	if program := e.programs[kind]; program != nil {
		return program.needs
	}
	return map[string]bool{}
}

// Sees reports whether some rule about a kind of subject may look at a place of the input, such as register.as_of, or at
// what is inside of it. Where it doesn't, the answers stay the same whatever stands there.
func (e *Engine) Sees(kind, path string) bool {
	program := e.programs[kind]
	if program == nil {
		return false
	}
	at := parsePath(path)
	return slices.ContainsFunc(program.questions, func(q *question) bool {
		return slices.ContainsFunc(q.looks, func(r read) bool { return r.meets(at) })
	})
}

// needsOf looks at every mention of the input, so that it can't miss one that
// an analysis of what rules do with it would.
func needsOf(modules map[string]*ast.Module) map[string]bool {
	needs := map[string]bool{}
	whole := false
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Var:
			whole = whole || x.Equal(ast.InputRootDocument.Value)
		case ast.Ref:
			if !x[0].Equal(ast.InputRootDocument) || len(x) < 2 {
				return false
			}
			name, isName := x[1].Value.(ast.String)
			if !isName {
				return false // input[x]: the walk goes on to find the input itself
			}
			needs[string(name)] = true
			for _, term := range x[2:] {
				visitor.Walk(term)
			}
			return true
		}
		return false
	})
	for _, module := range modules {
		visitor.Walk(module)
	}
	if whole {
		return nil
	}
	return needs
}

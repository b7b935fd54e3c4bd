package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/source"
)

// look takes note of what an expression reads of the input and the settings.
func (w *watcher) look(expr *ast.Expr, e topdown.Event) {
	ast.WalkTerms(expr, func(term *ast.Term) bool {
		ref, isRef := term.Value.(ast.Ref)
		if !isRef {
			return false
		}
		if ref.HasPrefix(settingsRef) {
			var walked []string
			for _, step := range ref[len(settingsRef):] {
				if name, isName := e.Plug(step).Value.(ast.String); isName {
					walked = append(walked, string(name))
				}
			}
			w.settings = append(w.settings, strings.Join(walked, "."))
		}
		if at, known := w.place(ref, e); known && !w.seen[at] {
			w.seen[at] = true
			w.reads = append(w.reads, at)
		}
		return false
	})
}

// place says where in the input a path leads, as far as its steps are known.
func (w *watcher) place(ref ast.Ref, e topdown.Event) (source.Pointer, bool) {
	var at source.Pointer
	if !ref[0].Equal(ast.InputRootDocument) {
		held := e.Plug(ref[0]).Value
		if !isCollection(held) {
			return "", false
		}
		known := false
		if at, known = w.paths[held]; !known {
			return "", false
		}
	}
	for _, step := range ref[1:] {
		token := tokenOf(e.Plug(step))
		if token == "" {
			break
		}
		at = at.Append(token)
	}
	return at, at != ""
}

func isCollection(value ast.Value) bool {
	switch value.(type) {
	case ast.Object, *ast.Array:
		return true
	}
	return false
}

func tokenOf(term *ast.Term) string {
	switch value := term.Value.(type) {
	case ast.String:
		return string(value)
	case ast.Number:
		return value.String()
	}
	return ""
}

// name adds the values that an expression looks at, by what stands in the rule.
// Where the compiler gave a part of a condition an expression of its own, that part
// is what is named.
func (w *watcher) name(values []Named, expr *ast.Expr, condition span, e topdown.Event) []Named {
	text := string(expr.Location.Text)
	if result := resultOf(expr); result != nil && len(text) < condition.end-condition.start {
		if value := e.Plug(result); value.IsGround() {
			return add(w.operands(values, expr, e), text, value)
		}
	}
	searches := strings.HasPrefix(text, "some ")
	ast.WalkTerms(expr, func(term *ast.Term) bool {
		switch value := term.Value.(type) {
		case ast.Ref:
			values = w.nameRef(values, value, searches, e)
			return true
		case ast.Var:
			if name := nameOf(value, e); name != "" {
				values = add(values, name, e.Plug(term))
			}
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		}
		return false
	})
	return values
}

// operands adds what an expression is applied to: the variables, and the ids of the records that they hold.
func (w *watcher) operands(values []Named, expr *ast.Expr, e topdown.Event) []Named {
	ast.WalkTerms(expr, func(term *ast.Term) bool {
		switch value := term.Value.(type) {
		case ast.Ref:
			values = addRecord(values, value[0], e)
			return true
		case ast.Var:
			if name := nameOf(value, e); name != "" && !isCollection(e.Plug(term).Value) {
				values = add(values, name, e.Plug(term))
			}
		}
		return false
	})
	return values
}

// addRecord adds the id of a record that a variable holds.
func addRecord(values []Named, term *ast.Term, e topdown.Event) []Named {
	held, isObject := e.Plug(term).Value.(ast.Object)
	if name := nameOf(term.Value, e); name != "" && isObject && held.Get(idTerm) != nil {
		return add(values, name, ast.NewTerm(held))
	}
	return values
}

var idTerm = ast.InternedTerm("id")

// nameOf is what the rule calls a variable; empty for one that the compiler made.
func nameOf(value ast.Value, e topdown.Event) string {
	variable, isVar := value.(ast.Var)
	if name := e.LocalMetadata[variable].Name; isVar && !name.IsGenerated() {
		return string(name)
	}
	return ""
}

// resultOf is the variable in which the compiler keeps what an expression of its own comes to.
func resultOf(expr *ast.Expr) *ast.Term {
	operands := expr.Operands()
	if len(operands) == 0 || expr.Negated {
		return nil
	}
	result := operands[len(operands)-1]
	if expr.IsEquality() {
		result = operands[0]
	}
	if name, isVar := result.Value.(ast.Var); isVar && strings.HasPrefix(string(name), ast.LocalVarPrefix) {
		return result
	}
	return nil
}

// nameRef adds the value at a path, or that there is none, and the id of the record
// that the path begins at. Of a path that is searched, only what keeps the search
// from finding anything is of interest: what it finds has a name of its own.
func (w *watcher) nameRef(values []Named, ref ast.Ref, searches bool, e topdown.Event) []Named {
	if ref[0].Equal(ast.DefaultRootDocument) {
		return values
	}
	values = addRecord(values, ref[0], e)
	held, name := e.Plug(ref[0]), nameOf(ref[0].Value, e)
	if ref[0].Equal(ast.InputRootDocument) {
		held, name = e.Input(), "input"
	}
	if name == "" || !held.IsGround() {
		return values
	}
	for _, step := range ref[1:] {
		key := e.Plug(step)
		if !key.IsGround() {
			if isEmpty(held.Value) {
				values = add(values, name, held)
			}
			return values
		}
		if stepped := nameOf(step.Value, e); searches && stepped != "" && !isNumber(key) {
			values = add(values, stepped, key)
		}
		name += stepName(step, e)
		found, err := held.Value.Find(ast.Ref{key})
		if err != nil {
			return append(values, Named{Name: name})
		}
		held = ast.NewTerm(found)
	}
	if searches {
		return values
	}
	return add(values, name, held)
}

// stepName is a step of a path as it stands in the rule.
func stepName(step *ast.Term, e topdown.Event) string {
	switch value := step.Value.(type) {
	case ast.String:
		return "." + string(value)
	case ast.Var:
		return "[" + cmp.Or(nameOf(value, e), e.Plug(step).Value.String()) + "]"
	}
	return "[" + step.Value.String() + "]"
}

func isEmpty(value ast.Value) bool {
	switch value := value.(type) {
	case ast.Object:
		return value.Len() == 0
	case *ast.Array:
		return value.Len() == 0
	}
	return false
}

func isNumber(term *ast.Term) bool {
	_, is := term.Value.(ast.Number)
	return is
}

// add names a value: a record by its id, and nothing that isn't known yet.
func add(values []Named, name string, term *ast.Term) []Named {
	const longest = 60
	if !term.IsGround() || strings.ContainsAny(name, "|$") || len(name) > longest { // neither what is unknown nor what is built
		return values
	}
	named := Named{Name: strings.Join(strings.Fields(name), " "), Value: shorten(term.Value.String())}
	if record, isObject := term.Value.(ast.Object); isObject {
		if id := record.Get(idTerm); id != nil {
			named = Named{Name: named.Name + ".id", Value: id.Value.String()}
		}
	}
	if slices.Contains(values, named) {
		return values
	}
	return append(values, named)
}

// shorten keeps a value readable on a line.
func shorten(text string) string {
	const most = 60
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-3]) + "..."
}

package mutant

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// setting asks for another setting that looks the same and has another value:
// one of its group, where there is one.
func (m *maker) setting(ref ast.Ref) {
	if len(ref) < 4 || !ref.HasPrefix(ast.Ref{ast.DefaultRootDocument, ast.StringTerm("settings")}) {
		return
	}
	group, isGroup := ref[2].Value.(ast.String)
	name, isName := ref[3].Value.(ast.String)
	from, knownFrom := m.spanOf(ref[2].Location)
	to, knownTo := m.spanOf(ref[3].Location)
	if !isGroup || !isName || !knownFrom || !knownTo {
		return
	}
	own := m.Settings.Get(string(group)).Get(string(name))
	if own == nil {
		return
	}
	groups := slices.Clone(m.Settings.Members)
	slices.SortStableFunc(groups, func(a, b source.Member) int {
		switch string(group) {
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return 0
	})
	for _, other := range groups {
		for _, setting := range other.Value.Members {
			if look(setting.Value) == look(own) && !bytes.Equal(setting.Value.AppendJSON(nil), own.AppendJSON(nil)) {
				was, becomes := string(group)+"."+string(name), other.Name+"."+setting.Name
				m.replace(span{from.start, to.end}, becomes, fmt.Sprintf("setting %s becomes %s", was, becomes))
				return
			}
		}
	}
}

// look tells of a value what it is made of.
func look(v *source.Value) string {
	text := v.Kind.String()
	for _, member := range v.Members {
		text += " " + member.Name + ":" + look(member.Value)
	}
	for _, element := range v.Elements[:min(1, len(v.Elements))] {
		text += " of " + look(element)
	}
	return text
}

// field reads another field of the same record, wherever on a path one looks the
// same: residual for inherent, as both hold a severity. Of plain values only the
// names tell what they are: there it is one that ends alike, as decided_on for
// identified_on.
func (m *maker) field(ref ast.Ref) {
	for i := 1; i < len(ref); i++ {
		name, isName := ref[i].Value.(ast.String)
		where, known := m.spanOf(ref[i].Location)
		if !isName || !known || m.of(where) != string(name) {
			continue
		}
		if other := lookalike(string(name), m.shape(ref[:i]).Get("properties")); other != "" {
			m.replace(where, other, fmt.Sprintf("field %s becomes %s", string(name), other))
		}
	}
}

// lookalike is the next field, in the order of the schema, that may be taken for
// another.
func lookalike(name string, fields *source.Value) string {
	own := fields.Member(name)
	if own == nil {
		return ""
	}
	isPlain := own.Value.Get("properties") == nil && own.Value.Get("items") == nil
	at := slices.IndexFunc(fields.Members, func(m source.Member) bool { return m.Name == name })
	for _, other := range slices.Concat(fields.Members[at+1:], fields.Members[:at]) {
		if bytes.Equal(other.Value.AppendJSON(nil), own.Value.AppendJSON(nil)) && (!isPlain || ending(other.Name) == ending(name)) {
			return other.Name
		}
	}
	return ""
}

func ending(name string) string { return name[strings.LastIndexByte(name, '_')+1:] }

// shape is the schema of what a path leads to; nil where that isn't known.
func (m *maker) shape(ref ast.Ref) *source.Value { return follow(ref, m.shapes) }

func follow(ref ast.Ref, shapes map[ast.Var]*source.Value) *source.Value {
	root, isVar := ref[0].Value.(ast.Var)
	if !isVar {
		return nil
	}
	shape := shapes[root]
	for _, step := range ref[1:] {
		if name, isName := step.Value.(ast.String); isName && shape.Get("properties").Get("*") == nil {
			shape = shape.Get("properties").Get(string(name))
			continue
		}
		shape = element(shape)
	}
	return shape
}

func element(shape *source.Value) *source.Value {
	if items := shape.Get("items"); items != nil {
		return items
	}
	return shape.Get("properties").Get("*")
}

// shapesOf tells the schemas of the input and of the variables that walk through
// its lists. Two variables of one name take the one that is found first.
func shapesOf(rule *ast.Rule, input *source.Value) map[ast.Var]*source.Value {
	shapes := map[ast.Var]*source.Value{ast.InputRootDocument.Value.(ast.Var): input}
	if input == nil {
		return nil
	}
	for range 3 { // lists within lists within lists
		ast.WalkExprs(rule, func(expr *ast.Expr) bool {
			declared, isSome := expr.Terms.(*ast.SomeDecl)
			if !isSome {
				return false
			}
			for _, symbol := range declared.Symbols {
				call, isCall := symbol.Value.(ast.Call)
				if !isCall {
					continue
				}
				list, isRef := call[len(call)-1].Value.(ast.Ref)
				name, isVar := call[len(call)-2].Value.(ast.Var)
				if isRef && isVar && shapes[name] == nil {
					shapes[name] = element(follow(list, shapes))
				}
			}
			return false
		})
	}
	return shapes
}

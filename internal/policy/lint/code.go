package lint

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// unformatted finds the first line of each file that OPA would write otherwise. What doesn't parse has no format.
func unformatted(l *library) []Finding {
	capabilities, err := policy.Capabilities()
	if err != nil {
		return nil
	}
	var found []Finding
	for _, file := range l.files {
		formatted, err := format.SourceWithOpts(file.name(), file.text, format.Opts{
			RegoVersion:   ast.RegoV1,
			ParserOptions: &ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: capabilities},
			Capabilities:  capabilities,
		})
		if err != nil || bytes.Equal(formatted, file.text) {
			continue
		}
		found = append(found, Finding{
			Pos:     source.Position{File: file.name(), Line: firstDifference(file.text, formatted), Column: 1},
			Message: "the file isn't in OPA's format from here on",
			Hint:    "run: opa fmt --write " + file.name(),
		})
	}
	return found
}

func firstDifference(written, formatted []byte) int {
	want := bytes.Split(formatted, []byte("\n"))
	for i, line := range bytes.Split(written, []byte("\n")) {
		if i >= len(want) || !bytes.Equal(line, want[i]) {
			return i + 1
		}
	}
	return len(want)
}

func everys(l *library) []Finding {
	var found []Finding
	for _, module := range l.study.Modules {
		ast.WalkExprs(module, func(expr *ast.Expr) bool {
			if _, isEvery := expr.Terms.(*ast.Every); isEvery {
				found = append(found, Finding{
					Pos:     position(expr.Location),
					Message: "every hides the fields in its body",
					Hint:    "name what spoils it, and deny that: bad if { some x in xs; ... }, then not bad",
				})
			}
			return false
		})
	}
	return found
}

// byText are the functions that take the names of fields as texts.
var byText = []string{
	"json.filter", "json.patch", "json.remove", "object.filter", "object.get", "object.remove", "object.subset",
}

func hidden(l *library) []Finding {
	var found []Finding
	eachCall(l, func(_ *ast.Module, name string, _ []*ast.Term, at *ast.Location) {
		if !slices.Contains(byText, name) {
			return
		}
		found = append(found, Finding{
			Pos:     position(at),
			Message: name + " hides which field it looks at",
			Hint:    "write a reference, as input.risk.owner, or input.risk.x_team for a field of your own that stands under reads",
		})
	})
	return found
}

// clock is the function that tells the time, and clockPackage where alone it may stand.
const (
	clock        = "time.now_ns"
	clockPackage = "data.lib.dates"
)

func clocks(l *library) []Finding {
	var found []Finding
	eachCall(l, func(module *ast.Module, name string, _ []*ast.Term, at *ast.Location) {
		if name == clock && module.Package.Path.String() != clockPackage {
			found = append(found, Finding{
				Pos:     position(at),
				Message: clock + " outside of lib.dates",
				Hint:    "import data.lib.dates, and use dates.today, dates.age(date) or dates.is_past(date)",
			})
		}
	})
	return found
}

// eachCall visits every call of a function in the library.
func eachCall(l *library, visit func(module *ast.Module, name string, arguments []*ast.Term, at *ast.Location)) {
	for _, module := range l.study.Modules {
		ast.NewGenericVisitor(func(node any) bool {
			switch node := node.(type) {
			case *ast.Expr:
				if terms, isCall := node.Terms.([]*ast.Term); isCall {
					visit(module, terms[0].Value.String(), terms[1:], node.Location)
				}
			case *ast.Term:
				if call, isCall := node.Value.(ast.Call); isCall {
					visit(module, call[0].Value.String(), call[1:], node.Location)
				}
			}
			return false
		}).Walk(module)
	}
}

// places finds literal places of violations that lead nowhere in the input.
func places(l *library) []Finding {
	var found []Finding
	for _, rule := range l.study.Rules {
		ast.WalkTerms(rule.Module, func(term *ast.Term) bool {
			object, isObject := term.Value.(ast.Object)
			if !isObject {
				return false
			}
			at := object.Get(ast.InternedTerm("at"))
			if at == nil || object.Get(ast.InternedTerm("message")) == nil {
				return false
			}
			for _, place := range arraysOf(l.study, at) {
				found = append(found, misplaced(rule, place)...)
			}
			return false
		})
	}
	return found
}

// arraysOf are the arrays that a term can stand for: itself, or the values of the definition that it names.
func arraysOf(study *policy.Study, term *ast.Term) []*ast.Term {
	switch value := term.Value.(type) {
	case *ast.Array:
		return []*ast.Term{term}
	case ast.Ref:
		var arrays []*ast.Term
		for _, definition := range study.Definitions[value.String()] {
			for part := definition; part != nil; part = part.Else {
				if _, isArray := part.Head.Value.Value.(*ast.Array); isArray {
					arrays = append(arrays, part.Head.Value)
				}
			}
		}
		return arrays
	}
	return nil
}

func misplaced(rule policy.RuleStudy, place *ast.Term) []Finding {
	var path []string
	place.Value.(*ast.Array).Foreach(func(element *ast.Term) {
		if name, isName := element.Value.(ast.String); isName {
			path = append(path, string(name))
		}
	})
	came, known := rule.Follow(path)
	if came == len(path) {
		return nil
	}
	return []Finding{{
		Pos:     position(place.Location),
		Message: fmt.Sprintf("the input of a %s has no %s to point at", rule.Subject, strings.Join(path[:came+1], ".")),
		Hint:    spelling.Hint(path[came], known),
	}}
}

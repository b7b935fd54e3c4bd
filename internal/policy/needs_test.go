package policy

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestNeedsAreAllMembersOfTheInputThatAreNamed(t *testing.T) {
	tests := []struct {
		name, rego string
		want       string // "*" for the input as a whole
	}{
		{"a field", `p if input.risk.owner == "x"`, "risk"},
		{"a reference within a reference", `p if input.people[input.risk.owner]`, "people risk"},
		{"inside a comprehension of a call", `p := count([x | some x in input.plans])`, "plans"},
		{"in the value of a rule", `p contains x if x := input.results`, "results"},
		{"the whole input", `p if input == {}`, "*"},
		{"a member by a variable", `p if { some k; input[k] }`, "*"},
		{"the whole input as an argument", `f(x) := x
p := f(input)`, "*"},
		{"nothing", `p := 1`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			compiler := ast.NewCompiler()
			var needs map[string]bool
			compiler.WithStageAfterID(ast.StageResolveRefs, ast.CompilerStageDefinition{
				Name: "needs", MetricName: "needs",
				Stage: func(c *ast.Compiler) *ast.Error {
					needs = needsOf(c.Modules)
					return nil
				},
			})
			compiler.Compile(map[string]*ast.Module{"x.rego": ast.MustParseModule("package x\n" + test.rego)})
			if compiler.Failed() {
				t.Fatal(compiler.Errors)
			}
			got := strings.Join(slices.Sorted(maps.Keys(needs)), " ")
			if needs == nil {
				got = "*"
			}
			if got != test.want {
				t.Errorf("needs %q, want %q", got, test.want)
			}
		})
	}
}

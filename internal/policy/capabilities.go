package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowedBuiltins is all that a rule can call. What reaches out of the process,
// differs from run to run, hides a field from the type checker or takes memory
// without limit isn't here, and neither is sprintf: with an undefined argument
// it is undefined, so that its rule passes.
var allowedBuiltins = []string{
	"abs", "and", "array.concat", "array.flatten", "array.reverse", "array.slice", "assign", "ceil", "concat",
	"contains", "count", "div", "endswith", "eq", "equal", "floor", "format_int", "gt", "gte", "indexof",
	"internal.member_2", "internal.member_3", "internal.template_string", "intersection", "is_array", "is_boolean",
	"is_null", "is_number", "is_object", "is_set", "is_string", "json.filter", "json.patch", "json.remove", "lower",
	"lt", "lte", "max", "min", "minus", "mul", "neq", "object.filter", "object.get", "object.keys", "object.remove",
	"object.subset", "object.union", "object.union_n", "or", "plus", "product", "regex.match", "rem", "replace",
	"round", "sort", "split", "startswith", "strings.any_prefix_match", "strings.any_suffix_match", "strings.count",
	"strings.replace_n", "strings.reverse", "substring", "sum", "time.add_date", "time.clock", "time.date",
	"time.diff", "time.format", "time.now_ns", "time.parse_ns", "time.parse_rfc3339_ns", "time.weekday", "to_number",
	"trim", "trim_left", "trim_prefix", "trim_right", "trim_space", "trim_suffix", "type_name", "union", "upper",
}

// Capabilities is the part of OPA that rules and their tests may use.
func Capabilities() (*ast.Capabilities, error) {
	all := ast.CapabilitiesForThisVersion()
	allowed := &ast.Capabilities{
		Builtins:       make([]*ast.Builtin, 0, len(allowedBuiltins)),
		FutureKeywords: all.FutureKeywords,
		Features:       all.Features,
		AllowNet:       []string{},
	}
	for _, name := range allowedBuiltins {
		builtin, known := ast.BuiltinMap[name]
		if !known {
			return nil, fmt.Errorf("this version of OPA has no built-in function %q", name)
		}
		allowed.Builtins = append(allowed.Builtins, builtin)
	}
	return allowed, nil
}

package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Module is one file of Rego.
type Module struct {
	Path string // lib/<name>/<name>.rego or rules/<group>/<claim>/rule.rego
	Text []byte
}

// Modules returns the shared packages and the rules as they were written, by path,
// except for the rules that are off.
func (l *Library) Modules(off map[string]bool) []Module {
	var modules []Module
	for _, file := range l.files {
		id := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(file.path, "rules/"), "/"+ruleFile), "/", ".")
		if file.isShared() || !off[id] {
			modules = append(modules, Module{file.path, file.text})
		}
	}
	slices.SortFunc(modules, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return modules
}

// At returns the module as it is on one day: instead of asking for the time it
// states midnight UTC.
func (m Module) At(day time.Time) (Module, error) {
	module, err := ast.ParseModuleWithOpts(m.Path, string(m.Text), ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return m, err
	}
	now := []byte(strconv.FormatInt(day.UTC().Truncate(24*time.Hour).UnixNano(), 10))
	var asked []*ast.Location
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if call, isCall := term.Value.(ast.Call); isCall && call[0].Value.String() == "time.now_ns" {
			asked = append(asked, term.Location)
		}
		return false
	})
	ast.WalkExprs(module, func(expr *ast.Expr) bool {
		if expr.IsCall() && expr.Operator().String() == "time.now_ns" {
			asked = append(asked, expr.Location)
		}
		return false
	})
	slices.SortFunc(asked, func(a, b *ast.Location) int { return b.Offset - a.Offset })
	for _, at := range asked {
		m.Text = slices.Concat(m.Text[:at.Offset], now, m.Text[at.Offset+len(at.Text):])
	}
	return m, nil
}

// Package policytest runs a rule library's own tests and examples.
package policytest

import (
	"cmp"
	"context"
	"io/fs"
	"slices"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Config is what a library is tested with.
type Config struct {
	Settings *source.Value   // what tests see as data.settings, and what examples change
	Schemas  *schema.Checker // what examples are held to
}

// Result is one test or one example of a rule, or a shared package's test.
type Result struct {
	Rule     string // a rule's id, or the path of a shared package: lib/dates
	Name     string // of the Rego test, or of the example's file
	Pos      source.Position
	Problems []*source.Error // empty: it holds
}

// Run tests a policy folder. The error is about a library that can't be tested
// at all; a test that doesn't hold is a result.
func Run(ctx context.Context, fsys fs.FS, c Config) ([]Result, error) {
	library, err := policy.Load(policy.Folder{FS: fsys, Builtin: true})
	if err != nil {
		return nil, err
	}
	if _, err := library.Compile(policy.Config{Settings: c.Settings, Inputs: c.Schemas.Inputs()}); err != nil {
		return nil, err
	}
	results, err := runRego(ctx, fsys, library, c.Settings)
	if err != nil {
		return nil, err
	}
	for _, rule := range library.Rules() {
		results = append(results, examples{fsys, library, rule, c}.run(ctx)...)
	}
	slices.SortStableFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line))
	})
	return results, nil
}

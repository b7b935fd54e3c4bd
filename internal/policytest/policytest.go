// Package policytest runs a rule library's own tests and examples.
package policytest

import (
	"cmp"
	"context"
	"slices"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Config is what a library is tested with.
type Config struct {
	Settings *source.Value     // what tests see as data.settings, and what examples change
	Schemas  *schema.Checker   // what examples are held to
	Only     func(Result) bool // of tests and examples; nil: all
	Beside   []policy.Folder   // what the tested folders may lean on
	Cover    bool              // see which lines of the rules the tests come to
	Mutate   bool              // change the rules, and see which changes are noticed
}

func (c Config) wants(r Result) bool { return c.Only == nil || c.Only(r) }

// Report is what a library's tests say.
type Report struct {
	Results []Result
	Studies []Study // of the files that the results are about; none where some result doesn't hold
	Least   Least   // that is asked of the studies
}

// Least are the lowest scores that will do, as percentages.
type Least struct {
	Coverage float64 // of the lines of each file
	Mutation float64 // of the changes to all files
}

// Result is one test or one example of a rule, or a shared package's test.
type Result struct {
	Policy   string // the folder's name; empty: riskgate's own
	Rule     string // a rule's id, or the path of a shared package: lib/dates
	Name     string // of the Rego test, or of the example's file
	Pos      source.Position
	Problems []*source.Error // empty: it holds
}

// String returns the name of a test among all of its library:
// plan.detailed/examples/pass.json.
func (r Result) String() string { return r.Rule + "/" + r.Name }

// Run tests folders of a library. The error is about a library that can't be
// tested at all; a test that doesn't hold is a result. Where some don't hold,
// nothing is studied: what a failing test comes to or notices says nothing.
func Run(ctx context.Context, c Config, folders ...policy.Folder) (*Report, error) {
	library, err := policy.Load(slices.Concat(c.Beside, folders)...)
	if err != nil {
		return nil, err
	}
	inputs, err := library.Inputs(c.Schemas.Inputs())
	if err != nil {
		return nil, err
	}
	if _, err := library.Compile(policy.Config{Settings: c.Settings, Inputs: inputs}); err != nil {
		return nil, err
	}
	files, err := readFiles(c.Beside, folders)
	if err != nil {
		return nil, err
	}
	rules := slices.DeleteFunc(library.Rules(), func(rule report.Rule) bool { return folderOf(rule, folders) == nil })
	results, err := runRego(ctx, files, rules, c.Settings)
	if err != nil {
		return nil, err
	}
	shown := make([][]Result, len(rules))
	inEach(len(rules), func(i int) {
		if of := (examples{*folderOf(rules[i], folders), library, files, rules[i], c}); of.wanted() {
			shown[i] = of.run(ctx)
		}
	})
	results = append(results, slices.Concat(shown...)...)
	results = slices.DeleteFunc(results, func(r Result) bool { return !c.wants(r) })
	slices.SortStableFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line))
	})
	found := &Report{Results: results}
	if !(c.Cover || c.Mutate) || !found.Holds() {
		return found, nil
	}
	found.Studies, err = c.study(ctx, files, rules, found.tested())
	return found, err
}

// folderOf is where a rule stands; nil for a rule of another folder.
func folderOf(rule report.Rule, folders []policy.Folder) *policy.Folder {
	i := slices.IndexFunc(folders, func(f policy.Folder) bool { return f.Name == rule.Policy })
	if i < 0 {
		return nil
	}
	return &folders[i]
}

// Holds reports whether every test and example holds.
func (r *Report) Holds() bool {
	return !slices.ContainsFunc(r.Results, func(r Result) bool { return len(r.Problems) > 0 })
}

// tested are the rules and shared packages that the results are about.
func (r *Report) tested() map[string]bool {
	tested := map[string]bool{}
	for _, result := range r.Results {
		tested[result.Rule] = true
	}
	return tested
}

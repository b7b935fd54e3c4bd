// Package policytest runs a rule library's own tests and examples.
package policytest

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/policy"
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
	units := slices.DeleteFunc(c.units(library, inputs, files), func(u *unit) bool { return !u.wanted() })
	results := make([][]Result, len(units))
	inEach(len(units), func(i int) { results[i] = units[i].run(ctx) })
	found := &Report{Results: slices.DeleteFunc(slices.Concat(append(results, files.strays())...), func(r Result) bool { return !c.wants(r) })}
	slices.SortStableFunc(found.Results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line))
	})
	if !found.Holds() || !(c.Cover || c.Mutate) {
		return found, stopped(ctx)
	}
	found.Studies = make([]Study, len(units))
	errs := make([]error, len(units))
	inEach(len(units), func(i int) { found.Studies[i], errs[i] = units[i].study(ctx) })
	if err := stopped(ctx); err != nil {
		return nil, err
	}
	return found, multierror.Append(nil, errs...).ErrorOrNil()
}

func stopped(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	return fmt.Errorf("the tests were stopped: %w", context.Cause(ctx))
}

// inEach does n things, as many at once as there are processors.
func inEach(n int, do func(int)) {
	var running sync.WaitGroup
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	for range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	running.Wait()
}

// Holds reports whether every test and example holds.
func (r *Report) Holds() bool {
	return !slices.ContainsFunc(r.Results, func(r Result) bool { return len(r.Problems) > 0 })
}

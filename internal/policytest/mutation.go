package policytest

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/mutant"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Mutation is what the tests and examples of one file notice of small changes to it.
type Mutation struct {
	Rule      string // a rule's id, or the path of a shared package: lib/dates
	Changes   int    // that were made
	Survivors []mutant.Mutant
}

// mutate changes each tested file in many small ways, and asks its tests and
// examples whether they notice.
func mutate(ctx context.Context, library *files, rules []report.Rule, tested map[string]bool, c Config) ([]Mutation, error) {
	byID := map[string]report.Rule{}
	for _, rule := range rules {
		byID[rule.ID] = rule
	}
	shared := map[string]*ast.Module{}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(library.byName)) {
		file := library.byName[name]
		if file.isShared() {
			shared[name] = file.module
		}
		if !file.isTest() && tested[file.owner()] {
			names = append(names, name)
		}
	}

	found := make([]Mutation, len(names))
	errs := make([]error, len(names))
	inEach(len(names), func(i int) {
		around := mutant.Surroundings{Settings: c.Settings, Shared: shared}
		s := newSuite(library, names[i], c.Settings)
		file := library.byName[names[i]]
		if rule, isRule := byID[file.owner()]; isRule {
			around.Input, errs[i] = inputOf(rule, c)
			s.addExamples(examples{file.folder, nil, rule, c})
		}
		if errs[i] == nil {
			found[i], errs[i] = s.mutate(ctx, around)
		}
	})
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return found, nil
}

// inputOf is the JSON Schema of what a rule is asked with.
func inputOf(rule report.Rule, c Config) (*source.Value, error) {
	return new(source.Parser).Parse(c.Schemas.Inputs()[rule.Subject], source.Position{File: "input schema of " + rule.Subject, Line: 1, Column: 1})
}

func (s *suite) mutate(ctx context.Context, around mutant.Surroundings) (Mutation, error) {
	file := s.library.byName[s.name]
	found := Mutation{Rule: file.owner()}
	if err := s.learn(ctx); err != nil {
		return found, err
	}
	for _, changed := range mutant.Of(file.module, file.text, around) {
		if err := ctx.Err(); err != nil {
			return found, context.Cause(ctx)
		}
		module, err := s.library.parse(s.name, changed.Text)
		if err != nil {
			return found, fmt.Errorf("%s: the change can't be read: %s: %w", changed.Pos, changed.Change, err)
		}
		compiler, err := s.compile(module)
		if err != nil {
			continue // what doesn't compile is noticed before any test
		}
		found.Changes++
		if !s.notices(ctx, compiler) {
			found.Survivors = append(found.Survivors, changed)
		}
	}
	return found, nil
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

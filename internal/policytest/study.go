package policytest

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/mutant"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Study is how much the tests and examples of one file look at.
type Study struct {
	Rule     string // a rule's id, or the path of a shared package: lib/dates
	File     string
	Coverage *Coverage // nil when nobody asked for it
	Mutation *Mutation // nil when nobody asked for it
}

// study looks at each tested file on its own.
func (c Config) study(ctx context.Context, library *files, rules []report.Rule, tested map[string]bool) ([]Study, error) {
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
		if file.tested && !file.isTest() && tested[file.owner()] {
			names = append(names, name)
		}
	}
	studies := make([]Study, len(names))
	errs := make([]error, len(names))
	inEach(len(names), func(i int) {
		around := mutant.Surroundings{Settings: c.Settings, Shared: shared}
		suite := newSuite(library, names[i], c.Settings)
		file := library.byName[names[i]]
		if rule, isRule := byID[file.owner()]; isRule {
			around.Input = c.inputOf(rule)
			suite.addExamples(examples{folder: file.folder, rule: rule, Config: c})
		}
		studies[i], errs[i] = c.studyOne(ctx, suite, file, around)
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return studies, nil
}

// inputOf is the JSON Schema of what a rule is asked with.
func (c Config) inputOf(rule report.Rule) *source.Value {
	types, err := new(source.Parser).Parse(c.Schemas.Inputs()[rule.Subject], source.Position{File: "input schema of " + rule.Subject, Line: 1, Column: 1})
	if err != nil {
		return nil // the library's compiler has read it before
	}
	return types
}

func (c Config) studyOne(ctx context.Context, s *suite, file file, around mutant.Surroundings) (Study, error) {
	study := Study{Rule: file.owner(), File: s.name}
	compiler, err := s.compile(file.module)
	if err != nil {
		return study, err
	}
	if c.Cover {
		study.Coverage = s.cover(ctx, compiler, file)
	}
	if !c.Mutate {
		return study, nil
	}
	if err := s.learn(ctx, compiler); err != nil {
		return study, err
	}
	study.Mutation, err = s.mutate(ctx, file, around)
	return study, err
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

package policytest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/mutant"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// unit is one rule, or one package that rules share, with what it is tested by.
type unit struct {
	Config
	library  *policy.Library
	inputs   map[string][]byte // schemas, by subject
	all      *files
	file     file
	rule     *report.Rule // nil for a shared package
	suite    *suite
	compiler *ast.Compiler
}

// units are the rules and shared packages of the tested folders, by file.
func (c Config) units(library *policy.Library, inputs map[string][]byte, all *files) []*unit {
	rules := map[string]report.Rule{}
	for _, rule := range library.Rules() {
		rules[rule.ID] = rule
	}
	var units []*unit
	for _, name := range slices.Sorted(maps.Keys(all.byName)) {
		file := all.byName[name]
		if !file.tested || file.isTest() {
			continue
		}
		one := &unit{Config: c, library: library, inputs: inputs, all: all, file: file, suite: newSuite(all, name, c.Settings)}
		if rule, isRule := rules[file.owner()]; isRule {
			one.rule = &rule
			one.suite.addExamples(one.examples())
		}
		units = append(units, one)
	}
	return units
}

func (u *unit) examples() examples {
	return examples{u.file.folder, u.library, *u.rule, u.Config, u.inputs, map[string]*policy.Engine{}}
}

// wanted reports whether any of the unit's results is.
func (u *unit) wanted() bool {
	names := []string{u.testFile()}
	for _, test := range u.suite.tests {
		names = append(names, test.name)
	}
	if u.rule != nil {
		files, _ := u.examples().files()
		for _, file := range files {
			names = append(names, "examples/"+path.Base(file))
		}
		for _, field := range u.rule.Reads {
			names = append(names, "reads/"+field)
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return u.wants(u.result(name, source.Position{})) })
}

// testFile is where the unit's tests usually stand.
func (u *unit) testFile() string {
	return strings.TrimSuffix(path.Base(u.suite.name), ".rego") + testFile
}

func (u *unit) result(name string, at source.Position) Result {
	return Result{Policy: u.file.folder.Name, Rule: u.file.owner(), Name: name, Pos: at}
}

// wrong is a result that doesn't hold, about a file beside the unit's own.
func (u *unit) wrong(name string, problem error) Result {
	at := source.Position{File: path.Join(path.Dir(u.suite.name), name)}
	result := u.result(name, at)
	result.Problems = []*source.Error{{Pos: at, Err: problem}}
	return result
}

// run runs the tests and examples, and checks what the rule says it reads.
func (u *unit) run(ctx context.Context) []Result {
	var err error
	if u.compiler, err = u.suite.compile(u.file.module); err != nil {
		return u.broken(err)
	}
	results := u.runTests(ctx)
	if u.rule == nil {
		return results
	}
	shown, held := u.examples().run(ctx)
	results = append(results, shown...)
	if held {
		results = append(results, u.reads(ctx)...)
	}
	return results
}

func (u *unit) runTests(ctx context.Context) []Result {
	if len(u.suite.tests) == 0 {
		return []Result{u.wrong(u.testFile(), errors.New("there are no tests: write "+u.testFile()))}
	}
	results := make([]Result, len(u.suite.tests))
	for i, test := range u.suite.tests {
		results[i] = u.result(test.name, test.pos)
		if fault := u.suite.fault(ctx, u.compiler, test); fault != nil {
			results[i].Problems = []*source.Error{placed(test, fault)}
		}
	}
	return results
}

// placed puts a fault at its place: where the engine stopped, or at the test.
func placed(t test, fault error) *source.Error {
	at, what := t.pos, fault.Error()
	var failure *topdown.Error
	if errors.As(fault, &failure) && failure.Location != nil {
		at, what = position(failure.Location), failure.Message
	}
	return &source.Error{Pos: at, Err: fmt.Errorf("%s: %s", t.name, what)}
}

// broken says what keeps the tests from being compiled.
func (u *unit) broken(err error) []Result {
	result := u.wrong(path.Base(u.suite.name), err)
	var all ast.Errors
	if errors.As(err, &all) {
		result.Problems = nil
		for _, one := range all {
			result.Problems = append(result.Problems, &source.Error{Pos: position(one.Location), Err: errors.New(one.Message)})
		}
	}
	return []Result{result}
}

// Study is how much the tests and examples of one file look at.
type Study struct {
	Rule     string // a rule's id, or the path of a shared package: lib/dates
	File     string
	Coverage *Coverage // nil when nobody asked for it
	Mutation *Mutation // nil when nobody asked for it
}

func (u *unit) study(ctx context.Context) (Study, error) {
	study := Study{Rule: u.file.owner(), File: u.suite.name}
	if u.Cover {
		study.Coverage = u.suite.cover(ctx, u.compiler, u.file)
	}
	if !u.Mutate {
		return study, nil
	}
	if err := u.suite.learn(ctx, u.compiler); err != nil {
		return study, err
	}
	around := mutant.Surroundings{Settings: u.Settings, Input: u.input(), Shared: u.all.shared()}
	study.Mutation = u.suite.mutate(ctx, u.file, around)
	return study, nil
}

// input is the JSON Schema of what the rule is asked with; nil for a shared package.
func (u *unit) input() *source.Value {
	if u.rule == nil {
		return nil
	}
	types, err := new(source.Parser).Parse(u.inputs[u.rule.Subject], source.Position{File: "input schema of " + u.rule.Subject, Line: 1, Column: 1})
	if err != nil {
		return nil // the library's compiler has read it before
	}
	return types
}

func position(at *ast.Location) source.Position {
	return source.Position{File: at.File, Line: at.Row, Column: max(at.Col, 1)}
}

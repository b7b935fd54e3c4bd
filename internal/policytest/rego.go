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
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// runRego runs what stands in *_test.rego files, and misses those of a rule that has none.
func runRego(ctx context.Context, files *files, rules []report.Rule, settings *source.Value) ([]Result, error) {
	store := policy.Store(settings)
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, transaction)

	tested, err := runAll(ctx, files, store, transaction)
	if err != nil {
		return nil, err
	}
	var results []Result
	seen := map[string]bool{}
	for _, test := range tested {
		file := files.byName[test.Location.File]
		result := Result{Policy: file.folder.Name, Rule: file.owner(), Name: test.Name, Pos: position(test.Location), Problems: problems(test)}
		seen[result.Rule] = true
		results = append(results, result)
	}
	for _, rule := range rules {
		if !seen[rule.ID] {
			results = append(results, missing(rule, "rule"+testFile, "the rule has no tests: write rule"+testFile))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files.byName)) {
		if file := files.byName[name]; file.tested && file.isShared() && !seen[file.owner()] {
			at := source.Position{File: name}
			results = append(results, Result{
				Policy:   file.folder.Name,
				Rule:     file.owner(),
				Name:     "tests",
				Pos:      at,
				Problems: []*source.Error{{Pos: at, Err: errors.New("the package has no tests: write " + path.Base(path.Dir(name)) + testFile)}},
			})
		}
	}
	return results, nil
}

func runAll(ctx context.Context, files *files, store storage.Store, transaction storage.Transaction) ([]*tester.Result, error) {
	compiler := ast.NewCompiler().
		WithCapabilities(files.capabilities).
		WithDefaultRegoVersion(ast.RegoV1)
	running, err := tester.NewRunner().
		SetCompiler(compiler).
		SetStore(store).
		CapturePrintOutput(false).
		RaiseBuiltinErrors(true).
		SetModules(files.modules()).
		RunTests(ctx, transaction)
	if err != nil {
		return nil, err
	}
	var tested []*tester.Result
	for test := range running {
		tested = append(tested, test)
	}
	return tested, nil
}

func problems(test *tester.Result) []*source.Error {
	var problem error
	switch {
	case test.Error != nil:
		problem = test.Error
	case test.Skip:
		problem = errors.New("the test is skipped")
	case test.Fail:
		problem = errors.New("the test doesn't hold")
	default:
		return nil
	}
	return []*source.Error{{Pos: position(test.Location), Err: fmt.Errorf("%s: %w", test.Name, problem)}}
}

// directory is where a rule stands within its folder.
func directory(rule report.Rule) string {
	return "rules/" + strings.ReplaceAll(rule.ID, ".", "/")
}

func missing(rule report.Rule, name, problem string) Result {
	at := source.Position{File: path.Join(rule.Policy, directory(rule), name)}
	return Result{Policy: rule.Policy, Rule: rule.ID, Name: name, Pos: at, Problems: []*source.Error{{Pos: at, Err: errors.New(problem)}}}
}

func position(at *ast.Location) source.Position {
	return source.Position{File: at.File, Line: at.Row, Column: at.Col}
}

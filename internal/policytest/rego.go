package policytest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/hashicorp/go-multierror"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

const testFile = "_test.rego"

// runRego runs what stands in *_test.rego files, and misses those of a rule that has none.
func runRego(ctx context.Context, fsys fs.FS, library *policy.Library, settings *source.Value) ([]Result, error) {
	capabilities, err := policy.Capabilities()
	if err != nil {
		return nil, err
	}
	modules, err := parseAll(fsys, capabilities)
	if err != nil {
		return nil, err
	}
	store := policy.Store(settings)
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, transaction)

	tested, err := runAll(ctx, modules, capabilities, store, transaction)
	if err != nil {
		return nil, err
	}
	var results []Result
	seen := map[string]bool{}
	for _, test := range tested {
		result := Result{Rule: owner(test.Location.File), Name: test.Name, Pos: position(test.Location), Problems: problems(test)}
		seen[result.Rule] = true
		results = append(results, result)
	}
	for _, rule := range library.Rules() {
		if !seen[rule.ID] {
			results = append(results, missing(rule, "rule"+testFile, "the rule has no tests: write rule"+testFile))
		}
	}
	return results, nil
}

func runAll(ctx context.Context, modules map[string]*ast.Module, capabilities *ast.Capabilities, store storage.Store, transaction storage.Transaction) ([]*tester.Result, error) {
	compiler := ast.NewCompiler().
		WithCapabilities(capabilities).
		WithDefaultRegoVersion(ast.RegoV1)
	running, err := tester.NewRunner().
		SetCompiler(compiler).
		SetStore(store).
		CapturePrintOutput(false).
		RaiseBuiltinErrors(true).
		SetModules(modules).
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

func parseAll(fsys fs.FS, capabilities *ast.Capabilities) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	var mistakes *multierror.Error
	for _, folder := range []string{"lib", "rules"} {
		err := fs.WalkDir(fsys, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(name) != ".rego" {
				return err
			}
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			module, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{
				ProcessAnnotation: true,
				RegoVersion:       ast.RegoV1,
				Capabilities:      capabilities,
			})
			if err != nil {
				mistakes = multierror.Append(mistakes, err)
				return nil
			}
			modules[name] = module
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return modules, mistakes.ErrorOrNil()
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

// owner is the rule whose folder a file stands in, or the folder of a shared package.
func owner(file string) string {
	folder := path.Dir(file)
	if rule, isRule := strings.CutPrefix(folder, "rules/"); isRule {
		return strings.ReplaceAll(rule, "/", ".")
	}
	return folder
}

func folder(rule report.Rule) string {
	return "rules/" + strings.ReplaceAll(rule.ID, ".", "/")
}

func missing(rule report.Rule, name, problem string) Result {
	at := source.Position{File: path.Join(folder(rule), name)}
	return Result{Rule: rule.ID, Name: name, Pos: at, Problems: []*source.Error{{Pos: at, Err: errors.New(problem)}}}
}

func position(at *ast.Location) source.Position {
	return source.Position{File: at.File, Line: at.Row, Column: at.Col}
}

package policytest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
)

const (
	testFile      = "_test.rego"
	testPrefix    = "test_"
	skippedPrefix = "todo_test_"
)

// files are all Rego files of a library's folders, tests too.
type files struct {
	capabilities *ast.Capabilities
	byName       map[string]file
}

// file is one Rego file.
type file struct {
	folder policy.Folder
	tested bool
	path   string // within the folder
	text   string
	module *ast.Module
}

func (f file) isTest() bool { return strings.HasSuffix(f.path, testFile) }

func (f file) isShared() bool { return strings.HasPrefix(f.path, "lib/") && !f.isTest() }

// owner is the rule whose folder a file stands in, or the folder of a shared package.
func (f file) owner() string {
	directory := path.Dir(f.path)
	if rule, isRule := strings.CutPrefix(directory, "rules/"); isRule {
		return strings.ReplaceAll(rule, "/", ".")
	}
	return directory
}

// stated is the line on which the metadata says that the rule reads a field.
func (f file) stated(field string) int {
	line := 1
	for _, comment := range f.module.Comments {
		words := strings.FieldsFunc(string(comment.Text), func(r rune) bool { return strings.ContainsRune(" ,[]-\"'", r) })
		if slices.Contains(words, "reads:") {
			line = comment.Location.Row
		}
		if line > 1 && slices.Contains(words, field) {
			return comment.Location.Row
		}
	}
	return line
}

// readFiles reads what is tested, and what that leans on without its tests.
func readFiles(beside, folders []policy.Folder) (*files, error) {
	capabilities, err := policy.Capabilities()
	if err != nil {
		return nil, err
	}
	all := &files{capabilities, map[string]file{}}
	var mistakes *multierror.Error
	for i, folder := range slices.Concat(beside, folders) {
		for _, top := range []string{"lib", "rules"} {
			err := fs.WalkDir(folder.FS, top, func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || path.Ext(name) != ".rego" || i < len(beside) && strings.HasSuffix(name, testFile) {
					return err
				}
				text, err := fs.ReadFile(folder.FS, name)
				if err != nil {
					return err
				}
				known := path.Join(folder.Name, name)
				module, err := all.parse(known, string(text))
				if err != nil {
					mistakes = multierror.Append(mistakes, err)
					return nil
				}
				all.byName[known] = file{folder, i >= len(beside), name, string(text), module}
				mistakes = multierror.Append(mistakes, checkPackage(name, module))
				return nil
			})
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return all, policy.Mistakes(mistakes.ErrorOrNil())
}

// checkPackage keeps a test out of the package that it tests: Rego would merge
// the two, and the test would see a rule that nobody else does.
func checkPackage(name string, module *ast.Module) error {
	declared := strings.TrimPrefix(module.Package.Path.String(), "data.")
	if !strings.HasSuffix(name, testFile) || strings.HasSuffix(declared, "_test") {
		return nil
	}
	return &source.Error{
		Pos:  position(module.Package.Location),
		Err:  fmt.Errorf("package %s is no package of tests", declared),
		Hint: "write: package " + strings.ReplaceAll(path.Dir(name), "/", ".") + "_test",
	}
}

func (f *files) parse(name, text string) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(name, text, ast.ParserOptions{
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
		Capabilities:      f.capabilities,
	})
}

// shared are the packages that rules share, by file.
func (f *files) shared() map[string]*ast.Module {
	shared := map[string]*ast.Module{}
	for name, file := range f.byName {
		if file.isShared() {
			shared[name] = file.module
		}
	}
	return shared
}

// strays are files of tests that stand beside nothing that they could test.
func (f *files) strays() []Result {
	homes := map[string]bool{}
	for name, file := range f.byName {
		homes[path.Dir(name)] = homes[path.Dir(name)] || !file.isTest()
	}
	var strays []Result
	for name, file := range f.byName {
		if file.isTest() && !homes[path.Dir(name)] {
			at := source.Position{File: name}
			strays = append(strays, Result{
				Policy:   file.folder.Name,
				Rule:     file.owner(),
				Name:     path.Base(name),
				Pos:      at,
				Problems: []*source.Error{{Pos: at, Err: errors.New("the tests stand beside no rule and no shared package")}},
			})
		}
	}
	return strays
}

package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-multierror"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Library is a parsed set of rules, and the packages that rules share.
type Library struct {
	rules        []*rule // in id order
	shared       map[string]*ast.Module
	capabilities *ast.Capabilities
	digest       string
}

// rule is one rule as it was written.
type rule struct {
	report.Rule
	module *ast.Module
	stated source.Position // of its metadata
}

const (
	ruleFile = "rule.rego"
	testFile = "_test.rego"
)

// Load reads the shared packages under lib/ and the rules under rules/ of a
// policy folder, and says everything that is wrong with them at once. The rules
// may name the duties and controls that the folder lists. Their tests and
// examples are no part of a library.
func Load(fsys fs.FS) (*Library, error) {
	capabilities, err := Capabilities()
	if err != nil {
		return nil, err
	}
	known, err := catalogue.Load(fsys)
	if err != nil {
		return nil, err
	}
	files, err := regoFiles(fsys)
	if err != nil {
		return nil, err
	}

	library := &Library{shared: map[string]*ast.Module{}, capabilities: capabilities, digest: digest(files)}
	var mistakes mistakes
	homes := map[string]string{} // package to the file that declares it
	for _, parsed := range parseAll(files, capabilities) {
		file, module := parsed.file, parsed.module
		if parsed.err != nil {
			mistakes.addRego(parsed.err)
			continue
		}
		if !mistakes.checkHome(module, homes) {
			continue
		}
		mistakes.checkSandbox(module)
		if isShared(file.name) {
			library.shared[file.name] = module
			continue
		}
		library.rules = append(library.rules, mistakes.readRule(module, known))
	}
	if err := mistakes.err(); err != nil {
		return nil, err
	}
	slices.SortFunc(library.rules, func(a, b *rule) int { return cmp.Compare(a.ID, b.ID) })
	return library, nil
}

// Rules lists the library's rules in id order.
func (l *Library) Rules() []report.Rule {
	rules := make([]report.Rule, len(l.rules))
	for i, rule := range l.rules {
		rules[i] = rule.Rule
	}
	return rules
}

// Digest identifies the text of the rules and of what they share: the SHA-256 of
// the sorted lines "<hex>  <path>\n", which sha256sum alone can repeat.
func (l *Library) Digest() string { return l.digest }

type file struct {
	name string
	text []byte
}

func regoFiles(fsys fs.FS) ([]file, error) {
	var files []file
	for _, folder := range []string{"lib", "rules"} {
		err := fs.WalkDir(fsys, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				if name == "lib" && errors.Is(err, fs.ErrNotExist) {
					return fs.SkipDir
				}
				return err
			}
			if entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, testFile) {
				return nil
			}
			text, err := fs.ReadFile(fsys, name)
			files = append(files, file{name, text})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func digest(files []file) string {
	lines := make([]string, len(files))
	for i, file := range files {
		lines[i] = fmt.Sprintf("%x  %s\n", sha256.Sum256(file.text), file.name)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}

type parsed struct {
	file
	module *ast.Module
	err    error
}

func parseAll(files []file, capabilities *ast.Capabilities) []parsed {
	all := make([]parsed, len(files))
	var running sync.WaitGroup
	next := make(chan int, len(files))
	for i := range files {
		next <- i
	}
	close(next)
	for range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			for i := range next {
				module, err := parse(files[i], capabilities)
				all[i] = parsed{files[i], module, err}
			}
		})
	}
	running.Wait()
	return all
}

func parse(file file, capabilities *ast.Capabilities) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(file.name, string(file.text), ast.ParserOptions{
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
		Capabilities:      capabilities,
	})
}

func isShared(name string) bool { return strings.HasPrefix(name, "lib/") }

// checkHome holds a file to its place: one package, one file, and a rule's
// package is its folder. Rego would merge two files of one package without a word.
func (m *mistakes) checkHome(module *ast.Module, homes map[string]string) bool {
	name, at := module.Package.Location.File, position(module.Package.Location)
	packageName := strings.TrimPrefix(module.Package.Path.String(), "data.")
	if other, taken := homes[packageName]; taken {
		m.addf(at, "keep one of the two files", "package %s is declared by %s already", packageName, other)
		return false
	}
	homes[packageName] = name

	folder := strings.ReplaceAll(path.Dir(name), "/", ".")
	if packageName != folder {
		m.addf(at, "write: package "+folder, "package %s doesn't match its folder %s", packageName, path.Dir(name))
		return false
	}
	if isShared(name) {
		return true
	}
	if path.Base(name) != ruleFile || strings.Count(name, "/") != 3 {
		m.addf(at, "a rule's file is rules/<group>/<claim>/"+ruleFile, "%s is no place for a rule", name)
		return false
	}
	return true
}

// mistakes collects all that is wrong with a library, each thing once.
type mistakes struct {
	found []*source.Error
}

func (m *mistakes) addf(at source.Position, hint, format string, args ...any) {
	m.found = append(m.found, &source.Error{Pos: at, Err: fmt.Errorf(format, args...), Hint: hint})
}

func (m *mistakes) err() error {
	slices.SortFunc(m.found, func(a, b *source.Error) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Err.Error(), b.Err.Error()),
		)
	})
	m.found = slices.CompactFunc(m.found, func(a, b *source.Error) bool {
		return a.Pos == b.Pos && a.Err.Error() == b.Err.Error()
	})
	var all *multierror.Error
	for _, mistake := range m.found {
		all = multierror.Append(all, mistake)
	}
	return all.ErrorOrNil()
}

func position(at *ast.Location) source.Position {
	if at == nil { // OPA doesn't always know
		return source.Position{File: "rules"}
	}
	// OPA puts what is missing at the end of a file at column 0.
	return source.Position{File: at.File, Line: at.Row, Column: max(at.Col, 1)}
}

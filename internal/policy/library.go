package policy

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
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
	digests      map[string]string // by the name of the folder
	catalogue    *catalogue.Catalogue
	files        []file
}

// rule is one rule as it was written.
type rule struct {
	report.Rule
	module  *ast.Module
	stated  source.Position // of its metadata
	extends string          // the group of riskgate's that it says it extends
}

// Load reads the rules of several folders as one library, and says everything
// that is wrong with them at once. The rules may name the duties and controls
// that any of the folders lists. Their tests and examples are no part of a library.
func Load(folders ...Folder) (*Library, error) {
	capabilities, err := Capabilities()
	if err != nil {
		return nil, err
	}
	library := &Library{shared: map[string]*ast.Module{}, capabilities: capabilities, digests: map[string]string{}, catalogue: catalogue.New()}
	var mistakes mistakes
	for _, folder := range folders {
		mistakes.addAll(library.catalogue.Add(folder.FS, folder.Name))
		found := mistakes.files(folder)
		library.digests[folder.Name] = digest(found)
		library.files = append(library.files, found...)
	}
	homes := map[string]file{} // by the package that a file declares
	for _, parsed := range parseAll(library.files, capabilities) {
		file, module := parsed.file, parsed.module
		if parsed.err != nil {
			mistakes.addRego(parsed.err)
			continue
		}
		if !mistakes.checkHome(file, module, homes) {
			continue
		}
		mistakes.checkSandbox(module)
		if file.isShared() {
			library.shared[file.name()] = module
			continue
		}
		rule := mistakes.readRule(module, library.catalogue)
		rule.Policy = file.folder.Name
		mistakes.checkGroup(rule, file.folder)
		library.rules = append(library.rules, rule)
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

// Catalogue lists the duties and controls that the library's rules can name.
func (l *Library) Catalogue() *catalogue.Catalogue { return l.catalogue }

// Digest identifies the text of a folder's rules and of what they share: the
// SHA-256 of the sorted lines "<hex>  <path>\n", which sha256sum alone can repeat.
// It is empty for a folder that isn't part of the library.
func (l *Library) Digest(folder string) string { return l.digests[folder] }

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

func parse(file file, capabilities *ast.Capabilities) (module *ast.Module, err error) {
	defer func() {
		if recover() != nil {
			err = &source.Error{Pos: source.Position{File: file.name()}, Err: errParser}
		}
	}()
	return ast.ParseModuleWithOpts(file.name(), string(file.text), ast.ParserOptions{
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
		Capabilities:      capabilities,
	})
}

var errParser = errors.New("the file breaks the parser")

// mistakes collects all that is wrong with a library, each thing once.
type mistakes struct {
	found []*source.Error
}

func (m *mistakes) addf(at source.Position, hint, format string, args ...any) {
	m.found = append(m.found, &source.Error{Pos: at, Err: fmt.Errorf(format, args...), Hint: hint})
}

// Mistakes says in our words, each with its place, what OPA has against the text
// of rules or tests. Any other error stays what it is.
func Mistakes(err error) error {
	var several *multierror.Error
	var found ast.Errors
	if !errors.As(err, &several) && !errors.As(err, &found) {
		return err
	}
	var mistakes mistakes
	mistakes.addAll(err)
	return mistakes.err()
}

// addAll adds each part of an error that has several.
func (m *mistakes) addAll(err error) {
	var several *multierror.Error
	if errors.As(err, &several) {
		for _, one := range several.Errors {
			m.addAll(one)
		}
		return
	}
	if err != nil {
		m.addRego(err)
	}
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

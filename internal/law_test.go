// Package internal_test holds the laws of the house: who may know whom, and who may touch the world.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/riskgate/riskgate"

// rooms are the packages of the module with the others that each may import. A room may know only those above it in the
// list, so that no two can come to need each other.
var rooms = []struct {
	name string
	may  []string
}{
	{"schemas", nil},
	{"policies", nil},
	{"policies/profiles", nil},
	{"internal/spelling", nil},
	{"internal/prose", nil},
	{"internal/jsonstream", []string{"internal/prose"}},
	{"internal/commonmark", []string{"internal/prose"}},
	{"internal/spreadsheet", []string{"internal/prose"}},
	{"internal/source", nil},
	{"internal/scaffold", nil},
	{"internal/revision", []string{"internal/source"}},
	{"internal/report", []string{"internal/prose", "internal/source"}},
	{"internal/kpi", []string{"internal/report"}},
	{"internal/history", []string{"internal/report", "internal/source"}},
	{"internal/catalogue", []string{"internal/source", "internal/spelling"}},
	{"internal/gate", []string{"internal/prose", "internal/report"}},
	{"internal/ruledoc", []string{"internal/catalogue", "internal/prose", "internal/report", "internal/source"}},
	{"internal/schema", []string{"internal/prose", "internal/source", "internal/spelling"}},
	{"internal/schema/split", []string{"internal/schema", "internal/source"}},
	{"internal/settings", []string{"internal/report", "internal/schema", "internal/source", "internal/spelling"}},
	{"internal/intake/grid", []string{"internal/source"}},
	{"internal/intake/csv", []string{"internal/intake/grid", "internal/source"}},
	{"internal/intake/archive", []string{"internal/source"}},
	{"internal/intake/xlsx", []string{"internal/intake/archive", "internal/intake/grid", "internal/source"}},
	{"internal/intake/yaml", []string{"internal/source"}},
	{"internal/oscal", []string{"internal/jsonstream", "internal/source"}},
	{"internal/intake/oscal", []string{"internal/oscal", "internal/source"}},
	{"internal/intake/mappings", nil},
	{"internal/intake/mapping", []string{"internal/intake/grid", "internal/prose", "internal/report", "internal/schema", "internal/source", "internal/spelling"}},
	{"internal/workspace", []string{
		"internal/intake/archive", "internal/intake/csv", "internal/intake/grid", "internal/intake/mapping", "internal/intake/oscal",
		"internal/intake/xlsx", "internal/intake/yaml", "internal/report", "internal/schema", "internal/source", "internal/spelling",
	}},
	{"internal/alias", []string{"internal/source", "internal/spelling"}},
	{"internal/portfolio", []string{"internal/alias", "internal/report", "internal/schema", "internal/source", "internal/workspace"}},
	{"internal/export/loss", []string{"internal/source"}},
	{"internal/export/oscal", []string{"internal/export/loss", "internal/jsonstream", "internal/oscal", "internal/portfolio", "internal/source"}},
	{"internal/export/native", []string{"internal/export/loss", "internal/schema", "internal/source", "internal/workspace"}},
	{"internal/export", []string{"internal/export/loss", "internal/export/oscal", "internal/portfolio"}},
	{"internal/policy/plan", []string{"internal/source"}},
	{"internal/policy", []string{"internal/catalogue", "internal/policy/plan", "internal/report", "internal/source", "internal/spelling"}},
	{"internal/bundle", []string{"internal/policy", "internal/report", "internal/source"}},
	{"internal/explain", []string{"internal/policy", "internal/prose", "internal/report", "internal/source"}},
	{"internal/ruledoc/pages", []string{
		"schemas", "policies", "policies/profiles", "internal/policy", "internal/report", "internal/ruledoc", "internal/schema", "internal/settings",
	}},
	{"internal/policy/lint", []string{"internal/policy", "internal/prose", "internal/report", "internal/source", "internal/spelling"}},
	{"internal/mutant", []string{"internal/source"}},
	{"internal/policytest", []string{"internal/mutant", "internal/policy", "internal/report", "internal/schema", "internal/source"}},
	{"internal/testreport", []string{"internal/policytest", "internal/prose", "internal/source"}},
	{"internal/waiver", []string{"internal/report", "internal/schema", "internal/source"}},
	{"internal/baseline", []string{"internal/report", "internal/schema", "internal/source"}},
	{"internal/check", []string{"internal/alias", "internal/baseline", "internal/intake/mapping", "internal/waiver", "internal/policy", "internal/portfolio", "internal/report", "internal/schema", "internal/source", "internal/workspace"}},
	{"internal/output/sample", []string{"internal/report", "internal/source"}},
	{"internal/output/text", []string{"internal/gate", "internal/prose", "internal/report"}},
	{"internal/output/figures", []string{"internal/jsonstream", "internal/kpi", "internal/report", "internal/source"}},
	{"internal/output/gitlab", []string{"internal/jsonstream", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/html", []string{"internal/gate", "internal/kpi", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/json", []string{"internal/jsonstream", "internal/kpi", "internal/output/figures", "internal/report", "internal/source"}},
	{"internal/output/junit", []string{"internal/gate", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/kpi", []string{"internal/jsonstream", "internal/kpi", "internal/output/figures", "internal/report", "internal/source"}},
	{"internal/output/sarif", []string{"internal/commonmark", "internal/gate", "internal/jsonstream", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/oscal", []string{"internal/jsonstream", "internal/oscal", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/github", []string{"internal/gate", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/markdown", []string{"internal/commonmark", "internal/gate", "internal/prose", "internal/report", "internal/source"}},
	{"internal/output/csv", []string{"internal/prose", "internal/report", "internal/source", "internal/spreadsheet"}},
	{"internal/output/request", []string{"internal/commonmark", "internal/prose", "internal/report", "internal/spreadsheet"}},
	{"internal/output", []string{
		"internal/output/text", "internal/output/json", "internal/output/sarif", "internal/output/junit", "internal/output/gitlab",
		"internal/output/github", "internal/output/markdown", "internal/output/csv", "internal/output/html", "internal/output/kpi",
		"internal/output/oscal", "internal/output/request", "internal/report",
	}},
	{"internal/evidence", []string{
		"internal/prose", "internal/jsonstream", "internal/source", "internal/report", "internal/gate", "internal/schema", "internal/waiver", "internal/output/json",
	}},
	{"internal/translog", []string{"internal/evidence", "internal/gate", "internal/jsonstream", "internal/prose", "internal/source"}},
	{"internal/workpaper", []string{"internal/commonmark", "internal/prose", "internal/report", "internal/source", "internal/spreadsheet"}},
	{"internal/cli", []string{
		"internal/alias", "internal/baseline", "internal/waiver", "internal/export/native",
		"internal/intake/mapping", "internal/intake/mappings",
		"internal/policytest", "internal/testreport", "internal/policy/lint",
		"schemas", "policies", "policies/profiles", "internal/spelling", "internal/prose", "internal/source", "internal/report",
		"internal/gate", "internal/ruledoc", "internal/scaffold", "internal/schema", "internal/settings", "internal/workspace", "internal/policy",
		"internal/export", "internal/export/loss", "internal/check", "internal/history", "internal/output", "internal/bundle", "internal/explain", "internal/revision", "internal/evidence", "internal/translog", "internal/workpaper",
	}},
	{"cmd/riskgate", []string{"internal/cli"}},
}

// homes are the only rooms that may know a library. Every library from outside stands here, and what of the standard
// library reaches for the world, or reads JSON less strictly than package source.
var homes = map[string][]string{
	"github.com/go-json-experiment/json":       {"internal/source"},
	"github.com/open-policy-agent/opa":         {"internal/policy", "internal/policy/lint", "internal/policy/plan", "internal/mutant", "internal/policytest"},
	"github.com/santhosh-tekuri/jsonschema/v5": {"internal/schema"},
	"github.com/spf13/cobra":                   {"internal/cli"},
	"github.com/spf13/pflag":                   {"internal/cli"},
	"golang.org/x/term":                        {"internal/cli"},
	"go.yaml.in/yaml/v3":                       {"internal/intake/yaml"},
	"golang.org/x/text/encoding":               {"internal/intake/csv"},
	"github.com/xuri/nfp":                      {"internal/intake/xlsx"},
	"golang.org/x/mod":                         {"internal/translog"},
	"github.com/rogpeppe/go-internal":          {"internal/cli"}, // the lock of a log
	"golang.org/x/text/unicode/norm":           {"internal/intake/mapping"},
	"github.com/google/uuid":                   {"internal/oscal"},
	"github.com/hashicorp/go-multierror":       {"internal/catalogue", "internal/source", "internal/schema", "internal/settings", "internal/intake/mapping", "internal/workspace", "internal/waiver", "internal/baseline", "internal/policy", "internal/policy/lint", "internal/policytest", "internal/history", "internal/cli"},
	"github.com/youmark/pkcs8":                 {"internal/evidence"},
	"embed":                                    {"schemas", "policies", "policies/profiles", "internal/intake/mappings", "internal/scaffold", "internal/bundle", "internal/output/html"},
	"os":                                       {"internal/cli", "internal/schema/split", "internal/ruledoc/pages", "cmd/riskgate"},
	"os/signal":                                {"cmd/riskgate"},
	"syscall":                                  {"cmd/riskgate"},
	"path/filepath":                            {"internal/cli", "internal/schema/split", "internal/ruledoc/pages"},
	"runtime/debug":                            {"internal/cli"},
	"os/exec":                                  {"internal/revision"},
	"os/user":                                  nil,
	"net":                                      nil,
	"net/http":                                 nil,
	"plugin":                                   nil,
	"unsafe":                                   nil,
	"C":                                        nil,
	"log":                                      nil,
	"log/slog":                                 nil,
	"math/rand":                                nil,
	"math/rand/v2":                             nil,
	"crypto/rand":                              {"internal/cli", "internal/evidence"},       // the name of a file that is not finished; keys
	"encoding/json":                            {"internal/source", "internal/policy/lint"}, // for json.Number, and to indent what is written
}

// world are the functions that reach for the clock or the terminal without an import that shows it.
var world = map[string][]string{
	"time": {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep", "Local", "LoadLocation"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

func TestEveryRoomStandsInTheListOnce(t *testing.T) {
	var listed []string
	for _, room := range rooms {
		for _, other := range room.may {
			if !slices.Contains(listed, other) {
				t.Errorf("%s may import %s, which does not stand above it", room.name, other)
			}
		}
		if slices.Contains(listed, room.name) {
			t.Errorf("%s stands in the list twice", room.name)
		}
		listed = append(listed, room.name)
	}
	built := slices.Sorted(maps.Keys(files(t)))
	for _, name := range built {
		if !slices.Contains(listed, name) {
			t.Errorf("package %s stands in no list: say what it may import", name)
		}
	}
	for _, name := range listed {
		if !slices.Contains(built, name) {
			t.Errorf("there is no package %s", name)
		}
	}
}

func TestARoomImportsOnlyWhatItMay(t *testing.T) {
	built := files(t)
	for _, room := range rooms {
		for _, file := range built[room.name] {
			for _, spec := range file.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				if !may(room.name, room.may, imported) {
					t.Errorf("%s must not import %s", room.name, imported)
				}
			}
		}
	}
}

func may(room string, others []string, imported string) bool {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		return slices.Contains(others, strings.TrimPrefix(imported, module+"/"))
	}
	for library := imported; library != "."; library = path.Dir(library) {
		if allowed, ok := homes[library]; ok && (library == imported || outside(library)) {
			return slices.Contains(allowed, room)
		}
	}
	return !outside(imported)
}

// outside reports whether a package is not of the standard library.
func outside(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}

func TestTheClockAndTheTerminalEndAtTheCommandLine(t *testing.T) {
	for name, parsed := range files(t) {
		if name == "internal/cli" || name == "internal/schema/split" {
			continue
		}
		for _, file := range parsed {
			ast.Inspect(file, func(node ast.Node) bool {
				if selected, ok := node.(*ast.SelectorExpr); ok {
					from, _ := selected.X.(*ast.Ident)
					if from != nil && from.Obj == nil && slices.Contains(world[from.Name], selected.Sel.Name) {
						t.Errorf("%s must not use %s.%s", name, from.Name, selected.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

func TestNothingHappensBeforeMain(t *testing.T) {
	for name, parsed := range files(t) {
		for _, file := range parsed {
			for _, declared := range file.Decls {
				if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
					t.Errorf("%s has an init function", name)
				}
			}
		}
	}
}

// files parses what each package of the module is built from, tests aside, on any system.
func files(t *testing.T) map[string][]*ast.File {
	t.Helper()
	const root = ".."
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && left(name) {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		directory := filepath.ToSlash(relative)
		packages[directory] = append(packages[directory], file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

// left reports whether a directory is no part of the module: hidden, test data, or a module of its own.
func left(directory string) bool {
	base := filepath.Base(directory)
	if strings.HasPrefix(base, ".") || base == "testdata" {
		return true
	}
	_, err := os.Stat(filepath.Join(directory, "go.mod"))
	return err == nil
}

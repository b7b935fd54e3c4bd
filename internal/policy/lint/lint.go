// Package lint finds what makes a rule hard to trust although it compiles.
package lint

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
)

// Config is what is linted, and with what.
type Config struct {
	Folders []policy.Folder // where all rules come from
	Linted  []string        // names of the folders that are looked at; none: all, and how they go together
	Library *policy.Library // of the folders; nil when they don't load
	Refused error           // why they don't
	// Settings are what rules see as data.settings, and Inputs has for each kind of subject the JSON Schema of its input.
	Settings *source.Value
	Inputs   map[string][]byte
}

// Level says what a finding means.
type Level string

const (
	Error Level = "error" // the library doesn't pass
	Info  Level = "info"  // worth knowing, and nothing more
)

// Check is one thing that rules are looked at for.
type Check struct {
	ID    string
	Why   string // in one sentence
	Level Level
	find  func(*library) []Finding
	alone bool // needs no more than the files
}

// Finding is one place that a check has something to say about.
type Finding struct {
	Check   string
	Level   Level
	Rule    string          // empty for what rules share
	Pos     source.Position // its file is empty for what stands nowhere
	Message string
	Hint    string // how to mend it, or empty
}

// Result is what all checks say.
type Result struct {
	Rules    int // looked at
	Findings []Finding
}

// Passes reports whether no finding is an error.
func (r Result) Passes() bool { return r.Errors() == 0 }

// Errors counts the findings that keep the library from passing.
func (r Result) Errors() int {
	n := 0
	for _, finding := range r.Findings {
		if finding.Level == Error {
			n++
		}
	}
	return n
}

// Checks lists all checks in the order of their ids.
func Checks() []Check {
	return []Check{
		{ID: "answers-covered", Level: Info, find: uncovered,
			Why: "A response that no rule asks anything about in particular is a decision that nobody follows up."},
		{ID: "compiles", Level: Error,
			Why: "A rule that doesn't load is asked nothing: its package, folder and id agree, its metadata is complete, and each field, setting, function, duty and control that it names exists."},
		{ID: "fields-exist", Level: Error, find: strays,
			Why: "Inside a function OPA doesn't check the names of fields, and a misspelled one is never there, so that its rule passes."},
		{ID: "fires", Level: Error, find: silent,
			Why: "A rule that no example makes fire may be one that never can."},
		{ID: "formatted", Level: Error, find: unformatted, alone: true,
			Why: "Where all code has one format, a comparison of two versions shows what changed and nothing else."},
		{ID: "linear", Level: Error, find: repeats,
			Why: "Work that is done again for each record takes minutes where records are many."},
		{ID: "no-clock", Level: Error, find: clocks,
			Why: "The day that the check is about is told in one place, lib.dates, so that a run can be repeated."},
		{ID: "no-every", Level: Error, find: everys,
			Why: "In the body of every OPA doesn't check the names of fields, and a misspelled one is never there."},
		{ID: "no-hidden-field", Level: Error, find: hidden,
			Why: "A field that a text names is none that OPA checks, and a misspelled one is never there."},
		{ID: "places-exist", Level: Error, find: places,
			Why: "A violation that points at a place which its input doesn't have is shown at the wrong line."},
		{ID: "reads-true", Level: Error, find: untrueReads,
			Why: "A rule that reads more than metadata says is judged on what its source can't carry, by a guess."},
		{ID: "settings-true", Level: Error, find: untrueSettings,
			Why: "Whoever changes a setting learns from metadata which rules it moves."},
	}
}

// library is what is being linted.
type library struct {
	Config
	files  []file
	study  *policy.Study
	engine *policy.Engine
	ctx    context.Context
}

// file is one Rego file of a folder that is looked at.
type file struct {
	folder policy.Folder
	path   string // within the folder
	text   []byte
}

// name is how messages call the file.
func (f file) name() string { return path.Join(f.folder.Name, f.path) }

// Run looks at a library. What keeps it from compiling is a finding too, after
// which only the format is looked at. The error is about what can't be read.
func Run(ctx context.Context, c Config) (Result, error) {
	l := &library{Config: c, ctx: ctx}
	if err := l.read(); err != nil {
		return Result{}, err
	}
	refused, err := l.compile()
	if err != nil {
		return Result{}, err
	}
	var result Result
	for _, check := range Checks() {
		found := refused
		switch {
		case check.find == nil: // what the compiler said
		case l.study == nil && !check.alone:
			continue
		default:
			found = check.find(l)
		}
		for _, finding := range found {
			finding.Check, finding.Level = check.ID, check.Level
			if l.wants(&finding) {
				result.Findings = append(result.Findings, finding)
			}
		}
	}
	result.Rules = l.rules()
	result.sort()
	return result, nil
}

func (r *Result) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Message, b.Message),
		)
	})
	r.Findings = slices.Compact(r.Findings)
}

// read reads the Rego files of the folders that are looked at, tests too.
func (l *library) read() error {
	for _, folder := range l.Folders {
		if len(l.Linted) > 0 && !slices.Contains(l.Linted, folder.Name) {
			continue
		}
		err := fs.WalkDir(folder.FS, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(name) != ".rego" {
				return err
			}
			text, err := fs.ReadFile(folder.FS, name)
			l.files = append(l.files, file{folder, name, text})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compile returns what is wrong with a library that can't be asked anything. The
// error is about one that can't even be looked at.
func (l *library) compile() ([]Finding, error) {
	if l.Library == nil {
		return refusals(l.Refused)
	}
	var err error
	if l.Inputs, err = l.Library.Inputs(l.Inputs); err != nil {
		return nil, err
	}
	engine, err := l.Library.Compile(policy.Config{Settings: l.Settings, Inputs: l.Inputs})
	if err != nil {
		return refusals(err)
	}
	l.engine = engine
	l.study, err = l.Library.Study(l.Inputs)
	return nil, err
}

func refusals(err error) ([]Finding, error) {
	var all *multierror.Error
	if !errors.As(err, &all) {
		return nil, err
	}
	var found []Finding
	for _, one := range all.Errors {
		var mistake *source.Error
		if !errors.As(one, &mistake) {
			return nil, err
		}
		found = append(found, Finding{Pos: mistake.Pos, Message: mistake.Err.Error(), Hint: mistake.Hint})
	}
	return found, nil
}

// wants completes a finding with its rule, and holds when it is about what is looked at.
func (l *library) wants(finding *Finding) bool {
	if len(l.Linted) == 0 && finding.Pos.File == "" {
		return true
	}
	if file, known := l.file(finding.Pos.File); known {
		finding.Rule = file.rule()
		return true
	}
	return len(l.Linted) == 0 || slices.ContainsFunc(l.Linted, func(folder string) bool {
		return finding.Pos.File != "" && within(finding.Pos.File, folder, "/")
	})
}

func (l *library) file(name string) (file, bool) {
	i := slices.IndexFunc(l.files, func(f file) bool { return f.name() == name })
	if i < 0 {
		return file{}, false
	}
	return l.files[i], true
}

// rules counts the rules among the files that are looked at.
func (l *library) rules() int {
	ids := map[string]bool{}
	for _, file := range l.files {
		ids[file.rule()] = true
	}
	delete(ids, "")
	return len(ids)
}

// rule is the id of the rule that the file belongs to, or empty.
func (f file) rule() string {
	names := strings.Split(f.path, "/")
	if len(names) != 4 || names[0] != "rules" {
		return ""
	}
	return names[1] + "." + names[2]
}

func position(at *ast.Location) source.Position {
	return source.Position{File: at.File, Line: at.Row, Column: max(at.Col, 1)}
}

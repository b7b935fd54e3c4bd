package policy

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Study is what the code of a library says about itself when nobody asks it anything.
type Study struct {
	Modules     []*ast.Module          // rules and shared packages in order of their files, every name in them resolved
	Definitions map[string][]*ast.Rule // by path, such as data.lib.dates.today
	Rules       []RuleStudy            // in id order
}

// RuleStudy is what one rule's code looks at, through everything that it calls.
type RuleStudy struct {
	report.Rule
	Stated     source.Position // of its metadata
	Applies    []Look          // at the input, to tell whether the rule applies
	Violations []Look          // at the input, to tell what is wrong
	Settings   []Look          // at settings, by group and name
	Strays     []Look          // at fields that the input doesn't have
	Module     *ast.Module     // with every name resolved
	input      *shape
}

// Follow goes along a path of the rule's input, whose array indices and object
// keys are left out. Where it can't go on it returns how far it came, and the names
// it could have gone on with.
func (s RuleStudy) Follow(path []string) (came int, known []string) { return s.input.follow(path) }

// Look is a place that code looks at.
type Look struct {
	Path string // of an input: without array indices and object keys
	// Inside is what Path holds, when the code takes all of it: the paths of its
	// fields and of theirs, or Path itself where it has none. Where it is empty the
	// code only asks whether Path is there, or how much of it.
	Inside []string
	Pos    source.Position
}

// errStudied ends a compilation that has come far enough.
var errStudied = errors.New("studied")

// Study reads the code of all rules about the kinds of subject whose inputs are
// given. The library must be one that Compile accepts.
func (l *Library) Study(inputs map[string][]byte) (*Study, error) {
	modules, err := l.resolved()
	if err != nil {
		return nil, err
	}
	study := &Study{Definitions: definitions(modules)}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		study.Modules = append(study.Modules, modules[name])
	}
	byKind := map[string]*readings{}
	for kind, text := range inputs {
		schema, err := new(source.Parser).Parse(text, source.Position{File: "input schema of " + kind, Line: 1, Column: 1})
		if err != nil {
			return nil, err
		}
		byKind[kind] = readingsOf(modules, shapeOf(schema))
	}
	for _, rule := range l.rules {
		if reads := byKind[rule.Subject]; reads != nil {
			study.Rules = append(study.Rules, studyOf(rule, reads, modules[rule.module.Package.Location.File]))
		}
	}
	return study, nil
}

// resolved are the modules as the compiler has them once it knows what each name stands for.
func (l *Library) resolved() (map[string]*ast.Module, error) {
	modules := maps.Clone(l.shared)
	for _, rule := range l.rules {
		modules[rule.module.Package.Location.File] = rule.module
	}
	compiler := ast.NewCompiler().
		WithCapabilities(l.capabilities).
		WithDefaultRegoVersion(ast.RegoV1).
		WithStageAfterID(ast.StageResolveRefs, ast.CompilerStageDefinition{
			Name: "study", MetricName: "study",
			Stage: func(*ast.Compiler) *ast.Error {
				return &ast.Error{Code: ast.CompileErr, Message: errStudied.Error()}
			},
		})
	compiler.Compile(modules)
	var mistakes mistakes
	for _, err := range compiler.Errors {
		if err.Message != errStudied.Error() {
			mistakes.addRego(err)
		}
	}
	return compiler.Modules, mistakes.err()
}

func studyOf(rule *rule, reads *readings, module *ast.Module) RuleStudy {
	applies, violations := reads.effect(rule.ref("applies").String()), reads.effect(rule.ref("violations").String())
	due := reads.effect(rule.ref("due").String())
	study := RuleStudy{
		Rule:       rule.Rule,
		Stated:     rule.stated,
		Applies:    reads.looks(applies),
		Violations: first(append(reads.looks(violations), reads.looks(due)...)),
		Module:     module,
		input:      reads.input,
	}
	for _, found := range []*effect{applies, violations, due} {
		for _, setting := range found.settings {
			study.Settings = append(study.Settings, Look{Path: setting.name, Pos: position(setting.at)})
		}
		for _, stray := range found.strays {
			study.Strays = append(study.Strays, Look{Path: stray.path.String() + "." + stray.stray, Pos: position(stray.at)})
		}
	}
	study.Settings, study.Strays = first(study.Settings), first(study.Strays)
	return study
}

func (r *readings) looks(found *effect) []Look {
	uses := slices.Clone(found.uses)
	for _, result := range found.results {
		uses = append(uses, use{origin: result, whole: true})
	}
	var looks []Look
	for _, used := range uses {
		if used.argument != fromInput || used.stray != "" {
			continue
		}
		look := Look{Path: used.path.String(), Pos: position(used.at)}
		if at := r.input.at(used.path); used.whole || used.opaque || len(at.fields) == 0 {
			look.Inside = at.leaves(look.Path, nil)
		}
		looks = append(looks, look)
	}
	return first(looks)
}

// first keeps of the looks at one place the one that stands first.
func first(looks []Look) []Look {
	slices.SortFunc(looks, func(a, b Look) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path), cmp.Compare(len(a.Inside), len(b.Inside)),
			cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column),
		)
	})
	return slices.CompactFunc(looks, func(a, b Look) bool { return a.Path == b.Path && len(a.Inside) == len(b.Inside) })
}

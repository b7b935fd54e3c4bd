package policy

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/riskgate/riskgate/internal/policy/plan"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Engine holds compiled rules. It is safe for concurrent use; its workers aren't.
type Engine struct {
	programs map[string]*program
	settings ast.Value
	store    storage.Store
	asOf     time.Time
	twice    bool // each rule is evaluated in two ways
}

// program is all rules of one subject kind, compiled together.
type program struct {
	compiler  *ast.Compiler
	plan      *plan.Program   // nil where the rules need what a plan can't do
	constants *results        // paths of the shared definitions that are the same for every subject
	needs     map[string]bool // top-level members of the input; nil: all
	rules     []report.Rule
	questions []*question
}

// question is how a rule is asked.
type question struct {
	file            string
	applies         ast.Ref
	violations      ast.Ref
	due             ast.Ref  // nil where the rule doesn't define it, or nobody asks
	applied, judged ast.Body // ask whether the rule applies, and for its violations
	gates           []read   // what applies reads
	reads           []read   // what the metadata names
	looks           []read   // all that evaluating the rule reads

	// Of the program's plan, where it has one.
	appliesPlan, violationsPlan, duePlan *plan.Definition
}

// Compile makes a library ready to be asked. It refuses a rule that names a field
// that its input doesn't have, a setting that doesn't exist or a function that
// isn't allowed.
func (l *Library) Compile(c Config) (*Engine, error) {
	engine := &Engine{
		programs: map[string]*program{},
		settings: newConverter().convert(c.Settings).Value,
		store:    Store(c.Settings),
		asOf:     c.AsOf.UTC().Truncate(24 * time.Hour),
		twice:    c.SelfCheck,
	}
	byKind := map[string][]*rule{}
	var mistakes mistakes
	for _, rule := range l.rules {
		mistakes.checkStatedSettings(rule, c.Settings)
		if c.Off[rule.ID] {
			continue
		}
		if c.Inputs[rule.Subject] == nil {
			mistakes.addf(rule.stated, spelling.Hint(rule.Subject, slices.Sorted(maps.Keys(c.Inputs))), "there is no subject %q", rule.Subject)
			continue
		}
		byKind[rule.Subject] = append(byKind[rule.Subject], rule)
	}

	var running sync.WaitGroup
	var mutex sync.Mutex
	for kind, rules := range byKind {
		running.Go(func() {
			program, found := l.compile(rules, c, c.Inputs[kind])
			if program != nil {
				program.draw(plan.Config{Settings: c.Settings, AsOf: engine.asOf})
			}
			mutex.Lock()
			defer mutex.Unlock()
			engine.programs[kind] = program
			mistakes.found = append(mistakes.found, found...)
		})
	}
	running.Wait()
	return engine, mistakes.err()
}

func (l *Library) compile(rules []*rule, c Config, inputSchema []byte) (*program, []*source.Error) {
	var mistakes mistakes
	schema, err := new(source.Parser).Parse(inputSchema, source.Position{File: "input schema of " + rules[0].Subject, Line: 1, Column: 1})
	if err != nil {
		mistakes.addRego(err)
		return nil, mistakes.found
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, schema.Generic())

	modules := maps.Clone(l.shared)
	for _, rule := range rules {
		modules[rule.module.Package.Location.File] = rule.module
	}
	var reads *readings
	var needs map[string]bool
	compiler := ast.NewCompiler().
		WithCapabilities(l.capabilities).
		WithDefaultRegoVersion(ast.RegoV1).
		WithStrict(true).
		WithSchemas(schemas).
		WithSkipStages(ast.StageBuildComprehensionIndices). // which pay off in documents, not in one subject
		SetErrorLimit(0).
		WithStageAfterID(ast.StageResolveRefs, ast.CompilerStageDefinition{
			Name: "riskgate", MetricName: "riskgate",
			Stage: func(resolved *ast.Compiler) *ast.Error {
				for _, module := range resolved.Modules {
					mistakes.checkSettings(module, c.Settings)
				}
				reads = readingsOf(resolved.Modules, shapeOf(schema))
				needs = needsOf(resolved.Modules)
				return nil
			},
		})
	compiler.Compile(modules)
	if compiler.Failed() {
		mistakes.addRego(compiler.Errors)
	}
	if len(mistakes.found) > 0 {
		return nil, mistakes.found
	}

	program := &program{compiler: compiler, constants: reads.constants(), needs: needs}
	for _, rule := range rules {
		mistakes.checkReads(rule, reads.input)
		mistakes.checkApplies(rule, compiler)
		program.rules = append(program.rules, rule.Rule)
		question := newQuestion(rule, reads)
		if c.Due && len(compiler.GetRulesExact(rule.ref("due"))) > 0 {
			question.due = rule.ref("due")
		}
		program.questions = append(program.questions, question)
	}
	return program, mistakes.found
}

func (m *mistakes) checkReads(rule *rule, input *shape) {
	for _, stated := range []struct {
		key   string
		paths []string
	}{{"reads", rule.Reads}, {"optional", rule.Optional}} {
		for _, text := range stated.paths {
			path := parsePath(text)
			if came, known := input.follow(path); came < len(path) {
				m.addf(rule.stated, spelling.Hint(path[came], known), "metadata %s: there is no %s in the input of a %s", stated.key, text, rule.Subject)
			}
		}
	}
}

func (m *mistakes) checkApplies(rule *rule, compiler *ast.Compiler) {
	for _, definition := range compiler.GetRulesExact(rule.ref("applies")) {
		if _, isBool := definition.Head.Value.Value.(ast.Boolean); !isBool {
			m.addf(position(definition.Location), "write: applies if { ... }", "applies is true or false and no other value")
		}
	}
}

func (r *rule) ref(name string) ast.Ref {
	return r.module.Package.Path.Append(ast.StringTerm(name))
}

func newQuestion(rule *rule, reads *readings) *question {
	applies, violations := rule.ref("applies"), rule.ref("violations")
	asked := &question{
		file:       rule.module.Package.Location.File,
		applies:    applies,
		violations: violations,
		applied:    queryOf(applies, nil),
		judged:     queryOf(applies, violations),
		gates:      reads.of(applies),
	}
	asked.looks = append(slices.Clone(asked.gates), reads.of(violations)...)
	for _, text := range rule.Reads {
		asked.reads = append(asked.reads, read{path: parsePath(text), whole: true})
	}
	return asked
}

// Store holds settings where rules find them, at data.settings.
func Store(settings *source.Value) storage.Store {
	return inmem.NewFromObjectWithOpts(map[string]any{"settings": settings.Generic()}, inmem.OptRoundTripOnWrite(false))
}

// Rules lists the rules that subjects of a kind are asked about, in id order.
func (e *Engine) Rules(kind string) []report.Rule {
	if program := e.programs[kind]; program != nil {
		return program.rules
	}
	return nil
}

// draw makes the plan of a program, where the rules allow it.
func (p *program) draw(config plan.Config) {
	var paths []ast.Ref
	for _, question := range p.questions {
		paths = append(paths, question.applies, question.violations)
		if question.due != nil {
			paths = append(paths, question.due)
		}
	}
	drawn, err := plan.Compile(p.compiler, paths, config)
	if err != nil {
		return
	}
	for _, question := range p.questions {
		question.appliesPlan, question.violationsPlan = drawn.Definition(question.applies), drawn.Definition(question.violations)
		if question.appliesPlan == nil || question.violationsPlan == nil {
			return
		}
		if question.due != nil {
			question.duePlan = drawn.Definition(question.due)
		}
	}
	p.plan = drawn
}

// Worker asks rules for one goroutine.
func (e *Engine) Worker() *Worker {
	worker := &Worker{engine: e, asked: e.newCompiled(), known: map[gapsKey][]obstacle{}}
	if e.twice {
		worker.second = e.newInterpreter(true)
	}
	return worker
}

package policytest

import (
	"context"
	"errors"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/source"
)

// reads checks that a rule says the truth about what it reads: without any such
// field, or with the field under another name, some example or some input of a
// test is answered otherwise.
func (u *unit) reads(ctx context.Context) []Result {
	asked := u.suite.questions(ctx, u.compiler)
	types := u.input()
	var results []Result
	for _, field := range u.rule.Reads {
		at := source.Position{File: u.suite.name, Line: u.file.stated(field), Column: 1}
		result := u.result("reads/"+field, at)
		for _, name := range []string{"", "renamed"} {
			if !u.suite.misses(ctx, u.compiler, asked, without{strings.Split(field, "."), name}, types) {
				result.Problems = []*source.Error{{
					Pos:  at,
					Err:  errors.New("reads names " + field + ", and without it every example and every test's input is answered just the same"),
					Hint: "add an example that turns on it, or take it out of reads",
				}}
			}
		}
		results = append(results, result)
	}
	return results
}

// questions are the suite's examples, and the inputs of its tests, asked about the
// days of the examples.
func (s *suite) questions(ctx context.Context, compiler *ast.Compiler) []*probe {
	var asked []*probe
	inputs := &inputs{seen: map[string]bool{}}
	for _, p := range s.probes {
		if p.input != nil {
			asked = append(asked, p)
			continue
		}
		_, _ = s.ask(ctx, compiler, p, inputs)
	}
	examples := asked
	for _, input := range inputs.found {
		days := map[string]bool{}
		for _, example := range examples {
			if day := example.asOf.String(); !days[day] {
				days[day] = true
				asked = append(asked, &probe{body: example.body, input: input, asOf: example.asOf, store: s.store})
			}
		}
	}
	return asked
}

// misses reports whether something is answered otherwise when fields are taken away.
func (s *suite) misses(ctx context.Context, compiler *ast.Compiler, asked []*probe, fields without, types *source.Value) bool {
	for _, p := range asked {
		changed := *p
		changed.input = fields.of(p.input, types)
		if changed.input.Equal(p.input) {
			continue
		}
		before, err := s.ask(ctx, compiler, p)
		if err != nil {
			continue // of a test's input, which may be anything
		}
		after, err := s.ask(ctx, compiler, &changed)
		if err != nil || !same(before, after) {
			return true
		}
	}
	return false
}

// without takes the fields at a path away, in each element that the path comes
// through, or gives them another name.
type without struct {
	path []string
	name string // empty: none
}

func (w without) of(value *ast.Term, types *source.Value) *ast.Term {
	switch old := value.Value.(type) {
	case *ast.Array:
		elements := make([]*ast.Term, old.Len())
		for i := range elements {
			elements[i] = w.of(old.Elem(i), types.Get("items"))
		}
		return ast.ArrayTerm(elements...)
	case ast.Object:
		changed := ast.NewObject()
		old.Foreach(func(key, member *ast.Term) {
			if key, member = w.member(key, member, types.Get("properties")); key != nil {
				changed.Insert(key, member)
			}
		})
		return ast.NewTerm(changed)
	}
	return value
}

func (w without) member(key, value *ast.Term, properties *source.Value) (newKey, newValue *ast.Term) {
	record := properties.Get("*")
	switch {
	case record != nil && len(w.path) == 1 && w.path[0] == "id":
		return nil, nil // the id is what the record is looked up by
	case record != nil:
		return key, w.of(value, record)
	case !key.Equal(ast.StringTerm(w.path[0])):
		return key, value
	case len(w.path) > 1:
		return key, without{w.path[1:], w.name}.of(value, properties.Get(w.path[0]))
	case w.name == "":
		return nil, nil
	}
	return ast.StringTerm(w.name), value
}

// inputs collects what tests give a rule as its input.
type inputs struct {
	seen  map[string]bool
	found []*ast.Term
}

func (i *inputs) Enabled() bool { return true }

func (i *inputs) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (i *inputs) TraceEvent(event topdown.Event) {
	input := event.Input()
	if event.Op != topdown.EnterOp || input == nil || !event.HasRule() {
		return
	}
	if _, isObject := input.Value.(ast.Object); !isObject || i.seen[input.String()] {
		return
	}
	i.seen[input.String()] = true
	i.found = append(i.found, input)
}

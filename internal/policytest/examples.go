package policytest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// examples are those of one rule.
type examples struct {
	folder  policy.Folder
	library *policy.Library
	rule    report.Rule
	Config
	inputs  map[string][]byte         // schemas, by subject
	engines map[string]*policy.Engine // by day and settings
}

// needed are the ways that every rule must show by an example, by how the
// example's file is called.
var needed = []string{"pass", "fail", "not_applicable"}

// run checks every example, and reports whether all hold.
func (e examples) run(ctx context.Context) (results []Result, held bool) {
	files, err := e.files()
	if err != nil {
		return []Result{e.missing("examples", err.Error())}, false
	}
	held = true
	for _, kind := range needed {
		if !slices.ContainsFunc(files, func(file string) bool { return kindOf(file) == kind }) {
			results = append(results, e.missing("examples/"+kind+".json", "the rule has no example of this kind"))
			held = false
		}
	}
	for _, file := range files {
		problems := e.check(ctx, file)
		held = held && len(problems) == 0
		results = append(results, Result{
			Policy:   e.rule.Policy,
			Rule:     e.rule.ID,
			Name:     "examples/" + path.Base(file),
			Pos:      source.Position{File: e.name(file)},
			Problems: problems,
		})
	}
	return results, held
}

func (e examples) missing(name, problem string) Result {
	at := source.Position{File: e.name(path.Join(directory(e.rule), name))}
	return Result{Policy: e.rule.Policy, Rule: e.rule.ID, Name: name, Pos: at, Problems: []*source.Error{{Pos: at, Err: errors.New(problem)}}}
}

// directory is where a rule stands within its folder.
func directory(rule report.Rule) string {
	return "rules/" + strings.ReplaceAll(rule.ID, ".", "/")
}

func (e examples) files() ([]string, error) {
	return fs.Glob(e.folder.FS, path.Join(directory(e.rule), "examples", "*"))
}

// name is how messages call a file of the rule's folder.
func (e examples) name(file string) string { return path.Join(e.folder.Name, file) }

// read reads one example, and says what keeps it from being one.
func (e examples) read(file string) (place, example, []*source.Error) {
	name := e.name(file)
	text, err := fs.ReadFile(e.folder.FS, file)
	if err != nil {
		return place{}, example{}, []*source.Error{{Pos: source.Position{File: name}, Err: err}}
	}
	written, fault := parseFile(name, text)
	if fault != nil {
		return place{}, example{}, []*source.Error{fault}
	}
	at := place{name, text}
	read, errs := at.read(written)
	return at, read, errs
}

func parseFile(name string, text []byte) (*source.Value, *source.Error) {
	written, err := new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
	if err == nil {
		return written, nil
	}
	var fault *source.Error
	if !errors.As(err, &fault) {
		fault = &source.Error{Pos: source.Position{File: name}, Err: err}
	}
	return nil, fault
}

// kindOf reads the kind off a name: fail of fail.json as of fail-expired.json.
func kindOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".json")
	for _, kind := range append([]string{"boundary"}, needed...) {
		if rest, is := strings.CutPrefix(name, kind); is && (rest == "" || !strings.ContainsAny(rest[:1], "abcdefghijklmnopqrstuvwxyz")) {
			return kind
		}
	}
	return ""
}

func (e examples) check(ctx context.Context, file string) []*source.Error {
	place, example, errs := e.read(file)
	if kindOf(file) == "" && example.written != nil {
		errs = append(errs, place.errorf(example.written, "an example is called pass, fail, boundary or not_applicable, and more after a hyphen"))
	}
	if example.input != nil {
		for _, problem := range e.Schemas.Input(e.rule.Subject, example.input) {
			errs = append(errs, place.problem(example.input, problem))
		}
	}
	if len(errs) > 0 {
		return errs
	}
	answer, err := e.ask(ctx, example)
	if err != nil {
		return []*source.Error{{Pos: source.Position{File: e.name(file)}, Err: err}}
	}
	return append(place.kindErrors(kindOf(file), example), place.compare(example, answer)...)
}

func (e examples) ask(ctx context.Context, example example) (policy.Answer, error) {
	engine, err := e.engine(example)
	if err != nil {
		return policy.Answer{}, err
	}
	return engine.Worker().Ask(ctx, policy.Subject{Kind: e.rule.Subject, Input: example.input})[0], nil
}

// engine compiles the rule for the day and the settings of an example, which most
// examples of a rule share.
func (e examples) engine(example example) (*policy.Engine, error) {
	settings := e.Settings.Merge(example.settings)
	key := example.asOf.String() + string(settings.AppendJSON(nil))
	if known := e.engines[key]; known != nil {
		return known, nil
	}
	others := map[string]bool{}
	for _, rule := range e.library.Rules() {
		others[rule.ID] = rule.ID != e.rule.ID
	}
	engine, err := e.library.Compile(policy.Config{
		Settings:  settings,
		AsOf:      example.asOf,
		Off:       others,
		Inputs:    e.inputs,
		SelfCheck: true,
	})
	if err != nil {
		return nil, err
	}
	e.engines[key] = engine
	return engine, nil
}

// example is what a file in a rule's examples folder says.
type example struct {
	written    *source.Value
	asOf       time.Time
	settings   *source.Value
	input      *source.Value
	applies    bool
	violations []policy.Violation
}

// place knows where an example's values stand.
type place struct {
	file string
	text []byte
}

func (p place) errorf(at *source.Value, format string, args ...any) *source.Error {
	return &source.Error{Pos: p.position(at.Offset), Err: fmt.Errorf(format, args...)}
}

func (p place) position(offset int) source.Position {
	return source.PositionAt(p.text, source.Position{File: p.file, Line: 1, Column: 1}, offset)
}

func (p place) problem(input *source.Value, problem schema.Problem) *source.Error {
	at, _ := input.Lookup(problem.At)
	offset := at.Offset
	if key := at.Member(problem.Key); key != nil {
		offset = key.Offset
	}
	return &source.Error{Pos: p.position(offset), Err: errors.New(problem.Message), Hint: problem.Hint}
}

func (p place) read(written *source.Value) (example, []*source.Error) {
	read := example{written: written, applies: true}
	if written.Kind != source.Object {
		return read, []*source.Error{p.errorf(written, "an example is an object")}
	}
	var errs []*source.Error
	for _, member := range written.Members {
		value := member.Value
		switch {
		case member.Name == "title" && value.Kind == source.String && value.Text != "":
		case member.Name == "as_of" && value.Kind == source.String:
			day, err := time.Parse(time.DateOnly, value.Text)
			if err != nil {
				errs = append(errs, p.errorf(value, "as_of %q is no date", value.Text))
			}
			read.asOf = day
		case member.Name == "settings" && value.Kind == source.Object:
			read.settings = value
		case member.Name == "input" && value.Kind == source.Object:
			read.input = value
		case member.Name == "applies" && value.Kind == source.Bool:
			read.applies = value.Text == "true"
		case member.Name == "violations" && value.Kind == source.Array:
			for _, element := range value.Elements {
				violation, err := p.readViolation(element)
				if err != nil {
					errs = append(errs, err)
				}
				read.violations = append(read.violations, violation)
			}
		default:
			errs = append(errs, p.errorf(value, "an example has no %q of this type: title, as_of, settings, input, applies, violations", member.Name))
		}
	}
	for _, name := range []string{"title", "as_of", "input"} {
		if written.Get(name) == nil {
			errs = append(errs, p.errorf(written, "the example has no %s", name))
		}
	}
	return read, errs
}

func (p place) readViolation(written *source.Value) (policy.Violation, *source.Error) {
	violation := policy.Violation{}
	for _, member := range written.Members {
		value := member.Value
		switch {
		case member.Name == "at" && value.Kind == source.Array:
			for _, segment := range value.Elements {
				violation.At = violation.At.Append(segment.Text)
			}
		case member.Name == "message" && value.Kind == source.String:
			violation.Message = value.Text
		case member.Name == "remedy" && value.Kind == source.String:
			violation.Remedy = value.Text
		default:
			return violation, p.errorf(value, "a violation has no %q of this type: at, message, remedy", member.Name)
		}
	}
	if written.Get("at") == nil || violation.Message == "" {
		return violation, p.errorf(written, "a violation has at and message")
	}
	return violation, nil
}

// kindErrors holds an example to what its name promises.
func (p place) kindErrors(kind string, e example) []*source.Error {
	switch {
	case kind == "not_applicable" && e.applies:
		return []*source.Error{p.errorf(e.written, `write "applies": false: that is what the example is called for`)}
	case kind != "not_applicable" && !e.applies:
		return []*source.Error{p.errorf(e.written, `an example where the rule doesn't apply is called not_applicable`)}
	case kind == "fail" && len(e.violations) == 0:
		return []*source.Error{p.errorf(e.written, "an example called fail has violations")}
	case kind != "fail" && kind != "boundary" && len(e.violations) > 0:
		return []*source.Error{p.errorf(e.written, "an example with violations is called fail or boundary")}
	}
	return nil
}

func (p place) compare(e example, answer policy.Answer) []*source.Error {
	want := report.Pass
	switch {
	case !e.applies:
		want = report.NotApplicable
	case len(e.violations) > 0:
		want = report.Fail
	}
	if answer.Verdict == report.Errored {
		return []*source.Error{p.errorf(e.written, "the rule has no answer: %s", answer.Reason)}
	}
	var errs []*source.Error
	if answer.Verdict != want {
		errs = append(errs, p.errorf(e.written, "the rule says %s, the example says %s", answer.Verdict, want))
	}
	for _, violation := range e.violations {
		if !slices.Contains(answer.Violations, violation) {
			errs = append(errs, p.errorf(e.written, "the rule doesn't say: %s", show(violation)))
		}
	}
	for _, violation := range answer.Violations {
		if !slices.Contains(e.violations, violation) {
			errs = append(errs, p.errorf(e.written, "the example doesn't say: %s", show(violation)))
		}
	}
	return errs
}

func show(v policy.Violation) string {
	shown := fmt.Sprintf("%s %q", v.At, v.Message)
	if v.Remedy != "" {
		shown += fmt.Sprintf(", remedy %q", v.Remedy)
	}
	return shown
}

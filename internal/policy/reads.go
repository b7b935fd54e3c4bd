package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// read is a place of the input that a rule looks at: the whole of it, or only
// whether it is there and how much of it, which says nothing about what is inside.
type read struct {
	path  inputPath
	whole bool
}

// meets holds when a gap takes something from what is read.
func (r read) meets(gap inputPath) bool {
	if r.whole {
		return r.path.overlaps(gap)
	}
	return r.path.within(gap)
}

// readings finds what definitions read by following values from the input
// through variables, comprehensions, definitions and function arguments.
// Where it can't follow a value it takes the value to be read as a whole.
type readings struct {
	input   *shape
	rules   map[string][]*ast.Rule // by path
	effects map[string]*effect
}

// effect is what evaluating a definition does.
type effect struct {
	uses     []use
	results  []origin
	settings []setting
	strays   []use // through fields that the input doesn't have
	varies   bool  // looks at the input
}

// use is a read through an origin.
type use struct {
	origin
	whole bool
	at    *ast.Location // the term that first reads so
}

// setting is a look at a setting.
type setting struct {
	name string // group.name, or less of it where a variable takes its place
	at   *ast.Location
}

// origin is where a value may come from: the input, or a function's argument.
type origin struct {
	argument int       // fromInput, or its index
	path     inputPath // within an argument, anyKey stands for an element
	shape    *shape    // nil for an argument, whose shape the caller knows
	opaque   bool      // a part of path that can't be told
	stray    string    // the field after path that its record doesn't have
	built    int       // collections around it that a rule built, whose keys no path spells
}

const fromInput = -1

func readingsOf(modules map[string]*ast.Module, input *shape) *readings {
	r := &readings{input: input, rules: definitions(modules), effects: map[string]*effect{}}
	for path := range r.rules {
		r.effect(path) // now, for the compiler goes on to rewrite the rules
	}
	return r
}

// definitions are all rules of the modules by path, those of one path in order of their files.
func definitions(modules map[string]*ast.Module) map[string][]*ast.Rule {
	rules := map[string][]*ast.Rule{}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		for _, rule := range modules[name].Rules {
			path := fixed(rule.Ref()).String()
			rules[path] = append(rules[path], rule)
		}
	}
	return rules
}

// of lists what a definition reads, with its own value read as a whole.
func (r *readings) of(ref ast.Ref) []read {
	found := r.effect(ref.String())
	uses := slices.Clone(found.uses)
	for _, result := range found.results {
		uses = append(uses, use{origin: result, whole: true})
	}
	var reads []read
	for _, use := range uses {
		if use.argument == fromInput {
			reads = append(reads, read{use.path, use.whole || use.opaque})
		}
	}
	return reads
}

// constants are the paths of shared definitions that don't look at the input.
func (r *readings) constants() *results {
	constants := &results{}
	for path, rules := range r.rules {
		head := rules[0].Head
		if strings.HasPrefix(path, "data.lib.") && len(head.Args) == 0 && !r.effect(path).varies {
			constants.put(fixed(rules[0].Ref()), ast.InternedTerm(true))
		}
	}
	return constants
}

func (r *readings) effect(path string) *effect {
	if known := r.effects[path]; known != nil {
		return known
	}
	found := &effect{}
	r.effects[path] = found // OPA refuses recursion, but only later
	for _, rule := range r.rules[path] {
		for ; rule != nil; rule = rule.Else {
			r.follow(rule, found)
		}
	}
	return found
}

func (r *readings) follow(rule *ast.Rule, found *effect) {
	trail := &trail{readings: r, effect: found, origins: map[ast.Var][]origin{}}
	for i, argument := range rule.Head.Args {
		trail.bind(argument, []origin{{argument: i}})
		if _, isVar := argument.Value.(ast.Var); !isVar {
			trail.use([]origin{{argument: i}}, true, argument.Location)
		}
	}
	ast.WalkVars(rule, func(v ast.Var) bool {
		found.varies = found.varies || v.Equal(ast.InputRootDocument.Value)
		return found.varies
	})
	var results []origin
	trail.settle(func() {
		trail.body(rule.Body)
		results = trail.head(rule)
	})
	found.results = append(found.results, results...)
}

// head is where the value of a definition comes from.
func (t *trail) head(rule *ast.Rule) []origin {
	path := rule.Ref()
	keys := path[len(fixed(path)):]
	t.keys(keys)
	if rule.Head.RuleKind() == ast.MultiValue {
		return wrap(t.value(rule.Head.Key), len(keys)+1)
	}
	return wrap(t.value(rule.Head.Value), len(keys))
}

// trail follows values through one definition. Its variables aren't told apart
// by scope: two of one name share their origins, which only adds reads.
type trail struct {
	*readings
	*effect
	origins map[ast.Var][]origin
	grown   bool
}

// settle repeats until no variable gains an origin, for expressions stand in
// any order.
func (t *trail) settle(follow func()) {
	for t.grown = true; t.grown; {
		t.grown = false
		follow()
	}
}

func (t *trail) body(body ast.Body) {
	for _, expr := range body {
		t.expr(expr)
	}
}

func (t *trail) expr(expr *ast.Expr) {
	switch terms := expr.Terms.(type) {
	case *ast.SomeDecl:
		t.some(terms)
	case *ast.Every:
		domain := t.value(terms.Domain)
		t.use(domain, false, terms.Domain.Location)
		t.bind(terms.Value, elements(domain))
		t.body(terms.Body)
	case *ast.Term:
		t.use(t.value(terms), false, terms.Location)
	case []*ast.Term:
		name := terms[0].Value.String()
		if (name == "assign" || name == "eq") && len(terms) == 3 {
			t.equate(terms[1], terms[2])
			return
		}
		t.use(t.call(terms, expr.Location), true, expr.Location)
	default:
		ast.WalkTerms(expr, func(term *ast.Term) bool {
			t.read(term)
			return false
		})
	}
}

func (t *trail) some(declared *ast.SomeDecl) {
	for _, symbol := range declared.Symbols {
		call, isCall := symbol.Value.(ast.Call)
		if !isCall {
			continue
		}
		collection := t.value(call[len(call)-1])
		t.use(collection, false, call[len(call)-1].Location)
		t.bind(call[len(call)-2], elements(collection))
	}
}

// equate passes origins to variables, both ways, and reads what is compared.
func (t *trail) equate(left, right *ast.Term) {
	leftOrigins, rightOrigins := t.value(left), t.value(right)
	boundLeft, boundRight := t.bind(left, rightOrigins), t.bind(right, leftOrigins)
	if !boundLeft && !boundRight {
		t.use(leftOrigins, true, left.Location)
		t.use(rightOrigins, true, right.Location)
		return
	}
	t.use(leftOrigins, false, left.Location)
	t.use(rightOrigins, false, right.Location)
}

// bind gives origins to a variable, or to all variables of a pattern.
func (t *trail) bind(pattern *ast.Term, origins []origin) bool {
	switch pattern := pattern.Value.(type) {
	case ast.Var:
		for _, origin := range origins {
			t.add(pattern, origin)
		}
		return true
	case *ast.Array, ast.Object:
		bound := false
		ast.WalkVars(pattern, func(v ast.Var) bool {
			for _, origin := range origins {
				origin.opaque = true
				t.add(v, origin)
			}
			bound = true
			return false
		})
		return bound
	}
	return false
}

func (t *trail) add(name ast.Var, from origin) {
	for _, known := range t.origins[name] {
		if known.argument == from.argument && slices.Equal(known.path, from.path) && known.opaque == from.opaque && known.built == from.built {
			return
		}
	}
	t.origins[name] = append(t.origins[name], from)
	t.grown = true
}

// read takes all of a term's value.
func (t *trail) read(term *ast.Term) { t.use(t.value(term), true, term.Location) }

func (t *trail) use(origins []origin, whole bool, at *ast.Location) {
	for _, from := range origins {
		t.uses = include(t.uses, use{from, whole, at})
	}
}

func (t *trail) stray(origins []origin, at *ast.Location) {
	for _, from := range origins {
		if from.stray != "" {
			t.strays = include(t.strays, use{origin: from, at: at})
		}
	}
}

func include(uses []use, one use) []use {
	if slices.ContainsFunc(uses, func(known use) bool {
		return known.whole == one.whole && known.argument == one.argument && known.opaque == one.opaque &&
			known.stray == one.stray && slices.Equal(known.path, one.path)
	}) {
		return uses
	}
	return append(uses, one)
}

// value says where a term's value comes from, and reads what evaluating it reads.
func (t *trail) value(term *ast.Term) []origin {
	switch value := term.Value.(type) {
	case ast.Var:
		if value.Equal(ast.InputRootDocument.Value) {
			return []origin{{argument: fromInput, shape: t.input}}
		}
		return t.origins[value]
	case ast.Ref:
		return t.ref(value, term.Location)
	case ast.Call:
		return t.call(value, term.Location)
	case *ast.ArrayComprehension:
		t.body(value.Body)
		return wrap(t.value(value.Term), 1)
	case *ast.SetComprehension:
		t.body(value.Body)
		return wrap(t.value(value.Term), 1)
	case *ast.ObjectComprehension:
		t.body(value.Body)
		t.read(value.Key)
		return wrap(t.value(value.Value), 1)
	case *ast.Array:
		value.Foreach(t.read)
	case ast.Set:
		value.Foreach(t.read)
	case ast.Object:
		value.Foreach(func(key, element *ast.Term) {
			t.read(key)
			t.read(element)
		})
	case *ast.TemplateString:
		for _, part := range value.Parts {
			switch part := part.(type) {
			case *ast.Expr:
				if embedded, isTerm := part.Terms.(*ast.Term); isTerm {
					t.read(embedded)
					continue
				}
				t.expr(part)
			case *ast.Term:
				t.read(part)
			}
		}
	}
	return nil
}

func (t *trail) ref(ref ast.Ref, at *ast.Location) []origin {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		t.keys(ref[1:])
		origins := extend(t.value(ref[0]), ref[1:])
		t.stray(origins, at)
		return origins
	}
	if ref.HasPrefix(settingsRef) {
		t.setting(setting{settingName(ref), at})
	}
	for n := len(ref); n > 1; n-- {
		path := ref[:n].String()
		rules, tail := t.rules[path], ref[n:]
		if rules == nil {
			continue
		}
		origins := t.apply(t.readings.effect(path), nil, at)
		if rules[0].Head.RuleKind() == ast.MultiValue && len(tail) > 0 && t.bind(tail[0], elements(origins)) {
			return extend(origins, tail)
		}
		t.keys(tail)
		return extend(origins, tail)
	}
	for path := range t.rules {
		if strings.HasPrefix(path, fixed(ref).String()+".") {
			t.use(t.apply(t.readings.effect(path), nil, at), true, at)
		}
	}
	t.keys(ref[1:])
	return nil
}

// settingName names the setting that a reference looks at or into, as group.name.
func settingName(ref ast.Ref) string {
	var names []string
	for _, element := range ref[len(settingsRef):] {
		name, isName := element.Value.(ast.String)
		if !isName || len(names) == settingDepth {
			break
		}
		names = append(names, string(name))
	}
	return strings.Join(names, ".")
}

// settingDepth is how many names make the name of a setting.
const settingDepth = 2

func (t *trail) setting(one setting) {
	if !slices.ContainsFunc(t.settings, func(known setting) bool { return known.name == one.name }) {
		t.settings = append(t.settings, one)
	}
}

// fixed is the part of a path that is spelled out.
func fixed(path ast.Ref) ast.Ref {
	for i, element := range path[1:] {
		if _, isName := element.Value.(ast.String); !isName {
			return path[:i+1]
		}
	}
	return path
}

// keys reads what a value is looked up by.
func (t *trail) keys(elements ast.Ref) {
	for _, element := range elements {
		t.read(element)
	}
}

func (t *trail) call(call []*ast.Term, at *ast.Location) []origin {
	name := call[0].Value.String()
	arguments := make([][]origin, len(call)-1)
	for i, argument := range call[1:] {
		arguments[i] = t.value(argument)
	}
	if t.rules[name] != nil {
		return t.apply(t.readings.effect(name), arguments, at)
	}
	for i, origins := range arguments {
		t.use(origins, name != "count", call[i+1].Location)
	}
	return nil
}

// apply brings what a definition reads and returns to where it is used. What
// stands in another file is read where this one asks for it.
func (t *trail) apply(applied *effect, arguments [][]origin, at *ast.Location) []origin {
	t.varies = t.varies || applied.varies
	for _, used := range applied.uses {
		origins, here := substitute(used.origin, arguments), nearer(used.at, at)
		t.use(origins, used.whole, here)
		t.stray(origins, here)
	}
	for _, used := range applied.strays {
		t.stray(substitute(used.origin, arguments), nearer(used.at, at))
	}
	for _, used := range applied.settings {
		t.setting(setting{used.name, nearer(used.at, at)})
	}
	var results []origin
	for _, result := range applied.results {
		origins := substitute(result, arguments)
		t.stray(origins, at)
		results = append(results, origins...)
	}
	return results
}

// nearer is the place of the two that stands in the file of the second.
func nearer(inside, caller *ast.Location) *ast.Location {
	if inside == nil || caller != nil && inside.File != caller.File {
		return caller
	}
	return inside
}

func substitute(inside origin, arguments [][]origin) []origin {
	if inside.argument == fromInput {
		return []origin{inside}
	}
	if inside.argument >= len(arguments) {
		return nil
	}
	var outside []origin
	for _, from := range arguments[inside.argument] {
		for _, name := range inside.path {
			if name == anyKey {
				from = from.anyElement()
				continue
			}
			from = from.step(name)
		}
		from.opaque = from.opaque || inside.opaque
		from.built += inside.built
		outside = append(outside, from)
	}
	return outside
}

func extend(origins []origin, tail ast.Ref) []origin {
	extended := slices.Clone(origins)
	for i := range extended {
		for _, element := range tail {
			name, isName := element.Value.(ast.String)
			if !isName {
				extended[i] = extended[i].anyElement()
				continue
			}
			extended[i] = extended[i].step(string(name))
		}
	}
	return extended
}

func elements(origins []origin) []origin {
	all := slices.Clone(origins)
	for i := range all {
		all[i] = all[i].anyElement()
	}
	return all
}

func wrap(origins []origin, collections int) []origin {
	all := slices.Clone(origins)
	for i := range all {
		all[i].built += collections
	}
	return all
}

// step goes on to a field, or to the value of a key.
func (o origin) step(name string) origin {
	switch {
	case o.built > 0:
		o.built--
	case o.opaque:
	case o.shape == nil:
		o.path = append(slices.Clip(o.path), name)
	case o.shape.element != nil:
		o.shape = o.shape.element
	case o.shape.fields[name] == nil:
		o.opaque = true
		if !o.shape.open {
			o.stray = name
		}
	default:
		o.shape = o.shape.fields[name]
		o.path = append(slices.Clip(o.path), name)
	}
	return o
}

// anyElement goes on to an element whose key isn't known: of a record, which
// has no elements, that is any of its fields.
func (o origin) anyElement() origin {
	switch {
	case o.built > 0:
		o.built--
	case o.opaque:
	case o.shape == nil:
		o.path = append(slices.Clip(o.path), anyKey)
	case o.shape.element != nil:
		o.shape = o.shape.element
	default:
		o.opaque = true
	}
	return o
}

package lint

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// repeats finds work that is done again for each element of something that is as
// large as the records are many: a loop within a loop over something else, and
// what goes through a whole collection though only a key is asked for.
func repeats(l *library) []Finding {
	costs := costs{definitions: l.study.Definitions, large: map[string]bool{}, scans: map[string]scan{}}
	var found []Finding
	for _, module := range l.study.Modules {
		for _, rule := range module.Rules {
			for part := rule; part != nil; part = part.Else {
				walk := costs.walk(part)
				found = append(found, walk.found...)
			}
		}
	}
	return found
}

// costs knows what definitions cost whoever uses them.
type costs struct {
	definitions map[string][]*ast.Rule
	large       map[string]bool // by path: the value grows with the records
	scans       map[string]scan
}

// scan is what a call of a function goes through.
type scan struct {
	outside   string // a large collection that isn't among the arguments, or ""
	arguments map[int]bool
}

// loop is one pass over a collection.
type loop struct {
	over  *ast.Term
	large bool
}

// sources are the loops of a definition that a value depends on, by number, and
// its arguments, by number below zero.
type sources map[int]bool

// walk goes through one definition. Its variables aren't told apart by scope.
type walk struct {
	costs
	loops   []loop
	origins map[ast.Var]sources
	values  map[ast.Var][]*ast.Term // what is assigned
	bound   map[ast.Var]bool        // otherwise than by standing in a reference
	asking  map[ast.Var]bool        // whose values are being looked at, for two may be equal to each other
	grows   map[*ast.Expr]bool      // by the first expression of a body: it has as many answers as there are records
	scan    scan
	found   []Finding
}

func (c costs) walk(rule *ast.Rule) *walk {
	w := &walk{
		costs: c, origins: map[ast.Var]sources{}, values: map[ast.Var][]*ast.Term{}, bound: map[ast.Var]bool{},
		asking: map[ast.Var]bool{}, grows: map[*ast.Expr]bool{}, scan: scan{arguments: map[int]bool{}},
	}
	for i, argument := range rule.Head.Args {
		for _, v := range variables(argument) {
			w.bind(v, sources{-1 - i: true})
		}
	}
	w.assignments(rule)
	active := w.body(rule.Body, nil)
	for _, term := range headTerms(rule.Head) {
		w.term(term, active)
	}
	return w
}

func headTerms(head *ast.Head) []*ast.Term {
	terms := slices.Clone([]*ast.Term(head.Reference[1:]))
	for _, term := range []*ast.Term{head.Key, head.Value} {
		if term != nil {
			terms = append(terms, term)
		}
	}
	return terms
}

// assignments notes which variables have their value from a term and not from a loop.
func (w *walk) assignments(rule *ast.Rule) {
	ast.WalkExprs(rule, func(expr *ast.Expr) bool {
		if terms, isCall := expr.Terms.([]*ast.Term); isCall && len(terms) == 3 && isAssignment(terms) {
			for i, side := range terms[1:] {
				for _, v := range patternVariables(side) {
					w.bound[v] = true
					w.values[v] = append(w.values[v], terms[2-i])
				}
			}
		}
		return false
	})
}

func isAssignment(terms []*ast.Term) bool {
	name := terms[0].Value.String()
	return name == "assign" || name == "eq"
}

// patternVariables are the variables that an assignment to the term gives a value.
func patternVariables(term *ast.Term) []ast.Var {
	switch term.Value.(type) {
	case ast.Var, *ast.Array, ast.Object:
		return variables(term)
	}
	return nil
}

func variables(node any) []ast.Var {
	var found []ast.Var
	ast.WalkVars(node, func(v ast.Var) bool {
		if !v.Equal(ast.InputRootDocument.Value) && !v.Equal(ast.DefaultRootDocument.Value) {
			found = append(found, v)
		}
		return false
	})
	return found
}

func (w *walk) bind(v ast.Var, from sources) {
	w.bound[v] = true
	if w.origins[v] == nil {
		w.origins[v] = sources{}
	}
	maps.Copy(w.origins[v], from)
}

// dependencies are what a term's value depends on, through assignments too.
func (w *walk) dependencies(node any) sources {
	all, seen := sources{}, map[ast.Var]bool{}
	var follow func(node any)
	follow = func(node any) {
		for _, v := range variables(node) {
			maps.Copy(all, w.origins[v])
			if !seen[v] {
				seen[v] = true
				for _, term := range w.values[v] {
					follow(term)
				}
			}
		}
	}
	follow(node)
	return all
}

// body walks expressions in order and returns the loops that are under way after them.
func (w *walk) body(body ast.Body, active []int) []int {
	active = slices.Clone(active)
	for _, expr := range body {
		active = w.expr(expr, active)
	}
	return active
}

func (w *walk) expr(expr *ast.Expr, active []int) []int {
	switch terms := expr.Terms.(type) {
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			if call, isCall := symbol.Value.(ast.Call); isCall {
				collection := call[len(call)-1]
				active = w.term(collection, active)
				active = w.enter(collection, call[1:len(call)-1], active)
			}
		}
	case *ast.Every:
		active = w.term(terms.Domain, active)
		names := []*ast.Term{terms.Value}
		if terms.Key != nil {
			names = append(names, terms.Key)
		}
		w.body(terms.Body, w.enter(terms.Domain, names, active))
	case *ast.Term:
		active = w.term(terms, active)
	case []*ast.Term:
		active = w.call(terms, expr.Location, active)
	}
	return active
}

// enter begins a loop and says so when it stands in another that it has nothing to do with.
func (w *walk) enter(over *ast.Term, names []*ast.Term, active []int) []int {
	number, depends := len(w.loops), w.dependencies(over)
	large := w.isLarge(over)
	w.loops = append(w.loops, loop{over, large})
	from := sources{number: true}
	maps.Copy(from, depends)
	for _, name := range names {
		for _, v := range variables(name) {
			w.bind(v, from)
		}
	}
	if large {
		w.goThrough(over, depends)
		w.check(over, depends, over.Location, active, "goes through %s")
	}
	return append(active, number)
}

// goThrough notes what a call of the definition goes through.
func (w *walk) goThrough(over *ast.Term, depends sources) {
	outside := true
	for source := range depends {
		outside = false
		if source < 0 {
			w.scan.arguments[-1-source] = true
		}
	}
	if outside && w.scan.outside == "" {
		w.scan.outside = name(over)
	}
}

// check finds fault with work on a collection inside loops that it has nothing to do with.
func (w *walk) check(collection *ast.Term, depends sources, at *ast.Location, active []int, work string) {
	var around *loop
	for _, number := range active {
		if depends[number] {
			return
		}
		if w.loops[number].large {
			around = &w.loops[number]
		}
	}
	if around == nil {
		return
	}
	w.found = append(w.found, Finding{
		Pos:     position(at),
		Message: fmt.Sprintf(work+" again for each of %s", name(collection), name(around.over)),
		Hint:    "gather what is needed once, in a set or an object bound before the loop or in a definition of its own, and look it up",
	})
}

// term walks what evaluating a term does. A reference with a variable that nothing
// else binds is a loop of its own.
func (w *walk) term(term *ast.Term, active []int) []int {
	switch value := term.Value.(type) {
	case ast.Ref:
		return w.ref(term, value, active)
	case ast.Call:
		return w.call(value, term.Location, active)
	case *ast.ArrayComprehension:
		w.term(value.Term, w.body(value.Body, active))
	case *ast.SetComprehension:
		w.term(value.Term, w.body(value.Body, active))
	case *ast.ObjectComprehension:
		inside := w.body(value.Body, active)
		w.term(value.Value, w.term(value.Key, inside))
	case *ast.Array:
		value.Foreach(func(element *ast.Term) { active = w.term(element, active) })
	case ast.Set:
		value.Foreach(func(element *ast.Term) { active = w.term(element, active) })
	case ast.Object:
		value.Foreach(func(key, element *ast.Term) { active = w.term(element, w.term(key, active)) })
	case *ast.TemplateString:
		for _, part := range value.Parts {
			switch part := part.(type) {
			case *ast.Expr:
				active = w.expr(part, active)
			case *ast.Term:
				active = w.term(part, active)
			}
		}
	}
	return active
}

func (w *walk) ref(term *ast.Term, ref ast.Ref, active []int) []int {
	_, rules, tail := w.definition(ref)
	for i, element := range ref[1:] {
		v, isVar := element.Value.(ast.Var)
		switch {
		case !isVar:
			active = w.term(element, active)
		case !w.bound[v]:
			active = w.enter(&ast.Term{Value: ref[:i+1], Location: term.Location}, []*ast.Term{element}, active)
			if len(ref)-len(tail) == i+1 {
				rules = nil // the reference is a loop over what it names, and no look into it
			}
		}
	}
	if len(rules) > 0 && len(tail) > 0 && isPartial(rules[0]) {
		w.lookUp(term, ref[:len(ref)-len(tail)], tail[0], active)
	}
	return active
}

// lookUp says when a definition that is built up piece by piece is asked for one
// key after another: OPA evaluates its pieces again for each.
func (w *walk) lookUp(at *ast.Term, of ast.Ref, key *ast.Term, active []int) {
	if !w.largePath(of.String()) {
		return
	}
	depends := w.dependencies(key)
	for _, number := range active {
		if depends[number] && w.loops[number].large {
			w.found = append(w.found, Finding{
				Pos:     position(at.Location),
				Message: fmt.Sprintf("looks up one key of %s for each of %s, and OPA works it out again each time", name(&ast.Term{Value: of}), name(w.loops[number].over)),
				Hint:    fmt.Sprintf("define it as one value: %s := {... | ...}", lastName(of)),
			})
			return
		}
	}
}

// isPartial holds for a definition whose value is gathered from many bodies by key.
func isPartial(rule *ast.Rule) bool {
	if len(rule.Head.Args) > 0 {
		return false
	}
	return rule.Head.RuleKind() == ast.MultiValue || len(constantPart(rule.Ref())) < len(rule.Ref())
}

func (w *walk) call(call []*ast.Term, at *ast.Location, active []int) []int {
	arguments := call[1:]
	for _, argument := range arguments {
		active = w.term(argument, active)
	}
	function := call[0].Value.String()
	if w.definitions[function] != nil {
		w.callOwn(function, call, at, active)
		return active
	}
	switch {
	case function == "internal.member_2" || function == "internal.member_3":
		collection := arguments[len(arguments)-1]
		if w.isLarge(collection) && w.isList(collection) {
			w.goThrough(collection, w.dependencies(collection))
			w.check(collection, w.dependencies(collection), at, active, "searches %s, which is no set,")
		}
	case readsAll[function]:
		for _, argument := range arguments {
			if w.isLarge(argument) && !isComprehension(argument) {
				w.goThrough(argument, w.dependencies(argument))
				w.check(argument, w.dependencies(argument), at, active, function+" goes through %s")
			}
		}
	}
	return active
}

// readsAll are the functions of Rego that look at each element of their arguments.
var readsAll = map[string]bool{
	"array.concat": true, "array.reverse": true, "concat": true, "intersection": true, "max": true, "min": true,
	"object.keys": true, "object.union": true, "object.union_n": true, "or": true, "product": true, "sort": true, "sum": true, "union": true,
}

func (w *walk) callOwn(function string, call []*ast.Term, at *ast.Location, active []int) {
	scan := w.scanOf(function)
	if scan.outside != "" {
		if w.scan.outside == "" {
			w.scan.outside = scan.outside
		}
		// What it is called with doesn't spare it the pass.
		w.check(&ast.Term{Value: ast.Var(scan.outside)}, nil, at, active, name(call[0])+" goes through %s")
	}
	for i := range scan.arguments {
		if i+1 < len(call) && w.isLarge(call[i+1]) {
			w.goThrough(call[i+1], w.dependencies(call[i+1]))
			w.check(call[i+1], w.dependencies(call[i+1]), at, active, name(call[0])+" goes through %s")
		}
	}
}

func (c costs) scanOf(function string) scan {
	if known, ok := c.scans[function]; ok {
		return known
	}
	c.scans[function] = scan{} // OPA refuses recursion
	all := scan{arguments: map[int]bool{}}
	for _, rule := range c.definitions[function] {
		for part := rule; part != nil; part = part.Else {
			one := c.walk(part).scan
			maps.Copy(all.arguments, one.arguments)
			if all.outside == "" {
				all.outside = one.outside
			}
		}
	}
	c.scans[function] = all
	return all
}

// isLarge holds for a collection that grows with the records. What comes from
// settings doesn't, nor does what is written out.
func (w *walk) isLarge(term *ast.Term) bool {
	switch value := term.Value.(type) {
	case ast.Var:
		if w.anyValue(value, w.isLarge) {
			return true
		}
		for source := range w.origins[value] {
			if source < 0 || w.loops[source].large {
				return true
			}
		}
	case ast.Ref:
		if value[0].Equal(ast.InputRootDocument) {
			return true
		}
		if !value[0].Equal(ast.DefaultRootDocument) {
			return w.isLarge(value[0])
		}
		path, rules, _ := w.definition(value)
		return len(rules) > 0 && w.largePath(path)
	case ast.Call:
		if value[0].String() == "array.slice" {
			return w.isLarge(value[1]) && !ast.IsConstant(value[len(value)-1].Value)
		}
		return slices.ContainsFunc(value[1:], w.isLarge)
	case *ast.ArrayComprehension:
		return w.growing(value.Body)
	case *ast.SetComprehension:
		return w.growing(value.Body)
	case *ast.ObjectComprehension:
		return w.growing(value.Body)
	}
	return false
}

// anyValue holds when something holds of a term that is assigned to a variable.
func (w *walk) anyValue(v ast.Var, holds func(*ast.Term) bool) bool {
	if w.asking[v] {
		return false
	}
	w.asking[v] = true
	defer delete(w.asking, v)
	return slices.ContainsFunc(w.values[v], holds)
}

// growing holds for a body that has as many answers as there are records.
func (w *walk) growing(body ast.Body) bool {
	if known, ok := w.grows[body[0]]; ok {
		return known
	}
	w.grows[body[0]] = false // it can't contain itself
	inside := &walk{
		costs: w.costs, origins: maps.Clone(w.origins), values: w.values, bound: maps.Clone(w.bound),
		asking: w.asking, grows: w.grows, loops: slices.Clone(w.loops), scan: scan{arguments: map[int]bool{}},
	}
	inside.body(body, nil)
	w.grows[body[0]] = slices.ContainsFunc(inside.loops[len(w.loops):], func(l loop) bool { return l.large })
	return w.grows[body[0]]
}

// largePath holds for a definition whose value grows with the records.
func (c costs) largePath(path string) bool {
	if known, ok := c.large[path]; ok {
		return known
	}
	c.large[path] = false // OPA refuses recursion
	for _, rule := range c.definitions[path] {
		for part := rule; part != nil; part = part.Else {
			walk := c.walk(part)
			switch {
			case isPartial(part):
				c.large[path] = c.large[path] || walk.growing(part.Body)
			case part.Head.Value != nil:
				c.large[path] = c.large[path] || walk.isLarge(part.Head.Value)
			}
		}
	}
	return c.large[path]
}

// isList holds for a collection that has to be searched: an array, or an object by its values.
func (w *walk) isList(term *ast.Term) bool {
	switch value := term.Value.(type) {
	case ast.Var:
		return w.anyValue(value, w.isList)
	case ast.Ref:
		if value[0].Equal(ast.InputRootDocument) {
			return true
		}
		_, rules, tail := w.definition(value)
		return slices.ContainsFunc(rules, func(rule *ast.Rule) bool {
			return len(tail) == 0 && !isPartial(rule) && rule.Head.Value != nil && w.costs.walk(rule).isList(rule.Head.Value)
		})
	case *ast.ArrayComprehension, *ast.ObjectComprehension, *ast.Array:
		return true
	case ast.Call:
		return value[0].String() == "sort" || value[0].String() == "array.concat"
	}
	return false
}

// definition finds what a reference names, and what of the reference goes on into its value.
func (c costs) definition(ref ast.Ref) (path string, rules []*ast.Rule, tail ast.Ref) {
	for n := len(ref); n > 1; n-- {
		path := ref[:n].String()
		if rules := c.definitions[path]; rules != nil {
			return path, rules, ref[n:]
		}
	}
	return "", nil, nil
}

func isComprehension(term *ast.Term) bool {
	switch term.Value.(type) {
	case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
		return true
	}
	return false
}

// constantPart is the part of a path that is spelled out.
func constantPart(path ast.Ref) ast.Ref {
	for i, element := range path[1:] {
		if _, isName := element.Value.(ast.String); !isName {
			return path[:i+1]
		}
	}
	return path
}

func lastName(ref ast.Ref) ast.String {
	name, _ := ref[len(ref)-1].Value.(ast.String)
	return name
}

// name is how an author writes what is gone through.
func name(collection *ast.Term) string {
	switch value := collection.Value.(type) {
	case ast.Ref:
		if value[0].Equal(ast.DefaultRootDocument) && len(value) > 1 {
			return string(lastName(constantPart(value)))
		}
		return value.String()
	case ast.Var:
		return string(value)
	}
	return "what is gathered here"
}

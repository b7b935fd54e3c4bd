package policy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/source"
)

// watcher follows OPA's evaluator event by event. What the compiler made of a rule
// it brings back to what stands in the rule's file by the places that OPA keeps.
type watcher struct {
	file     string
	clauses  []*watched
	frames   map[uint64]*frame
	paths    map[ast.Value]source.Pointer // where the parts of the input stand, by identity
	reads    []source.Pointer
	seen     map[source.Pointer]bool
	settings []string
}

// watched is a clause of the rule under explanation.
type watched struct {
	Clause
	offset int
	spans  []span // of its conditions
}

// span is the place of a condition in its file, in bytes.
type span struct{ start, end int }

func (s span) holds(at *ast.Location) bool { return s.start <= at.Offset && at.Offset < s.end }

// frame is a body being evaluated: of a definition, of a collection that is built,
// or of what stands after a not.
type frame struct {
	clause     *watched // nil outside of the rule's file
	body       ast.Body
	conditions []int // by the index of the expression; none where it is no part of a condition
	last       *ast.Expr
	standing   int // the condition at which its parent stands, of which this is a part, or none
}

const none = -1

func newWatcher(rule *rule, input *ast.Term) *watcher {
	w := &watcher{
		file:   rule.module.Package.Location.File,
		frames: map[uint64]*frame{},
		paths:  map[ast.Value]source.Pointer{},
		seen:   map[source.Pointer]bool{},
	}
	w.locate(input.Value, "")
	for _, definition := range rule.module.Rules {
		for ; definition != nil; definition = definition.Else {
			w.clauses = append(w.clauses, newWatched(definition))
		}
	}
	return w
}

// locate remembers where each collection of the input stands.
func (w *watcher) locate(value ast.Value, at source.Pointer) {
	switch value := value.(type) {
	case ast.Object:
		w.paths[value] = at
		value.Foreach(func(key, element *ast.Term) { w.locate(element.Value, at.Append(tokenOf(key))) })
	case *ast.Array:
		w.paths[value] = at
		for i := range value.Len() {
			w.locate(value.Elem(i).Value, at.Append(strconv.Itoa(i)))
		}
	}
}

func newWatched(definition *ast.Rule) *watched {
	clause := &watched{offset: definition.Location.Offset}
	clause.Name = definition.Head.Ref().String()
	clause.Pos = position(definition.Location)
	clause.add(definition.Body, 0)
	clause.addWithin(definition.Head.Key, 0)
	clause.addWithin(definition.Head.Value, 0)
	return clause
}

// add lists the conditions of a body, each followed by those of the collections that it builds.
func (c *watched) add(body ast.Body, depth int) {
	for _, expr := range body {
		at := expr.Location
		if at == nil || isTrue(expr) && string(at.Text) != "true" {
			continue // OPA's own, where nothing stands
		}
		text := string(at.Text)
		if strings.HasPrefix(text, "else") { // OPA keeps the place of the whole
			text = expr.String()
		}
		c.Conditions = append(c.Conditions, Condition{Text: strings.Join(strings.Fields(text), " "), Pos: position(at), Depth: depth})
		c.spans = append(c.spans, span{at.Offset, at.Offset + len(at.Text)})
		ast.WalkTerms(expr, func(term *ast.Term) bool {
			return c.addOf(term, depth)
		})
	}
}

func (c *watched) addWithin(term *ast.Term, depth int) {
	if term != nil {
		ast.WalkTerms(term, func(term *ast.Term) bool { return c.addOf(term, depth) })
	}
}

func (c *watched) addOf(term *ast.Term, depth int) (stop bool) {
	switch value := term.Value.(type) {
	case *ast.ArrayComprehension:
		c.add(value.Body, depth+1)
	case *ast.SetComprehension:
		c.add(value.Body, depth+1)
	case *ast.ObjectComprehension:
		c.add(value.Body, depth+1)
	case *ast.TemplateString:
	default:
		return false
	}
	return true
}

func isTrue(expr *ast.Expr) bool {
	term, isTerm := expr.Terms.(*ast.Term)
	return isTerm && term.Equal(ast.InternedTerm(true))
}

// at finds the innermost condition around a place.
func (c *watched) at(place *ast.Location) int {
	found := none
	for i, span := range c.spans {
		if span.holds(place) && (found == none || span.end-span.start < c.spans[found].end-c.spans[found].start) {
			found = i
		}
	}
	return found
}

// Enabled is for OPA, as the other methods that are exported.
func (w *watcher) Enabled() bool { return true }

// Config asks for the names of variables.
func (w *watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent takes one step of the evaluation.
func (w *watcher) TraceEvent(e topdown.Event) {
	switch e.Op {
	case topdown.EnterOp:
		w.enter(e)
		return
	case topdown.UnifyOp, topdown.IndexOp:
		return
	}
	frame := w.frames[e.QueryID]
	if frame == nil {
		return
	}
	expr, isExpr := e.Node.(*ast.Expr)
	switch {
	case e.Op == topdown.EvalOp && isExpr:
		w.passed(frame, e)
		frame.last = expr
	case e.Op == topdown.RedoOp && isExpr:
		frame.last = expr
	case e.Op == topdown.FailOp && isExpr:
		w.look(expr, e)
		w.note(frame, expr, e, false)
		frame.last = nil
	case e.Op == topdown.ExitOp:
		w.passed(frame, e)
		frame.last = nil
		if definition, isRule := e.Node.(*ast.Rule); isRule && frame.clause != nil {
			frame.clause.hold(definition, e)
		}
	}
}

func (w *watcher) enter(e topdown.Event) {
	entered := &frame{standing: w.standing(e)}
	w.frames[e.QueryID] = entered
	switch node := e.Node.(type) {
	case *ast.Rule:
		entered.body = node.Body
		if at := node.Location; at.File == w.file {
			i := slices.IndexFunc(w.clauses, func(c *watched) bool { return c.offset == at.Offset })
			if i >= 0 {
				entered.clause = w.clauses[i]
				entered.clause.Asked++
			}
		}
	case ast.Body:
		entered.body = node
		if parent := w.frames[e.ParentID]; parent != nil && e.ParentID != e.QueryID {
			entered.clause = parent.clause
		}
	}
	if entered.clause == nil {
		return
	}
	for _, expr := range entered.body {
		condition := none
		if expr.Location != nil && expr.Location.File == w.file {
			condition = entered.clause.at(expr.Location)
		}
		entered.conditions = append(entered.conditions, condition)
	}
}

// standing is the condition at which the parent of a body stands, or none.
func (w *watcher) standing(e topdown.Event) int {
	if _, isBody := e.Node.(ast.Body); !isBody {
		return none
	}
	parent := w.frames[e.ParentID]
	if parent == nil || parent.last == nil || parent.conditions == nil {
		return none
	}
	return parent.condition(parent.last)
}

func (f *frame) condition(expr *ast.Expr) int {
	if f.clause == nil || expr.Index >= len(f.conditions) {
		return none
	}
	return f.conditions[expr.Index]
}

// passed takes note that the last expression of a frame held.
func (w *watcher) passed(f *frame, e topdown.Event) {
	if f.last == nil {
		return
	}
	w.look(f.last, e)
	if c := f.condition(f.last); c != none && f.lastOf(c) == f.last.Index {
		w.note(f, f.last, e, true)
	}
}

// lastOf is the last of the expressions that the compiler made of a condition.
func (f *frame) lastOf(condition int) int {
	last := none
	for i, of := range f.conditions {
		if of == condition {
			last = i
		}
	}
	return last
}

// note adds a case to a condition.
func (w *watcher) note(f *frame, expr *ast.Expr, e topdown.Event, holds bool) {
	c := f.condition(expr)
	if c == none || c == f.standing {
		return
	}
	found := Case{Holds: holds, Times: 1}
	for i, part := range f.body {
		if f.conditions[i] == c && i <= expr.Index {
			found.Values = w.name(found.Values, part, f.clause.spans[c], e)
		}
	}
	condition := &f.clause.Conditions[c]
	for i := range condition.Cases {
		if known := &condition.Cases[i]; known.Holds == holds && slices.Equal(known.Values, found.Values) {
			known.Times++
			return
		}
	}
	condition.Cases = append(condition.Cases, found)
}

// hold takes note of what a definition comes to.
func (c *watched) hold(definition *ast.Rule, e topdown.Event) {
	c.Held++
	result := definition.Head.Value
	if definition.Head.RuleKind() == ast.MultiValue {
		result = definition.Head.Key
	}
	if result == nil || result.Equal(ast.InternedTerm(true)) {
		return
	}
	if text := shorten(e.Plug(result).Value.String()); !slices.Contains(c.Results, text) {
		c.Results = append(c.Results, text)
	}
}

// tell completes an explanation.
func (w *watcher) tell(explained *Explanation) {
	for _, clause := range w.clauses {
		if clause.Asked > 0 {
			explained.Clauses = append(explained.Clauses, clause.Clause)
		}
	}
	slices.SortStableFunc(explained.Clauses, func(a, b Clause) int { return cmp.Compare(rank(a), rank(b)) })
	explained.Reads = w.leaves()
	slices.Sort(w.settings)
	explained.Settings = slices.Compact(w.settings)
}

// rank puts the two questions before what they call.
func rank(c Clause) int {
	i := slices.Index([]string{"applies", "violations"}, c.Name)
	if i < 0 {
		return 2
	}
	return i
}

// leaves are the reads that no other read goes deeper than, in the order of reading.
func (w *watcher) leaves() []source.Pointer {
	deeper := map[source.Pointer]bool{}
	for _, read := range w.reads {
		for up := strings.LastIndexByte(string(read), '/'); up > 0; up = strings.LastIndexByte(string(read[:up]), '/') {
			deeper[read[:up]] = true
		}
	}
	return slices.DeleteFunc(w.reads, func(read source.Pointer) bool { return deeper[read] })
}

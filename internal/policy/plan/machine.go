package plan

import (
	"context"
	"errors"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// ErrUnable is all that is said of an evaluation that didn't come to its end.
var ErrUnable = errors.New("the plan can't be run to its end")

// Machine evaluates definitions about one subject at a time, for one goroutine.
type Machine struct {
	program *Program
	data    *value
	input   *value
	members map[string]member
	known   []known // by slot of the function
	subject int     // counts the subjects, so that what is known of one isn't taken for another

	arena   arena
	keeping int // functions being evaluated whose values outlive the subject
	frames  []*value
	result  *value          // of the function that returned last
	ctx     context.Context // of the evaluation
	steps   int
}

// known is what a function without parameters of its own has said.
type known struct {
	subject int // 0: nothing; always: the same for all
	value   *value
}

const always = -1

// member is the last value of a top-level member that lasts.
type member struct {
	origin *source.Value
	kept   *value
}

// NewMachine returns a machine that hasn't seen a subject yet.
func (p *Program) NewMachine() *Machine {
	m := &Machine{
		program: p,
		members: map[string]member{},
		known:   make([]known, len(p.functions)),
	}
	m.data = &value{kind: object, kept: true, keys: []*value{m.newText("settings", true)}, elements: []*value{m.from(p.settings, true)}}
	return m
}

// Begin turns to another subject. Values of the one before are gone, but for
// the lasting members of its input.
func (m *Machine) Begin(input *source.Value, lasting []string) {
	m.subject++
	m.arena.clear()
	m.input = m.allocate(object, false)
	m.input.origin = input
	m.input.elements = m.pointers(m.input, len(input.Members))
	for i := range input.Members {
		name, origin := input.Members[i].Name, input.Members[i].Value
		if !slices.Contains(lasting, name) {
			continue
		}
		last := m.members[name]
		if last.origin != origin {
			last = member{origin, m.from(origin, true)}
			m.members[name] = last
		}
		m.input.elements[i] = last.kept
	}
}

// Holds evaluates a definition and reports whether it is true.
func (m *Machine) Holds(ctx context.Context, definition *Definition) (bool, error) {
	found, err := m.evaluate(ctx, definition)
	return found != nil && found.kind == boolean && found.integer == 1, err
}

// Elements evaluates a definition and returns the elements of the set that it
// is; none of an empty one.
func (m *Machine) Elements(ctx context.Context, definition *Definition) ([]*ast.Term, error) {
	found, err := m.evaluate(ctx, definition)
	switch {
	case err != nil:
		return nil, err
	case found == nil || found.kind != set:
		return nil, ErrUnable
	}
	return m.terms(m.all(found)), nil
}

func (m *Machine) evaluate(ctx context.Context, definition *Definition) (found *value, err error) {
	defer func() {
		if recover() != nil {
			err = ErrUnable
		}
		if err != nil {
			// What was cut short may look like a result, which nobody must find.
			clear(m.known)
			m.keeping, m.frames = 0, nil
		}
	}()
	if ctx.Err() != nil {
		return nil, ErrUnable
	}
	m.ctx = ctx
	if !m.call((*function)(definition), nil) {
		return nil, ErrUnable
	}
	return m.result, nil
}

// function is a definition or a function of rules.
type function struct {
	parameters int
	own        []int // where its own parameters stand among its variables
	locals     int
	result     int
	blocks     []block
	slot       int
	constant   bool // doesn't look at the input
}

// call evaluates a function and leaves what it says in m.result, nil where it is
// undefined. It is false where the evaluation can't go on.
func (m *Machine) call(f *function, arguments []*value) bool {
	memorable := f.parameters == ownParameters
	if memorable {
		if found := m.known[f.slot]; found.subject == m.subject || found.subject == always {
			m.result = found.value
			return true
		}
		if f.constant {
			m.keeping++
		}
	}
	start := len(m.frames)
	locals := m.frame(f.locals)
	locals[0], locals[1] = m.input, m.data
	for i, argument := range arguments {
		locals[f.own[i]] = argument
	}
	m.result = nil
	for _, block := range f.blocks {
		if after := block.run(m, locals); after < 0 {
			if after == failed {
				return false
			}
			break
		}
	}
	m.frames = m.frames[:start]
	if memorable {
		found := known{m.subject, m.result}
		if f.constant {
			m.keeping--
			found.subject = always
		}
		m.known[f.slot] = found
	}
	return true
}

// frame takes room for the variables of a function. Those of its callers stay
// where they are when there is no more room beside them.
func (m *Machine) frame(size int) []*value {
	start := len(m.frames)
	if start+size > cap(m.frames) {
		m.frames = append(make([]*value, 0, 2*(start+size)+256), m.frames...)
	}
	m.frames = m.frames[:start+size]
	locals := m.frames[start : start+size : start+size]
	clear(locals)
	return locals
}

// patience is how many steps are taken between two looks at whether to stop.
const patience = 1 << 12

func (m *Machine) stopped() bool {
	m.steps++
	return m.steps%patience == 0 && m.ctx.Err() != nil
}

func (m *Machine) allocate(kind kind, kept bool) *value {
	if kept || m.keeping > 0 {
		return &value{kind: kind, kept: true}
	}
	v := m.arena.value()
	v.kind = kind
	return v
}

func (m *Machine) pointers(of *value, count int) []*value {
	if of.kept {
		return make([]*value, count)
	}
	return m.arena.pointers(count)
}

// arena is memory for the values of one subject.
type arena struct {
	values     [][]value
	taken      int // of all values
	links      []*value
	linksTaken int
}

const arenaBlock = 512

func (a *arena) value() *value {
	block, at := a.taken/arenaBlock, a.taken%arenaBlock
	if block == len(a.values) {
		a.values = append(a.values, make([]value, arenaBlock))
	}
	a.taken++
	v := &a.values[block][at]
	*v = value{}
	return v
}

func (a *arena) pointers(count int) []*value {
	if a.linksTaken+count > len(a.links) {
		a.links, a.linksTaken = make([]*value, max(count, 4*arenaBlock, len(a.links))), 0
	}
	links := a.links[a.linksTaken : a.linksTaken+count : a.linksTaken+count]
	a.linksTaken += count
	clear(links)
	return links
}

// clear makes room, and lets go of what one large subject took.
func (a *arena) clear() {
	const most = 64
	if len(a.values) > most {
		*a = arena{}
	}
	a.taken, a.linksTaken = 0, 0
}

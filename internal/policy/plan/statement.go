package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ir"
)

// step does one statement of a plan with the variables of its function.
type step func(m *Machine, locals []*value) jump

// jump says where a plan goes on: after the statement, after so many blocks
// around it, or nowhere.
type jump int

const (
	next      jump = 0
	undefined jump = 1 // leave the block that the statement stands in
	returned  jump = -1
	failed    jump = -2
)

// block is steps in a row, which end where one of them is undefined.
type block []step

// run says where a plan goes on, as seen from the block.
func (b block) run(m *Machine, locals []*value) jump {
	for _, step := range b {
		if after := step(m, locals); after != next {
			if after > 0 {
				return after - 1
			}
			return after
		}
	}
	return next
}

// maker turns a plan into steps.
type maker struct {
	functions map[string]*function
	constants []*value // the plan's texts
	making    *function
	calls     map[*function][]*function // who hands the input on to whom
}

func constantsOf(texts []*ir.StringConst) []*value {
	constants := make([]*value, len(texts))
	for i, constant := range texts {
		constants[i] = &value{kind: text, kept: true, text: constant.Value}
	}
	return constants
}

func (k *maker) function(planned *ir.Func) (err error) {
	made := k.functions[planned.Name]
	k.making = made
	made.constant = true
	made.result = k.local(planned.Return)
	made.locals = max(made.locals, ownParameters)
	for _, parameter := range planned.Params[ownParameters:] {
		made.own = append(made.own, k.local(parameter))
	}
	made.blocks, err = k.blocks(planned.Blocks)
	return err
}

// spread finds the functions that look at the input through others.
func (k *maker) spread() {
	for changed := true; changed; {
		changed = false
		for caller, called := range k.calls {
			for _, function := range called {
				if caller.constant && !function.constant {
					caller.constant, changed = false, true
				}
			}
		}
	}
}

func (k *maker) blocks(planned []*ir.Block) ([]block, error) {
	made := make([]block, len(planned))
	for i, one := range planned {
		var err error
		if made[i], err = k.block(one); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func (k *maker) block(planned *ir.Block) (block, error) {
	made := make(block, 0, len(planned.Stmts))
	for _, statement := range planned.Stmts {
		step, err := k.step(statement)
		if err != nil {
			return nil, err
		}
		made = append(made, step)
	}
	return made, nil
}

// local is where a variable stands in its function's frame.
func (k *maker) local(variable ir.Local) int {
	k.making.locals = max(k.making.locals, int(variable)+1)
	if variable == ir.Input {
		k.making.constant = false
	}
	return int(variable)
}

// constant returns the value of an operand that is no variable.
func (k *maker) constant(operand ir.Operand) *value {
	switch fixed := operand.Value.(type) {
	case ir.StringIndex:
		return k.constants[fixed]
	case ir.Bool:
		return truth(bool(fixed))
	}
	return nil
}

// reader returns what reads an operand.
func (k *maker) reader(operand ir.Operand) func(locals []*value) *value {
	if fixed := k.constant(operand); fixed != nil {
		return func([]*value) *value { return fixed }
	}
	at := k.local(operand.Value.(ir.Local))
	return func(locals []*value) *value { return locals[at] }
}

func (k *maker) step(statement ir.Stmt) (step, error) {
	switch s := statement.(type) {
	case *ir.NopStmt:
		return func(*Machine, []*value) jump { return next }, nil
	case *ir.ReturnLocalStmt:
		source := k.local(s.Source)
		return func(m *Machine, locals []*value) jump {
			m.result = locals[source]
			return returned
		}, nil
	case *ir.BreakStmt:
		after := jump(s.Index) + 1
		return func(*Machine, []*value) jump { return after }, nil
	case *ir.BlockStmt:
		return k.nested(s)
	case *ir.NotStmt:
		return k.not(s)
	case *ir.ScanStmt:
		return k.scan(s)
	case *ir.CallStmt:
		return k.call(s)
	case *ir.DotStmt:
		return k.dot(s), nil
	case *ir.AssignVarStmt:
		read, target := k.reader(s.Source), k.local(s.Target)
		return func(_ *Machine, locals []*value) jump {
			locals[target] = read(locals)
			return next
		}, nil
	case *ir.AssignVarOnceStmt:
		read, target := k.reader(s.Source), k.local(s.Target)
		return func(m *Machine, locals []*value) jump {
			assigned := read(locals)
			if there := locals[target]; there != nil && m.compare(there, assigned) != 0 {
				return failed
			}
			locals[target] = assigned
			return next
		}, nil
	case *ir.AssignIntStmt:
		return k.integer(s.Value, s.Target), nil
	case *ir.MakeNumberIntStmt:
		return k.integer(s.Value, s.Target), nil
	case *ir.MakeNumberRefStmt:
		written := k.constants[s.Index].text
		fixed := &value{kind: number, kept: true, text: written}
		fixed.integer, fixed.whole = integer(written)
		return k.fixed(fixed, s.Target), nil
	case *ir.MakeNullStmt:
		return k.fixed(nullValue, s.Target), nil
	case *ir.ResetLocalStmt:
		return k.fixed(nil, s.Target), nil
	case *ir.MakeArrayStmt:
		return k.empty(array, s.Target), nil
	case *ir.MakeObjectStmt:
		return k.empty(object, s.Target), nil
	case *ir.MakeSetStmt:
		return k.empty(set, s.Target), nil
	case *ir.EqualStmt:
		return k.compare(s.A, s.B, true), nil
	case *ir.NotEqualStmt:
		return k.compare(s.A, s.B, false), nil
	case *ir.LenStmt:
		read, target := k.reader(s.Source), k.local(s.Target)
		return func(m *Machine, locals []*value) jump {
			locals[target] = m.newInteger(int64(m.count(read(locals))))
			return next
		}, nil
	case *ir.IsArrayStmt:
		return k.is(s.Source, array), nil
	case *ir.IsObjectStmt:
		return k.is(s.Source, object), nil
	case *ir.IsSetStmt:
		return k.is(s.Source, set), nil
	case *ir.IsDefinedStmt:
		source := k.local(s.Source)
		return func(_ *Machine, locals []*value) jump {
			if locals[source] == nil {
				return undefined
			}
			return next
		}, nil
	case *ir.IsUndefinedStmt:
		source := k.local(s.Source)
		return func(_ *Machine, locals []*value) jump {
			if locals[source] != nil {
				return undefined
			}
			return next
		}, nil
	case *ir.ArrayAppendStmt:
		read, target := k.reader(s.Value), k.local(s.Array)
		return func(_ *Machine, locals []*value) jump {
			built := locals[target]
			built.elements = append(built.elements, read(locals))
			return next
		}, nil
	case *ir.SetAddStmt:
		read, target := k.reader(s.Value), k.local(s.Set)
		return func(m *Machine, locals []*value) jump {
			m.add(locals[target], read(locals))
			return next
		}, nil
	case *ir.ObjectMergeStmt:
		return k.merge(s), nil
	case *ir.ObjectInsertStmt:
		return k.insert(s.Object, s.Key, s.Value, false), nil
	case *ir.ObjectInsertOnceStmt:
		return k.insert(s.Object, s.Key, s.Value, true), nil
	}
	return nil, fmt.Errorf("a plan with %T isn't run", statement)
}

func (k *maker) integer(written int64, variable ir.Local) step {
	return k.fixed(&value{kind: number, kept: true, whole: true, integer: written}, variable)
}

func (k *maker) fixed(fixed *value, variable ir.Local) step {
	target := k.local(variable)
	return func(_ *Machine, locals []*value) jump {
		locals[target] = fixed
		return next
	}
}

func (k *maker) empty(kind kind, variable ir.Local) step {
	target := k.local(variable)
	return func(m *Machine, locals []*value) jump {
		locals[target] = m.allocate(kind, false)
		return next
	}
}

func (k *maker) is(operand ir.Operand, wanted kind) step {
	read := k.reader(operand)
	return func(_ *Machine, locals []*value) jump {
		if read(locals).kind != wanted {
			return undefined
		}
		return next
	}
}

func (k *maker) compare(a, b ir.Operand, wanted bool) step {
	left, right := k.reader(a), k.reader(b)
	return func(m *Machine, locals []*value) jump {
		if (m.compare(left(locals), right(locals)) == 0) != wanted {
			return undefined
		}
		return next
	}
}

func (k *maker) dot(s *ir.DotStmt) step {
	target := k.local(s.Target)
	variable, isVariable := s.Source.Value.(ir.Local)
	if !isVariable {
		return func(*Machine, []*value) jump { return undefined }
	}
	source := k.local(variable)
	if name := k.constant(s.Key); name != nil && name.kind == text {
		return func(m *Machine, locals []*value) jump {
			from := locals[source]
			if from.kind != object {
				if from = m.get(from, name); from == nil {
					return undefined
				}
				locals[target] = from
				return next
			}
			found := m.member(from, name.text)
			if found == nil {
				return undefined
			}
			locals[target] = found
			return next
		}
	}
	key := k.reader(s.Key)
	return func(m *Machine, locals []*value) jump {
		found := m.get(locals[source], key(locals))
		if found == nil {
			return undefined
		}
		locals[target] = found
		return next
	}
}

func (k *maker) insert(built ir.Local, key, element ir.Operand, once bool) step {
	target, readKey, readElement := k.local(built), k.reader(key), k.reader(element)
	return func(m *Machine, locals []*value) jump {
		built, element := locals[target], readElement(locals)
		place, there := m.insert(built, readKey(locals), element)
		if !there {
			return next
		}
		if once && m.compare(built.elements[place], element) != 0 {
			return failed
		}
		built.elements[place] = element
		return next
	}
}

func (k *maker) merge(s *ir.ObjectMergeStmt) step {
	a, b, target := k.local(s.A), k.local(s.B), k.local(s.Target)
	return func(m *Machine, locals []*value) jump {
		merged := m.merge(locals[a], locals[b])
		if merged == nil {
			return failed
		}
		locals[target] = merged
		return next
	}
}

func (k *maker) nested(s *ir.BlockStmt) (step, error) {
	blocks, err := k.blocks(s.Blocks)
	return func(m *Machine, locals []*value) jump {
		for _, block := range blocks {
			if after := block.run(m, locals); after != next {
				return after
			}
		}
		return next
	}, err
}

func (k *maker) not(s *ir.NotStmt) (step, error) {
	negated, err := k.block(s.Block)
	return func(m *Machine, locals []*value) jump {
		for _, step := range negated {
			switch step(m, locals) {
			case next:
			case undefined:
				return next
			default:
				return failed
			}
		}
		return undefined
	}, err
}

func (k *maker) scan(s *ir.ScanStmt) (step, error) {
	source, key, element := k.local(s.Source), k.local(s.Key), k.local(s.Value)
	body, err := k.block(s.Block)
	return func(m *Machine, locals []*value) jump {
		scanned := locals[source]
		if scanned.kind < array {
			return next
		}
		for i, found := range m.all(scanned) {
			if m.stopped() {
				return failed
			}
			switch scanned.kind {
			case array:
				locals[key] = m.newInteger(int64(i))
			case object:
				locals[key] = scanned.keys[i]
			default:
				locals[key] = found
			}
			locals[element] = found
			switch after := body.run(m, locals); {
			case after < 0:
				return after
			case after == 1:
				return next
			case after > 1:
				return after - 1
			}
		}
		return next
	}, err
}

func (k *maker) call(s *ir.CallStmt) (step, error) {
	if called := k.functions[s.Func]; called != nil {
		return k.callFunction(s, called)
	}
	readers := make([]func([]*value) *value, len(s.Args))
	for i, argument := range s.Args {
		readers[i] = k.reader(argument)
	}
	result := k.local(s.Result)
	built, err := builtin(s.Func)
	if err != nil {
		return nil, err
	}
	return func(m *Machine, locals []*value) jump {
		start := len(m.frames)
		arguments := m.frame(len(readers))
		for i, read := range readers {
			arguments[i] = read(locals)
		}
		found, able := built(m, arguments)
		m.frames = m.frames[:start]
		switch {
		case !able:
			return failed
		case found == nil:
			return undefined
		}
		locals[result] = found
		return next
	}, nil
}

func (k *maker) callFunction(s *ir.CallStmt, called *function) (step, error) {
	if len(s.Args) != called.parameters {
		return nil, fmt.Errorf("a call of %s with %d arguments isn't run", s.Func, len(s.Args))
	}
	if k.calls == nil {
		k.calls = map[*function][]*function{}
	}
	k.calls[k.making] = append(k.calls[k.making], called)
	own := s.Args[ownParameters:]
	readers := make([]func([]*value) *value, len(own))
	for i, argument := range own {
		readers[i] = k.reader(argument)
	}
	result := k.local(s.Result)
	return func(m *Machine, locals []*value) jump {
		start := len(m.frames)
		arguments := m.frame(len(readers))
		for i, read := range readers {
			arguments[i] = read(locals)
		}
		if m.stopped() || !m.call(called, arguments) {
			return failed
		}
		m.frames = m.frames[:start]
		if m.result == nil {
			return undefined
		}
		locals[result] = m.result
		return next
	}, nil
}

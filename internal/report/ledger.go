package report

import (
	"math"
	"slices"
	"sync"
)

// section is the subjects of one kind, first to last, and the rules that are
// asked about them. Its answers stand in the ledger from base on: a row for
// each subject, a column for each rule.
type section struct {
	first, last int
	rules       []int
	base        int
}

func (s section) cell(subject, column int) int {
	return s.base + (subject-s.first)*len(s.rules) + column
}

// columnOf returns the section and the column that hold a rule's answers.
func columnOf(sections []section, rule int) (section, int) {
	for _, s := range sections {
		if column, ok := slices.BinarySearch(s.rules, rule); ok {
			return s, column
		}
	}
	return section{}, 0
}

// place is where an answer belongs: the numbers of its rule and its subject.
type place struct{ rule, subject int }

// verdictReason is an answer without its findings.
type verdictReason struct {
	verdict Verdict
	reason  string
	lacks   Lacks
}

// unanswered is what every cell says until it is set.
var unanswered = verdictReason{verdict: Errored, reason: "the rule gave no answer"}

// beyond marks a cell whose answer stands in the ledger's map: one of the
// answers that came after the short table was full.
const beyond = math.MaxUint8

// ledger holds millions of answers in one byte each: answers are few, so a
// cell is a number in a table of them. Goroutines may set different cells.
type ledger struct {
	cells []uint8
	codes sync.Map // verdictReason -> uint8

	mu    sync.Mutex
	table []verdictReason
	rest  map[int]verdictReason // by cell
}

func newLedger(cells int) *ledger {
	return &ledger{
		cells: make([]uint8, cells),
		table: []verdictReason{unanswered},
		rest:  make(map[int]verdictReason),
	}
}

func (l *ledger) set(cell int, answer verdictReason) {
	code, ok := l.codes.Load(answer)
	if !ok {
		code = l.add(cell, answer)
	}
	l.cells[cell] = code.(uint8)
}

// add gives a new answer its code.
func (l *ledger) add(cell int, answer verdictReason) any {
	l.mu.Lock()
	defer l.mu.Unlock()
	if code, ok := l.codes.Load(answer); ok {
		return code
	}
	if len(l.table) == beyond {
		l.rest[cell] = answer
		return uint8(beyond)
	}
	code := uint8(len(l.table))
	l.table = append(l.table, answer)
	l.codes.Store(answer, code)
	return code
}

func (l *ledger) at(cell int) verdictReason {
	code := l.cells[cell]
	if code == beyond {
		return l.rest[cell]
	}
	return l.table[code]
}

package report

import (
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// roll lists subjects in little memory: a register has as many as it has
// records, and few kinds, severities, registers and files among them.
type roll struct {
	entries []rollEntry
	words   []string // kinds, severities, registers and names of files and sheets
	numbers map[string]int32
}

type rollEntry struct {
	id                   string
	kind, severity, file int32 // into words
	register, sheet      int32 // likewise
	line, column         int32
	open                 bool
}

func (r *roll) add(s Subject) {
	r.entries = append(r.entries, rollEntry{
		id:       s.ID,
		kind:     r.word(s.Kind),
		severity: r.word(s.Severity),
		register: r.word(s.Register),
		open:     s.Open,
		file:     r.word(s.Pos.File),
		sheet:    r.word(s.Pos.Sheet),
		line:     int32(s.Pos.Line),
		column:   int32(s.Pos.Column),
	})
}

func (r *roll) word(text string) int32 {
	number, ok := r.numbers[text]
	if !ok {
		if r.numbers == nil {
			r.numbers = map[string]int32{}
		}
		number = int32(len(r.words))
		r.numbers[text] = number
		r.words = append(r.words, text)
	}
	return number
}

func (r *roll) len() int { return len(r.entries) }

func (r *roll) at(i int) Subject {
	e := &r.entries[i]
	return Subject{
		SubjectRef: r.ref(i),
		Severity:   r.words[e.severity],
		Register:   r.words[e.register],
		Open:       e.open,
		Pos:        source.Position{File: r.words[e.file], Sheet: r.words[e.sheet], Line: int(e.line), Column: int(e.column)},
	}
}

// ref names a subject.
func (r *roll) ref(i int) SubjectRef {
	e := &r.entries[i]
	return SubjectRef{Kind: r.words[e.kind], ID: e.id}
}

// all yields the subjects in order.
func (r *roll) all(yield func(Subject) bool) {
	for i := range r.entries {
		if !yield(r.at(i)) {
			return
		}
	}
}

// span returns where the subjects of a kind begin and end in a roll that is
// sorted by kind.
func (r *roll) span(kind string) (first, last int) {
	rank := kindRank(kind)
	compare := func(e rollEntry, rank int) int { return kindRank(r.words[e.kind]) - rank }
	first, _ = slices.BinarySearchFunc(r.entries, rank, compare)
	last, _ = slices.BinarySearchFunc(r.entries, rank+1, compare)
	return first, last
}

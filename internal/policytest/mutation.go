package policytest

import (
	"context"

	"github.com/riskgate/riskgate/internal/mutant"
	"github.com/riskgate/riskgate/internal/source"
)

// Mutation is what the tests and examples of a file notice of small changes to it.
type Mutation struct {
	Changes   int // that were made
	Survivors []Survivor
	// Mistakes are explanations that explain nothing: the change that they are
	// about isn't made any more, or something notices it now.
	Mistakes []*source.Error
}

// Survivor is a change that nothing noticed.
type Survivor struct {
	mutant.Mutant
	Why string // it makes no difference, as the file beside the rule says; empty: nobody knows
}

// Unexplained counts the survivors that nobody has explained.
func (m *Mutation) Unexplained() int {
	n := 0
	for _, survivor := range m.Survivors {
		if survivor.Why == "" {
			n++
		}
	}
	return n
}

// Score is how many changes are noticed, of those that should be: all but the
// explained ones.
func (m *Mutation) Score() Score {
	if m == nil {
		return Score{}
	}
	noticed := m.Changes - len(m.Survivors)
	return Score{noticed, noticed + m.Unexplained()}
}

func (s *suite) mutate(ctx context.Context, file file, around mutant.Surroundings) *Mutation {
	explained, mistakes := readExplanations(file)
	found := &Mutation{Mistakes: mistakes}
	for _, changed := range mutant.Of(file.module, file.text, around) {
		if ctx.Err() != nil {
			break // what is missing is never shown
		}
		module, err := s.library.parse(s.name, changed.Text)
		if err != nil {
			continue // the parser notices before any test could
		}
		compiler, err := s.compile(module)
		if err != nil {
			continue // as does the compiler
		}
		found.Changes++
		if !s.notices(ctx, compiler) {
			found.Survivors = append(found.Survivors, Survivor{changed, explained.take(changed)})
		}
	}
	found.Mistakes = append(found.Mistakes, explained.left()...)
	return found
}

package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"github.com/riskgate/riskgate/internal/prose"
)

// SelfCheck says how many answers were evaluated in a second way as well, which gave the same. An answer is an outcome
// that a rule was evaluated for to the end: pass, fail (waived or not) or not applicable.
type SelfCheck struct {
	Answers int // of all rules
	Twice   int // of those answers, the ones that were evaluated twice
	// Sample is how many answers of each verdict of each rule were to be among them, or all where there are fewer; 0 where
	// none were chosen.
	Sample int
}

// Complete reports whether every answer was evaluated twice.
func (s SelfCheck) Complete() bool { return s.Twice > 0 && s.Twice == s.Answers }

// String says in words how many answers were evaluated twice.
func (s SelfCheck) String() string {
	switch {
	case s.Complete():
		return "each rule evaluated twice"
	case s.Twice == 0:
		return "no rule evaluated twice"
	}
	text := fmt.Sprintf("%s of %s evaluated twice", prose.Number(s.Twice), prose.Count(s.Answers, "answer", "answers"))
	if s.Sample > 0 {
		text += fmt.Sprintf(", up to %d of each verdict of each rule", s.Sample)
	}
	return text
}

// IsAnswer reports whether a rule was evaluated to the end for the verdict.
func (v Verdict) IsAnswer() bool { return v == Pass || v == Fail || v == NotApplicable }

// Chosen is an answer that was chosen to be evaluated a second time.
type Chosen struct {
	Subject int    // as New counts
	Rule    int    // its number among the rules of the subject's kind
	Answer  Answer // as it was set; the remedy of a violation is the rule's where it has none of its own
}

// Choose chooses of each rule's answers up to n of each verdict, among the subjects that are not left out. Which ones
// depends on the ids of the rule and of the subjects alone: not on chance, and not on the order in which answers were set.
// They stand in the order of subjects, and then of rules. All subjects must be set.
func (b *Builder) Choose(n int, leftOut func(subject int) bool) []Chosen {
	subjects := make([]int, len(b.numbers)) // number in the roll -> subject as the caller counts
	for i, number := range b.numbers {
		subjects[number] = i
	}
	var places []place
	for _, s := range b.sections[kindRank(Document)+1:] { // nothing evaluates whether a document matches its schema
		lots := make([]lot, 0, s.last-s.first)
		for subject := s.first; subject < s.last; subject++ {
			if !leftOut(subjects[subject]) {
				lots = append(lots, lot{subject, numberFrom(b.subjects.at(subject).ID)})
			}
		}
		for column, rule := range s.rules {
			var drawn [Errored + 1]draw
			salt := numberFrom(b.about.Rules[rule].ID)
			for _, l := range lots {
				if verdict := b.ledger.at(s.cell(l.subject, column)).verdict; verdict.IsAnswer() {
					high, low := bits.Mul64(l.number^salt, 0x9e3779b97f4a7c15)
					drawn[verdict].add(n, lot{l.subject, high ^ low})
				}
			}
			for _, of := range drawn {
				for _, l := range of {
					places = append(places, place{rule, l.subject})
				}
			}
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.rule, b.rule)) })
	return b.given(places, subjects)
}

// numberFrom is a number that says no more of an id than if it were drawn by chance.
func numberFrom(id string) uint64 {
	sum := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint64(sum[:])
}

// lot is a subject with the number by which it is drawn.
type lot struct {
	subject int
	number  uint64
}

// draw holds the lots with the lowest numbers.
type draw []lot

// add takes a lot in if its number is among the n lowest. Of two with the same number, as of subjects that share an id, the
// one that came first is lower.
func (d *draw) add(n int, l lot) {
	at := len(*d)
	for at > 0 && l.number < (*d)[at-1].number {
		at--
	}
	if at >= n {
		return
	}
	*d = slices.Insert(*d, at, l)
	*d = (*d)[:min(n, len(*d))]
}

// given finds what was answered at places that are sorted by subject and rule.
func (b *Builder) given(places []place, subjects []int) []Chosen {
	chosen := make([]Chosen, len(places))
	numbers := make(map[place]int, len(places))
	for i, at := range places {
		s, column := columnOf(b.sections, at.rule)
		answer := b.ledger.at(s.cell(at.subject, column))
		chosen[i] = Chosen{subjects[at.subject], column, Answer{Verdict: answer.verdict, Reason: answer.reason}}
		numbers[at] = i
	}
	for _, f := range b.found {
		if i, ok := numbers[f.place]; ok {
			v := Violation{At: f.finding.At, Message: f.finding.Message, Remedy: f.finding.Remedy}
			chosen[i].Answer.Violations = append(chosen[i].Answer.Violations, v)
		}
	}
	return chosen
}

// Retract takes an answer back, which becomes an error for a reason.
func (b *Builder) Retract(answer Chosen, reason string) {
	number := int(b.numbers[answer.Subject])
	s := b.sections[kindRank(b.subjects.at(number).Kind)]
	b.ledger.set(s.cell(number, answer.Rule), verdictReason{verdict: Errored, reason: reason})
	at := place{s.rules[answer.Rule], number}
	b.found = slices.DeleteFunc(b.found, func(f placed) bool { return f.place == at })
}

// CheckedItself adds how many answers were evaluated twice, and how large a sample was asked for.
func (b *Builder) CheckedItself(twice, sample int) {
	b.about.SelfCheck = SelfCheck{Twice: twice, Sample: sample}
}

// answers counts the outcomes that are answers.
func (r *Report) answers() int {
	n := 0
	for i, c := range r.Counts {
		if r.Rules[i].Subject != Document {
			n += c.Answers()
		}
	}
	return n
}

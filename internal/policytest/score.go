package policytest

import (
	"fmt"
	"slices"
)

// Score is how much of something there is.
type Score struct{ Part, Of int }

// Reaches reports whether the score is a percentage or more. Of nothing there is
// nothing to miss.
func (s Score) Reaches(percent float64) bool {
	return float64(s.Part)*100 >= percent*float64(s.Of)
}

// String returns the score as a percentage. It never rounds up to one that isn't
// reached.
func (s Score) String() string {
	tenths := 1000
	if s.Of > 0 {
		tenths = s.Part * 1000 / s.Of
	}
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

// Coverage is how many lines of all studied files the tests come to.
func (r *Report) Coverage() Score {
	var all Score
	for _, study := range r.Studies {
		one := study.Coverage.Score()
		all.Part, all.Of = all.Part+one.Part, all.Of+one.Of
	}
	return all
}

// Mutation is how many changes to all studied files the tests notice, of those
// that should be noticed.
func (r *Report) Mutation() Score {
	var all Score
	for _, study := range r.Studies {
		one := study.Mutation.Score()
		all.Part, all.Of = all.Part+one.Part, all.Of+one.Of
	}
	return all
}

// Explained counts the changes that make no difference.
func (r *Report) Explained() int {
	n := 0
	for _, study := range r.Studies {
		if study.Mutation != nil {
			n += len(study.Mutation.Survivors) - study.Mutation.Unexplained()
		}
	}
	return n
}

// Shortfalls says which scores are too low.
func (r *Report) Shortfalls() []string {
	var low []string
	for _, study := range r.Studies {
		if score := study.Coverage.Score(); !score.Reaches(r.Least.Coverage) {
			low = append(low, fmt.Sprintf("%s: coverage is %s, and %v %% are asked for", study.File, score, r.Least.Coverage))
		}
	}
	if score := r.Mutation(); !score.Reaches(r.Least.Mutation) {
		low = append(low, fmt.Sprintf("mutation is %s, and %v %% are asked for", score, r.Least.Mutation))
	}
	return low
}

// Passes reports whether all results hold, the scores are high enough, and every
// explanation explains something.
func (r *Report) Passes() bool {
	for _, study := range r.Studies {
		if study.Mutation != nil && len(study.Mutation.Mistakes) > 0 {
			return false
		}
	}
	return r.Holds() && len(r.Shortfalls()) == 0
}

// With is a report on two parts of a library.
func (r *Report) With(other *Report) *Report {
	return &Report{
		Results: append(slices.Clip(r.Results), other.Results...),
		Studies: append(slices.Clip(r.Studies), other.Studies...),
		Least:   r.Least,
	}
}

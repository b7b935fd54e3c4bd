package report

import (
	"iter"
	"strconv"
)

// Identified returns the findings in their order, each with a name that no other finding of the report has and that stays
// when records move: its fingerprint, and its number among the findings that share it, from 1 on. Findings share one when
// a rule finds several things wrong at places that have no id of their own.
func (r *Report) Identified() iter.Seq2[string, Finding] {
	return func(yield func(string, Finding) bool) {
		seen := make(map[string]int, len(r.Findings))
		for _, f := range r.Findings {
			seen[f.Fingerprint]++
			if !yield(f.Fingerprint+":"+strconv.Itoa(seen[f.Fingerprint]), f) {
				return
			}
		}
	}
}

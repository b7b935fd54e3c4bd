package translog

import (
	"slices"
	"time"

	"github.com/riskgate/riskgate/internal/evidence"
)

// Commit is one of a branch.
type Commit struct {
	ID        string    // in full
	Committed time.Time // as the commit says: whoever makes it can say any
}

// Count chooses the entries that count as a run.
type Count func(Entry) bool

// SinceFirst is a branch, the oldest commit first, from the first commit on of which any run is logged; all of it where none
// is.
func (all Entries) SinceFirst(branch []Commit) []Commit {
	checked := all.checked(func(Entry) bool { return true })
	if i := slices.IndexFunc(branch, func(c Commit) bool { return checked[c.ID] }); i >= 0 {
		return branch[i:]
	}
	return branch
}

// SinceDay is a branch, the oldest commit first, from the first commit on that is not before a moment: a later one stays,
// whatever time it claims.
func SinceDay(branch []Commit, moment time.Time) []Commit {
	if i := slices.IndexFunc(branch, func(c Commit) bool { return !c.Committed.Before(moment) }); i >= 0 {
		return branch[i:]
	}
	return nil
}

// Unchecked lists the commits of which no run is in the log that was on the records as the commit has them.
func (all Entries) Unchecked(branch []Commit, counts Count) []Commit {
	checked := all.checked(counts)
	return slices.DeleteFunc(slices.Clone(branch), func(c Commit) bool { return checked[c.ID] })
}

func (all Entries) checked(counts Count) map[string]bool {
	commits := map[string]bool{}
	for _, e := range all {
		if e.Commit != "" && e.Clean && counts(e) {
			commits[e.Commit] = true
		}
	}
	return commits
}

// Silence is a time without a run; from the zero time where there never was one that counts.
type Silence struct{ From, To time.Time }

// Silences lists the times longer than most in which no run was logged, from a moment on, or from the first entry on if it
// is zero. A run counts at the moment at which it was logged, and only if it had ended no longer than most before: neither a
// run of today that claims to be of last month fills a gap, nor an old one that is logged today.
func (all Entries) Silences(most time.Duration, since, now time.Time, counts Count) []Silence {
	var runs []time.Time
	for _, e := range all {
		late := e.Logged.Sub(e.Finished)
		if counts(e) && late <= most && late >= -evidence.ClockSkew && !e.Logged.After(now.Add(evidence.ClockSkew)) {
			runs = append(runs, e.Logged)
		}
	}
	slices.SortFunc(runs, time.Time.Compare)
	last := since
	if last.IsZero() && len(runs) > 0 {
		last = runs[0]
		for _, e := range all {
			if e.Logged.Before(last) {
				last = e.Logged
			}
		}
	}
	var silences []Silence
	for _, run := range append(runs, now) {
		if run.Sub(last) > most {
			silences = append(silences, Silence{last, run})
		}
		if run.After(last) {
			last = run
		}
	}
	return silences
}

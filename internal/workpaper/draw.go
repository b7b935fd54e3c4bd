// Package workpaper draws samples for an auditor's own test of what rules answered, and writes them as work papers.
package workpaper

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Outcomes lists the outcomes that a rule can have for a record, the gravest first. A failure of which somebody has accepted
// every finding is waived.
func Outcomes() []string {
	return []string{
		report.Fail.String(), Waived, report.Errored.String(), report.NotAssessable.String(), report.Pass.String(), report.NotApplicable.String(),
	}
}

// Waived is the outcome of a failure of which somebody has accepted every finding.
const Waived = "waived"

// The ways to divide a population.
const (
	BySeverity = "severity"
	ByOutcome  = "outcome"
)

// Strata lists the ways to divide a population.
func Strata() []string { return []string{BySeverity, ByOutcome} }

// Design says how samples are drawn: of the outcomes of each rule, one for each record that it was asked about.
type Design struct {
	Seed string // any text on one line
	Size int    // items of each rule
	// Stratify is one of Strata, or empty: whether the population of a rule is divided, so that each part of it gives items
	// in turn.
	Stratify string
	// Severities are those of the scale, low to high.
	Severities []string
	// Outcomes limit the populations to some of Outcomes; empty takes all.
	Outcomes []string
}

// Candidate is one of the population of a rule: what the rule answered about a record.
type Candidate struct {
	Subject report.Subject
	Outcome string // one of Outcomes
	Said    []string
}

// Sample is what was drawn of the outcomes of a rule.
type Sample struct {
	Rule   report.Rule
	Strata []Stratum // those that are not empty; one without a name where nothing is divided
	// Counts has how often each outcome is in the population.
	Counts map[string]int
}

// Stratum is a part of a population, and what was drawn of it.
type Stratum struct {
	Name       string // a severity or an outcome; NoSeverity for records that have none
	Population int
	Items      []Item // in the order of their keys
}

// NoSeverity is the stratum of records without a severity.
const NoSeverity = "none"

// Item is a candidate that was drawn.
type Item struct {
	Candidate
	Key    string  // by which it was drawn: that of Key, in lower-case hex
	Values []Value // what the rule reads of the record
	Note   string  // why they are missing
}

// Value is what stands at a place that a rule reads.
type Value struct {
	Path  string // as risk.assessment.severity, or plan.actions[2].due
	Value string // as JSON; empty where nothing stands there
	Pos   source.Position
}

// Population counts all that could have been drawn.
func (s Sample) Population() int {
	n := 0
	for _, stratum := range s.Strata {
		n += stratum.Population
	}
	return n
}

// Size counts the items.
func (s Sample) Size() int {
	n := 0
	for _, stratum := range s.Strata {
		n += len(stratum.Items)
	}
	return n
}

// Key is what decides whether an outcome is drawn: the SHA-256 of four lines of text, so that
//
//	printf '%s\n' "$seed" "$rule" "$kind" "$id" | sha256sum
//
// says the same. Those with the least keys are drawn.
func Key(seed, rule string, s report.SubjectRef) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n", seed, rule, s.Kind, s.ID))
}

// Drawer draws the sample of one rule.
type Drawer struct {
	design Design
	rule   report.Rule
	urns   map[string]*urn // by the name of the stratum
	counts map[string]int  // by outcome
}

// urn holds those of a stratum that may still be drawn.
type urn struct {
	offered int
	best    []ticket
}

type ticket struct {
	key       [sha256.Size]byte
	candidate Candidate
}

// Drawer begins to draw from the outcomes of a rule.
func (d Design) Drawer(rule report.Rule) *Drawer {
	return &Drawer{design: d, rule: rule, urns: map[string]*urn{}, counts: map[string]int{}}
}

// Offer adds an outcome to the population. Outcomes come in the order of the results, which decides between two records that
// share a kind and an id.
func (d *Drawer) Offer(c Candidate) {
	if len(d.design.Outcomes) > 0 && !slices.Contains(d.design.Outcomes, c.Outcome) {
		return
	}
	d.counts[c.Outcome]++
	name := d.design.stratum(c)
	u := d.urns[name]
	if u == nil {
		u = &urn{}
		d.urns[name] = u
	}
	u.offered++
	u.best = append(u.best, ticket{Key(d.design.Seed, d.rule.ID, c.Subject.SubjectRef), c})
	if len(u.best) >= 2*d.design.Size+1024 {
		u.keep(d.design.Size)
	}
}

// keep lets go of what can't be drawn any more.
func (u *urn) keep(most int) {
	slices.SortStableFunc(u.best, func(a, b ticket) int { return bytes.Compare(a.key[:], b.key[:]) })
	u.best = slices.Delete(u.best, min(most, len(u.best)), len(u.best))
}

func (d Design) stratum(c Candidate) string {
	switch d.Stratify {
	case BySeverity:
		if c.Subject.Severity == "" {
			return NoSeverity
		}
		return c.Subject.Severity
	case ByOutcome:
		return c.Outcome
	}
	return ""
}

// order lists the names of all strata, the gravest first.
func (d Design) order() []string {
	switch d.Stratify {
	case BySeverity:
		names := slices.Clone(d.Severities)
		slices.Reverse(names)
		return append(names, NoSeverity)
	case ByOutcome:
		return Outcomes()
	}
	return []string{""}
}

// Sample draws: each stratum gives its next item in turn, the gravest first, until there are enough or no stratum has more.
func (d *Drawer) Sample() Sample {
	s := Sample{Rule: d.rule, Counts: d.counts}
	var urns []*urn
	order := d.design.order()
	for _, name := range slices.Sorted(maps.Keys(d.urns)) {
		if !slices.Contains(order, name) {
			order = append(order, name) // a severity that the scale doesn't have
		}
	}
	for _, name := range order {
		if u := d.urns[name]; u != nil {
			u.keep(d.design.Size)
			urns = append(urns, u)
			s.Strata = append(s.Strata, Stratum{Name: name, Population: u.offered})
		}
	}
	for drawn, more := 0, true; more; {
		more = false
		for i, u := range urns {
			if drawn == d.design.Size || len(u.best) == 0 {
				continue
			}
			next := u.best[0]
			u.best = u.best[1:]
			s.Strata[i].Items = append(s.Strata[i].Items, Item{Candidate: next.candidate, Key: hex.EncodeToString(next.key[:])})
			drawn, more = drawn+1, true
		}
	}
	return s
}

// Method says in words how samples are drawn, so that others can do it again without this program.
func (d Design) Method() string {
	var b strings.Builder
	b.WriteString("Population of a rule: one outcome for each record that it was asked about")
	if len(d.Outcomes) > 0 {
		b.WriteString(", of the outcomes " + strings.Join(d.Outcomes, ", ") + " alone")
	}
	b.WriteString(". Each has a key: the SHA-256 of the four lines seed, rule, kind and id, each ended by a line feed. ")
	if d.Stratify == "" {
		fmt.Fprintf(&b, "The %d least keys are drawn, or all where there are fewer.", d.Size)
	} else {
		fmt.Fprintf(&b, "The population is divided by %s (%s). The parts that are not empty give the outcome with their next least key in turn, in this order, until %d are drawn or there are no more.",
			d.Stratify, strings.Join(d.order(), ", "), d.Size)
	}
	return b.String()
}

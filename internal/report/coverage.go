package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Lack is something that the records of a run can't show: a field that the source of an input can't carry, or all that
// stands in a kind of document of which the run has none.
type Lack struct {
	// Name is that of the field, as risks.owner, or of the kind of document.
	Name string
	// Title and Meaning say what it is, in the words of its schema; empty for a field of the organisation's own.
	Title, Meaning string
	// Document is the kind of document that it stands in.
	Document string
	// Record is the kind of record that has the field; empty where it is a whole document that is lacking.
	Record string
	// Holds are the kinds of record that a lacking document would hold.
	Holds []string
	// Inputs are the names of the files that can't carry the field.
	Inputs []string
}

// Lacks names what a check needs and the records can't show. It compares, as a list doesn't.
type Lacks string

// LacksOf is the lacks of those names.
func LacksOf(names ...string) Lacks { return Lacks(strings.Join(names, "\x00")) }

// Names are those of the lacks.
func (l Lacks) Names() []string {
	if l == "" {
		return nil
	}
	return strings.Split(string(l), "\x00")
}

// Coverage says how much of what was asked the records can show, and what would have to be known for the rest. What doesn't
// match its schema is not among it: that is a finding. A check that doesn't apply is shown; the records say so.
type Coverage struct {
	// Limited are the inputs whose source can't carry every field, by name.
	Limited []Input
	// Whole, Part and None are the rules of which the records can show each check, some, or none, by id. A rule about a kind
	// of record that the run has none of is among None where no document of the run could hold such records, and else in
	// no list.
	Whole, Part, None []Rule
	// Shown and Checks count the checks that could be judged, and all.
	Shown, Checks int
	// Otherwise counts the checks that could not be judged and that nothing lacking would open: their records don't match
	// their schema, or the rule ended in an error.
	Otherwise int
	// Lacking is what to ask for, first what stands in the way of most.
	Lacking []Lacking
}

// Lacking is something that the records can't show, and what it would open.
type Lacking struct {
	Lack
	// Checks counts the checks that need it, and Alone those that need nothing else.
	Checks, Alone int
	// Rules are those that need it, by id.
	Rules []Rule
	// Needed says for which records, by kind.
	Needed []Needed
}

// Needed is the records of one kind about which something would have to be known.
type Needed struct {
	Kind  string
	Count int
	// Of is how many records of the kind stand in the files that lack it, or in the run.
	Of int

	all      *roll
	subjects []bool // by number in all: it is one of them
	first    int    // the kind's first number
}

// All says that it is every record of the kind.
func (n Needed) All() bool { return n.Count == n.Of }

// IDs yields the ids of the records, in order.
func (n Needed) IDs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for number, left := n.first, n.Count; left > 0; number++ {
			if !n.subjects[number] {
				continue
			}
			if left--; !yield(n.all.at(number).ID) {
				return
			}
		}
	}
}

// Rules is how many rules there is something to show of.
func (c *Coverage) Rules() int { return len(c.Whole) + len(c.Part) + len(c.None) }

// RulesShown is how many rules the records can show, be it in part.
func (c *Coverage) RulesShown() int { return len(c.Whole) + len(c.Part) }

// Absent are the kinds of document that rules need and the run has none of, by what they would open.
func (c *Coverage) Absent() []string {
	var kinds []string
	for _, lacking := range c.Lacking {
		if lacking.Record == "" {
			kinds = append(kinds, lacking.Name)
		}
	}
	return kinds
}

// FieldsOf is how many fields that rules need an input can't carry.
func (c *Coverage) FieldsOf(input string) int {
	n := 0
	for _, lacking := range c.Lacking {
		if slices.Contains(lacking.Inputs, input) {
			n++
		}
	}
	return n
}

// String says in one line how much the records can show.
func (c *Coverage) String() string {
	rules := fmt.Sprintf("%d of %s (%s)", c.RulesShown(), countOfRules(c.Rules()), share(c.RulesShown(), c.Rules()))
	if part := len(c.Part); part > 0 {
		rules += fmt.Sprintf(", %d of them in part", part)
	}
	return fmt.Sprintf("the records can show %s, and %d of %s (%s)", rules, c.Shown, countOfChecks(c.Checks), share(c.Shown, c.Checks))
}

func countOfRules(n int) string { return plural(n, "rule") }

func countOfChecks(n int) string { return plural(n, "check") }

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// share is a part as a percentage, rounded down, so that 100% means all.
func share(part, whole int) string {
	if whole == 0 {
		return "0%"
	}
	return fmt.Sprintf("%d%%", part*100/whole)
}

// tally is what comes together about one lack.
type tally struct {
	Lacking
	rules    map[int]bool // numbers of rules
	subjects []bool       // by number; nil before the first
}

// cover counts what the records can show.
func (r *Report) cover() Coverage {
	c := Coverage{Limited: slices.DeleteFunc(slices.Clone(r.Inputs), func(i Input) bool { return len(i.Omits) == 0 })}
	tallies := make(map[string]*tally, len(r.Lacks))
	for _, lack := range r.Lacks {
		tallies[lack.Name] = &tally{Lacking: Lacking{Lack: lack}, rules: map[int]bool{}}
	}
	for number, rule := range r.Rules {
		if rule.Subject == Document || rule.Subject == WaiverKind || rule.Subject == ChangeKind {
			continue // not about what an export says
		}
		counts := r.Counts[number]
		unjudged := counts.NotAssessable + counts.Errors
		c.Checks += counts.Population()
		c.Shown += counts.Population() - unjudged
		switch {
		case counts.Population() == 0:
			for _, lack := range r.Lacks {
				if slices.Contains(lack.Holds, rule.Subject) {
					tallies[lack.Name].rules[number] = true
					c.None = append(c.None, rule)
				}
			}
		case unjudged == 0:
			c.Whole = append(c.Whole, rule)
		case counts.Judged() > 0:
			c.Part = append(c.Part, rule)
		default:
			c.None = append(c.None, rule)
		}
		c.Otherwise += unjudged
		if counts.NotAssessable > 0 {
			c.Otherwise -= r.tally(number, tallies)
		}
	}
	for _, lack := range r.Lacks {
		if t := tallies[lack.Name]; len(t.rules) > 0 {
			c.Lacking = append(c.Lacking, r.lacking(t))
		}
	}
	slices.SortStableFunc(c.Lacking, func(a, b Lacking) int {
		return cmp.Or(cmp.Compare(b.Checks, a.Checks), cmp.Compare(len(b.Rules), len(a.Rules)))
	})
	return c
}

// tally adds what the checks of a rule lack, and returns how many of them lack something.
func (r *Report) tally(rule int, tallies map[string]*tally) (checks int) {
	s, column := columnOf(r.sections, rule)
	names := map[Lacks][]string{}
	for subject := s.first; subject < s.last; subject++ {
		lacks := r.ledger.at(s.cell(subject, column)).lacks
		if lacks == "" {
			continue
		}
		checks++
		if names[lacks] == nil {
			names[lacks] = lacks.Names()
		}
		for _, name := range names[lacks] {
			t := tallies[name]
			if t == nil {
				continue
			}
			if t.subjects == nil {
				t.subjects = make([]bool, r.subjects.len())
			}
			t.subjects[subject], t.rules[rule] = true, true
			t.Checks++
			if len(names[lacks]) == 1 {
				t.Alone++
			}
		}
	}
	return checks
}

// lacking says about whom something would have to be known.
func (r *Report) lacking(t *tally) Lacking {
	for number, rule := range r.Rules {
		if t.rules[number] {
			t.Rules = append(t.Rules, rule)
		}
	}
	for _, kind := range kinds {
		first, last := r.subjects.span(kind)
		needed := Needed{Kind: kind, all: &r.subjects, subjects: t.subjects, first: first}
		for number := first; number < last && t.subjects != nil; number++ {
			if t.subjects[number] {
				needed.Count++
			}
			if kind != t.Record || slices.Contains(t.Inputs, r.subjects.at(number).Pos.File) {
				needed.Of++
			}
		}
		if needed.Count > 0 {
			t.Needed = append(t.Needed, needed)
		}
	}
	return t.Lacking
}

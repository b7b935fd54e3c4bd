package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/riskgate/riskgate/internal/source"
)

// Answer is what one rule says about one subject.
type Answer struct {
	Verdict    Verdict
	Reason     string      // of NotAssessable and Errored
	Lacks      Lacks       // of NotAssessable: all that would have to be known
	Violations []Violation // of Fail, never of another verdict
}

// Violation is one thing that is wrong with a subject, and where.
type Violation struct {
	At      source.Pointer
	Pos     source.Position
	IDs     []string // the ids and names on the way from the subject to the place
	Message string
	Remedy  string // "" takes the rule's
	Waived  *Waiver
	Base    source.Position // the place in the base of a gated change, if any
	Age     Age             // in a gated change
}

// Builder collects answers, in any order and from several goroutines, for one
// Report that does not depend on their order.
type Builder struct {
	about    About
	subjects roll    // in the order of the report
	numbers  []int32 // subject as the caller counts -> number in subjects
	sections []section
	ledger   *ledger

	mu    sync.Mutex
	found []placed
}

// placed is a finding and the answer that it belongs to.
type placed struct {
	place
	finding Finding
}

// New starts a report about all subjects of a run, in any order: Set names
// them by their index in this slice.
func New(about About, subjects []Subject) (*Builder, error) {
	if about.AsOf.IsZero() {
		return nil, errors.New("a report needs an as-of date")
	}
	about = sorted(about)
	for i, rule := range about.Rules {
		if i > 0 && about.Rules[i-1].ID == rule.ID {
			return nil, fmt.Errorf("two rules are called %q", rule.ID)
		}
		if !slices.Contains(kinds, rule.Subject) {
			return nil, fmt.Errorf("rule %s asks about %q, which is no kind of subject", rule.ID, rule.Subject)
		}
	}
	b := &Builder{about: about}
	b.arrange(subjects)
	cells := 0
	for _, kind := range kinds {
		s := section{base: cells}
		s.first, s.last = b.subjects.span(kind)
		for i, rule := range about.Rules {
			if rule.Subject == kind {
				s.rules = append(s.rules, i)
			}
		}
		cells += (s.last - s.first) * len(s.rules)
		b.sections = append(b.sections, s)
	}
	if known := b.sections[len(b.sections)-1].last; known < len(subjects) {
		return nil, fmt.Errorf("%q is no kind of subject", b.subjects.at(known).Kind)
	}
	b.ledger = newLedger(cells)
	return b, nil
}

// sorted returns about with its lists in the order of a report, as copies.
func sorted(about About) About {
	about.Inputs = slices.SortedFunc(slices.Values(about.Inputs), func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
	about.Ignored = slices.SortedFunc(slices.Values(about.Ignored), func(a, b Ignored) int { return cmp.Compare(a.Name, b.Name) })
	about.Rules = slices.SortedFunc(slices.Values(about.Rules), func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	about.Changes = slices.SortedFunc(slices.Values(about.Changes), func(a, b RuleChange) int { return cmp.Compare(a.Rule, b.Rule) })
	about.Severities = slices.Clone(about.Severities)
	about.Registers = slices.SortedStableFunc(slices.Values(about.Registers), func(a, b Register) int { return cmp.Compare(a.ID, b.ID) })
	return about
}

// arrange puts the subjects in the order of the report.
func (b *Builder) arrange(subjects []Subject) {
	order := make([]int32, len(subjects))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int { return compareSubjects(subjects[i], subjects[j]) })
	b.subjects.entries = make([]rollEntry, 0, len(subjects))
	b.numbers = make([]int32, len(subjects))
	for number, i := range order {
		b.subjects.add(subjects[i])
		b.numbers[i] = int32(number)
	}
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(
		cmp.Compare(kindRank(a.Kind), kindRank(b.Kind)),
		strings.Compare(a.ID, b.ID),
		comparePositions(a.Pos, b.Pos),
	)
}

// kindRank puts what is no kind behind all kinds.
func kindRank(kind string) int {
	if i := slices.Index(kinds, kind); i >= 0 {
		return i
	}
	return len(kinds)
}

func comparePositions(a, b source.Position) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		strings.Compare(a.Sheet, b.Sheet),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
	)
}

// Set records the answers about one subject: one for each rule of its kind, in
// the order of their ids. It may run in several goroutines, once for each
// subject. Answers that are missing or contradict themselves become errors.
func (b *Builder) Set(subject int, answers []Answer) {
	number := int(b.numbers[subject])
	s := b.sections[kindRank(b.subjects.at(number).Kind)]
	if len(answers) != len(s.rules) {
		return // every cell of the row still says that there was no answer
	}
	for column, answer := range answers {
		at := place{s.rules[column], number}
		b.ledger.set(s.cell(number, column), verdictOf(answer))
		if answer.Verdict == Fail && len(answer.Violations) > 0 {
			b.add(at, answer.Violations)
		}
	}
}

func verdictOf(a Answer) verdictReason {
	switch {
	case a.Verdict < Pass || a.Verdict > Errored:
		return unanswered
	case a.Verdict == Fail && len(a.Violations) == 0:
		return verdictReason{verdict: Errored, reason: "the rule failed without saying where"}
	case a.Verdict != Fail && len(a.Violations) > 0:
		return verdictReason{verdict: Errored, reason: "the rule found a violation, yet did not fail"}
	}
	return verdictReason{a.Verdict, a.Reason, a.Lacks}
}

func (b *Builder) add(at place, violations []Violation) {
	rule, subject := b.about.Rules[at.rule], b.subjects.at(at.subject)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, v := range violations {
		b.found = append(b.found, placed{at, Finding{
			Rule:        rule.ID,
			Level:       rule.Level,
			Subject:     subject.SubjectRef,
			Severity:    subject.Severity,
			Message:     v.Message,
			Remedy:      cmp.Or(v.Remedy, rule.Remedy),
			At:          v.At,
			Pos:         v.Pos,
			Fingerprint: Fingerprint(rule.ID, subject.SubjectRef, v.IDs...),
			Waived:      v.Waived,
			Base:        v.Base,
			Age:         v.Age,
		}})
	}
}

// Fingerprint identifies a finding by its rule, its subject and the ids on the
// way to its place, so that it stays the same when files change around it.
func Fingerprint(rule string, subject SubjectRef, ids ...string) string {
	hash := sha256.New()
	for _, part := range append([]string{rule, subject.Kind, subject.ID}, ids...) {
		fmt.Fprintf(hash, "%d:%s,", len(part), part) // the length keeps a-bc apart from ab-c
	}
	return hex.EncodeToString(hash.Sum(nil)[:12])
}

// Verdict returns what is set for a rule and a subject, which is numbered as New got it, with the reason of one that wasn't
// judged.
func (b *Builder) Verdict(subject int, rule string) (Verdict, string) {
	number := int(b.numbers[subject])
	i, asked := slices.BinarySearchFunc(b.about.Rules, rule, func(r Rule, id string) int { return strings.Compare(r.ID, id) })
	if !asked || b.about.Rules[i].Subject != b.subjects.at(number).Kind {
		return unanswered.verdict, unanswered.reason
	}
	s, column := columnOf(b.sections, i)
	answer := b.ledger.at(s.cell(number, column))
	return answer.verdict, answer.reason
}

// Findings returns what has been found so far, in the order of the report.
func (b *Builder) Findings() []Finding {
	b.sort()
	findings := make([]Finding, len(b.found))
	for i, f := range b.found {
		findings[i] = f.finding
	}
	return findings
}

// Waive asks accepted about each finding, in the order of the report, and marks it with the answer: nil leaves it open. Of
// a rule that can't be waived no finding is asked about. All subjects must be set.
func (b *Builder) Waive(accepted func(Finding) *Waiver) {
	b.sort()
	for i := range b.found {
		f := &b.found[i]
		if f.finding.Waived == nil && !b.about.Rules[f.rule].Unwaivable {
			f.finding.Waived = accepted(f.finding)
		}
	}
}

// Compare adds what a change does as it is known at the end.
func (b *Builder) Compare(c Comparison) { b.about.Comparison = &c }

// Show adds what the records show apart from the rules.
func (b *Builder) Show(o *Overview) { b.about.Overview = o }

// Report returns the finished report. The builder must not be used after it.
func (b *Builder) Report() *Report {
	r := &Report{
		About:    b.about,
		Counts:   make([]Counts, len(b.about.Rules)),
		subjects: b.subjects,
		sections: b.sections,
		ledger:   b.ledger,
	}
	b.display(r)
	r.count()
	r.Coverage = r.cover()
	r.Totals.Documents = len(r.Inputs)
	r.Totals.Subjects = r.subjects.len() - b.sections[kindRank(Document)].last
	r.Totals.Rules = len(r.Rules)
	r.SelfCheck.Answers = r.answers()
	return r
}

// sort puts the findings in the order of the report.
func (b *Builder) sort() {
	severity := func(f Finding) int { return slices.Index(b.about.Severities, f.Severity) } // -1, so last, when it has none
	slices.SortFunc(b.found, func(x, y placed) int {
		a, b := x.finding, y.finding
		return cmp.Or(
			cmp.Compare(a.Level, b.Level), // deny, warn
			cmp.Compare(severity(b), severity(a)),
			comparePositions(a.Pos, b.Pos),
			strings.Compare(a.Rule, b.Rule),
			cmp.Compare(x.subject, y.subject),
			strings.Compare(string(a.At), string(b.At)),
			strings.Compare(a.Message, b.Message),
			strings.Compare(a.Remedy, b.Remedy),
		)
	})
}

// display takes the findings in their order.
func (b *Builder) display(r *Report) {
	b.sort()
	r.Findings = make([]Finding, len(b.found))
	r.places = make([]place, len(b.found))
	r.found = make([]int, len(b.found))
	for i, f := range b.found {
		r.Findings[i], r.places[i], r.found[i] = f.finding, f.place, i
		switch {
		case f.finding.Waived != nil:
			r.Totals.Waived++
			if f.finding.Waived.Baseline {
				r.Totals.Baseline++
			}
		case f.finding.Level == Deny:
			r.Totals.Deny++
		default:
			r.Totals.Warn++
		}
	}
	slices.SortStableFunc(r.found, func(i, j int) int {
		a, b := r.places[i], r.places[j]
		return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.subject, b.subject))
	})
}

// count sums up the outcomes, and groups those that were not judged by reason.
func (r *Report) count() {
	type key struct {
		rule    int
		verdict Verdict
		reason  string
	}
	groups := make(map[key]*Unjudged)
	for at, o := range r.outcomes() {
		r.Counts[at.rule].add(countOf(o))
		if o.Verdict != NotAssessable && o.Verdict != Errored {
			continue
		}
		k := key{at.rule, o.Verdict, o.Reason}
		if groups[k] == nil {
			groups[k] = &Unjudged{Rule: o.Rule, Reason: o.Reason, First: r.subjects.at(at.subject)}
		}
		groups[k].Subjects++
	}
	for _, counts := range r.Counts {
		r.Totals.Outcomes.add(counts)
	}
	for k, group := range groups {
		if k.verdict == Errored {
			r.Errors = append(r.Errors, *group)
			continue
		}
		r.NotAssessable = append(r.NotAssessable, *group)
	}
	byRule := func(a, b Unjudged) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Reason, b.Reason))
	}
	slices.SortFunc(r.Errors, byRule)
	slices.SortFunc(r.NotAssessable, byRule)
}

func countOf(o Outcome) Counts {
	switch o.Verdict {
	case Pass:
		return Counts{Passed: 1}
	case Fail:
		if o.Waived() {
			return Counts{Waived: 1}
		}
		return Counts{Failed: 1}
	case NotApplicable:
		return Counts{NotApplicable: 1}
	case NotAssessable:
		return Counts{NotAssessable: 1}
	}
	return Counts{Errors: 1}
}

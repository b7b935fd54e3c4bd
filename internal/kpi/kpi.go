// Package kpi works out from a report the figures that management watches.
package kpi

import (
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
)

// Unit says what a figure counts.
type Unit string

// The units.
const (
	// Count is a number of things, as of open risks.
	Count Unit = "count"
	// Share is how many of the judged do as they should.
	Share Unit = "share"
)

// Direction says which way a figure gets better.
type Direction string

// The directions.
const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
)

// Definition says what one KPI means, whatever a report holds.
type Definition struct {
	ID, Title string
	// Text is what it counts, in one plain sentence.
	Text string
	// Rule is the rule whose outcomes it counts; empty where it counts records.
	Rule   string
	Unit   Unit
	Better Direction

	of func(*report.Report, string) iter.Seq[Record]
}

// Figure is the value of a KPI, for a whole report or for a part of it.
type Figure struct {
	// Value counts, for a share, those that pass the rule.
	Value int
	// Of counts, for a share, those that were judged: passed, failed and waived. It is 0 for a count, and where nothing
	// was judged.
	Of int
	// Waived counts the failures that somebody has accepted: of a share they are in Of and not in Value, of a count in Value.
	Waived int
	// NotAssessable counts those that the rule applies to as far as anyone can tell, and that could not be judged.
	NotAssessable int
}

// Percent is the value of a share in percent, rounded down, so that 100 means all. It reports false where nothing was
// judged.
func (f Figure) Percent() (int, bool) {
	if f.Of == 0 {
		return 0, false
	}
	return f.Value * 100 / f.Of, true
}

// Part is the figure of one part of a report.
type Part struct {
	// Name is a severity, or the id of a register. It is empty for what has no severity of the scale, or stands in no
	// register.
	Name string
	Figure
}

// KPI is one figure of a report, with its definition.
type KPI struct {
	Definition
	// Unmeasured says why there is no figure, so that 0 is never good news by mistake; empty when there is.
	Unmeasured string
	// Figure is that of all registers on the organization's scale: those apart (see Apart) are not added up.
	Figure
	// Severities splits the figure by severity, low to high; empty where no record behind it has one, as of registers.
	Severities []Part
	// Registers has the figure of each register by itself, by id, those apart included.
	Registers []Part
	Trend     Trend

	report *report.Report
}

// Weight says how a record counts in a KPI.
type Weight string

// The weights.
const (
	Counted       Weight = "counted" // in the value of a count
	Passed        Weight = "passed"
	Failed        Weight = "failed"
	Waived        Weight = "waived" // failed or counted, and accepted by somebody
	NotAssessable Weight = "not_assessable"
)

// Record is one record behind a KPI.
type Record struct {
	report.Subject
	Weight Weight
	// Message says what is wrong with it, or why it could not be judged; empty for one that passed.
	Message string
}

// Records returns the records behind the KPI, those of registers apart included, in the order of the report's subjects.
// An overdue action is a record of its plan, at the place of the action.
func (k KPI) Records() iter.Seq[Record] {
	return k.of(k.report, k.Rule)
}

// Of works out all KPIs of a report.
func Of(r *report.Report) []KPI {
	apart := map[string]bool{}
	for _, a := range Apart(r) {
		apart[a.Register] = true
	}
	earlier := Earlier(r)
	var kpis []KPI
	for _, d := range Definitions() {
		k := measure(r, d, apart)
		if k.Unmeasured == "" {
			k.Trend = trend(k, earlier)
		}
		kpis = append(kpis, k)
	}
	return kpis
}

func measure(r *report.Report, d Definition, apart map[string]bool) KPI {
	k := KPI{Definition: d, report: r}
	if k.Unmeasured = unmeasured(r, d); k.Unmeasured != "" {
		return k
	}
	severities, registers := newParts(d.Unit, r.Severities), newParts(d.Unit, registersOf(r))
	for record := range k.Records() {
		registers.add(record.Register, record.Weight)
		if !apart[record.Register] {
			k.Figure.add(d.Unit, record.Weight)
			severities.add(record.Severity, record.Weight)
		}
	}
	k.Registers = registers.list
	if !severities.nameless() {
		k.Severities = severities.list
	}
	return k
}

// unmeasured says why a report has no figure of a KPI.
func unmeasured(r *report.Report, d Definition) string {
	if d.Rule == "" {
		for subject := range r.Subjects() {
			if subject.Kind == riskKind {
				return ""
			}
		}
		return "no risk was checked"
	}
	number := slices.IndexFunc(r.Rules, func(rule report.Rule) bool { return rule.ID == d.Rule })
	switch {
	case number < 0:
		return "rule " + d.Rule + " is off"
	case r.Counts[number].Population() == 0:
		return "no " + r.Rules[number].Subject + " was checked"
	case d.Unit == Count && r.Counts[number].Judged() == 0 && r.Counts[number].NotAssessable > 0:
		return "no " + r.Rules[number].Subject + " could be judged"
	}
	return ""
}

func registersOf(r *report.Report) []string {
	var ids []string
	for _, register := range r.Registers {
		ids = append(ids, register.ID)
	}
	return ids
}

func (f *Figure) add(unit Unit, w Weight) {
	if w == NotAssessable {
		f.NotAssessable++
		return
	}
	if unit == Share {
		f.Of++
	}
	if unit == Count || w == Passed {
		f.Value++
	}
	if w == Waived {
		f.Waived++
	}
}

// parts splits a figure by name. What bears no known name comes last, where there is any.
type parts struct {
	unit   Unit
	list   []Part
	number map[string]int
}

func newParts(unit Unit, names []string) *parts {
	p := &parts{unit: unit, number: map[string]int{}}
	for _, name := range names {
		p.part(name)
	}
	return p
}

func (p *parts) part(name string) *Part {
	number, ok := p.number[name]
	if !ok {
		number = len(p.list)
		p.number[name] = number
		p.list = append(p.list, Part{Name: name})
	}
	return &p.list[number]
}

// nameless reports whether nothing that was added bears a name.
func (p *parts) nameless() bool {
	for _, part := range p.list {
		if part.Name != "" && part.Figure != (Figure{}) {
			return false
		}
	}
	number, some := p.number[""]
	return some && p.list[number].Figure != (Figure{})
}

func (p *parts) add(name string, w Weight) { p.part(name).Figure.add(p.unit, w) }

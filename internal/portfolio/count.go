package portfolio

import (
	"cmp"
	"maps"
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// change is what the history of a risk tells of its past: until the day of the change it had another severity, or was
// open or closed otherwise.
type change struct {
	risk     int32
	on       day
	ofStatus bool // else of the severity
	open     bool
	severity uint8
}

// keepChanges remembers when the severity and the status of a risk changed.
func (x *Index) keepChanges(number int32, risk *source.Value) {
	for _, entry := range elements(risk.Get("history")) {
		c := change{risk: number, on: dayOf(entry.Get("at"))}
		switch from := text(entry.Get("from")); text(entry.Get("field")) {
		case "status":
			c.ofStatus, c.open = true, from != "closed"
		case "severity":
			c.severity = x.severityOf(from)
		default:
			continue
		}
		x.mu.Lock()
		x.changes = append(x.changes, c)
		x.mu.Unlock()
	}
}

// sortChanges puts the changes of each risk together, oldest first; two of one day stay as they stand in its history.
func (x *Index) sortChanges() {
	slices.SortStableFunc(x.changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.risk, b.risk), cmp.Compare(a.on, b.on)) })
	x.changes = slices.Clip(x.changes)
}

// standing says how a risk stood at the end of a day: whether it was open, and how severe.
func (x *Index) standing(number int32, on day) (open bool, severity uint8) {
	r := &x.records[number]
	open, severity = r.open || r.closed > on, r.severity
	after, _ := slices.BinarySearchFunc(x.changes, number+1, func(c change, risk int32) int { return cmp.Compare(c.risk, risk) })
	for i := after - 1; i >= 0 && x.changes[i].risk == number && x.changes[i].on > on; i-- {
		if c := x.changes[i]; c.ofStatus {
			open = c.open
		} else {
			severity = c.severity
		}
	}
	return open, severity
}

// tally counts the risks of a register.
type tally struct {
	risks      int
	open       int
	bySeverity []int // of the open ones
}

func (x *Index) newTally() tally { return tally{bySeverity: make([]int, len(x.severity)+1)} }

func (t *tally) add(open bool, severity uint8) {
	t.risks++
	if open {
		t.open++
		t.bySeverity[severity]++
	}
}

// countedOn is what a tally at the end of a day is kept under.
type countedOn struct {
	register int32
	day      day
}

// tallyOn counts the risks that a register knows to have been identified by a day, as they stood at the end of it.
func (p *Portfolio) tallyOn(register int32, on day) tally {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := countedOn{register, on}
	if t, ok := p.tallies[key]; ok {
		return t
	}
	t := p.index.newTally()
	for _, number := range p.byID[riskKind] {
		r := &p.index.records[number]
		if r.register != register || r.on > on {
			continue
		}
		open, severity := p.index.standing(number, on)
		t.add(open, severity)
	}
	p.tallies[key] = t
	return t
}

// counts are the members that every count of a register has.
func (b *builder) counts(t *tally) []source.Member {
	bySeverity := &source.Value{Kind: source.Object}
	for i, level := range b.index.severity {
		bySeverity.Members = append(bySeverity.Members, source.Member{Name: level, Value: source.NewNumber(t.bySeverity[i+1])})
	}
	return []source.Member{
		{Name: "risks", Value: source.NewNumber(t.risks)},
		{Name: "open", Value: source.NewNumber(t.open)},
		{Name: "open_by_severity", Value: bySeverity},
	}
}

// openByDay counts the open risks of a register, by severity and the day they were identified on.
func (b *builder) openByDay(register int) *source.Value {
	bySeverity := &source.Value{Kind: source.Object}
	for i, level := range b.index.severity {
		days := b.facts[register].openByDay[i+1]
		byDay := &source.Value{Kind: source.Object}
		for _, day := range slices.Sorted(maps.Keys(days)) {
			byDay.Members = append(byDay.Members, source.Member{Name: day.String(), Value: source.NewNumber(days[day])})
		}
		bySeverity.Members = append(bySeverity.Members, source.Member{Name: level, Value: byDay})
	}
	return bySeverity
}

// countedFrom lists what the counts of a report's or a register's input rest on: where a source does not carry the
// field on the left, the counts on the right are not known.
var countedFrom = map[string]map[string][]string{
	"register": {
		"risks.identified_on":       {"counts.open_by_severity_and_day"},
		"risks.assessment":          {"counts.open_by_severity", "counts.open_by_severity_and_day"},
		"risks.assessment.severity": {"counts.open_by_severity", "counts.open_by_severity_and_day"},
	},
	"report": {
		"risks.identified_on":       {"counts"},
		"risks.closure":             {"counts.open", "counts.open_by_severity"},
		"risks.closure.on":          {"counts.open", "counts.open_by_severity"},
		"risks.assessment":          {"counts.open_by_severity"},
		"risks.assessment.severity": {"counts.open_by_severity"},
		"risks.history":             {"counts.open_by_severity"},
	},
}

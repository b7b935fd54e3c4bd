package html

import (
	"slices"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// deadlines is what is late and what falls due.
type deadlines struct {
	// Ages are the open actions by how long they are late, or still have.
	Ages    []window
	Actions int
	// Beyond counts the open actions that are due after the deadline of the risks they answer.
	Beyond int
	Kinds  []dueKind
	Heads  []string
	Sums   []int
}

// window is a span of days after the date of the report, and how many things fall due in it.
type window struct {
	Name       string
	Late       bool
	Count      int
	Bar        bar
	Severities []severityCount
}

// dueKind counts one kind of what falls due, by window.
type dueKind struct {
	What   string
	Counts []dueCount
	Total  int
}

type dueCount struct {
	Count int
	When  string
	Late  bool
	Where string
}

// span is a name for the days from one to another, both included, counted from the date of a report.
type span struct {
	name string
	last int
}

// ages are the spans by which late and open actions are told apart.
func ages() []span {
	return []span{
		{"more than 90 days late", -91}, {"61 to 90 days late", -61}, {"31 to 60 days late", -31}, {"1 to 30 days late", -1},
		{"due in 30 days", 30}, {"in 31 to 60 days", 60}, {"in 61 to 90 days", 90}, {"later", int(^uint(0) >> 1)},
	}
}

// coming are the spans in which things fall due.
func coming() []span {
	return []span{{"late", -1}, {"in 30 days", 30}, {"in 31 to 60 days", 60}, {"in 61 to 90 days", 90}, {"later", int(^uint(0) >> 1)}}
}

func spanOf(spans []span, day int) int {
	return slices.IndexFunc(spans, func(s span) bool { return day <= s.last })
}

// days counts the days from one date to another.
func days(from, to report.Date) int {
	return int(to.Time().Sub(from.Time()).Hours() / 24)
}

func newDeadlines(r *report.Report, k ranks) *deadlines {
	d := &deadlines{}
	d.age(r, k)
	for _, action := range r.Overview.Actions {
		if action.Open && !action.Deadline.IsZero() && !action.Due.IsZero() && days(action.Deadline, action.Due) > 0 {
			d.Beyond++
		}
	}
	spans := coming()
	d.Sums = make([]int, len(spans))
	for _, s := range spans {
		d.Heads = append(d.Heads, s.name)
	}
	for _, due := range r.Overview.Due {
		i := slices.IndexFunc(d.Kinds, func(kind dueKind) bool { return kind.What == due.What })
		if i < 0 {
			i = len(d.Kinds)
			d.Kinds = append(d.Kinds, newDueKind(due.What, spans))
		}
		n := spanOf(spans, days(r.AsOf, due.On))
		d.Kinds[i].Counts[n].Count++
		d.Kinds[i].Total++
		d.Sums[n]++
	}
	slices.SortFunc(d.Kinds, func(a, b dueKind) int { return slices.Compare([]string{a.What}, []string{b.What}) })
	return d
}

func newDueKind(what string, spans []span) dueKind {
	k := dueKind{What: what}
	for _, s := range spans {
		k.Counts = append(k.Counts, dueCount{When: s.name, Late: s.last < 0, Where: where("what", what, "when", s.name)})
	}
	return k
}

// age sorts what is due of actions by how late it is.
func (d *deadlines) age(r *report.Report, k ranks) {
	spans := ages()
	counts := make([]severityCounts, len(spans))
	for i, s := range spans {
		counts[i] = severityCounts{}
		d.Ages = append(d.Ages, window{Name: s.name, Late: s.last < 0})
	}
	most := 0
	for _, due := range r.Overview.Due {
		if due.What != "action" {
			continue
		}
		i := spanOf(spans, days(r.AsOf, due.On))
		counts[i][due.Severity]++
		d.Ages[i].Count++
		d.Actions++
		most = max(most, d.Ages[i].Count)
	}
	for i := range d.Ages {
		d.Ages[i].Severities, d.Ages[i].Bar = counts[i].draw(most, severities(r), k)
	}
}

// addDue makes the sheet of everything that falls due, the earliest first.
func addDue(all *data, r *report.Report, known records) {
	type row = report.Due
	spans := coming()
	var order []string
	for _, s := range spans {
		order = append(order, s.name)
	}
	addSheet(all, "due", "deadlines", r.Overview.Due,
		text("on", func(d row) string { return day(d.On) }),
		ranked("when", order, func(d row) string { return spans[spanOf(spans, days(r.AsOf, d.On))].name }).choose("When"),
		text("days", func(d row) string { return distance(days(r.AsOf, d.On)) }),
		text("what", func(d row) string { return d.What }).choose("What"),
		text("kind", func(d row) string { return d.Subject.Kind }),
		text("record", func(d row) string { return d.Subject.ID }),
		text("part", func(d row) string { return d.ID }),
		text("title", func(d row) string { return d.Title }),
		ranked("severity", severities(r), func(d row) string { return d.Severity }).tick("Severity"),
		text("owner", func(d row) string { return name(d.Owner) }).choose("Owner"),
		text("unit", func(d row) string { return known.units[d.Register] }).choose("Unit"),
		text("rule", func(d row) string { return d.Rule }),
		text("place", func(d row) string { return d.Pos.String() }),
	)
}

// distance says in words how far a day is from the date of the report.
func distance(days int) string {
	switch {
	case days < 0:
		return prose.Count(-days, "day late", "days late")
	case days == 0:
		return "today"
	}
	return "in " + prose.Count(days, "day", "days")
}

package html

import (
	"cmp"
	"slices"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
)

// grouping says how risks, late actions and findings fall to the owners, the services or the business units.
type grouping struct {
	ID, Title, Head string
	Field           string // of the sheets of risks, which filters by it
	Rows            []groupRow
	// Left counts those that the table leaves out.
	Left int
}

// groupRow is what falls to one of them.
type groupRow struct {
	Name       string
	Open       int
	Severities []severityCount
	Bar        bar
	Late, Soon int // actions; soon is within 30 days
	Blocking   int // findings that block
	Findings   int // all that nobody has accepted
	Risks      string

	bySeverity severityCounts
}

// mostGroups is how many owners, services or units a table lists; the sheets filter by all.
const mostGroups = 200

func newGroups(r *report.Report, d gate.Decision, k ranks, known records) []grouping {
	owners, services := newTally(), newTally()
	actions := map[partKey]report.Action{}
	for _, action := range r.Overview.Actions {
		actions[partKey{action.Plan, action.ID}] = action
	}
	servicesOf := map[recordKey][]string{}
	for _, risk := range r.Overview.Risks {
		servicesOf[recordKey{report.SubjectRef{Kind: "risk", ID: risk.ID}, risk.Register}] = names(risk.Services)
		if !risk.Open {
			continue
		}
		owners.row(name(risk.Owner)).risk(risk.Severity)
		for _, service := range names(risk.Services) {
			services.row(service).risk(risk.Severity)
		}
	}
	for _, due := range r.Overview.Due {
		if due.What != "action" {
			continue
		}
		left := days(r.AsOf, due.On)
		owners.row(name(due.Owner)).action(left)
		if service := name(actions[partKey{due.Subject.ID, due.ID}].Service); service != "" {
			services.row(service).action(left)
		}
	}
	for _, f := range r.Findings {
		if f.Waived != nil {
			continue
		}
		if owner := known.owners[known.subject(f)]; owner != "" {
			owners.row(owner).finding(d.Blocks(f))
		}
		for _, service := range servicesOf[known.subject(f)] {
			services.row(service).finding(d.Blocks(f))
		}
	}
	return []grouping{
		owners.grouping("owners", "By owner", "Owner", "owner", r, k),
		services.grouping("services", "By service", "Service", "services", r, k),
	}
}

// partKey names an action of a plan.
type partKey struct{ plan, id string }

// tally counts by name.
type tally map[string]*groupRow

func newTally() tally { return tally{} }

func (t tally) row(name string) *groupRow {
	if t[name] == nil {
		t[name] = &groupRow{Name: name, bySeverity: severityCounts{}}
	}
	return t[name]
}

func (g *groupRow) risk(severity string) {
	g.Open++
	g.bySeverity[severity]++
}

func (g *groupRow) action(left int) {
	switch {
	case left < 0:
		g.Late++
	case left <= 30:
		g.Soon++
	}
}

func (g *groupRow) finding(blocks bool) {
	g.Findings++
	if blocks {
		g.Blocking++
	}
}

// grouping makes the table: who has most to mend first.
func (t tally) grouping(id, title, head, field string, r *report.Report, k ranks) grouping {
	g := grouping{ID: id, Title: title, Head: head, Field: field}
	most := 0
	for _, row := range t {
		most = max(most, row.Open)
	}
	for name, row := range t {
		row.Severities, row.Bar = row.bySeverity.draw(most, severities(r), k)
		row.Risks = where("status", "open", field, name)
		g.Rows = append(g.Rows, *row)
	}
	slices.SortFunc(g.Rows, func(a, b groupRow) int {
		return cmp.Or(b.Blocking-a.Blocking, b.Late-a.Late, b.Open-a.Open, cmp.Compare(a.Name, b.Name))
	})
	if g.Left = max(0, len(g.Rows)-mostGroups); g.Left > 0 {
		g.Rows = g.Rows[:mostGroups]
	}
	return g
}

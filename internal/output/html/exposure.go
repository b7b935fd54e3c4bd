package html

import (
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
)

// exposure is where the open risks stand between likelihood and impact.
type exposure struct {
	Open, Closed int
	Maps         []heatMap // one for each scale, so that no number adds up two of them
	// Elsewhere counts the open risks that stand in no register of the run.
	Elsewhere int
}

type severityCount struct {
	Severity string
	Count    int
}

// severityCounts counts things by severity; empty is that of things without one.
type severityCounts map[string]int

// draw lists the counts, the gravest severity first, and draws them as parts of a whole.
func (c severityCounts) draw(whole int, order []string, k ranks) ([]severityCount, bar) {
	var counts []severityCount
	var shares []share
	unknown := slices.Sorted(maps.Keys(c)) // those of no scale, and none
	unknown = slices.DeleteFunc(unknown, func(severity string) bool { return slices.Contains(order, severity) })
	for _, severity := range slices.Backward(append(unknown, order...)) {
		if n := c[severity]; n > 0 {
			counts = append(counts, severityCount{severity, n})
			shares = append(shares, share{Count: n, Rank: k.of(severity)})
		}
	}
	return counts, newBar(max(1, whole), shares...)
}

// heatMap counts the open risks of all registers that share a scale.
type heatMap struct {
	Units      []string
	Severities []severityCount
	Bar        bar
	Impact     []string // the headings of the columns, low to high
	Rows       []heatRow
	// Unplaced counts the open risks without a likelihood or an impact of the scale.
	Unplaced int
	Placed   int
}

// heatRow is one likelihood; the highest is the first.
type heatRow struct {
	Likelihood string
	Cells      []heatCell
}

// heatCell counts the risks of one likelihood and impact.
type heatCell struct {
	Likelihood, Impact string
	Count              int
	Severity           string // the highest of its risks
	Where              string
	IDs                []string // the first of them
}

// cellIDs is how many risks of a cell are named where no script can list them all.
const cellIDs = 20

// More counts the risks of the cell that IDs leaves out.
func (c heatCell) More() int { return c.Count - len(c.IDs) }

func newExposure(r *report.Report, k ranks) *exposure {
	e := &exposure{}
	for _, scale := range scales(r) {
		e.Maps = append(e.Maps, newHeatMap(r, scale, k))
	}
	for _, risk := range r.Overview.Risks {
		switch {
		case !risk.Open:
			e.Closed++
		case risk.Register == "":
			e.Elsewhere++
			fallthrough
		default:
			e.Open++
		}
	}
	return e
}

// scaled is a scale and the registers that use it.
type scaled struct {
	report.Scale
	name      string
	registers []string
	units     []string
}

// scales groups the registers by their scale, the scale of most registers first.
func scales(r *report.Report) []scaled {
	var all []scaled
	for _, register := range r.Registers {
		i := slices.IndexFunc(all, func(s scaled) bool { return same(s.Scale, register.Scale) })
		if i < 0 {
			i = len(all)
			all = append(all, scaled{Scale: register.Scale})
		}
		all[i].registers = append(all[i].registers, register.ID)
		if unit := unitOf(register); !slices.Contains(all[i].units, unit) {
			all[i].units = append(all[i].units, unit)
		}
	}
	slices.SortStableFunc(all, func(a, b scaled) int { return len(b.registers) - len(a.registers) })
	for i := range all {
		all[i].name = strings.Join(all[i].registers, ", ")
	}
	return all
}

func same(a, b report.Scale) bool {
	return slices.Equal(a.Likelihood, b.Likelihood) && slices.Equal(a.Impact, b.Impact) && slices.Equal(a.Severity, b.Severity)
}

func newHeatMap(r *report.Report, s scaled, k ranks) heatMap {
	m := heatMap{Units: s.units, Impact: s.Impact}
	bySeverity := severityCounts{}
	type key struct{ likelihood, impact string }
	cells := map[key]*heatCell{}
	for _, likelihood := range slices.Backward(s.Likelihood) {
		row := heatRow{Likelihood: likelihood}
		for _, impact := range s.Impact {
			row.Cells = append(row.Cells, heatCell{
				Likelihood: likelihood, Impact: impact,
				Where: where("status", "open", "likelihood", likelihood, "impact", impact, "scale", s.name),
			})
		}
		m.Rows = append(m.Rows, row)
		for i := range row.Cells {
			cells[key{likelihood, row.Cells[i].Impact}] = &row.Cells[i]
		}
	}
	for _, risk := range r.Overview.Risks {
		if !risk.Open || !slices.Contains(s.registers, risk.Register) {
			continue
		}
		bySeverity[risk.Severity]++
		cell, ok := cells[key{risk.Likelihood, risk.Impact}]
		if !ok {
			m.Unplaced++
			continue
		}
		m.Placed++
		cell.Count++
		if len(cell.IDs) < cellIDs {
			cell.IDs = append(cell.IDs, risk.ID)
		}
		if slices.Index(s.Severity, risk.Severity) > slices.Index(s.Severity, cell.Severity) {
			cell.Severity = risk.Severity
		}
	}
	m.Severities, m.Bar = bySeverity.draw(m.Placed+m.Unplaced, s.Severity, k)
	return m
}

// addRisks makes the sheet of all risks, the gravest first.
func addRisks(all *data, r *report.Report, known records) {
	type row = report.Risk
	scaleOf := map[string]string{}
	for _, s := range scales(r) {
		for _, register := range s.registers {
			scaleOf[register] = s.name
		}
	}
	order := severities(r)
	rank := map[string]int{}
	for i, severity := range order {
		rank[severity] = i + 1
	}
	rows := slices.Clone(r.Overview.Risks)
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.Open != b.Open {
			if a.Open {
				return -1
			}
			return 1
		}
		return rank[b.Severity] - rank[a.Severity]
	})
	addSheet(all, "risks", "risks", rows,
		text("record", func(k row) string { return k.ID }),
		text("title", func(k row) string { return k.Title }),
		ranked("severity", order, func(k row) string { return k.Severity }).tick("Severity"),
		ranked("likelihood", levels(r, func(s report.Scale) []string { return s.Likelihood }), func(k row) string { return k.Likelihood }),
		ranked("impact", levels(r, func(s report.Scale) []string { return s.Impact }), func(k row) string { return k.Impact }),
		ranked("status", []string{"open", "closed"}, func(k row) string { return openWord(k.Open) }).choose("Status"),
		text("stage", func(k row) string { return k.Status }),
		text("response", func(k row) string { return k.Response }).choose("Response"),
		text("owner", func(k row) string { return name(k.Owner) }).choose("Owner"),
		list("services", func(k row) []string { return names(k.Services) }).choose("Service"),
		text("unit", func(k row) string { return known.units[k.Register] }).choose("Unit"),
		text("scale", func(k row) string { return scaleOf[k.Register] }),
		text("category", func(k row) string { return k.Category }),
		text("deadline", func(k row) string { return day(k.Deadline) }),
		text("place", func(k row) string { return k.Pos.String() }),
	)
}

func openWord(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func names(parties []report.Party) []string {
	var all []string
	for _, party := range parties {
		all = append(all, name(party))
	}
	return all
}

// levels lists the words of all scales for one thing, each scale low to high.
func levels(r *report.Report, of func(report.Scale) []string) []string {
	all := []string{}
	for _, register := range r.Registers {
		for _, word := range of(register.Scale) {
			if !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	return all
}

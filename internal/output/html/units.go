package html

import (
	"cmp"
	"slices"

	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/report"
)

// units is the view of the enterprise: each business unit with its figures, and what no sum may hold.
type units struct {
	Titles []string // of the figures
	Rows   []unitRow
	// Total adds up the units that share the organization's scale; it is nil where there is nothing to add.
	Total *unitRow
	Apart []kpi.Separate
}

// unitRow is one business unit, or one of its registers that stands apart.
type unitRow struct {
	Unit      string
	Registers []report.Register
	// Apart says that its scale is its own, so that the total doesn't hold it.
	Apart   bool
	Figures []unitFigure
}

// unitFigure is a KPI of one unit.
type unitFigure struct {
	Title  string
	Shown  string
	Beside string
	Short  bool // of the whole
}

func unitOf(r report.Register) string { return cmp.Or(r.BusinessUnit, r.ID) }

func newUnits(r *report.Report, kpis []kpi.KPI) *units {
	u := &units{Apart: kpi.Apart(r)}
	apart := map[string]bool{}
	for _, a := range u.Apart {
		apart[a.Register] = true
	}
	for _, k := range kpis {
		u.Titles = append(u.Titles, k.Title)
	}
	for _, register := range r.Registers {
		unit := unitOf(register)
		i := slices.IndexFunc(u.Rows, func(row unitRow) bool { return row.Unit == unit && row.Apart == apart[register.ID] })
		if i < 0 {
			i = len(u.Rows)
			u.Rows = append(u.Rows, unitRow{Unit: unit, Apart: apart[register.ID]})
		}
		u.Rows[i].Registers = append(u.Rows[i].Registers, register)
	}
	slices.SortStableFunc(u.Rows, func(a, b unitRow) int { return cmp.Compare(a.Unit, b.Unit) })
	for i := range u.Rows {
		row := &u.Rows[i]
		for _, k := range kpis {
			var sum kpi.Figure
			for _, part := range k.Registers {
				if slices.ContainsFunc(row.Registers, func(register report.Register) bool { return register.ID == part.Name }) {
					sum.Value += part.Value
					sum.Of += part.Of
				}
			}
			row.Figures = append(row.Figures, newUnitFigure(k, sum))
		}
	}
	if len(u.Rows)-len(u.Apart) > 1 {
		u.Total = &unitRow{Unit: "All on one scale"}
		for _, k := range kpis {
			u.Total.Figures = append(u.Total.Figures, newUnitFigure(k, k.Figure))
		}
	}
	return u
}

func newUnitFigure(k kpi.KPI, f kpi.Figure) unitFigure {
	u := unitFigure{Title: k.Title}
	if k.Unmeasured != "" {
		return u
	}
	u.Shown = shown(k.Unit, f)
	if k.Unit == kpi.Share && f.Of > 0 {
		u.Short = f.Value < f.Of
		u.Beside = fraction(f)
	}
	return u
}

// Package figures writes KPIs, and the registers that they are about, into a JSON document.
package figures

import (
	"slices"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// KPIs writes the list "kpis". For each KPI, more may write members beside those that every document has.
func KPIs(w *jsonstream.Writer, kpis []kpi.KPI, more func(kpi.KPI)) {
	jsonstream.List(w, "kpis", slices.Values(kpis), func(k kpi.KPI) {
		w.Member("id", k.ID)
		w.Member("title", k.Title)
		w.Member("definition", k.Text)
		w.Optional("rule", k.Rule)
		w.Member("unit", string(k.Unit))
		w.Member("better", string(k.Better))
		if k.Unmeasured != "" {
			w.Member("unmeasured", k.Unmeasured)
			return
		}
		figure(w, k.Unit, k.Figure)
		parts(w, "by_severity", "severity", k.Unit, k.Severities)
		parts(w, "by_register", "register", k.Unit, k.Registers)
		if more != nil {
			more(k)
		}
	})
}

func figure(w *jsonstream.Writer, unit kpi.Unit, f kpi.Figure) {
	w.Count("value", f.Value)
	if unit == kpi.Share {
		w.Count("of", f.Of)
	}
	w.Count("waived", f.Waived)
	w.Count("not_assessable", f.NotAssessable)
}

func parts(w *jsonstream.Writer, list, name string, unit kpi.Unit, parts []kpi.Part) {
	jsonstream.List(w, list, slices.Values(parts), func(p kpi.Part) {
		w.Optional(name, p.Name)
		figure(w, unit, p.Figure)
	})
}

// Registers writes the list "registers", each with the reason why no sum holds it, where there is one.
func Registers(w *jsonstream.Writer, r *report.Report) {
	apart := map[string]string{}
	for _, separate := range kpi.Apart(r) {
		apart[separate.Register] = separate.Reason
	}
	jsonstream.List(w, "registers", slices.Values(r.Registers), func(register report.Register) {
		w.Member("id", register.ID)
		w.Optional("organization", register.Organization)
		w.Optional("business_unit", register.BusinessUnit)
		if !register.AsOf.IsZero() {
			w.Member("as_of", register.AsOf.String())
		}
		w.Object("scale", func() {
			w.Texts("severity", register.Scale.Severity)
			w.Texts("likelihood", register.Scale.Likelihood)
			w.Texts("impact", register.Scale.Impact)
		})
		w.Optional("apart", apart[register.ID])
		Position(w, register.Pos)
	})
}

// Position writes the members that say where something stands. They leave the line out where the whole file is meant.
func Position(w *jsonstream.Writer, at source.Position) {
	w.Member("file", at.File)
	if at.Line == 0 {
		return
	}
	if at.Sheet != "" {
		w.Member("sheet", at.Sheet)
		w.Member("cell", at.CellName())
	}
	w.Count("line", at.Line)
	w.Count("column", at.Column)
}

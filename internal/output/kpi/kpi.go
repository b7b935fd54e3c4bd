// Package kpi writes the figures that management watches, for dashboards.
package kpi

import (
	"io"
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/output/figures"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// writer writes the parts of the document.
type writer struct{ *jsonstream.Writer }

// Write writes the KPIs of a report as schemas/kpi.schema.json describes them: each with its definition, how it has gone
// and the records behind it, passes aside.
func Write(out io.Writer, r *report.Report) error {
	w := writer{jsonstream.New(out)}
	w.Spread('{')
	w.Member("kind", "riskgate_kpis")
	w.Member("schema_version", "1")
	w.Object("tool", func() {
		w.Member("name", "riskgate")
		w.Member("version", r.Tool.Version)
		w.Member("revision", r.Tool.Revision)
		w.Member("go", r.Tool.Go)
		w.Member("opa", r.Tool.OPA)
		w.Member("library", r.Tool.Library)
	})
	w.Member("as_of", r.AsOf.String())
	w.Member("as_of_source", r.AsOfSource)
	w.Member("profile", r.Profile)
	w.Optional("settings_file", r.SettingsFile)
	w.Member("settings_digest", r.SettingsDigest)
	jsonstream.List(w.Writer, "policies", slices.Values(r.Policies), func(p report.Policy) {
		w.Member("name", p.Name)
		w.Member("digest", p.Digest)
	})
	w.Texts("severities", r.Severities)
	w.Texts("missing", r.MissingNames())
	figures.Registers(w.Writer, r)
	figures.KPIs(w.Writer, kpi.Of(r), w.more)
	w.overview(r)
	w.history(r)
	w.End('}')
	return w.Close()
}

// more writes what a KPI has here and not in the ledger, which lists every outcome.
func (w writer) more(k kpi.KPI) {
	w.trend(k)
	jsonstream.List(w.Writer, "records", exceptions(k.Records()), w.record)
}

// exceptions are the records that say more of a figure than that it holds for them.
func exceptions(records iter.Seq[kpi.Record]) iter.Seq[kpi.Record] {
	return func(yield func(kpi.Record) bool) {
		for record := range records {
			if record.Weight != kpi.Passed && !yield(record) {
				return
			}
		}
	}
}

func (w writer) trend(k kpi.KPI) {
	if len(k.Trend.Points) == 0 {
		return
	}
	w.Object("trend", func() {
		if k.Trend.Before != nil && k.Trend.Since != "" {
			w.Member("course", string(k.Trend.Since))
			w.Member("since", k.Trend.Before.On.String())
		}
		jsonstream.List(w.Writer, "earlier", slices.Values(k.Trend.Points), func(p kpi.Point) {
			w.Member("as_of", p.On.String())
			w.Count("value", p.Value)
			if k.Unit == kpi.Share {
				w.Count("of", p.Of)
			}
			w.difference(p.Difference)
		})
	})
}

func (w writer) record(r kpi.Record) {
	w.Member("kind", r.Kind)
	w.Member("id", r.ID)
	w.Member("weight", string(r.Weight))
	w.Optional("severity", r.Severity)
	w.Optional("register", r.Register)
	w.Optional("message", r.Message)
	w.position(r.Pos)
}

func (w writer) position(p source.Position) { figures.Position(w.Writer, p) }

func (w writer) overview(r *report.Report) {
	if r.Overview == nil {
		return
	}
	jsonstream.List(w.Writer, "due", slices.Values(kpi.Outlooks(r)), w.outlook)
	jsonstream.List(w.Writer, "left_out", slices.Values(r.Overview.LeftOut), func(s report.Subject) {
		w.Member("kind", s.Kind)
		w.Member("id", s.ID)
		w.position(s.Pos)
	})
}

func (w writer) outlook(o kpi.Outlook) {
	w.Member("what", o.What)
	w.Count("late", o.Late)
	w.Count("days_30", o.Days30)
	w.Count("days_60", o.Days60)
	w.Count("days_90", o.Days90)
	w.Count("later", o.Later)
}

func (w writer) difference(d kpi.Difference) {
	if len(d.Apart) > 0 {
		w.Texts("apart", d.Apart)
	}
	if len(d.Notes) > 0 {
		w.Texts("notes", d.Notes)
	}
}

func (w writer) history(r *report.Report) {
	if r.History == nil {
		return
	}
	w.Object("history", func() {
		jsonstream.List(w.Writer, "earlier", slices.Values(kpi.Earlier(r)), func(e kpi.Compared) {
			w.Member("file", e.File)
			w.Member("as_of", e.AsOf.String())
			w.difference(e.Difference)
		})
		jsonstream.List(w.Writer, "ignored", slices.Values(r.History.Ignored), func(i report.Ignored) {
			w.Member("name", i.Name)
			w.Member("reason", i.Reason)
		})
	})
}

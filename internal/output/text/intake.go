package text

import (
	"fmt"
	"strconv"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// intake says how the exports of other tools were read: by what they were recognised, and what became of each row and
// column.
func (p printer) intake(r *report.Report) {
	first := true
	for _, input := range r.Inputs {
		i := input.Intake
		if i == nil {
			continue
		}
		if first {
			p.paragraph(0, 2, words(bold, "Read from other tools")...)
			first = false
		}
		by := ""
		if i.Mapping != "" {
			by = ", by " + i.Mapping
		}
		p.paragraph(2, 4, words(plain, input.Name+" as "+input.Kind+" ("+i.Title+")"+by+": "+i.Why)...)
		for _, t := range i.Tables {
			p.table(t)
		}
		for _, u := range i.Unread {
			p.paragraph(4, 6, words(plain, "sheet "+strconv.Quote(u.Name)+" is not read: "+u.Reason)...)
		}
	}
	if !first {
		p.blank()
	}
}

func (p printer) table(t report.Table) {
	said := prose.Count(t.Rows, "row", "rows") + ": " + prose.Number(t.Used) + " with records"
	for _, s := range t.Skipped {
		what := "line"
		if s.First.Sheet != "" {
			what = "row"
		}
		said += fmt.Sprintf("; %s skipped, the first in %s %d: %s", prose.Number(s.Rows), what, s.First.Line, s.Reason)
	}
	if t.Name != "" {
		said = t.Name + ": " + said
	}
	p.paragraph(4, 6, words(plain, said)...)
	if len(t.Unmapped) > 0 {
		p.paragraph(4, 6, append(words(plain, "not mapped:"), list(t.Unmapped)...)...)
	}
	for _, note := range t.Notes {
		p.paragraph(4, 6, words(plain, "note: "+note)...)
	}
}

package text

import (
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// joins says what of the records and the risks that they name doesn't belong together, on both sides.
func (p printer) joins(r *report.Report) {
	told := r.JoinsToTell()
	if len(told) == 0 {
		return
	}
	p.heading("Joining: records and the risks that they name")
	loose := false
	for _, j := range told {
		p.paragraph(2, 4, words(plain, j.String())...)
		loose = loose || j.Loose()
		some(p, "naming no risk of the run:", j.Adrift, idOf)
		some(p, "unknown:", j.Unknown, report.Unknown.String)
		some(p, "open risks that none names:", j.Unnamed, idOf)
	}
	if loose {
		p.paragraph(2, 4, words(faint, "where ids are written otherwise, --join FILE or joins in the settings say which are the same")...)
	}
	p.blank()
}

func idOf(s report.Subject) string { return s.ID }

// some names the first of many.
func some[T any](p printer, title string, all []T, name func(T) string) {
	if len(all) == 0 {
		return
	}
	var names []string
	for _, one := range all[:min(len(all), most)] {
		names = append(names, name(one))
	}
	if more := len(all) - len(names); more > 0 {
		names = append(names, "and "+prose.Count(more, "other", "others"))
	}
	p.paragraph(4, 6, append(words(plain, title), list(names)...)...)
}

package text

import (
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// coverage opens the report of records whose source can't carry everything: what they can show at all, and what they can't
// and why. Quiet keeps the share.
func (p printer) coverage(r *report.Report, quiet bool) {
	c := &r.Coverage
	if len(c.Limited) == 0 {
		return
	}
	p.paragraph(0, 2, append(words(bold, "Coverage:"), words(plain, c.String())...)...)
	if quiet {
		p.blank()
		return
	}
	for _, input := range c.Limited {
		if n := c.FieldsOf(input.Name); n > 0 {
			p.paragraph(2, 4, words(plain, input.Called()+" does not carry "+prose.Count(n, "field", "fields")+" that rules need")...)
		}
	}
	p.named("Shown:", c.Whole)
	p.named("Shown in part:", c.Part)
	if absent := c.Absent(); len(absent) > 0 {
		p.paragraph(2, 4, append(words(plain, "Not in the run, and needed:"), list(absent)...)...)
	}
	p.paragraph(2, 4, words(faint, "--request-list FILE writes what to ask for, by field and record")...)
	p.blank()
}

func (p printer) named(title string, rules []report.Rule) {
	if len(rules) == 0 {
		return
	}
	ids := make([]string, len(rules))
	for i, rule := range rules {
		ids[i] = rule.ID
	}
	p.paragraph(2, 4, append(words(plain, title), list(ids)...)...)
}

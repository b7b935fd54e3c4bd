package text

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// base writes where a finding about a change stands in the base.
func (p printer) base(f report.Finding) {
	if f.Base.File != "" && f.Base != f.Pos {
		p.paragraph(2, 7, word{"base:", bold}, whole(plain, f.Base.String()))
	}
}

// existing counts by rule what the base has too and doesn't block. Each of them stands in a plain check.
func (p printer) existing(r *report.Report, d gate.Decision) {
	var rules []string
	first, counts := map[string]report.Finding{}, map[string]int{}
	for _, f := range r.Findings {
		if !passedOver(f, d) {
			continue
		}
		if counts[f.Rule] == 0 {
			rules, first[f.Rule] = append(rules, f.Rule), f
		}
		counts[f.Rule]++
	}
	if len(rules) == 0 {
		return
	}
	slices.SortStableFunc(rules, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	p.heading("Existing: the base has them too")
	for _, rule := range rules {
		at := "the first at " + first[rule].Pos.String()
		if counts[rule] == 1 {
			at = "at " + first[rule].Pos.String()
		}
		line := append(words(bold, rule+":"), words(plain, prose.Count(counts[rule], "finding,", "findings,"))...)
		p.paragraph(2, 4, append(line, words(plain, at)...)...)
	}
	p.blank()
}

// passedOver says that a finding is shown as one of many: it was there before the change, and doesn't block.
func passedOver(f report.Finding, d gate.Decision) bool {
	return f.Waived == nil && f.Age == report.ExistingFinding && !d.Blocks(f)
}

// controls lists what the change does to the files that say what is right.
func (p printer) controls(c *report.Comparison) {
	if len(c.Controls) == 0 {
		return
	}
	p.heading("For a person to approve: files that say what is right")
	for i, control := range c.Controls {
		if i == most {
			p.paragraph(2, 4, words(plain, "and "+prose.Count(len(c.Controls)-most, "other", "others"))...)
			break
		}
		line := append(words(bold, control.Change+":"), whole(plain, control.Name))
		p.paragraph(2, 4, append(line, whole(faint, "("+control.What+")"))...)
	}
	note := "This change is held to the base's; its own hold once it is merged."
	if c.TrustsHead {
		note = "This change is held to its own."
	}
	p.paragraph(2, 2, words(plain, note)...)
	p.blank()
}

// comparison says what makes the comparison itself weak.
func (p printer) comparison(c *report.Comparison) {
	if c.TrustsHead {
		p.paragraph(0, 2, words(red, "Trust: the settings, rules and waivers are those of the change itself. Only the first commit that brings them needs that; any other change can allow itself what it likes.")...)
		p.blank()
	}
	if c.Diverged {
		p.paragraph(0, 2, words(yellow, "Not up to date: the change was not made on top of its base. What the base has gained since looks removed; merge the base into the change first.")...)
		p.blank()
	}
	if len(c.Unread) > 0 {
		p.heading("Not compared: files of the base that can't be read")
		for _, file := range c.Unread {
			p.paragraph(2, 4, append([]word{whole(plain, file.Name+":")}, words(plain, file.Reason)...)...)
		}
		p.blank()
	}
}

// sides are the facts of the summary about a change.
func (p printer) sides(c *report.Comparison) {
	p.line("Change", "from "+revision(c.Base, c.BaseCommit), "to "+revision(c.Head, c.HeadCommit))
	trusted := c.Base
	if c.TrustsHead {
		trusted = c.Head
	}
	p.line("Held to", "the rules of "+trusted)
}

// shortID is how much of a commit id people need.
const shortID = 10

func revision(name, id string) string {
	if id == "" {
		return name
	}
	return fmt.Sprintf("%s (%.*s)", name, shortID, id)
}

// ages counts the findings that nobody has accepted by age.
func ages(r *report.Report) []string {
	counts := map[report.Age]int{}
	for _, f := range r.Findings {
		if f.Waived == nil {
			counts[f.Age]++
		}
	}
	return []string{
		prose.Number(counts[report.NewFinding]) + " new",
		prose.Number(counts[report.ExistingFinding]) + " existing",
		prose.Number(r.Comparison.Fixed) + " fixed",
	}
}

func (p printer) fixed(c *report.Comparison) {
	if c.Fixed > 0 {
		p.paragraph(0, 2, words(green, "Thank you: "+prose.Count(c.Fixed, "finding of the base is mended.", "findings of the base are mended."))...)
	}
}

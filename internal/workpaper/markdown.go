package workpaper

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/riskgate/riskgate/internal/commonmark"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// Markdown writes the paper as a page: what it is about, then for each rule a table of its items, with room for what the
// auditor concludes.
func (p *Paper) Markdown(w io.Writer) error {
	page := page{bufio.NewWriterSize(w, 64<<10)}
	page.line("# Sample of %s", text(p.Evidence))
	page.line("")
	page.row("About", "")
	page.row("---", "---")
	for _, fact := range p.facts() {
		said := commonmark.Text(fact.text)
		if fact.exact {
			said = commonmark.Code(fact.text)
		}
		page.row(text(fact.name), said)
	}
	page.row("tested by, on", "")
	var empty []Sample
	for _, sample := range p.Samples {
		if sample.Size() == 0 {
			empty = append(empty, sample)
			continue
		}
		page.sample(sample, p.Stratify != "")
	}
	if len(empty) > 0 {
		page.line("\n## Rules without a population\n")
		for _, sample := range empty {
			page.line("- rule %s: %s", code(sample.Rule.ID), text(sample.Rule.Title))
		}
	}
	return page.Flush()
}

// mostText is how many characters of one text are shown.
const mostText = 500

func text(s string) string { return commonmark.Text(prose.Cut(s, mostText)) }

func code(s string) string { return commonmark.Code(prose.Cut(s, mostText)) }

// page writes lines. Its writer keeps the first error until the end.
type page struct{ *bufio.Writer }

func (p page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p page) row(cells ...string) { p.line("| %s |", strings.Join(cells, " | ")) }

func (p page) sample(s Sample, divided bool) {
	p.line("\n## %s: %s\n", code(s.Rule.ID), text(s.Rule.Title))
	p.line("Level %s. Population: %s (%s). Sample: %d.\n", text(string(s.Rule.Level)), prose.Count(s.Population(), "outcome", "outcomes"), s.population(), s.Size())
	if divided {
		for _, stratum := range s.Strata {
			p.line("- stratum %s: %d of %s", code(stratum.Name), len(stratum.Items), prose.Number(stratum.Population))
		}
		p.line("")
	}
	p.row("Item", "Record", "Place", "Severity", "Recorded outcome", "What the rule reads", "Conclusion", "Note")
	p.row("---", "---", "---", "---", "---", "---", "---", "---")
	n := 0
	for _, stratum := range s.Strata {
		for _, item := range stratum.Items {
			n++
			p.row(fmt.Sprint(n), text(item.Subject.Kind+" "+item.Subject.ID), code(item.Subject.Pos.String()), text(item.Subject.Severity),
				text(strings.Join(append([]string{strings.ReplaceAll(item.Outcome, "_", " ")}, item.Said...), ": ")), strings.Join(item.lines(item.cell), "<br>"), "", "")
		}
	}
}

// cell is a value in a cell, with the line where it stands, and the file where that isn't the record's.
func (i Item) cell(v Value) string {
	switch {
	case v.Pos == (source.Position{}):
		return code(v.statement())
	case v.Pos.File == i.Subject.Pos.File:
		return code(v.statement()) + fmt.Sprintf(" line %d", v.Pos.Line)
	}
	return code(v.statement()) + " " + code(v.Pos.String())
}

package workpaper

import (
	"io"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/spreadsheet"
)

// row is a line of the table: a fact about the paper, a part of a population, or an item. What doesn't apply is empty.
type row struct {
	sort               string
	fact               fact
	sample             Sample
	stratum            Stratum
	population, chosen string
	number             int
	item               Item
}

// columns are those of the table. The last two are for the auditor.
var columns = []struct {
	name string
	cell func(row) string
}{
	{"row", func(r row) string { return r.sort }},
	{"about", func(r row) string { return r.fact.name }},
	{"text", func(r row) string { return r.fact.text }},
	{"rule", func(r row) string { return r.sample.Rule.ID }},
	{"title", func(r row) string { return r.sample.Rule.Title }},
	{"level", func(r row) string { return string(r.sample.Rule.Level) }},
	{"stratum", func(r row) string { return r.stratum.Name }},
	{"population", func(r row) string { return r.population }},
	{"sample", func(r row) string { return r.chosen }},
	{"item", func(r row) string { return number(r.number) }},
	{"kind", func(r row) string { return r.item.Subject.Kind }},
	{"id", func(r row) string { return r.item.Subject.ID }},
	{"severity", func(r row) string { return r.item.Subject.Severity }},
	{"file", func(r row) string { return r.item.Subject.Pos.File }},
	{"line", func(r row) string { return number(r.item.Subject.Pos.Line) }},
	{"column", func(r row) string { return number(r.item.Subject.Pos.Column) }},
	{"cell", func(r row) string { return r.item.Subject.Pos.Cell() }},
	{"outcome", func(r row) string { return r.item.Outcome }},
	{"said", func(r row) string { return strings.Join(r.item.Said, " | ") }},
	{"values", func(r row) string { return strings.Join(r.item.lines(Value.placed), " | ") }},
	{"key", func(r row) string { return r.item.Key }},
	{"conclusion", func(row) string { return "" }},
	{"note", func(row) string { return "" }},
}

// CSV writes the paper as one table: what it is about, then for each rule its population and its items.
func (p *Paper) CSV(w io.Writer) error {
	t := table{sheet: spreadsheet.New(w)}
	var names []string
	for _, column := range columns {
		names = append(names, column.name)
	}
	t.sheet.Row(names)
	for _, fact := range p.facts() {
		t.row(row{sort: "about", fact: fact})
	}
	for _, sample := range p.Samples {
		t.sample(sample, p.Stratify != "")
	}
	return t.sheet.Close()
}

type table struct {
	sheet *spreadsheet.Writer
	cells []string
}

func (t *table) row(r row) {
	t.cells = t.cells[:0]
	for _, column := range columns {
		t.cells = append(t.cells, column.cell(r))
	}
	t.sheet.Row(t.cells)
}

func (t *table) sample(s Sample, divided bool) {
	t.row(row{sort: "rule", fact: fact{text: s.population()}, sample: s, population: strconv.Itoa(s.Population()), chosen: strconv.Itoa(s.Size())})
	n := 0
	for _, stratum := range s.Strata {
		if divided {
			t.row(row{sort: "stratum", sample: s, stratum: stratum, population: strconv.Itoa(stratum.Population), chosen: strconv.Itoa(len(stratum.Items))})
		}
		for _, item := range stratum.Items {
			n++
			t.row(row{sort: "item", sample: s, stratum: stratum, number: n, item: item})
		}
	}
}

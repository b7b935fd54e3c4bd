package portfolio

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
)

// holderOf is the kind of the documents that hold such records.
func holderOf(k kind) string {
	for _, document := range schema.Kinds() {
		for _, list := range document.Lists {
			if list.Record == k.String() {
				return document.Name
			}
		}
	}
	return schema.Register // people, services, and the register itself
}

// Lacks lists what the run can't show, by name: each field that the source of a document can't carry, with the files that
// are so, and each kind of document that the run has none of. Their words are left to who knows the schemas.
func (p *Portfolio) Lacks() []report.Lack {
	byName := map[string]*report.Lack{}
	var lacks []*report.Lack
	add := func(lack report.Lack) *report.Lack {
		if known, ok := byName[lack.Name]; ok {
			return known
		}
		byName[lack.Name] = &lack
		lacks = append(lacks, &lack)
		return &lack
	}
	for _, d := range p.index.documents {
		for _, field := range d.Omits {
			lack := add(fieldLack(field))
			if !slices.Contains(lack.Inputs, d.Name) {
				lack.Inputs = append(lack.Inputs, d.Name)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(p.missing)) {
		lack := add(report.Lack{Name: holderOf(k), Document: holderOf(k)})
		lack.Holds = append(lack.Holds, k.String())
	}
	slices.SortFunc(lacks, func(a, b *report.Lack) int { return cmp.Compare(a.Name, b.Name) })
	all := make([]report.Lack, len(lacks))
	for i, lack := range lacks {
		all[i] = *lack
	}
	return all
}

// fieldLack names a field with the record that has it. A field that stands in no list is one of a register's header: the
// headers of other documents are in no rule's sight.
func fieldLack(field string) report.Lack {
	first, _, _ := strings.Cut(field, ".")
	of := registerKind
	for k := range actionKind {
		if k.plural() == first || k == personKind && first == "people" {
			of = k
		}
	}
	return report.Lack{Name: field, Document: holderOf(of), Record: of.String()}
}

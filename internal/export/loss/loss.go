// Package loss counts what a conversion of records can't carry as it was.
package loss

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// Fate is what becomes of a field.
type Fate uint8

// The fates, the gravest last.
const (
	Kept     Fate = iota
	Extended      // in a place of riskgate's own, which other tools keep and don't understand
	Told          // in words, for a reader
	Changed       // as something that comes near
	LeftOut
)

// String says it in words.
func (f Fate) String() string {
	return [...]string{"kept", "kept in riskgate's own properties", "kept in words only", "changed", "left out"}[f]
}

// Loss is one field that does not come out as it was.
type Loss struct {
	Field   string // as in risks.response.rationale
	Fate    Fate
	Records int // how many have it
}

// List is what a conversion lost: the gravest first, then by field.
type List []Loss

// WriteCSV writes the list as a table, with a header.
func (l List) WriteCSV(w io.Writer) error {
	table := csv.NewWriter(w)
	rows := [][]string{{"field", "records", "fate"}}
	for _, loss := range l {
		rows = append(rows, []string{loss.Field, strconv.Itoa(loss.Records), loss.Fate.String()})
	}
	return table.WriteAll(rows)
}

// Losses are those of a conversion.
type Losses struct{ fields map[string]map[Fate]int }

// Add counts one more record of a field.
func (l *Losses) Add(field string, fate Fate) {
	if l.fields == nil {
		l.fields = map[string]map[Fate]int{}
	}
	if l.fields[field] == nil {
		l.fields[field] = map[Fate]int{}
	}
	l.fields[field][fate]++
}

// Join adds the losses of another conversion.
func (l *Losses) Join(other *Losses) {
	for field, fates := range other.fields {
		for fate, records := range fates {
			for range records {
				l.Add(field, fate)
			}
		}
	}
}

// List returns every field of which something was lost.
func (l *Losses) List() List {
	var list List
	for field, fates := range l.fields {
		for fate, records := range fates {
			if fate != Kept {
				list = append(list, Loss{field, fate, records})
			}
		}
	}
	return list.sort()
}

func (l List) sort() List {
	slices.SortFunc(l, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(b.Fate, a.Fate), strings.Compare(a.Field, b.Field))
	})
	return l
}

// Summary returns the list with one line for what shares its fate as a whole: reports instead of each field of reports.
func (l *Losses) Summary() List {
	type group struct {
		fates   map[Fate]bool
		records int
	}
	groups := map[string]*group{}
	for field, fates := range l.fields {
		for _, above := range prefixes(field) {
			g := groups[above]
			if g == nil {
				g = &group{fates: map[Fate]bool{}}
				groups[above] = g
			}
			for fate, records := range fates {
				g.fates[fate] = true
				g.records = max(g.records, records)
			}
		}
	}
	seen := map[Loss]bool{}
	var list List
	for _, loss := range l.List() {
		for _, above := range prefixes(loss.Field) {
			if g := groups[above]; len(g.fates) == 1 {
				loss.Field, loss.Records = above, g.records
				break
			}
		}
		if !seen[loss] {
			seen[loss] = true
			list = append(list, loss)
		}
	}
	return list.sort()
}

// prefixes are the fields that a field is a part of, the outermost first, and itself.
func prefixes(field string) []string {
	var all []string
	for i, c := range field {
		if c == '.' {
			all = append(all, field[:i])
		}
	}
	return append(all, field)
}

// Record is a native record whose fields are followed on their way out. What nobody marks is left out.
type Record struct {
	*source.Value
	path  string
	fates map[string]Fate
}

// Follow begins to follow a record.
func Follow(value *source.Value) Record {
	return Record{Value: value, fates: map[string]Fate{}}
}

// Mark says what becomes of a field and all within it, as in response.rationale. The gravest mark counts.
func (r Record) Mark(path string, fate Fate) {
	path = r.path + path
	if before, marked := r.fates[path]; !marked || fate > before {
		r.fates[path] = fate
	}
}

// Text is a field's text, which is then kept; empty when the record has none.
func (r Record) Text(path string) string {
	v := r.at(path)
	if v == nil {
		return ""
	}
	r.Mark(path, Kept)
	return v.Text
}

// Texts are those of a list, which is then kept.
func (r Record) Texts(path string) []string {
	var texts []string
	for _, element := range r.elements(path) {
		texts = append(texts, element.Text)
	}
	if texts != nil {
		r.Mark(path, Kept)
	}
	return texts
}

// Each are the objects of a list, each followed as a part of the record.
func (r Record) Each(path string) []Record {
	var parts []Record
	for _, element := range r.elements(path) {
		parts = append(parts, Record{Value: element, path: r.path + path + ".", fates: r.fates})
	}
	return parts
}

// Part is an object within the record; its Value is nil when there is none.
func (r Record) Part(path string) Record {
	return Record{Value: r.at(path), path: r.path + path + ".", fates: r.fates}
}

func (r Record) at(path string) *source.Value {
	v := r.Value
	for name := range strings.SplitSeq(path, ".") {
		v = v.Get(name)
	}
	return v
}

func (r Record) elements(path string) []*source.Value {
	if v := r.at(path); v != nil {
		return v.Elements
	}
	return nil
}

// Count adds what became of the record's fields, each by its path below the name of the list that holds the record.
func (r Record) Count(l *Losses, list string) {
	fates := map[string]Fate{}
	r.visit(r.Value, "", LeftOut, fates)
	for path, fate := range fates {
		l.Add(list+"."+path, fate)
	}
}

func (r Record) visit(v *source.Value, path string, fate Fate, fates map[string]Fate) {
	if marked, ok := r.fates[path]; ok {
		fate = marked
	}
	for _, member := range v.Members {
		r.visit(member.Value, strings.TrimPrefix(path+"."+member.Name, "."), fate, fates)
	}
	for _, element := range v.Elements {
		r.visit(element, path, fate, fates)
	}
	if isLeaf := v.Kind != source.Object && v.Kind != source.Array; isLeaf && path != "" {
		fates[path] = max(fates[path], fate)
	}
}

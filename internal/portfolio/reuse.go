package portfolio

import (
	"cmp"
	"slices"

	"github.com/riskgate/riskgate/internal/workspace"
)

// pattern is an index whose records another one takes over where they say the same: most records of a change are the same
// on both sides, and need to be read and held to their schema only once.
type pattern struct {
	*Index
	byDigest      map[uint64]int32 // clean records
	duplicates    map[int32][]duplicate
	sameRegisters bool // under the same ids, in the same order
}

// Follow has the index take over what it can from another, which has taken in all its records and was not joined yet. It
// comes after the headers, and before the first record.
func (x *Index) Follow(other *Index) {
	p := &pattern{Index: other, byDigest: make(map[uint64]int32, len(other.records)), duplicates: map[int32][]duplicate{}}
	for n := range other.records {
		if r := &other.records[n]; r.taken && r.clean {
			p.byDigest[other.digester.of[n]] = int32(n)
		}
	}
	for _, d := range other.duplicates {
		if d.record >= 0 {
			p.duplicates[d.record] = append(p.duplicates[d.record], d)
		}
	}
	p.sameRegisters = slices.EqualFunc(x.registers, other.registers, func(a, b register) bool { return a.id == b.id })
	other.mentions.sort()
	other.sortChanges()
	x.pattern = p
}

// TakeOver takes in a record by its text alone, if the other index has one of the same text from a document of the same
// kind, that matches its schema. It is safe for concurrent use with different records.
func (x *Index) TakeOver(document int, at workspace.Place, body []byte) bool {
	from, ok := x.pattern.byDigest[x.digester.digest(body)]
	return ok && x.takeOver(document, at, from)
}

// TakeOverSame is TakeOver for a record that stands at the same place of a document that is the same, file and all.
func (x *Index) TakeOverSame(document int, at workspace.Place, other int) bool {
	from := int32(x.pattern.base[other][at.List] + at.Index)
	r := &x.pattern.records[from]
	return r.taken && r.clean && x.takeOver(document, at, from)
}

func (x *Index) takeOver(document int, at workspace.Place, from int32) bool {
	p := x.pattern
	r := p.records[from]
	here, there := x.documents[document], p.documents[r.document]
	if here.Kind != there.Kind || here.Lists[at.List].Record != there.Lists[r.list].Record || !slices.Equal(here.Omits, there.Omits) || r.aliased {
		return false
	}
	if r.kind == riskKind {
		if own, ok := x.byDoc[document]; ok {
			r.register = int32(own)
		} else if _, ofDocument := p.byDoc[int(r.document)]; ofDocument || !p.sameRegisters {
			return false // it names its register itself, and only it knows which
		}
	}
	number := x.base[document][at.List] + at.Index
	r.document, r.list, r.index = int32(document), uint8(at.List), int32(at.Index)
	x.records[number] = r
	x.digester.of[number] = p.digester.of[from]
	if r.kind == reportKind {
		x.digester.keep(int32(number), p.digester.reports[from])
	}
	x.takeOverMentions(from, int32(number), r.kind)
	x.takeOverHistory(from, int32(number))
	return true
}

// takeOverMentions leaves out the people and services that this state knows. One that only the other state knows is not
// among them, as if this state knew it too.
func (x *Index) takeOverMentions(from, number int32, k kind) {
	all := x.pattern.mentions.all
	first, _ := slices.BinarySearchFunc(all, from, func(m mention, record int32) int { return cmp.Compare(m.record, record) })
	var found []mention
	var ids []byte
	for ; first < len(all) && all[first].record == from; first++ {
		m := all[first]
		id := x.pattern.mentions.id(m)
		if x.known(references[k][m.field].targets[0], id) {
			continue
		}
		start := uint32(len(ids))
		ids = append(ids, id...)
		found = append(found, mention{number, m.field, m.ordinal, start, uint32(len(ids))})
	}
	x.mentions.add(found, ids)
}

func (x *Index) takeOverHistory(from, number int32) {
	all := x.pattern.changes
	first, _ := slices.BinarySearchFunc(all, from, func(c change, risk int32) int { return cmp.Compare(c.risk, risk) })
	x.mu.Lock()
	defer x.mu.Unlock()
	for ; first < len(all) && all[first].risk == from; first++ {
		c := all[first]
		c.risk = number
		x.changes = append(x.changes, c)
	}
	for _, d := range x.pattern.duplicates[from] {
		d.record = number
		x.duplicates = append(x.duplicates, d)
	}
}

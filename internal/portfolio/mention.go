package portfolio

import (
	"cmp"
	"slices"
	"sync"
)

// mention is one id that a record names.
type mention struct {
	record  int32
	field   uint8 // index into references of the record's kind
	ordinal int32 // how many texts this field has before it

	start, end uint32 // of the id in mentions.ids
}

// mentions are all ids that records name, until they are resolved. A run has more of them than of anything else, so
// that each takes no more than a few bytes.
type mentions struct {
	mu  sync.Mutex
	all []mention
	ids []byte
}

// add takes in what one record names.
func (m *mentions) add(found []mention, ids []byte) {
	if len(found) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	base := uint32(len(m.ids))
	for _, one := range found {
		one.start += base
		one.end += base
		m.all = append(m.all, one)
	}
	m.ids = append(m.ids, ids...)
}

func (m *mentions) id(one mention) string { return string(m.ids[one.start:one.end]) }

// sort puts the mentions of each record together, as it makes them.
func (m *mentions) sort() {
	slices.SortFunc(m.all, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.field, b.field), cmp.Compare(a.ordinal, b.ordinal))
	})
}

// clear lets go of them: links stand for them.
func (m *mentions) clear() { m.all, m.ids = nil, nil }

package portfolio

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
)

// Twin is a subject of the head, or several that share its kind and id, with what the base has of that kind and id.
type Twin struct {
	Base, Head Span
	// Affected says that the input may differ between the two states. Of another, rules say the same in both.
	Affected bool
}

// Span is a part of the subjects of a portfolio, by their numbers.
type Span struct{ From, To int }

// Len is the number of subjects in it.
func (s Span) Len() int { return s.To - s.From }

// Twins brings together the subjects of both states that have a kind and an id in common, in the order of the head. Sees
// tells whether rules about a kind of subject look at a place of its input.
//
// Nothing is read for it: an input is put together from records, whose texts have digests, so that two inputs are the same
// when they are put together from the same.
func (c *Comparison) Twins(sees func(kind, path string) bool) []Twin {
	base, head := c.base.digests(sees), c.head.digests(sees)
	var twins []Twin
	b := 0
	for h := 0; h < len(c.head.subjects); {
		twin := Twin{Head: c.head.alike(h)}
		order := -1
		for b < len(c.base.subjects) && order < 0 {
			if order = c.compare(b, h); order < 0 {
				b = c.base.alike(b).To // the head has none of it
			}
		}
		if order == 0 {
			twin.Base = c.base.alike(b)
			b = twin.Base.To
		}
		twin.Affected = !sameDigests(base[twin.Base.From:twin.Base.To], head[twin.Head.From:twin.Head.To])
		twins = append(twins, twin)
		h = twin.Head.To
	}
	return twins
}

func sameDigests(base, head []uint64) bool {
	return len(base) == len(head) && slices.Equal(slices.Sorted(slices.Values(base)), slices.Sorted(slices.Values(head)))
}

// compare orders a subject of the base and one of the head as both lists are.
func (c *Comparison) compare(base, head int) int {
	kindB, idB := c.base.reference(base)
	kindH, idH := c.head.reference(head)
	if kindB != kindH {
		return slices.Index(subjectOrder, kindB) - slices.Index(subjectOrder, kindH)
	}
	return strings.Compare(idB, idH)
}

// subjectOrder is the order in which list makes the subjects.
var subjectOrder = []kind{registerKind, riskKind, planKind, reviewKind, reportKind}

// reference is the kind and the id of a subject.
func (p *Portfolio) reference(i int) (kind, string) {
	s := p.subjects[i]
	if s.register {
		return registerKind, p.index.registers[s.number].id
	}
	r := &p.index.records[s.number]
	return r.kind, r.id
}

// alike is the span of the subjects that have a kind and an id in common with one, which is their first.
func (p *Portfolio) alike(from int) Span {
	ofKind, id := p.reference(from)
	to := from + 1
	for to < len(p.subjects) {
		if k, other := p.reference(to); k != ofKind || other != id {
			break
		}
		to++
	}
	return Span{from, to}
}

// Kinds are the kinds of subject that there are, in the order of reports.
func (p *Portfolio) Kinds() []string {
	var kinds []string
	for i := range p.subjects {
		k, _ := p.reference(i)
		if name := k.String(); !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	return kinds
}

// digests says of each subject what its input is put together from. Parts are added up, as their order says nothing: where
// it shows in the input, it follows from the parts themselves.
func (p *Portfolio) digests(sees func(kind, path string) bool) []uint64 {
	m := &mixer{Portfolio: p, sees: sees, seed: p.index.digester.seed}
	m.parts()
	m.join()
	renamed := m.text("aliases", fmt.Sprint(p.aliases)) // maps are printed in the order of their keys
	digests := make([]uint64, len(p.subjects))
	for i, s := range p.subjects {
		k, id := p.reference(i)
		digests[i] = m.common(k) + m.text("id", id) + renamed
		if s.register {
			digests[i] += m.all
		} else {
			digests[i] += mix(m.part[s.number], 0) + m.joined[s.number]
		}
	}
	return digests
}

// mixer adds up digests.
type mixer struct {
	*Portfolio
	sees   func(kind, path string) bool
	seed   maphash.Seed
	part   []uint64 // record -> what it says, and what is known of it from around it
	joined []uint64 // record -> what belongs to it
	all    uint64   // of all records and headers
	shared [registerKind + 1]uint64
	known  [registerKind + 1]bool
	header map[headerOf]uint64
}

// headerOf is a register, as seen by the rules about a kind of subject.
type headerOf struct {
	register int32
	kind     kind
}

// mix gives a digest another value for each role that it can have, so that they can be added up (splitmix64).
func mix(digest uint64, role kind) uint64 {
	x := digest + (uint64(role)+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (m *mixer) text(parts ...string) uint64 {
	return maphash.String(m.seed, fmt.Sprintf("%q", parts))
}

// parts digests each record with what its document says for all of them.
func (m *mixer) parts() {
	x := m.index
	documents := make([]uint64, len(x.documents))
	for i, d := range x.documents {
		documents[i] = m.text(append([]string{"omits", formatOf(d), unit(d.Around())}, d.Omits...)...)
		if d.Header != nil {
			m.all += mix(m.text("document", d.Kind, string(m.headerOf(int32(i)).AppendJSON(nil)), fmt.Sprint(x.misshapen[i])), registerKind)
		}
	}
	registers := make([]uint64, len(x.registers))
	for i := range registers {
		registers[i] = m.text("register", x.registers[i].id)
	}
	m.part = make([]uint64, len(x.records))
	for n := range x.records {
		r := &x.records[n]
		if !r.taken {
			continue
		}
		m.part[n] = x.digester.of[n] + documents[r.document]
		if r.clean {
			m.part[n]++
		}
		if r.register >= 0 {
			m.part[n] += registers[r.register]
		}
		m.all += mix(m.part[n], r.kind)
	}
}

// join adds to each record what belongs to it.
func (m *mixer) join() {
	x := m.index
	m.joined = make([]uint64, len(x.records))
	for rank, risk := range m.byID[riskKind] {
		r := &x.records[risk]
		m.joined[risk] += m.registerOf(r.register, riskKind)
		var results, reviews uint64
		for _, k := range []kind{planKind, activityKind, resultKind, reviewKind, reportKind} {
			for _, l := range m.links[k].of(int32(rank)) {
				part := mix(m.brief(l.record), k)
				m.joined[risk] += part
				switch k {
				case resultKind:
					results += part
				case reviewKind:
					reviews += part
				}
			}
		}
		for _, k := range []kind{planKind, reviewKind} {
			about := mix(m.part[risk], riskKind) + m.registerOf(r.register, k)
			if k == reviewKind {
				about += results + reviews // those about its risks, and the one before
			}
			for _, l := range m.links[k].of(int32(rank)) {
				m.joined[l.record] += about
			}
		}
	}
	counted, period := m.counted(), m.results()
	for _, report := range m.byID[reportKind] {
		m.joined[report] += counted + period(m.index.digester.reports[report])
		for i := range m.index.registers {
			m.joined[report] += m.registerOf(int32(i), reportKind)
		}
	}
}

// counted digests what the counts of a report rest on, on whatever day: which risks there are, and how they stood when.
func (m *mixer) counted() uint64 {
	x := m.index
	var all uint64
	changes := x.changes
	for n := range x.records {
		r := &x.records[n]
		of := maphash.String(m.seed, r.id) + maphash.Comparable(m.seed, standing{r.on, r.closed, r.open, r.severity, m.registerID(r)})
		for ; len(changes) > 0 && changes[0].risk == int32(n); changes = changes[1:] {
			c := changes[0]
			c.risk = 0 // which says where the risk stands, and not what it is
			of = mix(of, riskKind) + maphash.Comparable(m.seed, c)
		}
		if r.taken && r.kind == riskKind {
			all += mix(of, riskKind)
		}
	}
	return all
}

// standing is how a risk stands, or stood until a day.
type standing struct {
	on, closed day
	open       bool
	severity   uint8
	register   string
}

// results returns the digest of the monitoring results within the period of a report.
func (m *mixer) results() func(reported) uint64 {
	numbers := slices.Clone(m.byID[resultKind])
	on := func(number int32) day { return m.index.records[number].on }
	slices.SortFunc(numbers, func(a, b int32) int { return cmp.Compare(on(a), on(b)) })
	sums := make([]uint64, len(numbers)+1)
	for i, number := range numbers {
		sums[i+1] = sums[i] + mix(m.part[number], resultKind)
	}
	before := func(d day) uint64 {
		i, _ := slices.BinarySearchFunc(numbers, d, func(number int32, d day) int { return cmp.Compare(on(number), d) })
		return sums[i]
	}
	return func(r reported) uint64 { return before(r.to+1) - before(r.from) }
}

// brief is the digest of a record as risks see it: what a report covers besides is nothing to them.
func (m *mixer) brief(record int32) uint64 {
	if r, ok := m.index.digester.reports[record]; ok {
		return m.part[record] - m.index.digester.of[record] + r.brief
	}
	return m.part[record]
}

// registerOf digests the header of a register as far as rules about a kind of subject look at it.
func (m *mixer) registerOf(register int32, k kind) uint64 {
	if register < 0 {
		return 0
	}
	key := headerOf{register, k}
	digest, ok := m.header[key]
	if ok {
		return digest
	}
	r := &m.index.registers[register]
	path := "risks.register."
	if k == riskKind || k == reportKind {
		path = "register."
	}
	for _, member := range r.header.Members {
		if m.sees(k.String(), path+member.Name) {
			digest += m.text("header", member.Name, string(member.Value.AppendJSON(nil)))
		}
	}
	digest += m.text("register", r.id, fmt.Sprint(r.clean), fmt.Sprint(m.index.documents[r.document].Omits))
	if m.header == nil {
		m.header = map[headerOf]uint64{}
	}
	m.header[key] = digest
	return digest
}

// common digests what all subjects of a kind share: who is known, and what the run doesn't have.
func (m *mixer) common(k kind) uint64 {
	if m.known[k] {
		return m.shared[k]
	}
	digest := m.text("gaps", fmt.Sprint(m.absent[k.String()]), fmt.Sprint(m.unlinked))
	for i := range m.index.registers {
		r := &m.index.registers[i]
		digest += m.text("known", r.id, r.unit)
		if m.sees(k.String(), "people") {
			digest += m.text("people", string(r.people.AppendJSON(nil)))
		}
		if m.sees(k.String(), "services") {
			digest += m.text("services", string(r.services.AppendJSON(nil)))
		}
	}
	m.shared[k], m.known[k] = digest, true
	return digest
}

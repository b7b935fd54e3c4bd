// Package portfolio joins the records of a run into subjects, each with all that belongs to it.
package portfolio

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Subject is one thing that rules are asked about.
type Subject struct {
	// Kind is register, risk, plan, review or report.
	Kind string
	ID   string
	// Severity is that of the risk, or the highest of the risks it belongs to; empty where none is known.
	Severity string
	// Register is the id of the register that its risks stand in, or else that of its unit; empty where there is none, or
	// its risks stand in several.
	Register string
	Open     bool // of a risk: it isn't closed
	Position source.Position
	// Unclean says why its rules can't be asked; empty when they can.
	Unclean string

	subject
}

// Reported is the subject as reports name it.
func (s Subject) Reported() report.Subject {
	return report.Subject{
		SubjectRef: report.SubjectRef{Kind: s.Kind, ID: s.ID},
		Severity:   s.Severity,
		Register:   s.Register,
		Open:       s.Open,
		Pos:        s.Position,
	}
}

// subject is what is kept of each.
type subject struct {
	register bool
	number   int32 // of its record, or of its register
}

// Gap is what the run or a source format can't show to a subject's rules.
type Gap struct {
	// Path is the field in the subject's input, as in plans.approvals.
	Path string
	// Reason says why, in words for the reader of a report.
	Reason string
	// Lack is the field of a document that its source can't carry, or the kind of document that the run has none of; empty
	// where it is neither.
	Lack string
}

// Portfolio holds the subjects of a run. It is safe for concurrent use.
type Portfolio struct {
	index      *Index
	byID       [recordKinds][]int32 // numbers of the records of a kind, by id
	rank       []int32              // record -> where it stands in byID
	links      [recordKinds]links   // what names each risk, by the risk's rank
	unlinked   [recordKinds]string  // a record of that kind whose risks can't be read
	unresolved []unresolved
	duplicates []duplicate
	facts      []facts // by register
	absent     map[string][]Gap
	missing    map[kind]string // why the run has no records of a kind
	aliases    aliases
	renames    bool             // some id stands for another
	foundOther [recordKinds]int // names of risks that stand for another id, by the kind of record that names them
	subjects   []subject
	answered   map[int32]answered // record that risks belong to -> what it has of them

	mu      sync.Mutex
	merged  map[string]*source.Value
	tallies map[countedOn]tally
}

// unresolved is a name that no record of the run bears.
type unresolved struct {
	mention
	id string
}

type facts struct {
	duplicates []int // into Portfolio.duplicates
	unresolved []int // into Portfolio.unresolved
	tally
	openByDay []map[day]int // by severity: how many open risks were identified on a day
}

// link is a record that names a risk; the ordinal says where it does.
type link struct{ record, ordinal int32 }

// links holds for each risk a run of a common slice.
type links struct {
	start []int32
	to    []link
}

func (l links) of(rank int32) []link { return l.to[l.start[rank]:l.start[rank+1]] }

// Join relates all records that were taken in. The table says which ids mean the same; nil says it of none.
func (x *Index) Join(table *alias.Table) *Portfolio {
	x.pattern = nil
	p := &Portfolio{index: x, duplicates: x.duplicates, merged: map[string]*source.Value{}, tallies: map[countedOn]tally{}}
	x.sortChanges()
	p.sortByID()
	p.rename(table)
	p.resolve()
	p.findDuplicates()
	p.gather()
	p.absent = p.absences()
	p.list()
	return p
}

func (p *Portfolio) sortByID() {
	records := p.index.records
	for n := range records {
		if k := records[n].kind; records[n].taken {
			p.byID[k] = append(p.byID[k], int32(n))
		}
	}
	p.rank = make([]int32, len(records))
	for _, numbers := range p.byID {
		slices.SortStableFunc(numbers, func(a, b int32) int { return strings.Compare(records[a].id, records[b].id) })
		for rank, n := range numbers {
			p.rank[n] = int32(rank)
		}
	}
}

// find returns the ranks, from and to, of the records of a kind that bear an id.
func (p *Portfolio) find(k kind, id string) (int, int) {
	records := p.index.records
	from, ok := slices.BinarySearchFunc(p.byID[k], id, func(n int32, id string) int { return strings.Compare(records[n].id, id) })
	to := from
	for ok && to < len(p.byID[k]) && records[p.byID[k][to]].id == id {
		to++
	}
	return from, to
}

// findAny is find among several kinds, the first that has the id.
func (p *Portfolio) findAny(kinds []kind, id string) (int, int) {
	for _, k := range kinds {
		if k >= recordKinds {
			continue // people, services and actions are known when they are taken in
		}
		if from, to := p.find(k, id); from < to {
			return from, to
		}
	}
	return 0, 0
}

// resolve finds what each mention names. A record is missing only where the run holds documents of its kind at all:
// what the run doesn't contain is not a fault of the record that names it.
func (p *Portfolio) resolve() {
	x := p.index
	x.mentions.sort()
	present := p.present()
	type pair struct {
		rank int32
		link
	}
	var pairs [recordKinds][]pair
	for k, n := range p.joins() {
		pairs[k] = make([]pair, 0, n)
	}
	named := x.mentions.all
	for n := range x.records {
		r := &x.records[n]
		joined := false
		for ; len(named) > 0 && named[0].record == int32(n); named = named[1:] {
			m := named[0]
			field, id := &references[r.kind][m.field], x.mentions.id(m)
			meant := p.meant(field.targets, id)
			from, to := p.findAny(field.targets, meant)
			if field.join {
				joined = true
				if meant != id && from < to {
					p.foundOther[r.kind]++
				}
				for rank := from; rank < to; rank++ {
					pairs[r.kind] = append(pairs[r.kind], pair{int32(rank), link{m.record, m.ordinal}})
				}
			}
			absent := slices.ContainsFunc(field.targets, func(k kind) bool { return !present[k] })
			if from == to && !absent && meant == id {
				p.unresolved = append(p.unresolved, unresolved{m, id})
			}
		}
		if r.taken && !r.clean && !joined && r.kind != riskKind {
			p.unlinked[r.kind] = r.id
		}
	}
	x.mentions.clear()
	for k := range pairs {
		l := links{start: make([]int32, len(p.byID[riskKind])+1), to: make([]link, 0, len(pairs[k]))}
		slices.SortFunc(pairs[k], func(a, b pair) int {
			ra, rb := &x.records[a.record], &x.records[b.record]
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(ra.on, rb.on), strings.Compare(ra.id, rb.id), cmp.Compare(a.record, b.record), cmp.Compare(a.ordinal, b.ordinal))
		})
		for i, one := range pairs[k] {
			if again := i > 0 && pairs[k][i-1].rank == one.rank && pairs[k][i-1].record == one.record; again && kind(k) != reviewKind {
				continue // a record that names a risk twice still belongs to it once
			}
			l.to = append(l.to, one.link)
			l.start[one.rank+1]++
		}
		for i := 1; i < len(l.start); i++ {
			l.start[i] += l.start[i-1]
		}
		p.links[k], pairs[k] = l, nil
	}
}

// joins counts the mentions that join records of each kind to risks.
func (p *Portfolio) joins() [recordKinds]int {
	var count [recordKinds]int
	for _, m := range p.index.mentions.all {
		if k := p.index.records[m.record].kind; references[k][m.field].join {
			count[k]++
		}
	}
	return count
}

// present says of which kinds the run holds documents, and whether these can carry such records.
func (p *Portfolio) present() [actionKind + 1]bool {
	var present [actionKind + 1]bool
	omitted := map[string]bool{}
	for _, d := range p.index.documents {
		for _, list := range schema.RecordsOf(d.Kind) {
			present[recordKind(list)] = true
		}
		for _, path := range d.Omits {
			omitted[path] = true
		}
	}
	present[actionKind] = true
	present[personKind] = len(p.index.registers) > 0 && !omitted["people"]
	present[serviceKind] = len(p.index.registers) > 0 && !omitted["services"]
	return present
}

func (p *Portfolio) findDuplicates() {
	records := p.index.records
	for k, numbers := range p.byID {
		for from := 0; from < len(numbers); {
			id := records[numbers[from]].id
			to := from + 1
			for to < len(numbers) && records[numbers[to]].id == id {
				to++
			}
			if to-from > 1 && id != "" {
				p.duplicates = append(p.duplicates, duplicate{kind: kind(k), id: id, record: numbers[from+1], count: to - from})
			}
			from = to
		}
	}
	seen := map[string]int{}
	for i := range p.index.registers {
		r := &p.index.registers[i]
		seen[r.id]++
		if seen[r.id] == 2 {
			p.duplicates = append(p.duplicates, duplicate{kind: registerKind, id: r.id, record: -1 - int32(i), at: "/id", count: 2})
		}
	}
	slices.SortFunc(p.duplicates, func(a, b duplicate) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.id, b.id), cmp.Compare(a.record, b.record), strings.Compare(string(a.at), string(b.at)))
	})
}

// gather counts and collects for each register what concerns it. A fault of a record outside any register is told at
// the register of its unit, or else at the first.
func (p *Portfolio) gather() {
	x := p.index
	p.facts = make([]facts, len(x.registers))
	if len(x.registers) == 0 {
		return
	}
	for i := range p.facts {
		p.facts[i].tally = x.newTally()
		for range len(x.severity) + 1 {
			p.facts[i].openByDay = append(p.facts[i].openByDay, map[day]int{})
		}
	}
	for n := range x.records {
		r := &x.records[n]
		if !r.taken || r.kind != riskKind || r.register < 0 {
			continue
		}
		f := &p.facts[r.register]
		f.add(r.open, r.severity)
		if r.open && r.on != 0 {
			f.openByDay[r.severity][r.on]++
		}
	}
	slices.SortFunc(p.unresolved, func(a, b unresolved) int {
		ra, rb := &x.records[a.record], &x.records[b.record]
		return cmp.Or(cmp.Compare(ra.kind, rb.kind), strings.Compare(ra.id, rb.id), cmp.Compare(a.field, b.field), cmp.Compare(a.record, b.record), cmp.Compare(a.ordinal, b.ordinal))
	})
	for i, u := range p.unresolved {
		f := &p.facts[p.home(u.record)]
		f.unresolved = append(f.unresolved, i)
	}
	for i, d := range p.duplicates {
		home := -1 - d.record
		if d.record >= 0 {
			home = p.home(d.record)
		}
		p.facts[home].duplicates = append(p.facts[home].duplicates, i)
	}
}

// home is the register that answers for a record.
func (p *Portfolio) home(number int32) int32 {
	r := &p.index.records[number]
	if r.register >= 0 {
		return r.register
	}
	return max(p.homeOf(int(r.document)), 0)
}

// homeOf is the register of a document's unit, or -1.
func (p *Portfolio) homeOf(document int) int32 {
	if number, ok := p.index.byDoc[document]; ok {
		return int32(number)
	}
	header := p.index.documents[document].Around()
	if header == nil {
		return -1
	}
	u := unit(header)
	return int32(slices.IndexFunc(p.index.registers, func(r register) bool { return r.unit == u }))
}

// list makes the subjects, in the order of the report: by kind, id, and place in the run.
func (p *Portfolio) list() {
	x := p.index
	registers := make([]int32, len(x.registers))
	for i := range registers {
		registers[i] = int32(i)
	}
	slices.SortStableFunc(registers, func(a, b int32) int { return strings.Compare(x.registers[a].id, x.registers[b].id) })
	for _, i := range registers {
		p.subjects = append(p.subjects, subject{register: true, number: i})
	}
	for _, k := range []kind{riskKind, planKind, reviewKind, reportKind} {
		for _, n := range p.byID[k] {
			p.subjects = append(p.subjects, subject{number: n})
		}
	}
	p.answered = p.answeredRisks()
}

// Len is the number of subjects.
func (p *Portfolio) Len() int { return len(p.subjects) }

// Subject is one of what rules are asked about: by kind, id and place.
func (p *Portfolio) Subject(i int) Subject {
	x, s := p.index, p.subjects[i]
	if s.register {
		r := &x.registers[s.number]
		at := x.documents[r.document].Position(workspace.Header, "")
		return Subject{Kind: "register", ID: r.id, Register: r.id, Position: at, Unclean: unclean(r.clean), subject: s}
	}
	r := &x.records[s.number]
	severity, register := r.severity, r.register
	if r.kind != riskKind {
		severity, register = p.answered[s.number].severity, p.registerAround(s.number)
	}
	return Subject{
		Kind:     r.kind.String(),
		ID:       r.id,
		Severity: x.levelName(severity),
		Register: x.registerID(register),
		Open:     r.open,
		Position: x.documents[r.document].Position(r.place(), ""),
		Unclean:  unclean(r.clean),
		subject:  s,
	}
}

// registerAround is the register of the risks that a record belongs to, or else of its unit; -1 where it is none, or they
// stand in several.
func (p *Portfolio) registerAround(number int32) int32 {
	if a, ok := p.answered[number]; ok {
		return a.register
	}
	return p.homeOf(int(p.index.records[number].document))
}

func (x *Index) registerID(number int32) string {
	if number < 0 {
		return ""
	}
	return x.registers[number].id
}

func unclean(clean bool) string {
	if clean {
		return ""
	}
	return "the record does not match its schema"
}

func (x *Index) levelName(severity uint8) string {
	if severity == 0 {
		return ""
	}
	return x.severity[severity-1]
}

// answered is what a plan, a review or a report has of its risks.
type answered struct {
	severity uint8 // the highest
	register int32 // -1 where they stand in several, or in none
}

// answeredRisks finds for each plan, review and report what it has of its risks.
func (p *Portfolio) answeredRisks() map[int32]answered {
	found := map[int32]answered{}
	for _, k := range []kind{planKind, reviewKind, reportKind} {
		for rank, n := range p.byID[riskKind] {
			risk := &p.index.records[n]
			for _, l := range p.links[k].of(int32(rank)) {
				a, again := found[l.record]
				if !again {
					a.register = risk.register
				}
				if a.register != risk.register {
					a.register = -1
				}
				a.severity = max(a.severity, risk.severity)
				found[l.record] = a
			}
		}
	}
	return found
}

// absences are the gaps that the run leaves because it holds no document of a kind.
func (p *Portfolio) absences() map[string][]Gap {
	present := p.present()
	missing := map[kind]string{}
	for _, d := range schema.Kinds() {
		for _, list := range d.Lists {
			if k := recordKind(list.Record); !present[k] {
				missing[k] = fmt.Sprintf("the run has no %s document", d.Name)
			}
		}
	}
	p.missing = missing
	gaps := map[string][]Gap{}
	add := func(subject string, k kind, paths ...string) {
		if reason, ok := missing[k]; ok {
			for _, path := range paths {
				gaps[subject] = append(gaps[subject], Gap{path, reason, holderOf(k)})
			}
		}
	}
	if len(p.index.registers) == 0 {
		missing[registerKind] = "the run has no " + schema.Register + " document"
		add("risk", registerKind, "register", "people", "services")
		add("plan", registerKind, "risks.register", "people", "services")
		add("review", registerKind, "risks.register", "people")
		add("report", registerKind, "register", "counts", "people")
	}
	add("risk", planKind, "plans")
	add("risk", activityKind, "activities", "results")
	add("risk", reviewKind, "reviews")
	add("risk", reportKind, "reports")
	add("plan", riskKind, "risks")
	add("review", riskKind, "risks")
	add("review", resultKind, "results")
	add("report", resultKind, "results")
	add("register", riskKind, "counts")
	add("register", reportKind, "reports")
	return gaps
}

func itoa(i int) string { return strconv.Itoa(i) }

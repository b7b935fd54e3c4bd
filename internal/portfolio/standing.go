package portfolio

import (
	"cmp"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Standing is what tells who may decide about a subject.
type Standing struct {
	// Responsible are the ids of the people who answer for it: the owner of a risk, the owner and the author of a plan, the
	// chair of a review, the author of a report.
	Responsible []string
	// People are those of the registers that it belongs to, by id; of all registers where it belongs to none.
	People *source.Value
	// Gaps are what the run can't show of the people.
	Gaps []Gap
}

// responsible are the fields that name who answers for a subject, by its kind.
var responsible = map[string][]string{
	"risk":   {"owner"},
	"plan":   {"owner", "author"},
	"review": {"chair"},
	"report": {"author"},
}

// Find returns the numbers of the subjects of a kind that bear an id: several may, by mistake.
func (p *Portfolio) Find(kind, id string) []int {
	wanted := slices.Index(subjectKinds, kind)
	from, _ := slices.BinarySearchFunc(p.subjects, id, func(s subject, id string) int {
		return cmp.Or(cmp.Compare(slices.Index(subjectKinds, p.kindOf(s)), wanted), strings.Compare(p.idOf(s), id))
	})
	var found []int
	for i := from; i < len(p.subjects) && p.kindOf(p.subjects[i]) == kind && p.idOf(p.subjects[i]) == id; i++ {
		found = append(found, i)
	}
	return found
}

// subjectKinds are the kinds in the order in which the subjects stand.
var subjectKinds = []string{"register", "risk", "plan", "review", "report"}

func (p *Portfolio) kindOf(s subject) string {
	if s.register {
		return registerKind.String()
	}
	return p.index.records[s.number].kind.String()
}

func (p *Portfolio) idOf(s subject) string {
	if s.register {
		return p.index.registers[s.number].id
	}
	return p.index.records[s.number].id
}

// Missing says why the run has no subjects of a kind at all, where it lacks the documents that would hold them.
func (p *Portfolio) Missing(kind string) string {
	for k, reason := range p.missing {
		if k.String() == kind {
			return reason
		}
	}
	return ""
}

// Holds reports whether the run has something of an id: a document, by its kind, or a record, by the kind of a file that
// holds one.
func (p *Portfolio) Holds(kind, id string) bool {
	for _, d := range p.index.documents {
		if d.Kind == kind && d.Header != nil && text(d.Header.Get("id")) == id {
			return true
		}
	}
	if schema.Lists(kind) != nil {
		return false
	}
	for _, record := range schema.RecordsOf(kind) {
		if from, to := p.find(recordKind(record), id); from < to {
			return true
		}
	}
	return false
}

// PersonAt finds where a register has the person of a place of an input, such as /people/o.bell/role.
func (p *Portfolio) PersonAt(at source.Pointer) (source.Position, bool) {
	return (&builder{Portfolio: p}).personOrService(at)
}

// Standing tells who may decide about some subjects of one id: of none, who may decide at all. The error says that a file
// changed since it was read.
func (p *Portfolio) Standing(subjects []int, parser *source.Parser) (Standing, error) {
	var standing Standing
	var known []*source.Value
	for _, i := range subjects {
		s := p.Subject(i)
		if s.register {
			known = append(known, p.index.registers[s.number].people)
			continue
		}
		input, err := p.Input(s, map[string]bool{}, parser)
		if err != nil {
			return Standing{}, err
		}
		known = append(known, input.Value.Get("people"))
		for _, field := range responsible[s.Kind] {
			if id := text(input.Value.Get(s.Kind).Get(field)); id != "" && !slices.Contains(standing.Responsible, id) {
				standing.Responsible = append(standing.Responsible, strings.Clone(id))
			}
		}
	}
	if known = slices.Compact(known); len(known) == 1 && known[0] != nil {
		standing.People = known[0]
	} else {
		b := &builder{Portfolio: p}
		standing.People = b.merge("people", nil, func(r *register) *source.Value { return r.people })
	}
	if !p.present()[personKind] {
		standing.Gaps = []Gap{{Path: "people", Reason: "the run has no register that names people", Lack: schema.Register}}
	}
	return standing, nil
}

package portfolio

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/source"
)

// aliases are ids that records name and that another id of the run stands for: by kind of what is named.
type aliases [actionKind + 1]map[string]string

// resolver finds what is meant by ids that nothing bears.
type resolver struct {
	*Portfolio
	table *alias.Table
	keys  [actionKind + 1]map[string][]string // key -> ids of that kind, where the table says how they are spelled
}

// meant is the one id of a kind that an id stands for, by what the table or a record says; empty where there is none or
// several.
func (r *resolver) meant(k kind, id string) string {
	var found []string
	add := func(other string) {
		if other != id && r.bears(k, other) && !slices.Contains(found, other) {
			found = append(found, other)
		}
	}
	for _, other := range r.table.Others(k.String(), id) {
		add(other)
	}
	if k < recordKinds {
		for _, other := range r.index.called[k][id] {
			add(other)
		}
	}
	if spelling, ok := r.table.Spelling(k.String()); ok {
		if r.keys[k] == nil {
			r.keys[k] = map[string][]string{}
			for _, other := range r.idsOf(k) {
				key := spelling.Key(other)
				r.keys[k][key] = append(r.keys[k][key], other)
			}
		}
		for _, other := range r.keys[k][spelling.Key(id)] {
			add(other)
		}
	}
	if len(found) != 1 {
		return "" // never guessed
	}
	return found[0]
}

// bears says that something of a kind has an id.
func (p *Portfolio) bears(k kind, id string) bool {
	if k < recordKinds {
		from, to := p.find(k, id)
		return from < to
	}
	return p.index.known(k, id)
}

// idsOf are the ids of a kind, each once.
func (p *Portfolio) idsOf(k kind) []string {
	var ids []string
	switch {
	case k < recordKinds:
		for _, n := range p.byID[k] {
			ids = append(ids, p.index.records[n].id)
		}
	default:
		for i := range p.index.registers {
			named := p.index.registers[i].people
			if k == serviceKind {
				named = p.index.registers[i].services
			}
			for _, member := range named.Members {
				ids = append(ids, member.Name)
			}
		}
		slices.Sort(ids)
	}
	return slices.Compact(ids)
}

// rename finds for all ids that records name and nothing bears what they stand for.
func (p *Portfolio) rename(table *alias.Table) {
	calls := func(called map[string][]string) bool { return len(called) > 0 }
	if table == nil && !slices.ContainsFunc(p.index.called[:], calls) {
		return
	}
	r := &resolver{Portfolio: p, table: table}
	for _, m := range p.index.mentions.all {
		field, id := &references[p.index.records[m.record].kind][m.field], p.index.mentions.id(m)
		if slices.ContainsFunc(field.targets, func(k kind) bool { return p.bears(k, id) }) {
			continue
		}
		for _, k := range field.targets {
			if k == actionKind || k == registerKind || p.aliases[k][id] != "" {
				continue
			}
			if other := r.meant(k, id); other != "" {
				if p.aliases[k] == nil {
					p.aliases[k] = map[string]string{}
				}
				p.aliases[k][id] = other
				p.renames = true
				break
			}
		}
	}
}

// meant is the id that a field's id stands for: itself, where it stands for no other.
func (p *Portfolio) meant(targets []kind, id string) string {
	for _, k := range targets {
		if other := p.aliases[k][id]; other != "" {
			return other
		}
	}
	return id
}

// renamed is a record with the ids that it names as the run has them; its places are those of what it is made of.
func (p *Portfolio) renamed(k kind, record *source.Value) *source.Value {
	return p.renamedBelow(k, record, nil)
}

// renamedBelow is renamed for a part of a record, which the steps lead to.
func (p *Portfolio) renamedBelow(k kind, part *source.Value, steps []string) *source.Value {
	if !p.renames {
		return part
	}
	for i := range references[k] {
		field := &references[k][i]
		if rest, below := cutSteps(field.steps, steps); below {
			part = replaceNamed(part, rest, func(id string) string { return p.meant(field.targets, id) })
		}
	}
	return part
}

func cutSteps(all, first []string) ([]string, bool) {
	if len(all) < len(first) || !slices.Equal(all[:len(first)], first) {
		return nil, false
	}
	return all[len(first):], true
}

// replaceNamed is a value with other texts where steps lead to. What doesn't change is shared.
func replaceNamed(value *source.Value, steps []string, other func(string) string) *source.Value {
	switch {
	case value == nil:
		return nil
	case len(steps) == 0:
		if value.Kind != source.String || other(value.Text) == value.Text {
			return value
		}
		again := *value
		again.Text = strings.Clone(other(value.Text))
		return &again
	case steps[0] == "[]":
		again := *value
		again.Elements = slices.Clone(value.Elements)
		for i, element := range again.Elements {
			again.Elements[i] = replaceNamed(element, steps[1:], other)
		}
		if slices.Equal(again.Elements, value.Elements) {
			return value
		}
		return &again
	}
	member := value.Get(steps[0])
	changed := replaceNamed(member, steps[1:], other)
	if changed == member {
		return value
	}
	again := *value
	again.Members = slices.Clone(value.Members)
	again.Member(steps[0]).Value = changed
	return &again
}

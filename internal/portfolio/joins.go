package portfolio

import (
	"sync"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Joins says of each kind of record how it and the risks that it names belong together, where they come from several files
// or from another tool; what the run has no documents of is not told, as there is nothing to join.
func (p *Portfolio) Joins() []report.Join {
	present := p.present()
	if !present[riskKind] || !p.fromSeveral() {
		return nil
	}
	var joins []report.Join
	alike := sync.OnceValue(p.alikeRisks)
	for _, k := range []kind{planKind, activityKind, resultKind, reviewKind, reportKind} {
		if len(p.byID[k]) > 0 || present[k] && k == planKind {
			joins = append(joins, p.joinOf(k, alike))
		}
	}
	return joins
}

// fromSeveral says that the records come from more than one file, or from another tool.
func (p *Portfolio) fromSeveral() bool {
	documents := p.index.documents
	for _, d := range documents {
		if d.Format() != d.Kind || d.Name != documents[0].Name {
			return true
		}
	}
	return false
}

func (p *Portfolio) joinOf(k kind, alike func() map[string][]string) report.Join {
	j := report.Join{Kind: k.String(), Records: len(p.byID[k]), Renamed: p.foundOther[k]}
	joined := make([]bool, len(p.index.records))
	for _, l := range p.links[k].to {
		joined[l.record] = true
	}
	for _, n := range p.byID[k] {
		if joined[n] {
			j.Joined++
			continue
		}
		if !p.aboutAll(n) {
			j.Adrift = append(j.Adrift, p.told(n))
		}
	}
	if k == planKind {
		for rank, n := range p.byID[riskKind] {
			if r := &p.index.records[n]; r.open && len(p.links[k].of(int32(rank))) == 0 {
				j.Unnamed = append(j.Unnamed, p.told(n))
			}
		}
	}
	for _, u := range p.unresolved {
		if r := &p.index.records[u.record]; r.kind == k && references[k][u.field].join {
			unknown := report.Unknown{Subject: p.told(u.record), Name: u.id}
			if near := alike()[alias.Loosely(u.id)]; len(near) == 1 {
				unknown.Alike = near[0]
			}
			j.Unknown = append(j.Unknown, unknown)
		}
	}
	return j
}

// aboutAll says that a record need name no risk: a report is then about all of its register.
func (p *Portfolio) aboutAll(n int32) bool { return p.index.records[n].kind == reportKind }

// alikeRisks are the ids of risks by what they look like.
func (p *Portfolio) alikeRisks() map[string][]string {
	alike := map[string][]string{}
	for _, id := range p.idsOf(riskKind) {
		alike[alias.Loosely(id)] = append(alike[alias.Loosely(id)], id)
	}
	return alike
}

// told is a record as reports name it, be it a subject of rules or not.
func (p *Portfolio) told(n int32) report.Subject {
	r := &p.index.records[n]
	return report.Subject{
		SubjectRef: report.SubjectRef{Kind: r.kind.String(), ID: r.id},
		Severity:   p.index.levelName(r.severity),
		Register:   p.index.registerID(r.register),
		Open:       r.kind == riskKind && r.open,
		Pos:        p.index.documents[r.document].Position(workspace.Place{List: int(r.list), Index: int(r.index)}, ""),
	}
}

package portfolio

import (
	"cmp"
	"slices"
	"strings"
	"unique"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Registers lists the headers of the registers, by id.
func (p *Portfolio) Registers() []report.Register {
	var all []report.Register
	for _, s := range p.subjects {
		if !s.register {
			break // registers stand before all records
		}
		r := &p.index.registers[s.number]
		d := p.index.documents[r.document]
		scale := d.Header.Get("scale")
		all = append(all, report.Register{
			ID:           r.id,
			Organization: text(d.Header.Get("organization")),
			BusinessUnit: text(d.Header.Get("business_unit")),
			AsOf:         date(d.Header.Get("as_of")),
			Scale:        report.Scale{Likelihood: texts(scale.Get("likelihood")), Impact: texts(scale.Get("impact")), Severity: texts(scale.Get("levels"))},
			Pos:          d.Position(workspace.Header, ""),
		})
	}
	return all
}

// Due is what a rule says of a subject: that something falls due on a day.
type Due struct {
	Rule, What string
	On         report.Date
	At         source.Pointer // into the subject's input
}

// Overview collects what the records show apart from the rules, while their inputs are at hand. It is safe for concurrent
// use with different numbers.
type Overview struct {
	portfolio *Portfolio
	asOf      day
	shown     []shown
}

// shown is what one subject adds to an overview.
type shown struct {
	risk    *report.Risk
	plan    *report.Plan
	actions []report.Action
	issued  *report.Issued
	due     []report.Due
	leftOut *Subject
}

// Overview prepares for what so many subjects show on a day: those of the portfolio, and others about its records.
func (p *Portfolio) Overview(asOf report.Date, subjects int) *Overview {
	return &Overview{portfolio: p, asOf: dayOf(source.NewString(asOf.String())), shown: make([]shown, subjects)}
}

// LeaveOut notes a subject that doesn't match its schema. The numbers give the subjects their order.
func (o *Overview) LeaveOut(number int, subject Subject) { o.shown[number].leftOut = &subject }

// Add takes in what a subject shows, and what falls due about it. The numbers give the subjects their order.
func (o *Overview) Add(number int, subject Subject, input Input, due []Due) {
	v := view{Portfolio: o.portfolio, asOf: o.asOf, subject: subject, input: input}
	var s shown
	switch subject.Kind {
	case "risk":
		s.risk = v.risk(input.Value.Get("risk"))
	case "plan":
		s.plan, s.actions = v.plan(input.Value.Get("plan"), due)
	case "report":
		s.issued = v.issued(input.Value.Get("report"))
	}
	for _, one := range due {
		s.due = append(s.due, v.due(one))
	}
	o.shown[number] = s
}

// Report is the overview of all subjects.
func (o *Overview) Report() *report.Overview {
	all := &report.Overview{}
	deadlines := map[string]report.Date{} // of risks, by id
	for _, s := range o.shown {
		if s.leftOut != nil {
			all.LeftOut = append(all.LeftOut, s.leftOut.Reported())
		}
		if s.risk != nil {
			all.Risks = append(all.Risks, *s.risk)
		}
		if s.plan != nil {
			all.Plans = append(all.Plans, *s.plan)
		}
		if s.issued != nil {
			all.Issued = append(all.Issued, *s.issued)
		}
		all.Actions = append(all.Actions, s.actions...)
		all.Due = append(all.Due, s.due...)
		for _, due := range s.due {
			if due.What == deadline {
				deadlines[due.ID] = earlier(deadlines[due.ID], due.On)
			}
		}
	}
	for i := range all.Risks {
		if risk := &all.Risks[i]; risk.Deadline.IsZero() {
			risk.Deadline = deadlines[risk.ID]
		}
	}
	all.Due = inOrder(all.Due)
	return all
}

// deadline is what rules call the day by which a risk is to be dealt with.
const deadline = "deadline"

// earlier is the earlier of two days, of which either may be none.
func earlier(a, b report.Date) report.Date {
	if a.IsZero() || !b.IsZero() && b.Time().Before(a.Time()) {
		return b
	}
	return a
}

// inOrder sorts what is due, the earliest first, and tells only once what several subjects have in common, as the
// deadline of a risk that two plans answer.
func inOrder(all []report.Due) []report.Due {
	compare := func(a, b report.Due) int {
		return cmp.Or(
			a.On.Time().Compare(b.On.Time()),
			strings.Compare(a.What, b.What),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
		)
	}
	slices.SortStableFunc(all, compare)
	return slices.CompactFunc(all, func(a, b report.Due) bool { return compare(a, b) == 0 })
}

// view reads what a subject's input shows.
type view struct {
	*Portfolio
	asOf    day
	subject Subject
	input   Input
}

func (v view) risk(r *source.Value) *report.Risk {
	assessment, response := r.Get("assessment"), r.Get("response")
	risk := &report.Risk{
		ID:         v.subject.ID,
		Title:      strings.Clone(text(r.Get("title"))),
		Category:   word(r.Get("category")),
		Register:   v.subject.Register,
		Severity:   word(assessment.Get("severity")),
		Likelihood: word(assessment.Get("likelihood")),
		Impact:     word(assessment.Get("impact")),
		Inherent:   word(r.Get("inherent").Get("severity")),
		Residual:   word(r.Get("residual").Get("severity")),
		Status:     word(r.Get("status")),
		Response:   word(response.Get("type")),
		Open:       v.subject.Open,
		Owner:      v.party("people", r.Get("owner")),
		Identified: date(r.Get("identified_on")),
		Deadline:   date(r.Get("deadline")),
		LastReview: v.last(reviewKind),
		LastResult: v.last(resultKind),
		Pos:        v.subject.Position,
	}
	for _, id := range elements(r.Get("affected_services")) {
		risk.Services = append(risk.Services, v.party("services", id))
	}
	if !risk.Open {
		risk.Closed = date(r.Get("closure").Get("on"))
	}
	if risk.Response == "accept" {
		risk.AcceptanceExpires = date(response.Get("acceptance").Get("expires_on"))
	}
	return risk
}

// last is the latest day up to that of the overview on which a record of a kind names the risk.
func (v view) last(k kind) report.Date {
	latest := day(0)
	for _, l := range v.links[k].of(v.rank[v.subject.number]) {
		if r := &v.index.records[l.record]; r.clean && r.on <= v.asOf {
			latest = max(latest, r.on)
		}
	}
	return latest.date()
}

func (v view) plan(p *source.Value, due []Due) (*report.Plan, []report.Action) {
	plan := &report.Plan{
		ID:       v.subject.ID,
		Title:    strings.Clone(text(p.Get("title"))),
		Status:   word(p.Get("status")),
		Owner:    v.party("people", p.Get("owner")),
		Register: v.subject.Register,
		Severity: v.subject.Severity,
		Due:      date(p.Get("due")),
		Pos:      v.subject.Position,
	}
	for _, id := range elements(p.Get("risk_ids")) {
		plan.Risks = append(plan.Risks, strings.Clone(text(id)))
	}
	var first report.Date
	for _, one := range due {
		if one.What == deadline {
			first = earlier(first, one.On)
		}
	}
	var actions []report.Action
	for i, a := range elements(p.Get("actions")) {
		status := word(a.Get("status"))
		actions = append(actions, report.Action{
			ID:       strings.Clone(text(a.Get("id"))),
			Title:    strings.Clone(text(a.Get("title"))),
			Status:   status,
			Plan:     plan.ID,
			Register: plan.Register,
			Owner:    v.party("people", a.Get("owner")),
			Service:  v.party("services", a.Get("service")),
			Severity: plan.Severity,
			Open:     status != "done" && status != "cancelled",
			Due:      date(a.Get("due")),
			Done:     date(a.Get("completed_on")),
			Deadline: first,
			Pos:      v.input.Locate(source.Pointer("/plan/actions").Append(itoa(i))).Position,
		})
	}
	return plan, actions
}

func (v view) issued(r *source.Value) *report.Issued {
	return &report.Issued{
		ID:       v.subject.ID,
		Title:    strings.Clone(text(r.Get("title"))),
		Type:     word(r.Get("type")),
		Register: v.subject.Register,
		On:       date(r.Get("issued_on")),
		From:     date(r.Get("period").Get("from")),
		To:       date(r.Get("period").Get("to")),
		Pos:      v.subject.Position,
	}
}

// due names the part of the subject that falls due: the innermost with an id around the place.
func (v view) due(d Due) report.Due {
	subject, part := v.input.Value.Get(v.subject.Kind), (*source.Value)(nil)
	for value, rest := v.input.Value, d.At.Tokens(); len(rest) > 0; rest = rest[1:] {
		within, found := value.Lookup(source.Pointer("").Append(rest[0]))
		if found == "" {
			break // the place is where something is missing
		}
		if value = within; value != subject && value.Get("id") != nil {
			part = value
		}
	}
	due := report.Due{
		On:       d.On,
		What:     d.What,
		Rule:     d.Rule,
		Subject:  report.SubjectRef{Kind: v.subject.Kind, ID: v.subject.ID},
		Register: v.subject.Register,
		Title:    strings.Clone(text(cmp.Or(part, subject).Get("title"))),
		Severity: cmp.Or(word(part.Get("assessment").Get("severity")), v.subject.Severity),
		Owner:    v.party("people", cmp.Or(part.Get("owner"), subject.Get("owner"))),
		Pos:      v.input.Locate(d.At).Position,
	}
	if part != nil {
		due.ID = strings.Clone(text(part.Get("id")))
	}
	return due
}

// party finds the name of a person or a service in the register.
func (v view) party(list string, id *source.Value) report.Party {
	if text(id) == "" {
		return report.Party{}
	}
	known := v.input.Value.Get(list)
	if known == nil {
		return report.Party{ID: word(id)}
	}
	return report.Party{ID: word(id), Name: text(lookup(known, id.Text).Get("name"))}
}

// word is a text that many records share, kept once.
func word(v *source.Value) string { return unique.Make(text(v)).Value() }

func texts(list *source.Value) []string {
	var all []string
	for _, element := range elements(list) {
		all = append(all, text(element))
	}
	return all
}

// date is the day that a text says; none where it says none.
func date(v *source.Value) report.Date {
	parsed, err := report.ParseDate(text(v))
	if err != nil {
		return report.Date{}
	}
	return parsed
}

// date is none for no day.
func (d day) date() report.Date {
	if d == 0 {
		return report.Date{}
	}
	return date(source.NewString(d.String()))
}

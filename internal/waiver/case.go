package waiver

import (
	"strconv"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Case is a waiver with what it comes to in one run.
type Case struct {
	*Waiver
	// Matched are the findings that it accepts or, as a request, would accept.
	Matched []report.Finding
	// Renewals counts the waivers of the same findings that were approved before it.
	Renewals int
	// RenewedBy is the waiver that was approved last for all its findings; "" where that is itself.
	RenewedBy string

	list *List
}

// Cases holds every waiver to the findings of a run, in the order of the file.
func (l *List) Cases(findings []report.Finding) []Case {
	matched := map[*Waiver][]report.Finding{}
	for _, f := range findings {
		holder := l.Holder(f)
		for _, w := range l.of[key{f.Rule, f.Subject}] {
			if w == holder || !w.Approved() && w.covers(f.Fingerprint) {
				matched[w] = append(matched[w], f)
			}
		}
	}
	cases := make([]Case, len(l.Waivers))
	for i, w := range l.Waivers {
		cases[i] = Case{Waiver: w, Matched: matched[w], list: l}
		cases[i].Renewals, cases[i].RenewedBy = l.renewals(w)
	}
	return cases
}

// renewals counts the approved waivers of the same findings before one, and names the last after it.
func (l *List) renewals(w *Waiver) (before int, after string) {
	passed := false
	for _, other := range l.of[w.key()] {
		if other == w {
			passed = true
			continue
		}
		if !other.Approved() || !w.overlaps(other) {
			continue
		}
		later := w.Approved() && (w.ApprovedOn.Before(other.ApprovedOn) || w.ApprovedOn == other.ApprovedOn && passed)
		switch {
		case !later:
			before++
		case other.covers(w.Fingerprint):
			after = other.ID
		}
	}
	return before, after
}

// What becomes of the rule of a waiver in a run.
const (
	RuleAsked   = "asked"
	RuleOff     = "off"
	RuleUnknown = "unknown"
)

// Facts are what a run knows of what a waiver is about.
type Facts struct {
	Rule        string // RuleAsked, RuleOff or RuleUnknown
	Waivable    bool
	Present     bool     // the run has the record
	Responsible []string // the people who answer for it
	Authors     []Author // who made the change that is gated; nil where none is
}

// Author is somebody who made a change, as its commits have it.
type Author struct{ Name, Email string }

// Input is what rules see of the waiver: people are by id.
func (c Case) Input(people *source.Value, facts Facts) *source.Value {
	known := source.NewObject(
		member("rule", source.NewString(facts.Rule)),
		member("waivable", source.NewBool(facts.Waivable)),
		member("subject", source.NewString(map[bool]string{true: "present", false: "absent"}[facts.Present])),
		member("responsible", texts(facts.Responsible)),
		member("renewals", source.NewNumber(c.Renewals)),
	)
	if c.RenewedBy != "" {
		known.Members = append(known.Members, member("renewed_by", source.NewString(c.RenewedBy)))
	}
	if facts.Authors != nil {
		known.Members = append(known.Members, member("authors", authors(facts.Authors)))
	}
	return source.NewObject(
		member("waiver", c.Record),
		member("matched", matched(c.Matched)),
		member("people", people),
		member("facts", known),
	)
}

func member(name string, value *source.Value) source.Member {
	return source.Member{Name: name, Value: value}
}

func texts(all []string) *source.Value {
	list := source.NewArray()
	for _, text := range all {
		list.Elements = append(list.Elements, source.NewString(text))
	}
	return list
}

func authors(all []Author) *source.Value {
	list := source.NewArray()
	for _, a := range all {
		list.Elements = append(list.Elements, source.NewObject(
			member("name", source.NewString(a.Name)),
			member("email", source.NewString(a.Email)),
		))
	}
	return list
}

func matched(findings []report.Finding) *source.Value {
	list := source.NewArray()
	for _, f := range findings {
		found := source.NewObject(
			member("fingerprint", source.NewString(f.Fingerprint)),
			member("level", source.NewString(string(f.Level))),
			member("message", source.NewString(f.Message)),
		)
		if f.Severity != "" {
			found.Members = append(found.Members, member("severity", source.NewString(f.Severity)))
		}
		list.Elements = append(list.Elements, found)
	}
	return list
}

// Locate is where a place of the input stands, in the file of waivers or where a finding does, and what leads to it by names
// that outlive a row that moves.
func (c Case) Locate(at source.Pointer) (source.Position, []string) {
	tokens := at.Tokens()
	switch {
	case len(tokens) > 0 && tokens[0] == "waiver":
		value, _ := c.Record.Lookup(source.Pointer("").Append(tokens[1:]...))
		return c.list.Position(value.Offset), tokens[1:]
	case len(tokens) > 1 && tokens[0] == "matched":
		if i, err := strconv.Atoi(tokens[1]); err == nil && i < len(c.Matched) {
			return c.Matched[i].Pos, []string{c.Matched[i].Fingerprint}
		}
	}
	return c.Pos, tokens
}

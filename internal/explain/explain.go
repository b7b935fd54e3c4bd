// Package explain tells a person how a rule came to its answer about one record.
package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Account is how a rule came to its answer about one record.
type Account struct {
	Rule   report.Rule
	Level  string            // at which the rule is asked, or off
	Change report.RuleChange // by which the settings gave it that level; the zero value where they didn't

	Subject    report.SubjectRef
	Pos        source.Position // of the record
	AsOf       report.Date
	AsOfSource string

	policy.Explanation
	Input    *source.Value
	Locate   func(source.Pointer) source.Position // where a place of the input stands
	Settings []Setting
}

// Setting is a value in force that the rule looked at.
type Setting struct{ Name, Value, Origin string }

// Most that is shown of what there may be many of.
const (
	mostCases   = 5
	mostResults = 5
	mostReads   = 60
)

// WriteText writes the account for a terminal of so many columns.
func (a Account) WriteText(w io.Writer, width int) error {
	p := &page{width: width}
	p.line(0, fmt.Sprintf("%s about %s %s: %s", a.Rule.ID, a.Subject.Kind, a.Subject.ID, a.verdict()))
	p.line(2, a.Rule.Title)
	p.line(2, fmt.Sprintf("the %s: %s", a.Subject.Kind, a.Pos))
	p.line(2, fmt.Sprintf("as of %s (%s), level %s", a.AsOf, a.AsOfSource, a.Level))
	if a.Change.To == report.Off {
		p.line(2, fmt.Sprintf("a check doesn't ask the rule: %s (%s)", a.Change.Reason, a.Change.Origin))
	}
	if a.Answer.Reason != "" {
		p.heading("Why")
		p.line(2, a.Answer.Reason)
	}
	a.findings(p)
	a.conditions(p)
	a.reads(p)
	a.settings(p)
	_, err := io.WriteString(w, p.String())
	return err
}

func (a Account) verdict() string {
	return strings.ReplaceAll(a.Answer.Verdict.String(), "_", " ")
}

// findings are what the rule says is wrong.
func (a Account) findings(p *page) {
	if len(a.Answer.Violations) == 0 {
		return
	}
	p.heading("What it says")
	for _, violation := range a.Answer.Violations {
		p.line(2, fmt.Sprintf("%s: %s", a.Locate(violation.At), violation.Message))
	}
}

// conditions are the parts of the rule that were tried, and what came of each.
func (a Account) conditions(p *page) {
	if len(a.Clauses) == 0 {
		return
	}
	p.heading("How it came to that, in " + a.Clauses[0].Pos.File)
	if a.Answer.Verdict == report.NotApplicable {
		p.line(2, "applies doesn't hold, so violations weren't asked for")
	}
	for _, clause := range a.Clauses {
		p.line(2, fmt.Sprintf("line %d, %s: %s", clause.Pos.Line, clause.Name, outcome(clause)))
		for _, condition := range clause.Conditions {
			p.condition(condition)
		}
	}
}

// outcome sums up a clause.
func outcome(c policy.Clause) string {
	switch {
	case c.Name == "violations" && c.Held > 0:
		return prose.Count(c.Held, "violation", "violations")
	case c.Name == "violations":
		return "no violation"
	case c.Held == 0:
		return "doesn't hold" + times(c.Asked)
	case len(c.Results) > mostResults:
		return fmt.Sprintf("%s, and %s", strings.Join(c.Results[:mostResults], "; "), prose.Count(len(c.Results)-mostResults, "more", "more"))
	case len(c.Results) > 0:
		return strings.Join(c.Results, "; ")
	case c.Held < c.Asked:
		return fmt.Sprintf("holds for %s of %s", prose.Number(c.Held), prose.Number(c.Asked))
	}
	return "holds" + times(c.Asked)
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" (%s times)", prose.Number(n))
}

// reads are the values that the rule looked at, each with its place.
func (a Account) reads(p *page) {
	if len(a.Reads) == 0 {
		return
	}
	p.heading("What it read")
	for i, at := range a.Reads {
		if i == mostReads {
			p.line(2, fmt.Sprintf("and %s", prose.Count(len(a.Reads)-mostReads, "more value", "more values")))
			break
		}
		p.line(2, fmt.Sprintf("%s %s, %s", strings.Join(at.Tokens(), "."), a.value(at), a.Locate(at)))
	}
}

// value is what stands at a place of the input.
func (a Account) value(at source.Pointer) string {
	value, found := a.Input.Lookup(at)
	switch {
	case found != at:
		return "is absent"
	case value.Kind == source.Array:
		return "has " + prose.Count(len(value.Elements), "element", "elements")
	case value.Kind == source.Object:
		return "has " + prose.Count(len(value.Members), "member", "members")
	}
	return "= " + value.String()
}

// settings are the values in force that the rule looked at.
func (a Account) settings(p *page) {
	if len(a.Settings) == 0 {
		return
	}
	p.heading("Settings that it read")
	for _, setting := range a.Settings {
		p.line(2, fmt.Sprintf("%s = %s (%s)", setting.Name, setting.Value, setting.Origin))
	}
}

// page is a text in the making.
type page struct {
	strings.Builder
	width int
}

func (p *page) heading(text string) {
	p.WriteString("\n")
	p.line(0, text)
}

// line writes a text indented; what doesn't fit follows further in.
func (p *page) line(indent int, text string) {
	for i, line := range prose.Wrap(text, p.width-indent-2) {
		if i == 1 {
			indent += 2
		}
		fmt.Fprintf(p, "%s%s\n", strings.Repeat(" ", indent), line)
	}
}

// condition writes a condition, with the values for which it holds and for which it doesn't.
func (p *page) condition(c policy.Condition) {
	indent := 4 + 2*c.Depth
	if len(c.Cases) == 0 {
		p.line(indent, "not reached: "+c.Text)
		return
	}
	holds, fails := 0, 0
	for _, one := range c.Cases {
		if one.Holds {
			holds += one.Times
		} else {
			fails += one.Times
		}
	}
	p.line(indent, tally(holds, fails)+": "+c.Text)
	for i, one := range c.Cases {
		if i == mostCases {
			p.line(indent+4, "and "+prose.Count(len(c.Cases)-mostCases, "more case", "more cases"))
			break
		}
		if text := caseOf(one, holds > 0 && fails > 0); text != "" {
			p.line(indent+4, text)
		}
	}
}

func tally(holds, fails int) string {
	switch {
	case fails == 0:
		return "holds" + times(holds)
	case holds == 0:
		return "fails" + times(fails)
	}
	return fmt.Sprintf("holds for %s of %s", prose.Number(holds), prose.Number(holds+fails))
}

// caseOf lists the values of a case, and what came of it where cases differ.
func caseOf(c policy.Case, differ bool) string {
	var values []string
	for _, named := range c.Values {
		if named.Value == "" {
			values = append(values, named.Name+" is absent")
			continue
		}
		values = append(values, named.Name+" = "+named.Value)
	}
	text := strings.Join(values, ", ")
	switch {
	case text == "" || !differ:
		return text
	case c.Holds:
		return "holds: " + text
	}
	return "fails: " + text
}

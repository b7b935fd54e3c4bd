// Package ruledoc explains rules to a person.
package ruledoc

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// Page is all that is known of one rule.
type Page struct {
	Rule report.Rule
	// Level is the level at which the rule is asked, or off.
	Level string
	// Change says why the settings turn the rule off, or give it another level than its own; its zero value: they don't.
	Change report.RuleChange
	// Settings are the rule's settings with the values in force.
	Settings []Setting
	// Duties and Controls are what the rule is evidence for.
	Duties   []catalogue.Duty
	Controls []catalogue.Control
	// Examples show the rule at work.
	Examples []Example
}

// Setting is a value that changes what a rule asks for.
type Setting struct {
	Name   string // group.name, and .level where there is one for each severity
	Value  string // as JSON
	Origin string // where the value comes from, for a person
}

// Of returns those of the settings that a rule names.
func Of(rule report.Rule, all []Setting) []Setting {
	var own []Setting
	for _, name := range rule.Settings {
		for _, setting := range all {
			if setting.Name == name || strings.HasPrefix(setting.Name, name+".") {
				own = append(own, setting)
			}
		}
	}
	return own
}

// Evidence looks up the duties and controls that a rule names.
func Evidence(rule report.Rule, known *catalogue.Catalogue) (duties []catalogue.Duty, controls []catalogue.Control) {
	for _, id := range rule.Duties {
		duty, _ := known.Duty(id)
		duties = append(duties, duty)
	}
	for _, id := range rule.Controls {
		control, _ := known.Control(id)
		controls = append(controls, control)
	}
	return duties, controls
}

// WriteText writes the page for a terminal of so many columns.
func (p Page) WriteText(w io.Writer, width int) error {
	var b strings.Builder
	r := p.Rule
	for _, line := range prose.Wrap(r.ID+": "+r.Title, width) {
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintf(&b, "asked about each %s; a finding has level %s%s\n", r.Subject, p.Level, p.waivable())
	for _, line := range prose.Wrap(p.change(), width) {
		fmt.Fprintln(&b, line)
	}
	section(&b, "Why", prose.Wrap(r.Description, width-2))
	section(&b, "How to mend a finding", prose.Wrap(r.Remedy, width-2))
	section(&b, "Reads", r.Reads)
	section(&b, "Reads where it is there", r.Optional)
	section(&b, "Settings", p.settings())
	section(&b, "Evidence for", p.evidence(width-2))
	p.writeExample(&b, "An example that fails", "fail", width)
	p.writeExample(&b, "An example that holds", "pass", width)
	_, err := io.WriteString(w, b.String())
	return err
}

func (p Page) waivable() string {
	if p.Rule.Unwaivable {
		return " and can't be waived"
	}
	return ""
}

// change says what the settings make of the rule, if they change it.
func (p Page) change() string {
	switch c := p.Change; c.To {
	case "":
		return ""
	case report.Off:
		return fmt.Sprintf("turned off by the settings (%s): %s", c.Origin, c.Reason)
	default:
		return fmt.Sprintf("its own level is %s, which the settings change (%s): %s", c.From, c.Origin, c.Reason)
	}
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "  %s\n", line)
	}
}

func (p Page) settings() []string {
	var lines []string
	for _, setting := range p.Settings {
		lines = append(lines, setting.Name+" = "+setting.Value)
	}
	return lines
}

func (p Page) evidence(width int) []string {
	var lines []string
	for _, duty := range p.Duties {
		lines = append(lines, hanging(duty.ID+": "+duty.Text, width)...)
	}
	for _, control := range p.Controls {
		lines = append(lines, hanging(control.ID+": "+control.Title, width)...)
	}
	return lines
}

// hanging wraps a text so that what follows its first line stands further in.
func hanging(text string, width int) []string {
	lines := prose.Wrap(text, width-2)
	for i := range lines[1:] {
		lines[i+1] = "  " + lines[i+1]
	}
	return lines
}

func (p Page) writeExample(b *strings.Builder, title, kind string, width int) {
	i := slices.IndexFunc(p.Examples, func(e Example) bool { return e.Kind == kind })
	if i < 0 {
		return
	}
	e := p.Examples[i]
	section(b, title, prose.Wrap(fmt.Sprintf("%s (as of %s)", e.Title, e.AsOf), width-2))
	b.WriteString(indented(e.Input.Layout(width - 2)))
	for _, message := range e.Messages {
		b.WriteString(indented(strings.Join(hanging("-> "+message, width-2), "\n")))
	}
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n"
}

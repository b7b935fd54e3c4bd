package ruledoc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Columns of Markdown, and of the records in it.
const (
	markdownWidth = 120
	recordWidth   = 110
)

// page explains one rule in Markdown.
func (b Book) page(rule report.Rule) (string, error) {
	examples, err := Examples(b.Policies, rule.ID)
	if err != nil {
		return "", err
	}
	m := &markdown{book: b, rule: rule}
	fmt.Fprintf(m, "%s# %s\n\n**%s**\n\n", notice, rule.ID, escape(rule.Title))
	fmt.Fprintf(m, "Asked about each %s. Level: %s.\n", rule.Subject, strings.Join(b.levels(rule), "; "))
	if rule.Unwaivable {
		m.WriteString("What it finds can't be waived.\n")
	}
	m.heading("Why")
	m.paragraph(rule.Description)
	m.application(of(examples, "not_applicable"))
	m.show("Avoid", of(examples, "fail"))
	m.heading("How to mend a finding")
	m.paragraph(rule.Remedy)
	m.show("Prefer", of(examples, "pass"))
	m.configuration()
	m.evidence()
	m.more(examples)
	return m.String(), nil
}

func of(examples []Example, kind string) []Example {
	return slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return e.Kind != kind })
}

// markdown is a rule's page in the making.
type markdown struct {
	strings.Builder
	book Book
	rule report.Rule
}

func (m *markdown) heading(text string) {
	fmt.Fprintf(m, "\n## %s\n\n", text)
}

func (m *markdown) paragraph(text string) {
	for _, line := range prose.Wrap(text, markdownWidth) {
		fmt.Fprintln(m, m.linked(escape(line)))
	}
}

// application says when the rule has something to say.
func (m *markdown) application(examples []Example) {
	m.heading("When it applies")
	reads := fmt.Sprintf("It reads %s. Where the run or the format of the source can't show one of these, the rule is not assessable: neither passed nor failed.", code(m.rule.Reads))
	if len(m.rule.Optional) > 0 {
		reads += fmt.Sprintf(" Where they are there, it also reads %s.", code(m.rule.Optional))
	}
	fmt.Fprintln(m, strings.Join(prose.Wrap(reads, markdownWidth), "\n"))
	if len(examples) == 0 {
		return
	}
	m.WriteString("\nFor example, it doesn't apply to these:\n\n")
	for _, example := range examples {
		fmt.Fprintf(m, "- %s\n", m.linked(escape(example.Title)))
	}
}

// show shows the plainest of some examples.
func (m *markdown) show(title string, examples []Example) {
	if len(examples) == 0 {
		return
	}
	example := examples[0]
	m.heading(title)
	fmt.Fprintf(m, "%s (as of %s).\n\n", m.linked(escape(example.Title)), example.AsOf)
	m.json(example.Input)
	if example.Settings != nil {
		m.WriteString("\nwith these settings:\n\n")
		m.json(example.Settings)
	}
	if len(example.Messages) > 0 {
		m.WriteString("\nriskgate says:\n\n")
	}
	for _, message := range example.Messages {
		fmt.Fprintf(m, "> %s\n", escape(message))
	}
}

func (m *markdown) json(v *source.Value) {
	fmt.Fprintf(m, "```json\n%s\n```\n", v.Layout(recordWidth))
}

// configuration shows the values of each profile, where they come from, and how to change them.
func (m *markdown) configuration() {
	m.heading("How to configure")
	m.values()
	m.origins()
	m.WriteString("In `riskgate.json`:\n\n")
	m.json(source.NewObject(append(m.firstSetting(), member("rules", source.NewObject(
		member(m.rule.ID, source.NewObject(
			member("level", source.NewString("off")),
			member("reason", source.NewString("Why this organization does without the rule.")),
		)),
	)))...))
	for _, profile := range m.book.Profiles {
		if change := profile.change(m.rule.ID); change.Level != "" {
			fmt.Fprintf(m, "\nIn the profile `%s` the level is %s: %s\n", profile.Name, change.Level, escape(change.Reason))
		}
	}
}

// values is a table of the rule's settings, profile by profile.
func (m *markdown) values() {
	var names []string
	for _, profile := range m.book.Profiles {
		for _, setting := range Of(m.rule, profile.Settings) {
			if !slices.Contains(names, setting.Name) {
				names = append(names, setting.Name)
			}
		}
	}
	if len(names) == 0 {
		m.WriteString("The rule has no settings of its own. ")
		return
	}
	m.WriteString("| setting |")
	for _, profile := range m.book.Profiles {
		fmt.Fprintf(m, " `%s` |", profile.Name)
	}
	fmt.Fprintf(m, "\n|---|%s\n", strings.Repeat("---|", len(m.book.Profiles)))
	for _, name := range names {
		fmt.Fprintf(m, "| `%s` |", name)
		for _, profile := range m.book.Profiles {
			value := ""
			if setting := profile.setting(name); setting.Value != "" {
				value = "`" + setting.Value + "`"
			}
			fmt.Fprintf(m, " %s |", value)
		}
		m.WriteString("\n")
	}
	m.WriteString("\n")
}

func (p Profile) setting(name string) Setting {
	i := slices.IndexFunc(p.Settings, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return Setting{}
	}
	return p.Settings[i]
}

// origins says once for each setting of each profile where its values come from.
func (m *markdown) origins() {
	var lines []string
	for _, profile := range m.book.Profiles {
		for _, setting := range Of(m.rule, profile.Settings) {
			line := fmt.Sprintf("- `%s` in `%s`: %s\n", stem(m.rule, setting.Name), profile.Name, escape(setting.Origin))
			if setting.Origin != "" && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) > 0 {
		m.WriteString("Where the values come from:\n\n" + strings.Join(lines, "") + "\n")
	}
}

// stem is the setting that a value belongs to: all severity levels share one.
func stem(rule report.Rule, name string) string {
	for _, stem := range rule.Settings {
		if name == stem || strings.HasPrefix(name, stem+".") {
			return stem
		}
	}
	return name
}

// firstSetting is the setting that is most the rule's own, as a settings file of the first profile would write it.
func (m *markdown) firstSetting() []source.Member {
	if len(m.rule.Settings) == 0 || len(m.book.Profiles) == 0 {
		return nil
	}
	group, name, _ := strings.Cut(m.rule.Settings[0], ".")
	var value *source.Value
	for _, setting := range m.book.Profiles[0].Settings {
		parsed, err := new(source.Parser).Parse([]byte(setting.Value), source.Position{})
		part, of := strings.CutPrefix(setting.Name, m.rule.Settings[0]+".")
		switch {
		case err != nil:
		case setting.Name == m.rule.Settings[0]:
			value = parsed
		case of && value == nil:
			value = source.NewObject(member(part, parsed))
		case of:
			value.Members = append(value.Members, member(part, parsed))
		}
	}
	if value == nil {
		return nil
	}
	return []source.Member{member("settings", source.NewObject(member(group, source.NewObject(member(name, value)))))}
}

func member(name string, value *source.Value) source.Member {
	return source.Member{Name: name, Value: value}
}

func (m *markdown) evidence() {
	m.heading("Evidence for")
	duties, controls := Evidence(m.rule, m.book.Catalogue)
	for _, duty := range duties {
		fmt.Fprintf(m, "- duty [`%s`](../duties.md#%s): %s\n", duty.ID, duty.ID, escape(duty.Text))
	}
	for _, control := range controls {
		fmt.Fprintf(m, "- control `%s`: %s\n", control.ID, escape(control.Title))
	}
}

// more lists all examples, with what the rule says of each.
func (m *markdown) more(examples []Example) {
	m.heading("All examples")
	for _, example := range examples {
		says := "passes"
		switch {
		case example.Kind == "not_applicable":
			says = "doesn't apply"
		case len(example.Messages) > 0:
			says = "fails: " + escape(strings.Join(example.Messages, "; "))
		}
		fmt.Fprintf(m, "- [%s](../../policies/%s): %s\n", escape(example.Title), example.File, says)
	}
}

func code(names []string) string {
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, "`"+name+"`")
	}
	return strings.Join(quoted, ", ")
}

// ruleName finds what may be the name of a rule.
var ruleName = regexp.MustCompile(`[a-z]+\.[a-z_]+`)

// linked makes the names of other rules in a text links to their pages.
func (m *markdown) linked(text string) string {
	return ruleName.ReplaceAllStringFunc(text, func(name string) string {
		for _, rule := range m.book.Rules {
			if rule.ID == name && name != m.rule.ID {
				return link(name, "")
			}
		}
		return name
	})
}

var escaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "<", `\<`, "[", `\[`, "]", `\]`, "|", `\|`, "`", "\\`", "\n", " ")

// escape keeps a text from being read as Markdown.
func escape(text string) string { return escaper.Replace(prose.Plain(text)) }

package ruledoc

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// Group is a group of settings, with what a person is told of it.
type Group struct {
	Name, Text string
	Settings   []Explained
}

// Explained is a setting, with what a person is told of it and of its value.
type Explained struct{ Name, Title, Text, Kind string }

// profiles shows each setting with its value in each profile.
func (b Book) profiles() string {
	var text strings.Builder
	text.WriteString(notice)
	text.WriteString("# The profiles\n\n")
	paragraph(&text, "A profile is a set of settings to start from: it has a value for each, says where the value comes from, and gives some rules another level. [settings.md](settings.md) says how an organisation chooses one and changes it.")
	for _, p := range b.Profiles {
		fmt.Fprintf(&text, "\n## Profile `%s`\n\n", p.Name)
		paragraph(&text, escape(p.Title+". "+p.Text))
		if len(p.Changes) == 0 {
			continue
		}
		text.WriteString("\n| rule | level | why |\n|---|---|---|\n")
		for _, change := range p.Changes {
			fmt.Fprintf(&text, "| %s | %s | %s |\n", link(change.Rule, "rules/"), change.Level, escape(change.Reason))
		}
	}
	for _, group := range b.Groups {
		fmt.Fprintf(&text, "\n## Settings `%s`\n\n%s\n", group.Name, escape(group.Text))
		for _, setting := range group.Settings {
			b.setting(&text, setting)
		}
	}
	return text.String()
}

func (b Book) setting(text *strings.Builder, setting Explained) {
	fmt.Fprintf(text, "\n### %s: %s\n\n", setting.Name, setting.Title)
	paragraph(text, escape(setting.Text+" ("+strings.TrimSuffix(setting.Kind, ".")+".)"))
	text.WriteString("\n| profile | value | where it comes from |\n|---|---|---|\n")
	for _, p := range b.Profiles {
		var values []string
		origin := ""
		for _, one := range p.Settings {
			part, within := strings.CutPrefix(one.Name, setting.Name+".")
			switch {
			case one.Name == setting.Name:
				values = append(values, readable(one.Value))
			case within:
				values = append(values, escape(part)+": "+readable(one.Value))
			default:
				continue
			}
			origin = one.Origin
		}
		fmt.Fprintf(text, "| `%s` | %s | %s |\n", p.Name, strings.Join(values, "<br>"), escape(origin))
	}
}

// readable tells a value, which stands as JSON, without the signs of JSON.
func readable(text string) string {
	value, err := new(source.Parser).Parse([]byte(text), source.Position{})
	if err != nil {
		return escape(text)
	}
	return spoken(value)
}

func spoken(v *source.Value) string {
	var parts []string
	switch v.Kind {
	case source.Array:
		between := ", "
		for _, element := range v.Elements {
			parts = append(parts, spoken(element))
			if element.Kind == source.Object {
				between = "<br>"
			}
		}
		return cmp.Or(strings.Join(parts, between), "none")
	case source.Object:
		for _, member := range v.Members {
			parts = append(parts, escape(member.Name)+" "+spoken(member.Value))
		}
		return strings.Join(parts, ", ")
	case source.Null:
		return "none"
	default:
		return escape(v.Text)
	}
}

func paragraph(text *strings.Builder, of string) {
	fmt.Fprintln(text, strings.Join(prose.Wrap(of, markdownWidth), "\n"))
}

package ruledoc

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/report"
)

// Book is what the pages about a whole library are made from.
type Book struct {
	Rules     []report.Rule // in id order
	Catalogue *catalogue.Catalogue
	Profiles  []Profile
	Groups    []Group // of all settings
	Policies  fs.FS   // the policy folder, for its examples
}

// Profile is a set of settings to start from.
type Profile struct {
	Name        string
	Title, Text string // for a person
	Settings    []Setting
	Changes     []Change
}

// Change is the level that a profile gives to a rule, and why.
type Change struct {
	Rule   string
	Level  report.Level
	Reason string
}

// command is what a reader of a page types to write all of them anew.
const command = "go generate ./policies"

const notice = "<!-- Written by " + command + ". -->\n"

// Files returns the Markdown files about the library, by their path below the folder of the documentation.
func (b Book) Files() (map[string]string, error) {
	files := map[string]string{"duties.md": b.duties(), "profiles.md": b.profiles(), "rules/README.md": b.index()}
	for _, rule := range b.Rules {
		page, err := b.page(rule)
		if err != nil {
			return nil, err
		}
		files["rules/"+rule.ID+".md"] = page
	}
	return files, nil
}

// index lists all rules, group by group.
func (b Book) index() string {
	var text strings.Builder
	text.WriteString(notice)
	text.WriteString("# The rules\n\nEach rule makes one claim about one kind of record. Its level is that of the profile `default`; other profiles that\n")
	text.WriteString("change it are named. [docs/duties.md](../duties.md) goes from duties and controls to rules.\n")
	group := ""
	for _, rule := range b.Rules {
		if of, _, _ := strings.Cut(rule.ID, "."); of != group {
			group = of
			fmt.Fprintf(&text, "\n## %s\n\n| rule | about | level | claim |\n|---|---|---|---|\n", group)
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", link(rule.ID, ""), rule.Subject, strings.Join(b.levels(rule), "; "), escape(rule.Title))
	}
	return text.String()
}

// levels are the level of a rule, and those of the profiles where it has another.
func (b Book) levels(rule report.Rule) []string {
	levels := []string{string(rule.Level)}
	for _, profile := range b.Profiles {
		if change := profile.change(rule.ID); change.Level != "" {
			levels = append(levels, fmt.Sprintf("%s in `%s`", change.Level, profile.Name))
		}
	}
	return levels
}

func (p Profile) change(rule string) Change {
	i := slices.IndexFunc(p.Changes, func(c Change) bool { return c.Rule == rule })
	if i < 0 {
		return Change{}
	}
	return p.Changes[i]
}

// duties goes from each duty, and from each control, to its rules.
func (b Book) duties() string {
	var text strings.Builder
	text.WriteString(notice)
	text.WriteString("# The duties, and the rules that hold records to them\n\nThe duties are said in our own words, each with its source.\n")
	for _, stage := range b.Catalogue.Stages() {
		fmt.Fprintf(&text, "\n## %s\n\n| duty | rules | source |\n|---|---|---|\n", escape(stage.Title))
		for _, duty := range stage.Duties {
			rules := b.with(func(r report.Rule) bool { return slices.Contains(r.Duties, duty.ID) })
			fmt.Fprintf(&text, "| <a id=\"%s\"></a>%s | %s | %s |\n", duty.ID, escape(duty.Text), cmp.Or(rules, "none"), escape(duty.Source))
		}
	}
	text.WriteString("\n# The controls, and the rules that are evidence for them\n\n")
	text.WriteString("A rule is evidence for a part of a control and seldom for all of it. Controls that no rule is evidence for are left out.\n")
	for _, framework := range b.Catalogue.Frameworks() {
		fmt.Fprintf(&text, "\n## %s\n\n| control | | rules |\n|---|---|---|\n", escape(framework.Title))
		for _, control := range framework.Controls {
			rules := b.with(func(r report.Rule) bool { return slices.Contains(r.Controls, control.ID) })
			if rules != "" {
				fmt.Fprintf(&text, "| `%s` | %s | %s |\n", control.ID, escape(control.Title), rules)
			}
		}
	}
	return text.String()
}

// with links to the rules that are as asked for, from beside their folder.
func (b Book) with(are func(report.Rule) bool) string {
	var links []string
	for _, rule := range b.Rules {
		if are(rule) {
			links = append(links, link(rule.ID, "rules/"))
		}
	}
	return strings.Join(links, ", ")
}

func link(rule, folder string) string {
	return fmt.Sprintf("[`%s`](%s%s.md)", rule, folder, rule)
}

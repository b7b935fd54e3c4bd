package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/ruledoc"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Widths of a page: of text that goes to no terminal, and what is still good to read on a wide one.
const (
	plainWidth = 80
	mostWidth  = 100
)

func (c *command) rules() *cobra.Command {
	var chosen choice
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules: id, level, subject, title",
		Long: `Rules lists every rule of the library, with the level that the settings found
upward from the working directory give it, and those of the folders that --policy
or the settings name. "riskgate rules show ID" explains one, "riskgate rules new ID"
begins one of your own.`,
		Args: onlyCommands,
		RunE: func(*cobra.Command, []string) error {
			b, err := c.rulebook(chosen, ".")
			if err != nil {
				return err
			}
			return c.print(func(w io.Writer) error { return listRules(w, b, c.width()) })
		},
	}
	chosen.flags(cmd)
	cmd.AddCommand(c.showRule(), c.newRule(), c.lintRules())
	return cmd
}

// listRules writes a table of the rules, and below it why some have another level than their own.
func listRules(w io.Writer, b *rulebook, width int) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, rule := range b.library.Rules() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", rule.ID, b.level(rule), rule.Subject, rule.Title)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	var changes strings.Builder
	for _, change := range b.changes {
		text := fmt.Sprintf("%s is %s instead of %s (%s): %s", change.Rule, change.To, change.From, change.Origin, change.Reason)
		fmt.Fprintf(&changes, "\n%s", strings.Join(prose.Wrap(prose.Plain(text), width), "\n  "))
	}
	if changes.Len() == 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, changes.String())
	return err
}

// width is that of a line that a person is to read.
func (c *command) width() int {
	return min(cmp.Or(c.OutTerminal.Width, plainWidth), mostWidth)
}

// level is the level at which a rule is asked, or off.
func (b *rulebook) level(rule report.Rule) string {
	for _, asked := range b.rules {
		if asked.ID == rule.ID {
			return string(asked.Level)
		}
	}
	return "off"
}

func (c *command) showRule() *cobra.Command {
	var chosen choice
	cmd := &cobra.Command{
		Use:               "show RULE",
		Short:             "Explain one rule: why, what it reads, its settings, duties and controls, an example each way",
		Args:              between(1, 1),
		ValidArgsFunction: c.completeRules,
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := c.rulebook(chosen, ".")
			if err != nil {
				return err
			}
			page, err := b.page(args[0])
			if err != nil {
				return err
			}
			return c.print(func(w io.Writer) error { return page.WriteText(w, c.width()) })
		},
	}
	chosen.flags(cmd)
	return cmd
}

// rule finds a rule by its id.
func (b *rulebook) rule(id string) (report.Rule, error) {
	rules := b.library.Rules()
	i := slices.IndexFunc(rules, func(r report.Rule) bool { return r.ID == id })
	if i < 0 {
		return report.Rule{}, &usageError{
			err:  fmt.Errorf("no rule is called %q", id),
			hint: cmp.Or(spelling.Hint(id, b.ids()), `"riskgate rules" lists them`),
		}
	}
	return rules[i], nil
}

// change is what the settings change about a rule's level; the zero value where they don't.
func (b *rulebook) change(id string) report.RuleChange {
	i := slices.IndexFunc(b.changes, func(c report.RuleChange) bool { return c.Rule == id })
	if i < 0 {
		return report.RuleChange{}
	}
	return b.changes[i]
}

// page gathers what is known of a rule.
func (b *rulebook) page(id string) (ruledoc.Page, error) {
	rule, err := b.rule(id)
	if err != nil {
		return ruledoc.Page{}, err
	}
	page := ruledoc.Page{Rule: rule, Level: b.level(rule), Change: b.change(id), Settings: ruledoc.Of(rule, b.values())}
	page.Duties, page.Controls = ruledoc.Evidence(rule, b.library.Catalogue())
	page.Examples, err = ruledoc.Examples(b.folder(rule).FS, id)
	return page, err
}

// values are all settings in force.
func (b *rulebook) values() []ruledoc.Setting {
	var values []ruledoc.Setting
	for _, entry := range b.settings.Effective() {
		values = append(values, ruledoc.Setting{Name: entry.Name, Value: entry.Value, Origin: entry.Origin})
	}
	return values
}

func (c *command) completeRules(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	b, err := c.rulebook(choice{}, ".")
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var ids []string
	for _, rule := range b.library.Rules() {
		ids = append(ids, rule.ID+"\t"+rule.Title)
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// print writes a command's answer to standard output.
func (c *command) print(write func(io.Writer) error) error {
	if err := buffered(c.Out, write); err != nil {
		return writeError("standard output", err)
	}
	return nil
}

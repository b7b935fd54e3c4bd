package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/explain"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func (c *command) explain() *cobra.Command {
	var flags recordFlags
	var asOf string
	cmd := &cobra.Command{
		Use:   "explain RULE ID [PATH...]",
		Short: "Show how a rule comes to its answer about one record",
		Long: `Explain asks one rule about one record and shows how it comes to its answer: each
condition with what came of it and for which values, what was read with its value and
its place, and the settings that applied with where they come from.

ID is that of a record of the rule's kind, in the documents below the paths (default:
the working directory). A rule that the settings turn off is explained too. A rule about
changes needs --base-dir, and the ID of a change: risk:R-12.

Exit codes: 0 the answer is explained, 2 it couldn't be found.`,
		Example: `  riskgate explain plan.actions_on_time P-101 examples/violations
  riskgate explain response.decided_in_time R-12 --as-of 2026-06-30`,
		Args:              atLeast(2),
		ValidArgsFunction: c.completeRules,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.runExplain(cmd.Context(), cmd, args, flags, asOf)
		},
	}
	flags.flags(cmd)
	cmd.Flags().StringVar(&asOf, "as-of", "", "`date` (YYYY-MM-DD) that the rule is asked about (default: as_of of the settings, else today in UTC)")
	return cmd
}

func (c *command) runExplain(ctx context.Context, cmd *cobra.Command, args []string, flags recordFlags, asOf string) error {
	r, err := c.records(ctx, cmd, args[2:], flags)
	if err != nil {
		return err
	}
	defer r.Close()
	rule, err := r.book.rule(args[0])
	if err != nil {
		return err
	}
	if rule.Subject == report.WaiverKind {
		if err := c.judgeWaivers(ctx, cmd, r, asOf); err != nil {
			return err
		}
	}
	accounts, err := c.accounts(ctx, cmd, r, rule, args[1], asOf)
	if err != nil {
		return err
	}
	width := min(cmp.Or(c.OutTerminal.Width, plainWidth), mostWidth)
	for i, account := range accounts {
		err := c.print(func(w io.Writer) error {
			if i > 0 {
				fmt.Fprintln(w)
			}
			return account.WriteText(w, width)
		})
		if err != nil {
			return err
		}
		if account.Answer.Verdict == report.Errored {
			c.code = gate.CouldNotCheck
		}
	}
	return nil
}

// accounts explains a rule about each record that has an id: several may, by mistake.
func (c *command) accounts(ctx context.Context, cmd *cobra.Command, r *records, rule report.Rule, id, asOf string) ([]explain.Account, error) {
	date, dateSource, err := c.asOf(cmd, asOf, r.book)
	if err != nil {
		return nil, err
	}
	config, err := r.book.config(date)
	if err != nil {
		return nil, err
	}
	var accounts []explain.Account
	for _, subject := range r.Subjects(rule.Subject) {
		if subject.ID != id {
			continue
		}
		account := explain.Account{
			Rule:       rule,
			Level:      r.book.level(rule),
			Change:     r.book.change(rule.ID),
			Subject:    report.SubjectRef{Kind: subject.Kind, ID: subject.ID},
			Pos:        subject.Position,
			AsOf:       date,
			AsOfSource: dateSource,
		}
		account.Answer = policy.Answer{Verdict: report.NotAssessable, Reason: subject.Unclean}
		if subject.Unclean == "" {
			if err := r.explain(ctx, config, &account, subject); err != nil {
				return nil, err
			}
		}
		accounts = append(accounts, account)
	}
	if len(accounts) == 0 {
		return nil, r.unknown(rule.Subject, id)
	}
	return accounts, nil
}

// explain asks the rule, and completes the account with how it comes to its answer.
func (r *records) explain(ctx context.Context, config policy.Config, account *explain.Account, subject check.Subject) error {
	input, err := r.Input(subject)
	if err != nil {
		return err
	}
	asked := policy.Subject{Kind: subject.Kind, Input: input.Value}
	for _, gap := range input.Gaps {
		asked.Gaps = append(asked.Gaps, policy.Gap(gap))
	}
	explanation, err := r.book.library.Explain(ctx, config, account.Rule.ID, asked)
	if err != nil {
		return err
	}
	account.Explanation = *explanation
	account.Input = input.Value
	account.Locate = func(at source.Pointer) source.Position { return input.Locate(at).Position }
	account.Settings = r.book.looked(explanation.Settings)
	return nil
}

// looked are the values in force of settings that a rule looked at, each with those below it or the one that it is a
// part of.
func (b *rulebook) looked(names []string) []explain.Setting {
	var settings []explain.Setting
	for _, entry := range b.settings.Effective() {
		if slices.ContainsFunc(names, func(name string) bool {
			return strings.HasPrefix(entry.Name+".", name+".") || strings.HasPrefix(name+".", entry.Name+".")
		}) {
			settings = append(settings, explain.Setting{Name: entry.Name, Value: entry.Value, Origin: entry.Origin})
		}
	}
	return settings
}

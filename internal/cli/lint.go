package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/policy/lint"
	"github.com/riskgate/riskgate/internal/prose"
)

func (c *command) lintRules() *cobra.Command {
	var chosen choice
	var formatName string
	names := lintFormats()
	cmd := &cobra.Command{
		Use:   "lint [FOLDER...]",
		Short: "Look for what makes rules hard to trust although they compile",
		Long: `Lint reads the code and metadata of the rules in the folders (default: all rules
that a check here would ask), and says what it finds, where, and how to mend it:

` + lintChecks() + `
Exit codes: 0 the rules pass, 1 they don't, 2 could not look, 3 there is no rule.`,
		Example: `  riskgate rules lint                      # riskgate's own rules and yours
  riskgate rules lint policies             # the rules of one folder
  riskgate rules lint --output json policies`,
		RunE: func(cmd *cobra.Command, folders []string) error {
			i := slices.Index(names, formatName)
			if i < 0 {
				return usage(cmd, "--output: there is no format %q; there are %s", formatName, strings.Join(names, ", "))
			}
			result, err := c.lint(cmd.Context(), chosen, folders)
			if err != nil {
				return err
			}
			switch {
			case result.Rules == 0:
				c.code = gate.NothingChecked
			case !result.Passes():
				c.code = gate.FindingsBlock
			}
			width := min(cmp.Or(c.OutTerminal.Width, plainWidth), mostWidth)
			return c.print(func(w io.Writer) error { return lint.Formats()[i].Write(result, w, width) })
		},
	}
	chosen.flags(cmd)
	cmd.Flags().StringVarP(&formatName, "output", "o", names[0], "`format`: "+strings.Join(names, ", "))
	complete(cmd, "output", lintFormats)
	return cmd
}

func lintFormats() []string {
	var names []string
	for _, format := range lint.Formats() {
		names = append(names, format.Name)
	}
	return names
}

// lintChecks lists what is looked for, as help shows it.
func lintChecks() string {
	const column = 17
	var b strings.Builder
	for _, check := range lint.Checks() {
		for i, line := range prose.Wrap(check.Why, plainWidth-column) {
			if i == 0 {
				line = fmt.Sprintf("%-*s%s", column, check.ID, line)
			} else {
				line = strings.Repeat(" ", column) + line
			}
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// lint looks at the rules of folders, or of all that a check would ask when none is named. Rules that don't load are
// what it is about, and no error.
func (c *command) lint(ctx context.Context, chosen choice, folders []string) (lint.Result, error) {
	wanted, err := statFolders(folders)
	if err != nil {
		return lint.Result{}, err
	}
	chosen.policies = append(chosen.policies, folders...)
	b, err := openRulebook(disk{}, chosen, ".")
	if err != nil {
		return lint.Result{}, err
	}
	config := lint.Config{Folders: b.folders, Linted: namesOf(b.folders, wanted), Inputs: b.schemas.Inputs()}
	if config.Library, config.Refused = policy.Load(b.folders...); config.Refused == nil {
		b.library = config.Library
		if err := b.settle(chosen.profile); err != nil {
			return lint.Result{}, err
		}
		config.Settings = b.settings.Values()
	}
	return lint.Run(ctx, config)
}

func statFolders(paths []string) ([]os.FileInfo, error) {
	var infos []os.FileInfo
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			return nil, &usageError{fmt.Errorf("there is no folder %s", shown(path)), "name the folder that holds rules/<group>/<claim>/rule.rego"}
		}
		infos = append(infos, info)
	}
	return infos, nil
}

// namesOf are the names of those opened folders that are wanted: settings may name one by another path.
func namesOf(opened []policy.Folder, wanted []os.FileInfo) []string {
	var names []string
	for _, folder := range opened {
		info, err := os.Stat(folder.Name)
		if err == nil && slices.ContainsFunc(wanted, func(other os.FileInfo) bool { return os.SameFile(info, other) }) {
			names = append(names, folder.Name)
		}
	}
	return names
}

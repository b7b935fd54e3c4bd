package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/bundle"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
)

func (c *command) bundle() *cobra.Command {
	var chosen choice
	var file, asOf string
	cmd := &cobra.Command{
		Use:   "bundle -o FILE [PATH]",
		Short: "Write the rules and the settings in force as an OPA bundle",
		Long: `Bundle writes the rules that a check of PATH (default: the working directory) would
ask, and the settings that they would follow, as a bundle for Open Policy Agent. The
same rules and settings give the same bytes.

data.riskgate.findings holds what the rules find wrong with the input, which is one
that "riskgate inputs" prints; data.rules.<group>.<claim> are the rules themselves.
OPA's clock says which day it is, unless --as-of writes a day into the bundle.`,
		Example: `  riskgate bundle -o bundle.tar.gz
  riskgate inputs risk:R-12 > risk.json
  opa eval -b bundle.tar.gz -i risk.json data.riskgate.findings`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if file == "" {
				return usage(cmd, "--output-file: say where the bundle goes, as -o bundle.tar.gz")
			}
			b, err := c.rulebook(chosen, directoryOf(args))
			if err != nil {
				return err
			}
			content, err := b.content(cmd, asOf)
			if err != nil {
				return err
			}
			return writeFile(file, func(w io.Writer) error { return bundle.Write(w, content) })
		},
	}
	chosen.flags(cmd)
	cmd.Flags().StringVarP(&file, "output-file", "o", "", "`file` to write")
	cmd.Flags().StringVar(&asOf, "as-of", "", "`date` (YYYY-MM-DD) that the rules take for today, instead of OPA's clock")
	return cmd
}

// content is what a bundle of the rulebook holds.
func (b *rulebook) content(cmd *cobra.Command, asOf string) (bundle.Content, error) {
	content := bundle.Content{
		Modules:  b.library.Modules(b.off()),
		Rules:    b.rules,
		Settings: b.settings.Values(),
		Profile:  b.settings.Profile(),
		AsOf:     asOf,
	}
	var day report.Date
	if asOf != "" {
		var err error
		if day, err = report.ParseDate(asOf); err != nil {
			return content, usage(cmd, "--as-of: %v", err)
		}
		if err := atDay(content.Modules, day); err != nil {
			return content, err
		}
	}
	_, err := b.compile(day, false) // refuses what a check would refuse
	return content, err
}

func atDay(modules []policy.Module, day report.Date) error {
	for i, module := range modules {
		fixed, err := module.At(day.Time())
		if err != nil {
			return err
		}
		modules[i] = fixed
	}
	return nil
}

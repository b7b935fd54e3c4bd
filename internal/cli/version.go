package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
)

func (c *command) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say the versions of riskgate, OPA and Go, and the digest of the rule library",
		Args:  between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			library, err := policy.Load(builtin())
			if err != nil {
				return err
			}
			t := tool(library)
			return c.print(func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "riskgate %s\nrevision %s\nopa      %s\ngo       %s\nlibrary  sha256:%s (%d rules)\n",
					t.Version, t.Revision, t.OPA, t.Go, t.Library, len(library.Rules()))
				return err
			})
		},
	}
}

// tool says what makes a report.
func tool(library *policy.Library) report.Tool {
	t := engine()
	t.Library = library.Digest(builtin().Name)
	return t
}

// engine is the tool without the rules that it asks.
func engine() report.Tool {
	t := report.Tool{Version: "devel", Revision: "unknown", Go: runtime.Version(), OPA: policy.OPAVersion()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return t
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		t.Version = v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			t.Revision = setting.Value
		}
	}
	return t
}

package check_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/mappings"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Each export of the examples is checked alone, as an auditor would. What is wrong in it is found at its cell, and nothing
// else is.
func TestWhatIsWrongInAnExportIsFoundAtItsCell(t *testing.T) {
	tests := []struct {
		file string
		want []string
	}{
		{"ciso-assistant.csv", nil},
		{"jira.csv", []string{
			"jira.csv:5:164: plan.actions_on_time of plan RISK-14",
			"jira.csv:6:1: response.acceptance_states_residual of risk RISK-20",
		}},
		{"nist-ir-8286.csv", nil},
		{"simplerisk.csv", []string{
			"simplerisk.csv:2:423: plan.refreshed of plan 1001-mitigation",
			"simplerisk.csv:2:436: plan.actions_on_time of plan 1001-mitigation",
			"simplerisk.csv:4:1: risk.owner_named of risk 1003",
		}},
		{"emass-poam-text.csv", nil},
		{"emass-poam.xlsx", []string{
			"emass-poam.xlsx:'POA&M'!N8: plan.actions_on_time of plan 41200",
		}},
		{"fedramp-poam.xlsx", []string{
			"fedramp-poam.xlsx:'Open POA&M Items'!O7: plan.refreshed of plan V-2",
			"fedramp-poam.xlsx:'Open POA&M Items'!O8: plan.refreshed of plan V-3",
		}},
		{"ciso-assistant-domain.json", nil},
		{"risk-files", []string{
			"risk-files/R-7.yaml:28:5: plan.actions_assigned of plan R-7-plan",
			"risk-files/R-7.yaml:28:5: plan.actions_tracked of plan R-7-plan",
			"risk-files/R-7.yaml:30:10: plan.actions_on_time of plan R-7-plan",
		}},
	}
	e := openExamples(t, "exports")
	var err error
	if e.mappings, err = mapping.Load(mapping.Config{Shipped: mappings.FS, Checker: e.checker}); err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			e.roots = []workspace.Root{{Name: test.file, FS: os.DirFS(path.Join(examples, "exports")), Path: test.file}}
			r := e.check(t, e.asOf, policy.Config{})
			passed := 0
			var got []string
			for o := range r.Outcomes() {
				switch o.Verdict {
				case report.Errored:
					t.Errorf("%s of %s %s: %s", o.Rule, o.Subject.Kind, o.Subject.ID, o.Reason)
				case report.Pass:
					passed++
				}
				for _, f := range o.Findings {
					got = append(got, fmt.Sprintf("%s: %s of %s %s", f.Pos, o.Rule, o.Subject.Kind, o.Subject.ID))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if passed == 0 {
				t.Error("nothing passes, so that nothing can be told from the silence")
			}
		})
	}
}

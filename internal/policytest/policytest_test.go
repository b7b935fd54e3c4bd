package policytest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

func config(t testing.TB) Config {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	return Config{Settings: chosen.Values(), Schemas: checker}
}

// explain writes out all that keeps a library from being tested.
func explain(err error) string {
	var all *multierror.Error
	if !errors.As(err, &all) {
		return shown(err)
	}
	var text strings.Builder
	for _, err := range all.Errors {
		text.WriteString("\n" + shown(err))
	}
	return text.String()
}

func shown(err error) string {
	var mistake *source.Error
	if errors.As(err, &mistake) && mistake.Hint != "" {
		return mistake.Error() + "\n    hint: " + mistake.Hint
	}
	return err.Error()
}

func TestRulesHoldTheirTestsAndExamples(t *testing.T) {
	report, err := Run(t.Context(), config(t), policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(explain(err))
	}
	results := report.Results
	for len(results) > 0 {
		rule := results[0].Rule
		n := slices.IndexFunc(results, func(r Result) bool { return r.Rule != rule })
		if n < 0 {
			n = len(results)
		}
		t.Run(rule, func(t *testing.T) {
			for _, result := range results[:n] {
				for _, problem := range result.Problems {
					t.Error(shown(problem))
				}
			}
		})
		results = results[n:]
	}
}

func TestEachRuleNamesTheDutiesAndControlsThatItIsEvidenceFor(t *testing.T) {
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(explain(err))
	}
	for _, rule := range library.Rules() {
		if len(rule.Duties) == 0 {
			t.Errorf("%s names no duty: add duties with ids of policies/duties.json to its metadata", rule.ID)
		}
		if len(rule.Controls) == 0 {
			t.Errorf("%s names no control: add controls with ids of policies/controls.json to its metadata", rule.ID)
		}
	}
}

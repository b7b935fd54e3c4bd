package explain_test

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/explain"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// What is watched must be what was answered: each rule explains its plainest example of each kind.
func TestTheConditionsOfEveryRuleAgreeWithItsAnswer(t *testing.T) {
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	config := defaults(t, library)
	for _, rule := range library.Rules() {
		for kind, want := range map[string]report.Verdict{"fail": report.Fail, "pass": report.Pass, "not_applicable": report.NotApplicable} {
			t.Run(rule.ID+"/"+kind, func(t *testing.T) {
				example := read(t, path.Join("rules", strings.ReplaceAll(rule.ID, ".", "/"), "examples", kind+".json"))
				if example == nil {
					t.Fatal("there is no such example")
				}
				config := config
				config.Settings = config.Settings.Merge(example.Get("settings"))
				day, err := time.Parse(time.DateOnly, example.Get("as_of").Text)
				if err != nil {
					t.Fatal(err)
				}
				config.AsOf = day
				input := example.Get("input")
				explanation, err := library.Explain(context.Background(), config, rule.ID, policy.Subject{Kind: rule.Subject, Input: input})
				if err != nil {
					t.Fatal(err)
				}
				if explanation.Answer.Verdict != want {
					t.Fatalf("the answer is %v", explanation.Answer)
				}
				agree(t, explanation)
				account := explain.Account{Rule: rule, Explanation: *explanation, Input: input, Locate: func(source.Pointer) source.Position { return source.Position{} }}
				var text strings.Builder
				if err := account.WriteText(&text, 60); err != nil {
					t.Error(err)
				}
				if strings.Contains(text.String(), "__local") {
					t.Errorf("a name that only the compiler knows is shown:\n%s", &text)
				}
			})
		}
	}
}

// agree holds the clauses, and the reads, to the answer.
func agree(t *testing.T, e *policy.Explanation) {
	t.Helper()
	held, failed := map[string]int{}, map[string]int{}
	for _, clause := range e.Clauses {
		held[clause.Name] += clause.Held
		failed[clause.Name] += clause.Asked - clause.Held
		stopped := false
		for _, condition := range clause.Conditions {
			stopped = stopped || len(condition.Cases) == 0
			for _, one := range condition.Cases {
				stopped = stopped || !one.Holds
			}
		}
		if len(clause.Conditions) > 0 && clause.Held == 0 && !stopped {
			t.Errorf("%s at %s doesn't hold, and each of its conditions does", clause.Name, clause.Pos)
		}
	}
	switch verdict := e.Answer.Verdict; {
	case verdict == report.NotApplicable && held["applies"] > 0:
		t.Error("applies holds, and the rule doesn't apply")
	case verdict != report.NotApplicable && held["applies"] == 0:
		t.Error("applies doesn't hold, and the rule applies")
	case verdict == report.Fail && held["violations"] == 0:
		t.Error("nothing is violated, and the rule fails")
	case verdict == report.Pass && held["violations"] > 0:
		t.Error("something is violated, and the rule passes")
	}
	if len(e.Reads)+len(e.Settings) == 0 {
		t.Error("nothing was read")
	}
}

func defaults(t *testing.T, library *policy.Library) policy.Config {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, rule := range library.Rules() {
		ids = append(ids, rule.ID)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker, Rules: ids}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	return policy.Config{Settings: chosen.Values(), Inputs: checker.Inputs()}
}

func read(t *testing.T, file string) *source.Value {
	t.Helper()
	text, err := fs.ReadFile(policies.FS, file)
	if err != nil {
		return nil
	}
	root, err := new(source.Parser).Parse(text, source.Position{File: file})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

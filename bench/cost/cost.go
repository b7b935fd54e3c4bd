// Package cost measures what each rule takes of a check.
package cost

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// Rule is what one rule took for all subjects of its kind, on one core.
type Rule struct {
	ID       string
	Subjects int
	Took     time.Duration
}

// Each is the time that a rule took for a subject.
func (r Rule) Each() time.Duration { return r.Took / time.Duration(r.Subjects) }

// OfRules asks every rule of the library that a folder has records for about every one of them, each alone, so that no rule finds ready what
// another has worked out. The dearest comes first.
func OfRules(ctx context.Context, folder, asOf string) ([]Rule, error) {
	day, err := report.ParseDate(asOf)
	if err != nil {
		return nil, err
	}
	checker, err := schema.New(schemas.FS)
	if err != nil {
		return nil, err
	}
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		return nil, err
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		return nil, err
	}
	engine := func(off map[string]bool) (*policy.Engine, error) {
		return library.Compile(policy.Config{Settings: chosen.Values(), AsOf: day.Time(), Inputs: checker.Inputs(), Off: off})
	}
	whole, err := engine(nil)
	if err != nil {
		return nil, err
	}
	records, err := check.Join(ctx, check.Config{
		Roots:    []workspace.Root{{Name: folder, FS: os.DirFS(filepath.Dir(folder)), Path: filepath.Base(folder)}},
		Schemas:  checker,
		Engine:   whole,
		Severity: chosen.Levels(),
	})
	if err != nil {
		return nil, err
	}
	defer records.Close()

	byKind := map[string][]*asked{}
	var all []*asked
	for _, rule := range library.Rules() {
		off := map[string]bool{}
		for _, other := range library.Rules() {
			off[other.ID] = other.ID != rule.ID
		}
		alone, err := engine(off)
		if err != nil {
			return nil, err
		}
		one := &asked{Rule{ID: rule.ID}, alone.Worker()}
		all, byKind[rule.Subject] = append(all, one), append(byKind[rule.Subject], one)
	}
	for kind, rules := range byKind {
		if err := ask(ctx, records, kind, rules); err != nil {
			return nil, err
		}
	}

	var costs []Rule
	for _, one := range all {
		if one.Subjects > 0 { // else there is nothing to measure, as of rules about changes and waivers
			costs = append(costs, one.Rule)
		}
	}
	slices.SortFunc(costs, func(a, b Rule) int { return cmp.Or(-cmp.Compare(a.Took, b.Took), cmp.Compare(a.ID, b.ID)) })
	return costs, nil
}

type asked struct {
	Rule
	worker *policy.Worker
}

func ask(ctx context.Context, records *check.Records, kind string, rules []*asked) error {
	for _, s := range records.Subjects(kind) {
		if s.Unclean != "" {
			continue
		}
		input, err := records.Input(s)
		if err != nil {
			return err
		}
		subject := policy.Subject{Kind: kind, Input: input.Value, Lasting: input.Lasting}
		for _, gap := range input.Gaps {
			subject.Gaps = append(subject.Gaps, policy.Gap(gap))
		}
		for _, rule := range rules {
			start := time.Now()
			answers := rule.worker.Ask(ctx, subject)
			rule.Took += time.Since(start)
			rule.Subjects++
			if answers[0].Verdict == report.Errored {
				return fmt.Errorf("%s about %s: %s", rule.ID, s.ID, answers[0].Reason)
			}
		}
	}
	return nil
}

// Median is the cost of the rule in the middle, of those sorted by cost.
func Median(costs []Rule) time.Duration { return costs[len(costs)/2].Took }

package check

import (
	"os"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// Of a run whose answers all say that no rule applies, those of the sample that are wrong become errors.
func TestAnAnswerThatTheSecondWayDoesNotConfirmIsAnError(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	day, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := library.Compile(policy.Config{Settings: chosen.Values(), AsOf: day.Time(), Inputs: checker.Inputs()})
	if err != nil {
		t.Fatal(err)
	}
	r, err := join(t.Context(), Config{
		Roots:    []workspace.Root{{Name: "northwind", FS: os.DirFS("../../examples"), Path: "northwind"}},
		Schemas:  checker,
		Severity: chosen.Levels(),
		Engine:   engine,
		Rules:    library.Rules(),
		Twice:    2,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	about := report.About{AsOf: day}
	r.describe(&about)
	builder, err := report.New(about, r.subjects())
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.portfolio.Len() {
		answers := make([]report.Answer, len(engine.Rules(r.subject(i).Kind)))
		for column := range answers {
			answers[column].Verdict = report.NotApplicable
		}
		builder.Set(len(r.files)+i, answers)
	}
	if err := r.confirm(t.Context(), builder); err != nil {
		t.Fatal(err)
	}

	refuted := 0
	for o := range builder.Report().Outcomes() {
		if o.Verdict == report.Errored && strings.HasSuffix(o.Reason, "evaluated in two ways, the rule gives two answers; neither can be relied on") {
			refuted++
		}
	}
	if confirmed := int(r.twice.Load()); refuted == 0 || confirmed == 0 || refuted+confirmed > 2*len(r.Rules) {
		t.Errorf("%d answers are refuted, and %d confirmed", refuted, confirmed)
	}
}

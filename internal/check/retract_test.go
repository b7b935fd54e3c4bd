package check

import (
	"os"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Of a run whose answers all say that no rule applies, those of the sample that are wrong become errors.
func TestAnAnswerThatTheSecondWayDoesNotConfirmIsAnError(t *testing.T) {
	c, about := library(t)
	c.Roots, c.Twice = []workspace.Root{{Name: "northwind", FS: os.DirFS("../../examples"), Path: "northwind"}}, 2
	r, err := join(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	r.describe(&about)
	builder, err := report.New(about, r.subjects())
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.portfolio.Len() {
		answers := make([]report.Answer, len(r.Engine.Rules(r.subject(i).Kind)))
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

package check_test

import (
	"os"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// checkChange holds a change of examples/change to all rules, as of the day on which it was made.
func checkChange(t *testing.T, head string) (rules []string, r *report.Report) {
	t.Helper()
	e := openExamples(t, "change", "change/"+head)
	e.base = []workspace.Root{{Name: "change/base", FS: os.DirFS(examples), Path: "change/base"}}
	r = e.check(t, e.asOf, policy.Config{SelfCheck: true})
	for _, rule := range e.asked {
		if rule.Subject == report.ChangeKind {
			rules = append(rules, rule.ID)
		}
	}
	return rules, r
}

// changesFound holds what rules about changes say, by rule and the id of what was changed.
func changesFound(t *testing.T, r *report.Report, verdict report.Verdict) map[note]bool {
	t.Helper()
	found := map[note]bool{}
	for o := range r.Outcomes() {
		if o.Subject.Kind != report.ChangeKind {
			continue
		}
		if o.Verdict == report.NotAssessable || o.Verdict == report.Errored {
			t.Errorf("%s of %s: %s %s", o.Rule, o.Subject.ID, o.Verdict, o.Reason)
		}
		if _, id, _ := strings.Cut(o.Subject.ID, ":"); o.Verdict == verdict {
			found[note{o.Rule, id}] = true
		}
	}
	return found
}

func TestEveryRuleAboutChangesFailsForSomethingCareless(t *testing.T) {
	rules, r := checkChange(t, "careless")
	want := map[note]bool{}
	for _, directory := range []string{"change/base", "change/careless"} { // what vanished says so in the base
		for _, document := range exampleDocuments(t, directory) {
			noteViolations(document, want)
		}
	}
	got := changesFound(t, r, report.Fail)
	for n := range got {
		if !want[n] {
			t.Errorf("%s violates %s and doesn't say so under x_violates", n.id, n.rule)
		}
	}
	for n := range want {
		if !got[n] {
			t.Errorf("%s says under x_violates that it violates %s, and it doesn't", n.id, n.rule)
		}
	}
	for _, rule := range rules {
		if !saysOf(got, rule) {
			t.Errorf("%s fails for nothing", rule)
		}
	}
}

func TestEveryRuleAboutChangesHoldsForSomethingCareful(t *testing.T) {
	rules, r := checkChange(t, "careful")
	for n := range changesFound(t, r, report.Fail) {
		t.Errorf("%s violates %s", n.id, n.rule)
	}
	holds := changesFound(t, r, report.Pass)
	for _, rule := range rules {
		if !saysOf(holds, rule) {
			t.Errorf("%s holds for nothing", rule)
		}
	}
}

func TestAFindingAboutAChangeHasItsPlaceOnBothSides(t *testing.T) {
	_, r := checkChange(t, "careless")
	for _, f := range r.Findings {
		if f.Subject.Kind != report.ChangeKind {
			continue
		}
		if f.Pos.File == "" || f.Base.File == "" || f.Base.Line == 0 {
			t.Errorf("%s of %s: %v, and in the base %v", f.Rule, f.Subject.ID, f.Pos, f.Base)
		}
		if vanished := f.Rule == "change.records_kept"; vanished != (f.Pos.Line == 0) {
			t.Errorf("%s of %s is at %v", f.Rule, f.Subject.ID, f.Pos)
		}
	}
}

func saysOf(found map[note]bool, rule string) bool {
	for n := range found {
		if n.rule == rule {
			return true
		}
	}
	return false
}

package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/workspace"
)

// answers counts what rules were evaluated for to the end, and how many of each verdict of each rule there are at most n.
func answers(r *report.Report, n int) (all, least int) {
	for i, rule := range r.Rules {
		if rule.Subject == report.Document {
			continue
		}
		c := r.Counts[i]
		all += c.Answers()
		for _, of := range []int{c.Passed, c.Failed + c.Waived, c.NotApplicable} {
			least += min(of, n)
		}
	}
	return all, least
}

func TestASampleOfAnswersIsEvaluatedTwice(t *testing.T) {
	e := openExamples(t, "violations", "violations")
	for _, n := range []int{1, 3} {
		e.twice = n
		r := e.check(t, e.asOf, policy.Config{})
		all, least := answers(r, n)
		if want := (report.SelfCheck{Answers: all, Twice: least, Sample: n}); r.SelfCheck != want || least >= all || len(r.Errors) > 0 {
			t.Errorf("got %+v, want %+v, errors %v", r.SelfCheck, want, r.Errors)
		}
	}
}

func TestASmallRunIsEvaluatedTwiceAsAWhole(t *testing.T) {
	e := openExamples(t, "violations", "violations")
	for _, n := range []int{1000, check.All} {
		e.twice = n
		if r := e.check(t, e.asOf, policy.Config{}); !r.SelfCheck.Complete() || len(r.Errors) > 0 {
			t.Errorf("%d: got %+v, errors %v", n, r.SelfCheck, r.Errors)
		}
	}
}

func TestOfAChangeAllThatItTouchesIsEvaluatedTwice(t *testing.T) {
	changed := t.TempDir()
	if err := os.CopyFS(changed, os.DirFS(filepath.Join(examples, "violations"))); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(changed, "plans.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bytes.Replace(text, []byte(`"title": "`), []byte(`"title": "More than: `), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	e := openExamples(t, "violations", "violations")
	e.base = e.roots
	e.roots = []workspace.Root{{Name: "violations", FS: os.DirFS(changed), Path: "."}}

	r := e.check(t, e.asOf, policy.Config{})
	all, _ := answers(r, 0)
	touched := r.SelfCheck.Twice
	if want := (report.SelfCheck{Answers: all, Twice: touched}); r.SelfCheck != want || touched == 0 || touched > all/4 {
		t.Errorf("without a sample: %+v of %d", r.SelfCheck, all)
	}
	e.twice = 1
	r = e.check(t, e.asOf, policy.Config{})
	if _, least := answers(r, 1); r.SelfCheck.Twice <= touched || r.SelfCheck.Twice < least || r.SelfCheck.Complete() {
		t.Errorf("with a sample: %+v, without one: %d", r.SelfCheck, touched)
	}
}

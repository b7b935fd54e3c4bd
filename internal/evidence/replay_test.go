package evidence_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/evidence"
	results "github.com/riskgate/riskgate/internal/output/json"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// scratch is a spool.
type scratch struct{ *os.File }

func spool(t testing.TB) func() (evidence.Spool, error) {
	return func() (evidence.Spool, error) {
		file, err := os.Create(t.TempDir() + "/again.json")
		return scratch{file}, err
	}
}

// asked is a report of two rules about so many risks, of which some fail both.
func asked(t testing.TB, risks int, fails func(i int) bool, change func(*report.About)) *report.Report {
	t.Helper()
	day, err := report.ParseDate("2026-01-31")
	if err != nil {
		t.Fatal(err)
	}
	about := report.About{AsOf: day, Rules: []report.Rule{
		{ID: "risk.named", Subject: "risk", Level: report.Deny},
		{ID: "risk.owned", Subject: "risk", Level: report.Deny},
	}}
	if change != nil {
		change(&about)
	}
	var subjects []report.Subject
	for i := range risks {
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprintf("R-%03d", i)}})
	}
	builder, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i := range risks {
		answer := report.Answer{Verdict: report.Pass}
		if fails(i) {
			pos := source.Position{File: "register.json", Line: i + 1, Column: 1}
			answer = report.Answer{Verdict: report.Fail, Violations: []report.Violation{{Pos: pos, Message: "it lacks something"}}}
		}
		builder.Set(i, []report.Answer{answer, answer})
	}
	return builder.Report()
}

func compared(t testing.TB, before, after *report.Report) *evidence.Replay {
	t.Helper()
	var text bytes.Buffer
	if err := results.Write(&text, before); err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{evidence.ResultsFile: &fstest.MapFile{Data: text.Bytes()}}
	replay, err := evidence.Compare(folder, evidence.File{SHA256: digest(text.String()), Size: int64(text.Len())}, after, spool(t))
	if err != nil {
		t.Fatal(err)
	}
	return replay
}

func never(int) bool { return false }

func TestTheSameResultsAreTheSame(t *testing.T) {
	replay := compared(t, asked(t, 5, never, nil), asked(t, 5, never, nil))
	if !replay.IsSame() || !replay.Holds() || replay.Outcomes() != 0 {
		t.Errorf("%+v", replay)
	}
}

// However much differs, what is listed is something that a person can read, and all is counted.
func TestWhatDiffersIsCountedAndItsBeginningListed(t *testing.T) {
	replay := compared(t, asked(t, 400, never, nil), asked(t, 500, func(i int) bool { return i%2 == 1 }, nil))
	if replay.Holds() {
		t.Error("it holds")
	}
	// 200 outcomes of each rule are failures instead of passes, and 100 were not there before.
	if got, want := replay.Outcomes(), 2*(200+100); got != want {
		t.Errorf("%d outcomes differ, want %d", got, want)
	}
	if len(replay.Rules) != 2 || replay.Rules[1].Rule != "risk.owned" || replay.Rules[1].Outcomes != 300 || len(replay.Rules[1].Listed) != 10 {
		t.Errorf("%+v", replay.Rules)
	}
	first := replay.Rules[0].Listed[0]
	if first.Subject.ID != "R-001" || first.Recorded.Verdict != "pass" || first.Replayed.Verdict != "fail" || first.Replayed.Findings[0] != "register.json:2:1: it lacks something" {
		t.Errorf("%+v", first)
	}
	// The totals and the counts of both rules, and a subject for each of the 100 risks.
	if len(replay.Others) != 50 || replay.OthersLeftOut < 60 {
		t.Errorf("%d others and %d more", len(replay.Others), replay.OthersLeftOut)
	}
}

func TestASubjectThatVanishedIsNamed(t *testing.T) {
	replay := compared(t, asked(t, 3, never, nil), asked(t, 2, never, nil))
	var said strings.Builder
	for _, other := range replay.Others {
		fmt.Fprintln(&said, other)
	}
	if !strings.Contains(said.String(), "subjects[risk R-002]") {
		t.Error(said.String())
	}
	listed := replay.Rules[0].Listed
	if len(listed) != 1 || listed[0].Replayed != nil || listed[0].Recorded.Verdict != "pass" {
		t.Errorf("%+v", listed)
	}
}

func TestAnotherEngineNeedsTheSameOutcomesOnly(t *testing.T) {
	other := func(about *report.About) { about.SettingsDigest = "other" }
	replay := compared(t, asked(t, 3, never, nil), asked(t, 3, never, other))
	if replay.Holds() {
		t.Error("other results of the same engine hold")
	}
	replay.Engine.Version = "v1"
	if !replay.Holds() || replay.IsSame() {
		t.Error("the same outcomes of another engine don't hold")
	}
	replay = compared(t, asked(t, 3, never, nil), asked(t, 3, func(i int) bool { return i == 1 }, nil))
	replay.Engine.Version = "v1"
	if replay.Holds() {
		t.Error("other outcomes of another engine hold")
	}
	replay = compared(t, asked(t, 3, never, nil), asked(t, 3, never, nil))
	replay.Foreign = []string{"policies: rule.rego"}
	if replay.Holds() {
		t.Error("the same results by foreign rules hold")
	}
}

func TestAReplayIsWrittenForPrograms(t *testing.T) {
	replay := compared(t, asked(t, 3, never, nil), asked(t, 3, func(i int) bool { return i == 1 }, nil))
	var text bytes.Buffer
	v := &evidence.Verification{Statement: &evidence.Statement{Mode: evidence.Audit}}
	if err := replay.Encode(&text, "proof", v); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Holds    bool
		Outcomes int `json:"outcomes_that_differ"`
		Rules    []struct {
			Rule     string
			Outcomes []struct {
				ID                 string
				Recorded, Replayed struct {
					Verdict  string
					Findings []string
				}
			}
		}
	}
	if err := json.Unmarshal(text.Bytes(), &read); err != nil {
		t.Fatalf("%v\n%s", err, &text)
	}
	one := read.Rules[0].Outcomes[0]
	if read.Holds || read.Outcomes != 2 || one.ID != "R-001" || one.Recorded.Verdict != "pass" || one.Replayed.Findings[0] != "register.json:2:1: it lacks something" {
		t.Errorf("%s", &text)
	}
}

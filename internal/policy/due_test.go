package policy

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
)

const overdue = `applies if input.risk.id

violations contains {"at": ["risk"], "message": "is late"} if input.risk.identified_on < "2026-06-30"

due contains {"at": ["risk", "identified_on"], "on": input.risk.identified_on, "what": "visit"}
`

func askDue(t *testing.T, fsys fs.FS, input string, selfCheck bool, gaps ...Gap) Answer {
	t.Helper()
	c := someConfig(t)
	c.Due, c.SelfCheck = true, selfCheck
	engine, err := compile(fsys, c)
	if err != nil {
		t.Fatal(strings.Join(mistakesOf(err), "\n"))
	}
	return ask(t, engine, input, gaps...)[0]
}

func TestWhatFallsDueIsAskedWhereARuleIsJudged(t *testing.T) {
	tests := []struct {
		name, input string
		gaps        []Gap
		want        string
	}{
		{"of a pass", `{"risk": {"id": "R", "identified_on": "2026-07-01"}}`, nil, "pass [{/risk/identified_on 2026-07-01 visit}]"},
		{"of a failure", `{"risk": {"id": "R", "identified_on": "2026-06-01"}}`, nil, "fail [{/risk/identified_on 2026-06-01 visit}]"},
		{"nothing without a day", `{"risk": {"id": "R"}}`, nil, "pass []"},
		{"nothing where the rule doesn't apply", `{"risk": {"identified_on": "2026-07-01"}}`, nil, "not_applicable []"},
		{"nothing where it can't be judged", `{"risk": {"id": "R", "identified_on": "2026-07-01"}}`, []Gap{{Path: "risk.owner", Reason: "no field"}}, "not_assessable []"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, selfCheck := range []bool{false, true} {
				answer := askDue(t, inRule(overdue), test.input, selfCheck, test.gaps...)
				if got := fmt.Sprintf("%v %v", answer.Verdict, answer.Due); got != test.want {
					t.Errorf("self-check %v: got %s, want %s", selfCheck, got, test.want)
				}
			}
		})
	}
}

func TestNothingFallsDueUnlessAsked(t *testing.T) {
	answer := ask(t, engine(t, inRule(overdue)), `{"risk": {"id": "R", "identified_on": "2026-07-01"}}`)[0]
	if answer.Verdict != report.Pass || answer.Due != nil {
		t.Errorf("got %v", answer)
	}
}

func TestWhatFallsDueIsInOrder(t *testing.T) {
	answer := askDue(t, inRule(`applies if true

violations contains {"at": [], "message": "no"} if false

due contains {"at": ["risk"], "on": day, "what": what} if {
	some day in {"2026-07-02", "2026-07-01"}
	some what in {"visit", "call"}
}
`), "{}", false)
	var got []string
	for _, due := range answer.Due {
		got = append(got, due.On+" "+due.What)
	}
	if want := []string{"2026-07-01 call", "2026-07-01 visit", "2026-07-02 call", "2026-07-02 visit"}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestSomethingDueOfTheWrongShapeIsAnError(t *testing.T) {
	tests := []struct{ name, due, want string }{
		{"no object", `"2026-07-01"`, errNoDueObject.Error()},
		{"no day", `{"at": [], "what": "visit"}`, errNoDueObject.Error()},
		{"another key", `{"at": [], "on": "2026-07-01", "what": "visit", "who": "p-1"}`, errNoDueObject.Error()},
		{"another key instead", `{"at": [], "on": "2026-07-01", "who": "p-1"}`, errNoDueObject.Error()},
		{"an empty what", `{"at": [], "on": "2026-07-01", "what": ""}`, errDueWhat.Error()},
		{"no such day", `{"at": [], "on": "2026-02-30", "what": "visit"}`, errDueOn.Error()},
		{"at is a text", `{"at": "risk", "on": "2026-07-01", "what": "visit"}`, errDueAt.Error()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := askDue(t, inRule("applies if true\n\nviolations contains {\"at\": [], \"message\": \"no\"} if false\n\ndue contains "+test.due+"\n"), "{}", false)
			if want := "rules/risk/owned/rule.rego: " + test.want; answer.Verdict != report.Errored || answer.Reason != want || answer.Due != nil {
				t.Errorf("got %v, want the reason %q", answer, want)
			}
		})
	}
}

func TestDueIsASet(t *testing.T) {
	for _, due := range []string{`due := "2026-07-01"`, `due if input.risk.id`, `due.visit := "2026-07-01"`, `due(day) := day`} {
		t.Run(due, func(t *testing.T) {
			_, err := compile(inRule("applies if input.risk.id\n\nviolations contains {\"at\": [], \"message\": \"no\"} if false\n\n"+due+"\n"), someConfig(t))
			if got := strings.Join(mistakesOf(err), "\n"); !strings.Contains(got, "due is a set\nhint: write: due contains") {
				t.Errorf("got %q", got)
			}
		})
	}
}

// punctual says that one rule passes, and what is due.
type punctual []Due

func (p punctual) begin(*program, Subject)                       {}
func (p punctual) ask(context.Context, *question, bool) finding  { return finding{applies: true} }
func (p punctual) due(context.Context, *question) ([]Due, error) { return p, nil }

func TestTwoAnswersAboutWhatIsDueAreAnError(t *testing.T) {
	c := someConfig(t)
	c.Due = true
	engine, err := compile(inRule(overdue), c)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name          string
		first, second punctual
		want          report.Verdict
	}{
		{"the same", punctual{{On: "2026-07-01"}}, punctual{{On: "2026-07-01"}}, report.Pass},
		{"another day", punctual{{On: "2026-07-01"}}, punctual{{On: "2026-07-02"}}, report.Errored},
		{"nothing the second time", punctual{{On: "2026-07-01"}}, nil, report.Errored},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			worker := engine.Worker()
			worker.asked, worker.second = test.first, test.second
			if answer := worker.Ask(t.Context(), Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R"}}`)})[0]; answer.Verdict != test.want {
				t.Errorf("got %v, want %v", answer, test.want)
			}
		})
	}
}

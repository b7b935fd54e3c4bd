package policy

import (
	"context"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// bothWays asks a rule by its plan and by the plain interpreter. It fails where
// the plan leaves the rule to the interpreter.
func bothWays(t *testing.T, engine *Engine, kind string, input *source.Value) (planned, plain []finding) {
	t.Helper()
	program := engine.programs[kind]
	if program.plan == nil {
		t.Fatalf("the rules of a %s have no plan", kind)
	}
	compiled, interpreter := engine.newCompiled(), engine.newInterpreter(true)
	compiled.begin(program, Subject{Kind: kind, Input: input})
	interpreter.begin(program, Subject{Kind: kind, Input: input})
	for _, question := range program.questions {
		found, err := compiled.run(t.Context(), question, true)
		if err != nil {
			t.Errorf("%s: the plan was left: %v", question.file, err)
		}
		planned, plain = append(planned, found), append(plain, interpreter.ask(t.Context(), question, true))
	}
	return planned, plain
}

func TestAPlanSaysWhatTheInterpreterSays(t *testing.T) {
	const input = `{
		"risk": {"id": "R-1", "owner": "p-2", "status": "open", "identified_on": "2026-06-01", "assessment": {"severity": "high"}, "services": ["s-2", "s-1", "s-2"]},
		"plans": [
			{"id": "P-1", "status": "active", "approvals": [{"act": "review", "by": "p-1"}, {"act": "approve", "by": "p-2"}]},
			{"id": "P-2", "approvals": []}
		],
		"people": {"p-1": {"id": "p-1", "role": "lead"}, "p-2": {"id": "p-2"}}
	}`
	tests := []struct{ name, body string }{
		{"a comparison of what is absent", `violations contains {"at": ["risk"], "message": "m"} if input.risk.assessment.likelihood != "likely"`},
		{"a negated comparison of what is absent", `violations contains {"at": ["risk"], "message": "m"} if not input.risk.assessment.likelihood == "likely"`},
		{"a negated call of what is absent", "violations contains {\"at\": [], \"message\": \"m\"} if not f(input.risk.assessment.likelihood)\n\nf(x) if x == \"likely\""},
		{"elements and their places", `violations contains {"at": ["plans", i, "approvals", j], "message": $"{approval.by} {plan.id}"} if {
	some i, plan in input.plans
	some j, approval in plan.approvals
}`},
		{"keys in Rego's order", `violations contains {"at": [], "message": concat(",", [id | some id, person in input.people])} if true`},
		{"a set is in order and without repetition", `violations contains {"at": [], "message": concat(",", {s | some s in input.risk.services})} if true`},
		{"an object comprehension", `violations contains {"at": [], "message": $"{by["p-1"]} {count(by)}"} if {
	by := {approval.by: approval.act | some approval in input.plans[0].approvals}
}`},
		{"keys of other types", `violations contains {"at": [], "message": $"{by[[1, "R-1"]]} {by[2]} {by[true]}"} if {
	by := {[1, input.risk.id]: "a", 2: "b", true: "c"}
}`},
		{"every", `violations contains {"at": [], "message": "m"} if {
	every plan in input.plans { plan.id != "P-3" }
	not no_active
}

no_active if every plan in input.plans { not plan.status == "active" }`},
		{"else", "violations contains {\"at\": [], \"message\": word} if true\n\nword := \"closed\" if {\n\tinput.risk.status == \"closed\"\n} else := \"open\" if {\n\tinput.risk.status == \"open\"\n} else := \"unknown\""},
		{"a default", "violations contains {\"at\": [], \"message\": word} if true\n\ndefault word := \"none\"\n\nword := \"some\" if input.risk.status == \"closed\""},
		{"a function with patterns", "violations contains {\"at\": [], \"message\": word(\"b\")} if true\n\nword(\"a\") := \"first\"\n\nword(\"b\") := \"second\""},
		{"a function of several bodies", "violations contains {\"at\": [], \"message\": \"m\"} if late(input.risk)\n\nlate(risk) if risk.status == \"closed\"\n\nlate(risk) if risk.identified_on < \"2026-06-30\""},
		{"what is undefined in a template", `violations contains {"at": [], "message": $"{input.risk.assessment.likelihood} of {input.risk.id} {1 + 1} {[1]}"} if true`},
		{"dates", `violations contains {"at": [], "message": time.format([time.parse_ns("2006-01-02", input.risk.identified_on) + (86400000000000 * 30), "UTC", "2006-01-02"])} if {
	time.now_ns() > time.parse_ns("2006-01-02", input.risk.identified_on)
}`},
		{"a least of pairs", `violations contains {"at": [], "message": $"{id} {n}"} if {
	[n, id] := min({[count(plan.approvals), plan.id] | some plan in input.plans})
}`},
		{"a least of nothing", `violations contains {"at": [], "message": $"{least}"} if least := min({p | some p in input.plans; p.id == "P-9"})`},
		{"a setting by severity", `violations contains {"at": [], "message": $"{data.settings.response.decision_days[input.risk.assessment.severity]}"} if true`},
		{"unification with a pattern", `violations contains {"at": [], "message": $"{second} {owner}"} if {
	[_, second] := [input.risk.id, input.risk.owner]
	{"owner": owner} = {"owner": second}
}`},
		{"numbers beyond 64 bits", `violations contains {"at": [], "message": $"{9223372036854775807 * 3} {7 / 2} {-7 % 3}"} if true`},
		{"a partial object rule", "violations contains {\"at\": [], \"message\": $\"{acts[\"p-2\"]} {count(acts)}\"} if true\n\nacts[approval.by] := approval.act if some approval in input.plans[0].approvals"},
		{"a rule of fixed keys, as a whole", "violations contains {\"at\": [], \"message\": $\"{count(words)} {words.b}\"} if true\n\nwords.a := \"x\"\n\nwords.b := input.risk.id"},
		{"a partial set rule that is looked up", "violations contains {\"at\": [], \"message\": \"m\"} if \"p-1\" in approvers\n\napprovers contains approval.by if some approval in input.plans[_].approvals"},
		{"membership with a key", `violations contains {"at": [], "message": "m"} if 1, "s-1" in input.risk.services`},
		{"a rule that doesn't hold", "violations contains {\"at\": [], \"message\": \"m\"} if never\n\nnever if input.risk.id == \"R-2\""},
		{"a false value", "violations contains {\"at\": [], \"message\": \"m\"} if not flag\n\nflag := false"},
		{"OPA's own functions", `violations contains {"at": [], "message": upper(substring(trim_space(" abc "), 0, 2))} if regex.match("^R-", input.risk.id)`},
		{"a slice, sorted and joined", `violations contains {"at": [], "message": concat(" ", array.concat(array.slice(sort(input.risk.services), 0, 1), ["x"]))} if true`},
		{"sets that are joined and cut", `violations contains {"at": [], "message": concat(" ", ({"a"} | {s | some s in input.risk.services}) - {"s-1"})} if true`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			planned, plain := bothWays(t, engine(t, inRule("applies if input.risk.id\n\n"+test.body)), "risk", value(t, input))
			for i := range planned {
				if !planned[i].same(plain[i]) {
					t.Errorf("the plan says %+v, the interpreter %+v", planned[i], plain[i])
				}
			}
		})
	}
}

// What doesn't depend on the input is kept; what does isn't taken for another
// subject's.
func TestAMachineTellsSubjectsApart(t *testing.T) {
	engine := engine(t, inRule(`
applies if true

violations contains {"at": [], "message": $"{input.people[input.risk.owner].role} {name} {constant}"} if true

name := input.risk.id

constant := count({level | some level in data.settings.scale.levels})
`))
	program := engine.programs["risk"]
	compiled := engine.newCompiled()
	people := value(t, `{"p-1": {"id": "p-1", "role": "lead"}}`)
	for _, id := range []string{"R-1", "R-2", "R-3", "R-1"} {
		input := source.NewObject(
			source.Member{Name: "risk", Value: value(t, `{"id": "`+id+`", "owner": "p-1"}`)},
			source.Member{Name: "people", Value: people},
		)
		compiled.begin(program, Subject{Kind: "risk", Input: input, Lasting: []string{"people"}})
		found, err := compiled.run(t.Context(), program.questions[0], true)
		if want := "lead " + id + " 2"; err != nil || len(found.violations) != 1 || found.violations[0].Message != want {
			t.Errorf("got %v, %v; want %q", found, err, want)
		}
	}
}

func TestWhatAPlanCannotDoIsLeftToTheInterpreter(t *testing.T) {
	tests := []struct {
		name, body string
		want       string // of the reason
	}{
		{"two values of one definition", "violations contains {\"at\": [], \"message\": word} if true\n\nword := \"a\"\n\nword := \"b\" if input.risk.id", "a definition has two different values"},
		{"a function that fails", `violations contains {"at": [], "message": "m"} if time.parse_ns("2006-01-02", input.risk.id) > 0`, "a function was called with a value that it can't take"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			engine := engine(t, inRule("applies if input.risk.id\n\n"+test.body))
			if engine.programs["risk"].plan == nil {
				t.Fatal("there is no plan")
			}
			answer := ask(t, engine, `{"risk": {"id": "R-1"}}`)[0]
			if answer.Verdict != report.Errored || !strings.Contains(answer.Reason, test.want) {
				t.Errorf("got %v, want %q", answer, test.want)
			}
		})
	}
}

// stubborn is an evaluator that says the same of every rule.
type stubborn finding

func (stubborn) begin(*program, Subject) {}

func (s stubborn) ask(context.Context, *question, bool) finding { return finding(s) }

func (stubborn) due(context.Context, *question) ([]Due, error) { return nil, nil }

func TestSelfCheckNoticesTwoAnswers(t *testing.T) {
	violation := Violation{At: "/risk", Message: "no owner"}
	tests := []struct {
		name          string
		first, second finding
		want          report.Verdict
	}{
		{"the same violation", finding{applies: true, violations: []Violation{violation}}, finding{applies: true, violations: []Violation{violation}}, report.Fail},
		{"both hold", finding{applies: true}, finding{applies: true}, report.Pass},
		{"neither applies", finding{}, finding{}, report.NotApplicable},
		{"one sees a violation", finding{applies: true}, finding{applies: true, violations: []Violation{violation}}, report.Errored},
		{"one sees another violation", finding{applies: true, violations: []Violation{{At: "", Message: "no owner"}}}, finding{applies: true, violations: []Violation{violation}}, report.Errored},
		{"one applies", finding{applies: true}, finding{}, report.Errored},
		{"one fails", finding{applies: true}, finding{err: errPanic}, report.Errored},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			engine := engine(t, files("-- rules/risk/owned/rule.rego --\n"+minimal))
			worker := engine.Worker()
			worker.asked, worker.second = stubborn(test.first), stubborn(test.second)
			answer := worker.Ask(t.Context(), Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R-1"}}`)})[0]
			if answer.Verdict != test.want {
				t.Errorf("got %v, want %v", answer, test.want)
			}
		})
	}
}

func TestSelfCheckAsksAsPlainlyAsCanBe(t *testing.T) {
	config := someConfig(t)
	config.SelfCheck = true
	engine, err := compile(files("-- rules/risk/owned/rule.rego --\n"+minimal), config)
	if err != nil {
		t.Fatal(err)
	}
	second, isInterpreter := engine.Worker().second.(*interpreter)
	if !isInterpreter || !second.plain {
		t.Errorf("the second evaluator is %#v", second)
	}
	if answer := ask(t, engine, `{"risk": {"id": "R-1"}}`)[0]; answer.Verdict != report.Fail {
		t.Errorf("got %v", answer)
	}
}

func TestAnAnswerIsConfirmedByTheSecondWayAlone(t *testing.T) {
	violation := Violation{At: "/risk", Message: "no owner"}
	remedied := Violation{At: "/risk", Message: "no owner", Remedy: "Name one."}
	failed := finding{applies: true, violations: []Violation{violation}}
	tests := []struct {
		name   string
		given  Answer
		second finding
		want   report.Verdict
	}{
		{"the same violation", Answer{Verdict: report.Fail, Violations: []Violation{violation}}, failed, report.Fail},
		{"the rule's remedy", Answer{Verdict: report.Fail, Violations: []Violation{remedied}}, failed, report.Fail},
		{"another remedy", Answer{Verdict: report.Fail, Violations: []Violation{{At: "/risk", Message: "no owner", Remedy: "Do."}}}, failed, report.Errored},
		{"another message", Answer{Verdict: report.Fail, Violations: []Violation{{At: "/risk", Message: "no one"}}}, failed, report.Errored},
		{"it holds", Answer{Verdict: report.Pass}, finding{applies: true}, report.Pass},
		{"it fails", Answer{Verdict: report.Pass}, failed, report.Errored},
		{"it doesn't apply", Answer{Verdict: report.NotApplicable}, finding{}, report.NotApplicable},
		{"it applies", Answer{Verdict: report.NotApplicable}, finding{applies: true}, report.Errored},
		{"it breaks down", Answer{Verdict: report.Pass}, finding{err: errPanic}, report.Errored},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			worker := engine(t, files("-- rules/risk/owned/rule.rego --\n"+minimal)).Worker()
			worker.asked, worker.plain = stubborn(finding{err: errPanic}), stubborn(test.second)
			worker.engine.programs["risk"].rules[0].Remedy = "Name one."
			subject := Subject{Kind: "risk", Input: value(t, `{"risk": {"id": "R-1"}}`)}
			answer := worker.Confirm(t.Context(), subject, []Given{{Rule: 0, Answer: test.given}})[0]
			if answer.Verdict != test.want {
				t.Errorf("got %v, want %v", answer, test.want)
			}
		})
	}
}

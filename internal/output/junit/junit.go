// Package junit writes a report for CI servers, as the JUnit XML of Apache Ant.
package junit

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Write writes a suite about the run, then one for each rule, with a case for each subject that the rule applies to.
//
// A case fails where a finding blocks, so that a server is red exactly when the gate is. Skipped is what is not red, and
// what nobody may take for a pass: what could not be assessed, what somebody has accepted, and what doesn't block, such as a
// warning, or in a gated change what the base has too. Where a rule doesn't apply there was nothing to test: a server would
// show thousands of skipped cases that nobody can do anything about, among which the few that matter are lost. Each suite
// counts them in its properties, and a rule that applies to nothing is a suite without cases.
func Write(w io.Writer, r *report.Report, d gate.Decision) error {
	s := suites{&encoder{Writer: bufio.NewWriterSize(w, 64<<10)}, r, d}
	s.WriteString(xml.Header)
	s.open("testsuites")
	s.run()
	s.rules()
	s.close("testsuites")
	return s.Flush()
}

type suites struct {
	*encoder
	report   *report.Report
	decision gate.Decision
}

// testcase is one outcome; of its results at most one is set.
type testcase struct {
	name, class               string
	skipped, failure, errored *result
}

// result is why a case did not pass. Its type is empty where the case was skipped. The text must be plain, and stands for
// the message where it is empty: some servers show nothing else.
type result struct{ message, kind, text string }

// suite is the head of a suite.
type suite struct {
	id                               int
	name                             string
	tests, failures, errors, skipped int
	properties                       []attribute
}

// begin opens a suite. Nothing in a report is measured: the times are 0 and the as-of date, and the host is the one that
// the schema names for those who don't tell.
func (s suites) begin(head suite) {
	group, _, _ := strings.Cut(head.name, ".")
	s.open("testsuite",
		attribute{"name", head.name},
		attribute{"package", group},
		number("id", head.id),
		number("tests", head.tests),
		number("failures", head.failures),
		number("errors", head.errors),
		number("skipped", head.skipped),
		attribute{"time", "0"},
		attribute{"timestamp", s.report.AsOf.String() + "T00:00:00"},
		attribute{"hostname", "localhost"},
	)
	s.open("properties")
	for _, p := range head.properties {
		s.leaf("property", "", attribute{"name", p.name}, attribute{"value", p.value})
	}
	s.close("properties")
}

// end closes a suite; its schema wants both streams, which nothing writes to.
func (s suites) end() {
	s.leaf("system-out", "")
	s.leaf("system-err", "")
	s.close("testsuite")
}

func (s suites) testcase(c testcase) {
	head := []attribute{{"name", c.name}, {"classname", c.class}, {"time", "0"}}
	if c.passed() {
		s.leaf("testcase", "", head...)
		return
	}
	s.open("testcase", head...)
	s.result("skipped", c.skipped)
	s.result("failure", c.failure)
	s.result("error", c.errored)
	s.close("testcase")
}

func (c testcase) passed() bool {
	return c.skipped == nil && c.failure == nil && c.errored == nil
}

func (s suites) result(name string, r *result) {
	if r == nil {
		return
	}
	attributes := []attribute{{"message", r.message}}
	if r.kind != "" {
		attributes = append(attributes, attribute{"type", r.kind})
	}
	s.leaf(name, cmp.Or(r.text, prose.Plain(r.message)), attributes...)
}

// rules writes a suite for each rule.
func (s suites) rules() {
	for i, rule := range s.report.Rules {
		s.begin(s.head(i))
		var names namer
		for subject, outcome := range s.report.OutcomesOf(rule.ID) {
			if name := names.name(outcome.Subject); outcome.Verdict != report.NotApplicable {
				s.testcase(s.caseOf(outcome, name, subject.Pos))
			}
		}
		s.end()
	}
}

// head is that of the suite of a rule.
func (s suites) head(number int) suite {
	rule, counts := s.report.Rules[number], s.report.Counts[number]
	blocked := s.blocked(rule.ID, counts)
	return suite{
		id:       number + 1, // the suite about the run comes first
		name:     rule.ID,
		tests:    counts.Population() - counts.NotApplicable,
		failures: blocked,
		errors:   counts.Errors,
		skipped:  counts.NotAssessable + counts.Waived + counts.Failed - blocked,
		properties: append([]attribute{
			{"title", rule.Title},
			{"subject", rule.Subject},
			{"level", string(rule.Level)},
			{"controls", strings.Join(rule.Controls, " ")},
		}, tally(counts)...),
	}
}

// blocked counts the subjects with a finding that blocks.
func (s suites) blocked(rule string, counts report.Counts) int {
	n := 0
	if counts.Failed == 0 {
		return n
	}
	for _, outcome := range s.report.OutcomesOf(rule) {
		if slices.ContainsFunc(outcome.Findings, s.decision.Blocks) {
			n++
		}
	}
	return n
}

func tally(c report.Counts) []attribute {
	return []attribute{
		number("population", c.Population()),
		number("passed", c.Passed),
		number("failed", c.Failed),
		number("waived", c.Waived),
		number("not_applicable", c.NotApplicable),
		number("not_assessable", c.NotAssessable),
		number("errors", c.Errors),
	}
}

// namer names the cases of one suite: servers drop a case whose name another one has.
type namer struct {
	last report.SubjectRef
	nth  int
}

// name tells records with one id apart by their number; they come one after the other.
func (n *namer) name(s report.SubjectRef) string {
	if s != n.last {
		n.last, n.nth = s, 0
	}
	n.nth++
	name := s.Kind + " " + s.ID
	if n.nth > 1 {
		name += fmt.Sprintf(" (%d)", n.nth)
	}
	return name
}

func (s suites) caseOf(o report.Outcome, name string, at source.Position) testcase {
	c := testcase{name: name, class: o.Rule}
	switch {
	case o.Waived():
		c.skipped = &result{message: o.Findings[0].Waived.String(), text: lines(o.Findings)}
	case o.Verdict == report.Fail:
		s.fail(&c, o.Findings)
	case o.Verdict == report.NotAssessable:
		c.skipped = &result{message: "not assessable: " + o.Reason, text: line(at, "not assessable", o.Reason)}
	case o.Verdict == report.Errored:
		c.errored = &result{o.Reason, "error", line(at, "error", o.Reason)}
	}
	return c
}

// fail sums up a case by its first finding that blocks, or else by the first that nobody has accepted.
func (s suites) fail(c *testcase, findings []report.Finding) {
	open := slices.DeleteFunc(slices.Clone(findings), func(f report.Finding) bool { return f.Waived != nil })
	text := lines(findings)
	first := slices.IndexFunc(open, s.decision.Blocks)
	if first < 0 {
		c.skipped = &result{message: "does not block: " + summary(open[0], len(open)), text: text}
		return
	}
	c.failure = &result{summary(open[first], len(open)), string(open[first].Level), text}
}

func summary(f report.Finding, findings int) string {
	text := f.Message
	if f.Age == report.ExistingFinding {
		text += " (as in the base)"
	}
	if more := findings - 1; more > 0 {
		text += fmt.Sprintf(" (and %s)", prose.Count(more, "more finding", "more findings"))
	}
	return text
}

// line begins with a place, as editors and servers make links of it.
func line(at source.Position, label, text string) string {
	return prose.Plain(at.String()+": "+label+": "+text) + "\n"
}

// lines say of each finding where it stands, what it is and how to mend it.
func lines(findings []report.Finding) string {
	var text strings.Builder
	for _, f := range findings {
		text.WriteString(line(f.Pos, string(f.Level), f.Message))
		if f.Remedy != "" {
			text.WriteString("  fix: " + prose.Plain(f.Remedy) + "\n")
		}
		if f.Age == report.ExistingFinding {
			text.WriteString("  the base of the change has it too\n")
		}
		if f.Waived != nil {
			text.WriteString("  " + prose.Plain(f.Waived.String()) + "\n")
		}
	}
	return text.String()
}

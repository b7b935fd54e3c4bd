package junit

import (
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
)

// runSuite is the suite about the run itself.
const runSuite = "riskgate.run"

// run writes what is true of the run and of no record: the verdict, and files that are missing or were not checked.
func (s suites) run() {
	head := suite{name: runSuite, properties: s.about()}
	var cases []testcase
	add := func(c testcase) {
		c.class = runSuite
		cases = append(cases, c)
		head.tests++
		switch {
		case c.skipped != nil:
			head.skipped++
		case c.errored != nil:
			head.errors++
		case c.failure != nil:
			head.failures++
		}
	}
	add(verdict(s.decision))
	for _, expected := range s.report.Missing {
		add(testcase{name: "expected " + expected.String(), errored: &result{message: expected.Absence(), kind: "missing"}})
	}
	for _, file := range s.report.Ignored {
		if file.Data {
			add(testcase{name: "file " + file.Name, skipped: &result{message: "ignored: " + file.Reason}})
		}
	}
	if c := s.report.Comparison; c != nil {
		for _, file := range c.Unread {
			add(testcase{name: "file of the base " + file.Name, skipped: &result{message: "not compared: " + file.Reason}})
		}
	}
	s.begin(head)
	for _, c := range cases {
		s.testcase(c)
	}
	s.end()
}

// verdict fails with the gate, also where no case of a rule does.
func verdict(d gate.Decision) testcase {
	c := testcase{name: "verdict"}
	why := &result{message: d.String(), kind: "verdict"}
	switch d.Code {
	case gate.Complies:
	case gate.FindingsBlock:
		c.failure = why
	default:
		c.errored = why
	}
	return c
}

// about tells how the run came about.
func (s suites) about() []attribute {
	r := s.report
	var all []attribute
	say := func(name, value string) {
		if value != "" {
			all = append(all, attribute{name, value})
		}
	}
	say("version", r.Tool.Version)
	say("library", r.Tool.Library)
	say("as_of", r.AsOf.String())
	say("profile", r.Profile)
	say("settings_file", r.SettingsFile)
	say("documents", strconv.Itoa(r.Totals.Documents))
	say("subjects", strconv.Itoa(r.Totals.Subjects))
	if len(r.Coverage.Limited) > 0 {
		say("coverage", r.Coverage.String())
	}
	if c := r.Comparison; c != nil {
		say("base", c.Base)
		say("base_commit", c.BaseCommit)
		say("head", c.Head)
		say("head_commit", c.HeadCommit)
		say("diverged", strconv.FormatBool(c.Diverged))
		say("emptied", strings.Join(c.Emptied, ", "))
		say("lost", strconv.Itoa(c.Lost))
		say("fixed", strconv.Itoa(c.Fixed))
		if c.TrustsHead {
			say("controls", "rules, settings and waivers are those of the change itself")
		}
		for _, control := range c.Controls {
			say("control", control.String())
		}
	}
	for _, change := range r.Changes {
		say("rule_changed", change.String())
	}
	return append(all, tally(r.Totals.Outcomes)...)
}

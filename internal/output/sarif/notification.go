package sarif

import (
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// notice is a kind of notification.
type notice struct{ id, level, meaning string }

// The kinds of notification.
var (
	errored       = notice{"rule-error", "error", "A rule could not be evaluated."}
	missing       = notice{"document-missing", "error", "Something that the settings expect was not found."}
	leftOut       = notice{"results-left-out", "warning", "There are more findings than code hosts take."}
	ignored       = notice{"file-ignored", "warning", "A JSON file was not checked."}
	comparison    = notice{"comparison-weak", "warning", "The comparison of a change with its base doesn't show everything."}
	control       = notice{"control-changed", "warning", "The change touches what it is held to."}
	coverage      = notice{"coverage", "note", "The source of an input can't carry everything that rules need."}
	notAssessable = notice{"not-assessable", "note", "The records can't show what a rule needs: it neither holds nor fails."}
	idle          = notice{"rule-idle", "note", "A rule applied to no record."}
	unasked       = notice{"rule-unasked", "note", "There was no record to ask a rule about."}
	changed       = notice{"rule-changed", "note", "The settings turn a rule off, or give it another level."}
)

var notices = []notice{errored, missing, leftOut, ignored, comparison, control, coverage, notAssessable, idle, unasked, changed}

// invocation writes what became of the run, and all that is no finding.
func (l log) invocation(d gate.Decision) {
	r := l.report
	l.Key("invocations")
	l.Spread('[')
	l.Spread('{')
	l.Key("executionSuccessful")
	l.Boolean(len(r.Errors) == 0)
	l.Count("exitCode", d.Code)
	l.Member("exitCodeDescription", prose.Plain(d.String()))
	l.Key("toolExecutionNotifications")
	l.Spread('[')
	l.coverage(&r.Coverage)
	l.unjudged(errored, r.Errors, "could not be checked")
	l.leftOut()
	l.ignored()
	l.unjudged(notAssessable, r.NotAssessable, "could not be assessed")
	l.unused()
	l.End(']')
	l.Key("toolConfigurationNotifications")
	l.Spread('[')
	l.configuration()
	l.End(']')
	l.End('}')
	l.End(']')
}

// notify writes one notification, about a rule and places where such are given.
func (l log) notify(kind notice, rule, text string, places ...source.Position) {
	l.Begin('{')
	l.Object("descriptor", func() {
		l.Member("id", kind.id)
		l.Count("index", slices.Index(notices, kind))
	})
	if index, asked := l.rules[rule]; asked {
		l.Object("associatedRule", func() {
			l.Member("id", rule)
			l.Count("index", index)
		})
	}
	l.Member("level", kind.level)
	l.message("message", text)
	if len(places) > 0 {
		l.Key("locations")
		l.Begin('[')
		for _, place := range places {
			l.Begin('{')
			l.location(place, report.SubjectRef{})
			l.End('}')
		}
		l.End(']')
	}
	l.End('}')
}

// coverage says first how much the records can show, where a source can't carry everything.
func (l log) coverage(c *report.Coverage) {
	if len(c.Limited) == 0 {
		return
	}
	var places []source.Position
	for _, input := range c.Limited[:min(len(c.Limited), most)] {
		places = append(places, source.Position{File: input.Name})
	}
	l.notify(coverage, "", "Coverage: "+c.String()+". Format json lists what to ask for.", places...)
}

// unjudged says each reason why a rule was not judged once, with the first record that it holds for.
func (l log) unjudged(kind notice, all []report.Unjudged, how string) {
	for _, u := range all {
		l.notify(kind, u.Rule, fmt.Sprintf("%s: %s %s: %s", u.Rule, u.Who(), how, u.Reason), u.First.Pos)
	}
}

func (l log) leftOut() {
	room := l.room()
	if n := len(l.report.Findings) - room[false] - room[true]; n > 0 {
		l.notify(leftOut, "", fmt.Sprintf("%s left out, waived ones first, then the least severe: GitHub refuses more than %s of one run. Format json has all.",
			prose.Count(n, "finding is", "findings are"), prose.Count(MaxResults, "result", "results")))
	}
}

// most is how many files are named that share one reason to be ignored.
const most = 100

// ignored names the files that may hold records, by reason.
func (l log) ignored() {
	places := make(map[string][]source.Position)
	var reasons []string
	for _, file := range l.report.Ignored {
		if !file.Data {
			continue
		}
		if places[file.Reason] == nil {
			reasons = append(reasons, file.Reason)
		}
		places[file.Reason] = append(places[file.Reason], source.Position{File: file.Name})
	}
	for _, reason := range reasons {
		files := places[reason]
		text := prose.Count(len(files), "JSON file was ignored", "JSON files were ignored") + ": " + reason
		if len(files) > most {
			text += fmt.Sprintf(". The first %d are named; format json names all.", most)
		}
		l.notify(ignored, "", text, files[:min(len(files), most)]...)
	}
}

// unused names the rules that say nothing, since they found nothing to judge.
func (l log) unused() {
	for _, rule := range l.report.Idle() {
		l.notify(idle, rule.ID, fmt.Sprintf("%s applied to no %s.", rule.ID, rule.Subject))
	}
	for _, rule := range l.report.Unasked() {
		l.notify(unasked, rule.ID, fmt.Sprintf("%s was not asked: the run has no %s.", rule.ID, rule.Subject))
	}
}

// configuration says what the settings changed or wanted, and what a gated change would change.
func (l log) configuration() {
	r := l.report
	for _, expected := range r.Missing {
		l.notify(missing, "", "The"+strings.TrimPrefix(expected.Absence(), "the")+".")
	}
	for _, c := range r.Changes {
		l.notify(changed, c.Rule, c.String())
	}
	if r.Comparison != nil {
		l.comparison(r.Comparison)
	}
}

func (l log) comparison(c *report.Comparison) {
	if c.Diverged {
		l.notify(comparison, "", "The change was not made on top of its base: what the base has gained since looks removed.")
	}
	if len(c.Emptied) > 0 {
		l.notify(comparison, "", "The change leaves none of what the base has: "+strings.Join(c.Emptied, ", ")+".")
	}
	if c.Lost > 0 {
		l.notify(comparison, "", "The change leaves "+prose.Count(c.Lost, "check", "checks")+" not assessable.")
	}
	for _, file := range c.Unread {
		l.notify(comparison, "", "The base's "+file.Name+" can't be read: "+file.Reason)
	}
	if c.TrustsHead {
		l.notify(control, "", "Rules, settings and waivers are those of the change itself.")
	}
	for _, one := range c.Controls {
		text := "The change touches " + one.String() + "."
		if !c.TrustsHead {
			text += " It is not held to its own version."
		}
		l.notify(control, "", text, source.Position{File: one.Name})
	}
}

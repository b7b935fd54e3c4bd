// Package github writes a report as commands to a GitHub workflow, which shows each finding beside the line that it is about.
package github

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// GitHub shows so many annotations of each level for one step, and of each so much. It drops the rest without a word, so
// that this is said first, and the log has it all.
const (
	mostAnnotations = 10
	mostMessage     = 4000 // of 4,096 characters
	mostTitle       = 255
)

// The levels of annotations, the graver first. A job doesn't fail by them but by the exit code.
const (
	errorLevel   = "error"
	warningLevel = "warning"
	noticeLevel  = "notice"
)

// annotation is a message that stands beside a line of a file, or by itself.
type annotation struct {
	level, title, message string
	at                    source.Position
	// inLog is the same as one line of the log.
	inLog string
}

// Write writes the verdict, then what stands in the way, the gravest first, then the rest: as annotations as far as GitHub
// shows them, and all of the others as lines of the log.
func Write(w io.Writer, r *report.Report, d gate.Decision) error {
	var shown, rest []annotation
	verdict := annotation{level: levelOf(d), title: "riskgate", message: prose.Plain(d.String())}
	count := map[string]int{verdict.level: 1}
	for _, a := range annotations(r, d) {
		if count[a.level] == mostAnnotations {
			rest = append(rest, a)
			continue
		}
		count[a.level]++
		shown = append(shown, a)
	}
	if len(rest) > 0 {
		verdict.message += fmt.Sprintf("\n%s in the log alone, for GitHub shows %d annotations of each level.",
			prose.Count(len(rest), "more stands", "more stand"), mostAnnotations)
	}
	buffer := bufio.NewWriter(w)
	command(buffer, verdict)
	for _, a := range shown {
		command(buffer, a)
	}
	if len(rest) > 0 {
		fmt.Fprintf(buffer, "::group::%s more without an annotation\n", prose.Number(len(rest)))
		for _, a := range rest {
			fmt.Fprintln(buffer, prose.Plain(a.inLog))
		}
		fmt.Fprintln(buffer, "::endgroup::")
	}
	fmt.Fprintln(buffer, prose.Plain(d.String()))
	return buffer.Flush()
}

func levelOf(d gate.Decision) string {
	if d.Code == gate.Complies {
		return noticeLevel
	}
	return errorLevel
}

// annotations returns what is not as it should be: what could not be checked, what a person is to look at, and what nobody
// has accepted.
func annotations(r *report.Report, d gate.Decision) []annotation {
	var all []annotation
	if c := &r.Coverage; len(c.Limited) > 0 {
		all = append(all, annotate(noticeLevel, "coverage", "Coverage", "coverage", source.Position{}, c.String()))
	}
	for _, e := range r.Errors {
		message := "could not be checked: " + e.Who() + ": " + e.Reason
		all = append(all, annotate(errorLevel, "error", e.Rule, e.Rule, e.First.Pos, message))
	}
	if r.Comparison != nil {
		for _, file := range r.Comparison.Unread {
			message := "the base of the change has a file that can't be read, so that nothing is compared with it: " + file.Reason
			all = append(all, annotate(warningLevel, "not compared", "Not compared", file.Name, source.Position{File: file.Name}, message))
		}
		for _, c := range r.Comparison.Controls {
			message := "the change is not held to its own " + c.What + ": a person is to approve that this file is " + c.Change
			all = append(all, annotate(warningLevel, "control change", "Control change", c.What, source.Position{File: c.Name}, message))
		}
	}
	titles := map[string]string{}
	for _, rule := range r.Rules {
		titles[rule.ID] = rule.Title
	}
	for _, f := range r.Findings {
		if f.Waived != nil {
			continue
		}
		a := annotate(findingLevel(f, d), string(f.Level), f.Rule+": "+titles[f.Rule], f.Rule, f.Pos, f.Message)
		if f.Remedy != "" {
			a.message += "\nfix: " + prose.Plain(f.Remedy)
		}
		all = append(all, a)
	}
	return all
}

func annotate(level, label, title, rule string, at source.Position, message string) annotation {
	inLog := fmt.Sprintf("%s: %s (%s)", label, message, rule)
	if at.File != "" {
		inLog = at.String() + ": " + inLog
	}
	if at.Sheet != "" { // no line of the file can be marked
		message = at.Cell() + ": " + message
	}
	return annotation{level: level, title: title, message: prose.Plain(message), at: at, inLog: inLog}
}

// findingLevel is error for what blocks; of what doesn't, findings that the change has not brought stand back behind
// warnings.
func findingLevel(f report.Finding, d gate.Decision) string {
	switch {
	case d.Blocks(f):
		return errorLevel
	case f.Age == report.ExistingFinding:
		return noticeLevel
	}
	return warningLevel
}

// command writes an annotation on one line. Its message is plain already, but for its own line breaks.
func command(w io.Writer, a annotation) {
	var properties []string
	property := func(name, value string) {
		properties = append(properties, name+"="+propertyEscapes.Replace(value))
	}
	if a.at.File != "" {
		property("file", prose.Plain(a.at.File))
	}
	if a.at.InText() {
		property("line", fmt.Sprint(a.at.Line))
		property("col", fmt.Sprint(a.at.Column))
	}
	property("title", prose.Cut(prose.Plain(a.title), mostTitle))
	fmt.Fprintf(w, "::%s %s::%s\n", a.level, strings.Join(properties, ","), dataEscapes.Replace(prose.Cut(a.message, mostMessage)))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

package lint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// silent finds the rules without an example in which they find something. Whether the examples tell the truth is for
// their tests.
func silent(l *library) []Finding {
	var found []Finding
	for _, rule := range l.study.Rules {
		file, isLookedAt := l.file(rule.Stated.File)
		if isLookedAt && !fires(file.folder.FS, path.Join(path.Dir(file.path), "examples")) {
			found = append(found, Finding{
				Pos:     rule.Stated,
				Message: "no example makes the rule fire",
				Hint:    "write " + path.Join(path.Dir(file.name()), "examples", "fail.json") + " with the violations that the rule finds in it",
			})
		}
	}
	return found
}

// fires holds for a folder of examples of which one has violations.
func fires(fsys fs.FS, folder string) bool {
	names, err := fs.Glob(fsys, path.Join(folder, "*.json"))
	if err != nil {
		return false
	}
	return slices.ContainsFunc(names, func(name string) bool {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return false
		}
		example, err := new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
		if err != nil {
			return false
		}
		violations := example.Get("violations")
		return violations != nil && len(violations.Elements) > 0
	})
}

// uncovered finds the pairs of a severity and a response that settings allow and that no rule is about: each rule that
// applies to such a risk would apply whatever its response was.
func uncovered(l *library) []Finding {
	allowed := l.Settings.Get("response").Get("allowed")
	if allowed == nil {
		return nil
	}
	var found []Finding
	for _, level := range allowed.Members {
		byResponse := map[string][]report.Verdict{}
		for _, response := range responses(allowed) {
			byResponse[response] = l.probe(level.Name, response)
		}
		for _, response := range level.Value.Elements {
			if !distinct(byResponse, response.Text) {
				found = append(found, Finding{
					Message: fmt.Sprintf("no rule asks anything of a %s risk because its response is %s", level.Name, response.Text),
				})
			}
		}
	}
	return found
}

// responses are all that settings allow at some severity.
func responses(allowed *source.Value) []string {
	var all []string
	for _, level := range allowed.Members {
		for _, response := range level.Value.Elements {
			all = append(all, response.Text)
		}
	}
	return all
}

// probe asks all rules about an open risk of which nothing else is known.
func (l *library) probe(severity, response string) []report.Verdict {
	text := func(name, value string) source.Member {
		return source.Member{Name: name, Value: source.NewString(value)}
	}
	risk := source.NewObject(
		text("id", "R-1"),
		text("status", "responding"),
		source.Member{Name: "assessment", Value: source.NewObject(text("severity", severity))},
		source.Member{Name: "response", Value: source.NewObject(text("type", response))},
	)
	input := source.NewObject(source.Member{Name: "risk", Value: risk})
	var verdicts []report.Verdict
	for _, answer := range l.engine.Worker().Ask(l.ctx, policy.Subject{Kind: "risk", Input: input}) {
		verdicts = append(verdicts, answer.Verdict)
	}
	return verdicts
}

// distinct holds when some rule applies to one response and not to another.
func distinct(byResponse map[string][]report.Verdict, response string) bool {
	for i, verdict := range byResponse[response] {
		if verdict == report.NotApplicable {
			continue
		}
		for _, others := range byResponse {
			if others[i] == report.NotApplicable {
				return true
			}
		}
	}
	return false
}

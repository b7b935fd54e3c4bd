package lint

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// wording are the fields that name a record in a message. Every source has them, so that metadata may leave them out.
var wording = []string{"id", "title", "name"}

// untrueReads compares what metadata says that a rule reads with what its code reads.
func untrueReads(l *library) []Finding {
	var found []Finding
	for _, rule := range l.study.Rules {
		missing := map[source.Position][]string{}
		for _, look := range rule.Violations {
			missing[look.Pos] = append(missing[look.Pos], unstated(rule, look)...)
		}
		for at, paths := range missing {
			if len(paths) > 0 {
				found = append(found, Finding{
					Pos:     at,
					Message: fmt.Sprintf("reads %s, and metadata doesn't say so", strings.Join(paths, ", ")),
					Hint:    "add it under reads; where its absence proves nothing, under optional",
				})
			}
		}
		for _, stated := range rule.Reads {
			if problem := untrue(rule, stated); problem != "" {
				found = append(found, Finding{Pos: l.stated(rule, "reads", stated), Message: fmt.Sprintf("metadata reads: %s %s", stated, problem)})
			}
		}
		found = append(found, l.untrueOptional(rule)...)
	}
	return found
}

func (l *library) untrueOptional(rule policy.RuleStudy) []Finding {
	var found []Finding
	for _, stated := range rule.Optional {
		problem := untrue(rule, stated)
		switch {
		case problem != "":
		case slices.ContainsFunc(rule.Reads, func(read string) bool { return within(stated, read, ".") }):
			problem = "stands under reads too"
		case slices.ContainsFunc(rule.Applies, func(look policy.Look) bool { return covers(look, stated) }):
			problem = "decides whether the rule applies: that is not optional"
		default:
			continue
		}
		found = append(found, Finding{Pos: l.stated(rule, "optional", stated), Message: fmt.Sprintf("metadata optional: %s %s", stated, problem)})
	}
	return found
}

// unstated lists what a look takes that metadata says nothing of. What applies looks at needs no word: without it a rule
// isn't judged anyway.
func unstated(rule policy.RuleStudy, look policy.Look) []string {
	stated := slices.Concat(rule.Reads, rule.Optional)
	if len(look.Inside) == 0 { // whether it is there
		known := slices.ContainsFunc(stated, func(path string) bool { return overlap(path, look.Path) }) ||
			slices.ContainsFunc(rule.Applies, func(other policy.Look) bool { return overlap(other.Path, look.Path) })
		if known {
			return nil
		}
		return []string{look.Path}
	}
	var missing []string
	for _, path := range look.Inside {
		switch {
		case slices.Contains(wording, path[strings.LastIndexByte(path, '.')+1:]):
		case slices.ContainsFunc(stated, func(other string) bool { return within(path, other, ".") }):
		case slices.ContainsFunc(rule.Applies, func(other policy.Look) bool { return covers(other, path) }):
		default:
			missing = append(missing, path)
		}
	}
	return missing
}

// untrue says what is wrong with a path that metadata states.
func untrue(rule policy.RuleStudy, stated string) string {
	inside := false
	for _, look := range slices.Concat(rule.Applies, rule.Violations) {
		if covers(look, stated) || look.Path == stated || len(look.Inside) == 0 && stated == look.Path+".id" {
			return ""
		}
		inside = inside || within(look.Path, stated, ".")
	}
	if inside {
		return "is more than the code reads: name the fields"
	}
	return "is nothing that the code reads"
}

// covers holds for a look that takes the whole of a path.
func covers(look policy.Look, path string) bool {
	return slices.ContainsFunc(look.Inside, func(inside string) bool { return inside == path })
}

func overlap(a, b string) bool { return within(a, b, ".") || within(b, a, ".") }

// within holds for a path that is another or goes on from it after a separator.
func within(path, outer, separator string) bool {
	return path == outer || strings.HasPrefix(path, outer+separator)
}

// untrueSettings compares the settings that metadata names with those that the code uses.
func untrueSettings(l *library) []Finding {
	var found []Finding
	for _, rule := range l.study.Rules {
		for _, used := range rule.Settings {
			switch {
			case slices.Contains(rule.Rule.Settings, used.Path):
			case !strings.Contains(used.Path, "."):
				found = append(found, Finding{
					Pos:     used.Pos,
					Message: "uses settings without saying which",
					Hint:    "write data.settings.<group>.<name>, so that a reader can tell what moves the rule",
				})
			default:
				found = append(found, Finding{
					Pos:     used.Pos,
					Message: fmt.Sprintf("uses the setting %s, and metadata doesn't say so", used.Path),
					Hint:    "add it under settings",
				})
			}
		}
		for _, stated := range rule.Rule.Settings {
			if !slices.ContainsFunc(rule.Settings, func(used policy.Look) bool { return used.Path == stated }) {
				found = append(found, Finding{
					Pos:     l.stated(rule, "settings", stated),
					Message: fmt.Sprintf("metadata settings: the code doesn't use %s", stated),
				})
			}
		}
	}
	return found
}

// stated is the place where a key of metadata names something.
func (l *library) stated(rule policy.RuleStudy, key, name string) source.Position {
	file, _ := l.file(rule.Stated.File)
	found := false
	for n, line := range bytes.Split(file.text, []byte("\n")) {
		text := strings.TrimSpace(strings.TrimPrefix(string(line), "#"))
		found = n+1 >= rule.Stated.Line && (found || strings.HasPrefix(text, key+":"))
		if !found {
			continue
		}
		if column := column(string(line), name); column > 0 {
			return source.Position{File: file.name(), Line: n + 1, Column: column}
		}
	}
	return rule.Stated
}

// column is where a name stands by itself in a line, counted from 1, or 0.
func column(line, name string) int {
	for from := 0; ; {
		i := strings.Index(line[from:], name)
		if i < 0 {
			return 0
		}
		start, end := from+i, from+i+len(name)
		if !strings.ContainsAny(line[:start][max(start-1, 0):], nameCharacters) && !strings.ContainsAny(line[end:min(end+1, len(line))], nameCharacters) {
			return start + 1
		}
		from = end
	}
}

const nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

// strays finds fields that the input doesn't have, where OPA doesn't look.
func strays(l *library) []Finding {
	var found []Finding
	for _, rule := range l.study.Rules {
		for _, stray := range rule.Strays {
			path := strings.Split(stray.Path, ".")
			came, known := rule.Follow(path)
			found = append(found, Finding{
				Pos:     stray.Pos,
				Message: fmt.Sprintf("there is no %s in the input of a %s", stray.Path, rule.Subject),
				Hint:    spelling.Hint(path[min(came, len(path)-1)], known),
			})
		}
	}
	return found
}

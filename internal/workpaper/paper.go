package workpaper

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// Paper is a work paper: samples, and all that it takes to draw them again.
type Paper struct {
	Design
	Evidence  string   // the name of its directory
	Statement string   // the file that was verified
	SHA256    string   // of that file, lower-case hex
	Results   string   // the SHA-256 of the results, lower-case hex
	Signers   []string // none for a statement that nobody signed
	Run       string   // what the run was: its mode and day
	Verdict   string   // as recorded
	Tool      string   // that drew the samples
	// Completeness says whether the populations were held to the records, and what came of it.
	Completeness string
	Samples      []Sample
}

// fact is a line about the whole paper.
type fact struct {
	name, text string
	exact      bool // to be copied as it is
}

// facts are what both formats say before the samples.
func (p *Paper) facts() []fact {
	signed := "nobody: anybody can have written it"
	if len(p.Signers) > 0 {
		signed = strings.Join(p.Signers, "; ")
	}
	strata := "none"
	if p.Stratify != "" {
		strata = "by " + p.Stratify
	}
	return []fact{
		{name: "evidence", text: p.Evidence},
		{name: "signed by", text: signed},
		{name: p.Statement + ", sha256", text: p.SHA256, exact: true},
		{name: "results.json, sha256", text: p.Results, exact: true},
		{name: "run", text: p.Run},
		{name: "recorded verdict", text: p.Verdict},
		{name: "completeness", text: p.Completeness},
		{name: "sample size", text: fmt.Sprintf("%d of each rule, or all where there are fewer", p.Size)},
		{name: "seed", text: p.Seed, exact: true},
		{name: "strata", text: strata},
		{name: "method", text: p.Method()},
		{name: "drawn by", text: p.Tool},
	}
}

// mostValue is how many characters of a value are shown, mostValues how many values of a path, and mostLines how many of an
// item.
const (
	mostValue  = 200
	mostValues = 12
	mostLines  = 80
)

// lines are the values of an item, each made by say. Of a path with many values the first are shown.
func (i Item) lines(say func(Value) string) []string {
	var lines []string
	if i.Note != "" {
		lines = append(lines, i.Note)
	}
	seen := map[string]int{}
	var paths []string
	for _, v := range i.Values {
		path := withoutNumbers(v.Path)
		if seen[path]++; seen[path] == 1 {
			paths = append(paths, path)
		}
		if seen[path] <= mostValues {
			lines = append(lines, say(v))
		}
	}
	for _, path := range paths {
		if more := seen[path] - mostValues; more > 0 {
			lines = append(lines, fmt.Sprintf("and %s of %s", prose.Count(more, "more value", "more values"), path))
		}
	}
	if more := len(lines) - mostLines; more > 0 {
		lines = append(lines[:mostLines], "and "+prose.Count(more, "more", "more"))
	}
	return lines
}

// withoutNumbers is a path without what tells elements of a list apart.
func withoutNumbers(path string) string {
	var b strings.Builder
	inside := false
	for _, r := range path {
		switch {
		case r == '[':
			inside = true
		case r == ']':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// statement says what stands at the place.
func (v Value) statement() string {
	if v.Value == "" {
		return v.Path + " is absent"
	}
	return v.Path + " = " + prose.Cut(v.Value, mostValue)
}

// placed is the statement with the place in full.
func (v Value) placed() string {
	if v.Pos == (source.Position{}) {
		return v.statement()
	}
	return v.statement() + " (" + v.Pos.String() + ")"
}

// population says how many outcomes of each sort there are.
func (s Sample) population() string {
	var parts []string
	for _, outcome := range Outcomes() {
		if n := s.Counts[outcome]; n > 0 {
			parts = append(parts, prose.Number(n)+" "+strings.ReplaceAll(outcome, "_", " "))
		}
	}
	return strings.Join(parts, ", ")
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

package policytest

import (
	"context"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"

	"github.com/riskgate/riskgate/internal/source"
)

// Coverage is what of a file its tests and examples come to.
type Coverage struct {
	Lines  int // on which a definition or a condition begins
	Missed []Line
}

// Score is how many of the lines are come to.
func (c *Coverage) Score() Score {
	if c == nil {
		return Score{}
	}
	return Score{c.Lines - len(c.Missed), c.Lines}
}

// Line is a line of a file.
type Line struct {
	Pos  source.Position
	Code string
}

// cover asks every probe, and sees where they get. A condition is come to when it
// is asked, a definition when it holds.
func (s *suite) cover(ctx context.Context, compiler *ast.Compiler, file file) *Coverage {
	tracer := cover.New()
	for _, p := range s.probes {
		_, _ = s.ask(ctx, compiler, p, tracer) // what goes wrong doesn't get far, and that is what counts
	}
	seen := tracer.Report(map[string]*ast.Module{s.name: file.module}).Files[s.name]
	lines := map[int]bool{} // by number, whether all of it is come to
	for _, covered := range seen.Covered {
		lines[covered.Start.Row] = true
	}
	for _, missed := range seen.NotCovered {
		lines[missed.Start.Row] = false
	}
	found := &Coverage{Lines: len(lines)}
	for i, code := range strings.Split(file.text, "\n") {
		if covered, counts := lines[i+1]; counts && !covered {
			trimmed := strings.TrimSpace(code)
			column := strings.Index(code, trimmed) + 1
			found.Missed = append(found.Missed, Line{source.Position{File: s.name, Line: i + 1, Column: column}, trimmed})
		}
	}
	return found
}

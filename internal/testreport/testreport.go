// Package testreport writes what the tests of a rule library found.
package testreport

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/riskgate/riskgate/internal/policytest"
	"github.com/riskgate/riskgate/internal/prose"
)

// WriteText writes a report for a person, on lines of a width where their words allow it.
func WriteText(w io.Writer, r *policytest.Report, width int) error {
	p := printer{bufio.NewWriter(w), width}
	p.problems(r.Results)
	p.survivors(r.Mutations)
	p.counts(r)
	return p.Flush()
}

// printer writes lines. Its writer keeps the first error until the end.
type printer struct {
	*bufio.Writer
	width int
}

func (p printer) paragraph(indent int, text string) {
	for i, line := range prose.Wrap(text, p.width-indent) {
		margin := indent
		if i > 0 {
			margin += 4
		}
		fmt.Fprintf(p, "%s%s\n", strings.Repeat(" ", margin), line)
	}
}

func (p printer) problems(results []policytest.Result) {
	for _, result := range results {
		for _, problem := range result.Problems {
			p.paragraph(0, problem.Error())
			if problem.Hint != "" {
				p.paragraph(2, "hint: "+problem.Hint)
			}
		}
	}
}

func (p printer) survivors(mutations []policytest.Mutation) {
	for _, mutation := range mutations {
		for _, survivor := range mutation.Survivors {
			p.paragraph(0, fmt.Sprintf("%s: %s, and no test notices", survivor.Pos, survivor.Change))
			p.code("- ", survivor.Before)
			p.code("+ ", survivor.After)
		}
	}
}

// code writes a line of Rego whole, for a reader to find and to copy.
func (p printer) code(sign, line string) { fmt.Fprintf(p, "  %s%s\n", sign, prose.Plain(line)) }

func (p printer) counts(r *policytest.Report) {
	failed := 0
	for _, result := range r.Results {
		if len(result.Problems) > 0 {
			failed++
		}
	}
	if failed > 0 {
		p.paragraph(0, fmt.Sprintf("%s of %s", prose.Number(failed), prose.Count(len(r.Results), "test does not hold", "tests and examples do not hold")))
		return
	}
	p.paragraph(0, prose.Count(len(r.Results), "test or example holds", "tests and examples hold"))
	if r.Mutations == nil {
		return
	}
	changes, survived := 0, 0
	for _, mutation := range r.Mutations {
		changes += mutation.Changes
		survived += len(mutation.Survivors)
	}
	p.paragraph(0, fmt.Sprintf("%s, %s noticed (%s), %d survived",
		prose.Count(changes, "change", "changes"), prose.Number(changes-survived), percent(changes-survived, changes), survived))
}

// percent never rounds up to a whole that isn't reached.
func percent(part, whole int) string {
	if whole == 0 {
		return "100.0 %"
	}
	tenths := part * 1000 / whole
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

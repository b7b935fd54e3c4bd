package testreport

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/riskgate/riskgate/internal/policytest"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

func writeText(w io.Writer, r *policytest.Report, width int) error {
	p := printer{bufio.NewWriter(w), width}
	for _, result := range r.Results {
		for _, problem := range result.Problems {
			p.mistake(problem)
		}
	}
	for _, study := range r.Studies {
		p.missed(study.Coverage)
		p.survivors(study.Mutation)
	}
	if len(r.Studies) > 0 {
		p.scores(r.Studies)
	}
	p.counts(r)
	for _, shortfall := range r.Shortfalls() {
		p.paragraph(0, shortfall)
	}
	return p.Flush()
}

// printer writes lines. Its writer keeps the first error until the end.
type printer struct {
	*bufio.Writer
	width int
}

// paragraph writes a text; its second line and those after it are indented further.
func (p printer) paragraph(indent int, text string) {
	lines := prose.Wrap(text, p.width-indent)
	fmt.Fprintf(p, "%s%s\n", strings.Repeat(" ", indent), lines[0])
	for _, line := range prose.Wrap(strings.Join(lines[1:], " "), p.width-indent-4) {
		fmt.Fprintf(p, "%s%s\n", strings.Repeat(" ", indent+4), line)
	}
}

func (p printer) mistake(mistake *source.Error) {
	p.paragraph(0, mistake.Error())
	if mistake.Hint != "" {
		p.paragraph(2, "hint: "+mistake.Hint)
	}
}

// code writes a line of Rego whole, for a reader to find and to copy.
func (p printer) code(sign, line string) { fmt.Fprintf(p, "  %s%s\n", sign, prose.Plain(line)) }

func (p printer) missed(c *policytest.Coverage) {
	if c == nil {
		return
	}
	for _, line := range c.Missed {
		p.paragraph(0, fmt.Sprintf("%s: no test and no example gets here", line.Pos))
		p.code("| ", line.Code)
	}
}

func (p printer) survivors(m *policytest.Mutation) {
	if m == nil {
		return
	}
	for _, survivor := range m.Survivors {
		if survivor.Why == "" {
			p.paragraph(0, fmt.Sprintf("%s: survived: %s", survivor.Pos, survivor.Change))
			p.code("- ", survivor.Before)
			p.code("+ ", survivor.After)
		}
	}
	for _, mistake := range m.Mistakes {
		p.mistake(mistake)
	}
}

// scores writes one line for each file.
func (p printer) scores(studies []policytest.Study) {
	table := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	for _, study := range studies {
		fmt.Fprint(table, study.Rule)
		if c := study.Coverage; c != nil {
			fmt.Fprintf(table, "\t%d of %d lines", c.Score().Part, c.Lines)
		}
		if m := study.Mutation; m != nil {
			fmt.Fprintf(table, "\t%d of %d changes noticed", m.Score().Part, m.Score().Of)
		}
		fmt.Fprintln(table)
	}
	table.Flush()
}

func (p printer) counts(r *policytest.Report) {
	failed := 0
	for _, result := range r.Results {
		failed += min(1, len(result.Problems))
	}
	switch {
	case len(r.Results) == 0:
		p.paragraph(0, "nothing was tested")
	case failed > 0:
		p.paragraph(0, fmt.Sprintf("%s of %s", prose.Number(failed), prose.Count(len(r.Results), "test does not hold", "tests do not hold")))
	default:
		p.paragraph(0, prose.Count(len(r.Results), "test holds", "tests hold"))
	}
	if score := r.Coverage(); score.Of > 0 {
		p.paragraph(0, fmt.Sprintf("coverage %s: %s of %s", score, prose.Number(score.Part), prose.Count(score.Of, "line", "lines")))
	}
	if score := r.Mutation(); score.Of > 0 {
		p.paragraph(0, fmt.Sprintf("mutation %s: %s of %s noticed%s", score, prose.Number(score.Part), prose.Count(score.Of, "change", "changes"), besides(r.Explained())))
	}
}

func besides(explained int) string {
	if explained == 0 {
		return ""
	}
	return ", besides " + prose.Count(explained, "that makes", "that make") + " no difference"
}

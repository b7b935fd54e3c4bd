package markdown

import (
	"fmt"
	"iter"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// limit is how many bytes a page has. GitHub takes 65,536 characters for a comment; what is left is for the workflow that
// posts it to add a line of its own. GitLab takes a million characters, a job summary 1 MiB.
const limit = 65_000

// section is a part of the page: a title, and rows of which as many are written as there is room for.
type section struct {
	title string
	// folded sections open when the reader wants them.
	folded bool
	// columns are the heads of a table; without them, rows are items of a list.
	columns []string
	count   int
	rows    iter.Seq[[]string]
}

// frame returns what stands before and after the rows of a section.
func (s section) frame() (before, after string) {
	var b strings.Builder
	if s.folded {
		fmt.Fprintf(&b, "<details>\n<summary>%s</summary>\n\n", s.title)
		after = "\n</details>\n\n"
	} else {
		fmt.Fprintf(&b, "**%s**\n\n", s.title)
		after = "\n"
	}
	if len(s.columns) > 0 {
		b.WriteString("| " + strings.Join(s.columns, " | ") + " |\n")
		b.WriteString(strings.Repeat("| --- ", len(s.columns)) + "|\n")
	}
	return b.String(), after
}

func (s section) row(cells []string) string {
	if len(s.columns) == 0 {
		return "- " + cells[0] + "\n"
	}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// leftOut says how much of a section has no room.
func (s section) leftOut(n int) string {
	return fmt.Sprintf("\n%s left out here; the text and JSON reports list everything.\n", prose.Count(n, "more is", "more are"))
}

// fair is how many bytes of a section's rows no section before it takes the room of.
const fair = 2000

// page returns the sections between head and foot in no more bytes than the limit. Earlier sections take the room of later
// ones, but for their titles and the first of their rows.
func page(head string, sections []section, foot string) string {
	kept := len(foot)
	for _, s := range sections {
		kept += s.least()
	}
	var b strings.Builder
	b.WriteString(head)
	for _, s := range sections {
		kept -= s.least()
		before, after := s.frame()
		b.WriteString(before)
		written := 0
		for cells := range s.rows {
			row := s.row(cells)
			if b.Len()+len(row)+len(s.leftOut(s.count))+len(after)+kept > limit {
				break
			}
			b.WriteString(row)
			written++
		}
		if more := s.count - written; more > 0 {
			b.WriteString(s.leftOut(more))
		}
		b.WriteString(after)
	}
	b.WriteString(foot)
	return b.String()
}

// least is the length of a section with the rows that are its fair share.
func (s section) least() int {
	before, after := s.frame()
	rows := 0
	for cells := range s.rows {
		row := len(s.row(cells))
		if rows+row > fair {
			break
		}
		rows += row
	}
	return len(before) + rows + len(s.leftOut(s.count)) + len(after)
}

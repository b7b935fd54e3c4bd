package request

import (
	"bufio"
	"fmt"
	"io"

	"github.com/riskgate/riskgate/internal/commonmark"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// mostNamed is how many files, and records of one kind, a page names; the table has all records.
const mostNamed = 50

// Markdown writes the list as a letter.
func Markdown(w io.Writer, r *report.Report) error {
	b := bufio.NewWriter(w)
	c := &r.Coverage
	fmt.Fprintf(b, "# What is needed to complete the check of risk records\n\n")
	fmt.Fprintf(b, "As of %s, these files were held to the requirements of a risk management process (riskgate, profile %s):\n\n", r.AsOf, commonmark.Text(r.Profile))
	for i, input := range r.Inputs {
		if i == mostNamed {
			fmt.Fprintf(b, "- and %s\n", prose.Count(len(r.Inputs)-i, "other", "others"))
			break
		}
		fmt.Fprintf(b, "- File %s, %s\n", called(input), prose.Count(input.Records, "record", "records"))
	}
	if len(r.Inputs) == 0 {
		fmt.Fprintf(b, "- there were none\n")
	}
	fmt.Fprintf(b, "\nOf %s, they show %s, be it in part; of %s of single records, %s.\n",
		prose.Count(c.Rules(), "requirement", "requirements"), prose.Number(c.RulesShown()),
		prose.Count(c.Checks, "check", "checks"), prose.Number(c.Shown))
	if c.Otherwise > 0 {
		fmt.Fprintf(b, "What keeps %s from being judged is no matter of sending something; the report of the check names it.\n", prose.Count(c.Otherwise, "check", "checks"))
	}
	if len(c.Lacking) == 0 {
		fmt.Fprintf(b, "\nNothing has to be asked for.\n")
		return b.Flush()
	}
	fmt.Fprintf(b, "\nWhat they don't show could not be judged: it counts neither for nor against anybody. Please send what your records say of the\n"+
		"following, each with the id of the record beside it; a column in a spreadsheet will do, and so will a field in the next\n"+
		"export. Where nothing is recorded, please say so: that is an answer as well.\n")
	for i, l := range c.Lacking {
		fmt.Fprintf(b, "\n## %d. %s\n\n", i+1, commonmark.Text(what(l)))
		if m := meaning(l); m != "" {
			fmt.Fprintf(b, "Meaning: %s\n\n", commonmark.Text(m))
		}
		for _, n := range needed(l) {
			fmt.Fprintf(b, "- For %s%s\n", about(l, n), named(n))
		}
		fmt.Fprintf(b, "- Missing from %s\n", missingFrom(r, l, called))
		if l.Record != "" {
			fmt.Fprintf(b, "- Called %s by riskgate\n", commonmark.Code(l.Name))
		}
		fmt.Fprintf(b, "\nIt would show whether these hold:\n\n")
		for _, rule := range l.Rules {
			fmt.Fprintf(b, "- “%s” (%s)\n", commonmark.Text(rule.Title), commonmark.Code(rule.ID))
		}
	}
	return b.Flush()
}

func called(input report.Input) string {
	if input.Format == "" {
		return commonmark.Code(input.Name)
	}
	return commonmark.Code(input.Name) + " (" + commonmark.Text(input.Format) + ")"
}

// named lists the ids of records, unless it is all of them.
func named(n report.Needed) string {
	if n.All() {
		return ""
	}
	list, count := ": ", 0
	for id := range n.IDs() {
		if count > 0 {
			list += ", "
		}
		if count == mostNamed {
			return list + "and " + prose.Count(n.Count-count, "other", "others") + ", which the list as CSV names"
		}
		list += commonmark.Code(id)
		count++
	}
	return list
}

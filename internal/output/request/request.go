// Package request writes what to ask the people for whose records could not be judged: by field and record, in words that
// ask for no knowledge of riskgate.
package request

import (
	"fmt"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// what is lacking, as a heading says it.
func what(l report.Lacking) string {
	title := l.Title
	if title == "" {
		title = "Fields of your own"
		if l.Record == "" {
			title = l.Name
		}
	}
	switch {
	case l.Record == "", isList(l):
		return title
	case l.Record == "register":
		return title + ", of the register"
	}
	return title + ", of each " + l.Record
}

// isList says that all people or services are lacking, not one of their fields.
func isList(l report.Lacking) bool { return l.Record != "register" && !strings.Contains(l.Name, ".") }

// needed is for whom something would have to be known: where it is each record that has the field, nobody else.
func needed(l report.Lacking) []report.Needed {
	for _, n := range l.Needed {
		if n.Kind == l.Record && n.All() {
			return []report.Needed{n}
		}
	}
	return l.Needed
}

// meaning is what it says, and for whole documents what they would have to hold.
func meaning(l report.Lacking) string {
	if l.Record != "" {
		return l.Meaning
	}
	return strings.TrimSpace("None were among the files. " + l.Meaning)
}

// about says for which records something would have to be known: all of a kind, or how many of them.
func about(l report.Lacking, n report.Needed) string {
	records := prose.Count(n.Count, n.Kind, n.Kind+"s")
	if n.All() && n.Count > 1 {
		records = "all " + records
	} else if !n.All() {
		records = fmt.Sprintf("%s of %s", prose.Number(n.Count), prose.Count(n.Of, n.Kind, n.Kind+"s"))
	}
	return belonging(l, n, records)
}

// belonging says what of the records it is that something would have to be known about.
func belonging(l report.Lacking, n report.Needed, records string) string {
	switch l.Record {
	case n.Kind:
		return records
	case "", "register", "person", "service":
		return "what belongs to " + records
	}
	return fmt.Sprintf("each %s that belongs to %s", l.Record, records)
}

// missingFrom names the files that lack it.
func missingFrom(r *report.Report, l report.Lacking, name func(report.Input) string) string {
	if len(l.Inputs) == 0 {
		return "all files"
	}
	var names []string
	for _, input := range r.Coverage.Limited {
		for _, lacks := range l.Inputs {
			if input.Name == lacks {
				names = append(names, name(input))
			}
		}
	}
	return strings.Join(names, ", ")
}

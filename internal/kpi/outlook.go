package kpi

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
)

// Outlook counts what falls due of one sort, by how many days after the date of the report its last day is.
type Outlook struct {
	What string // as the rules name it: action, review
	// Late counts what should have been done before, Days30 what is due today or within 30 days, Days60 what is due
	// within 60 days and not within 30, and so on.
	Late, Days30, Days60, Days90, Later int
}

// Outlooks counts what falls due, by sort in the order of the alphabet. Without an overview there is none.
func Outlooks(r *report.Report) []Outlook {
	if r.Overview == nil {
		return nil
	}
	var all []Outlook
	for _, due := range r.Overview.Due {
		i, known := slices.BinarySearchFunc(all, due.What, func(o Outlook, what string) int { return strings.Compare(o.What, what) })
		if !known {
			all = slices.Insert(all, i, Outlook{What: due.What})
		}
		all[i].add(int(due.On.Time().Sub(r.AsOf.Time()).Hours() / 24))
	}
	return all
}

func (o *Outlook) add(days int) {
	switch {
	case days < 0:
		o.Late++
	case days <= 30:
		o.Days30++
	case days <= 60:
		o.Days60++
	case days <= 90:
		o.Days90++
	default:
		o.Later++
	}
}

package request

import (
	"io"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/spreadsheet"
)

// columns are those of the table. The last is for whoever answers.
var columns = []string{"item", "what", "meaning", "for", "id", "missing_from", "field", "checks", "rules", "would_show_whether", "answer"}

// CSV writes the list as a table to fill in: a row for each item and record, or one row where it is about all of a kind.
func CSV(w io.Writer, r *report.Report) error {
	t := spreadsheet.New(w)
	t.Row(columns)
	for i, l := range r.Coverage.Lacking {
		var ids, claims []string
		for _, rule := range l.Rules {
			ids = append(ids, rule.ID)
			claims = append(claims, rule.Title)
		}
		row := func(about, id string) {
			t.Row([]string{
				strconv.Itoa(i + 1), what(l), meaning(l), about, id, missingFrom(r, l, report.Input.Called), l.Name,
				strconv.Itoa(l.Checks), strings.Join(ids, " "), strings.Join(claims, "; "), "",
			})
		}
		if len(l.Needed) == 0 {
			row("", "")
		}
		for _, n := range needed(l) {
			if n.All() {
				row(about(l, n), "")
				continue
			}
			for id := range n.IDs() {
				row(belonging(l, n, n.Kind), id)
			}
		}
	}
	return t.Close()
}

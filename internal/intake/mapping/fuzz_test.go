package mapping_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

// FuzzARowIsARecordOrSaysWhy reads any table by any mapping. No row may get lost, a record that is asked for again must be
// the same, each of its values must have a place in the table, and what is refused must have a place and a reason.
func FuzzARowIsARecordOrSaysWhy(f *testing.F) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		f.Fatal(err)
	}
	level := `"values": {"level": {"words": {"High": "high"}, "ranges": [{"from": 1, "to": 5, "is": "low"}]}}`
	f.Add(of(risks(`"assessment.severity": {"column": "Sev", "values": "level"}`), level), "ID,Sev\nR-1,High\n,4\nR-1,-\n")
	f.Add(of(risks(`"identified_on": "Found", "owner": {"column": "Owner", "as": "person"}`)), "x\n\nID,Found,Owner\nR-1,0202-01-01,Jo\n")
	f.Add(of(`{"records": [{"record": "plan", "rows": "until_next_id", "fields": {"id": "ID", "due": "Due"}, "lists": [{"field": "actions", "each": {"column": "Do", "pattern": "<(?P<w>[^>]+)>"}, "fields": {"id": {"numbered": "A-"}, "title": {"piece": "w"}}}]}]}`),
		"ID,Do,Due\nP-1,<a><b>,2026-01-01\n,<c>,2026-02-02\n")
	f.Add(of(`{"skip": [{"when": [{"column": "ID", "is": ["x"]}], "reason": "r"}], "records": [{"record": "plan", "rows": "same_id", "fields": {"id": "ID", "risk_ids": {"column": "R", "split": [";"]}, "due": "Due"}}]}`),
		"ID,R,Due\nx,,\nP-1,R-1;R-2,1 May 2026\nP-1,R-3,\"May 2, 2026\"\n")
	f.Fuzz(func(t *testing.T, rules, text string) {
		library, err := mapping.Load(mapping.Config{Shipped: fstest.MapFS{}, Own: []source.File{{Name: "own.json", Text: []byte(rules)}}, Checker: checker})
		if err != nil {
			refusedAtAPlace(t, err)
			return
		}
		opened, err := csv.Open(strings.NewReader(text), int64(len(text)), "in.csv", csv.Options{})
		if err != nil {
			return
		}
		match, err := library.Recognize(mapping.Book{Name: "in.csv", Sheets: []grid.Sheet{opened.Sheet}, Again: opened.Row})
		if err != nil {
			refusedAtAPlace(t, err)
			return
		}
		result, err := match.Read()
		if err != nil {
			refusedAtAPlace(t, err)
			return
		}
		for _, read := range result.Intake.Tables {
			all := read.Used
			for _, s := range read.Skipped {
				all += s.Rows
			}
			if all != read.Rows {
				t.Errorf("%d rows, and %d of them are accounted for", read.Rows, all)
			}
		}
		for _, d := range result.Documents {
			for _, list := range d.Lists {
				for i := range list.Len() {
					sameWithPlaces(t, list, i, text)
				}
			}
		}
	})
}

func refusedAtAPlace(t *testing.T, err error) {
	t.Helper()
	var all *multierror.Error
	if errors.As(err, &all) {
		for _, one := range all.Errors {
			refusedAtAPlace(t, one)
		}
		return
	}
	var placed *source.Error
	if !errors.As(err, &placed) || placed.Pos.File == "" || placed.Err.Error() == "" {
		t.Errorf("%v has no place or no reason", err)
	}
}

// sameWithPlaces asks for a record twice, and for the place of each of its values.
func sameWithPlaces(t *testing.T, list *mapping.Records, i int, text string) {
	t.Helper()
	first, err := list.Record(i)
	if err != nil {
		t.Fatal(err)
	}
	again, err := list.Record(i)
	if err != nil || !first.Equal(again) {
		t.Fatalf("record %d is %s, and then %s, %v", i, first, again, err)
	}
	if list.Start(i) != list.Position(i, first.Offset) {
		t.Errorf("record %d begins at %s, and its first value's row at %s", i, list.Start(i), list.Position(i, first.Offset))
	}
	lines := strings.Count(text, "\n") + 1
	var walk func(*source.Value)
	walk = func(v *source.Value) {
		if at := list.Position(i, v.Offset); at.File != "in.csv" || at.Line < 1 || at.Line > lines || at.Column < 1 {
			t.Errorf("%s stands at %s", v, at)
		}
		for _, m := range v.Members {
			walk(m.Value)
		}
		for _, e := range v.Elements {
			walk(e)
		}
	}
	walk(first)
}

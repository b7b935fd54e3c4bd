package html

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func TestASheetWritesEachTextOnce(t *testing.T) {
	type row struct {
		id, severity string
		services     []string
	}
	d := newData(nil)
	addSheet(d, "risks", "rows", []row{{"R-2", "high", []string{"portal", "ledger"}}, {"R-1", "low", nil}, {"R-3", "high", []string{"ledger"}}},
		text("id", func(r row) string { return r.id }),
		ranked("severity", []string{"low", "moderate", "high"}, func(r row) string { return r.severity }),
		list("services", func(r row) []string { return r.services }),
	)
	addSheet(d, "late", "rows", []string{"R-3", "R-3"}, text("id", func(id string) string { return id }), text("empty", func(string) string { return "" }))
	got, err := json.Marshal(d)
	want := `{"ranks":null,"words":{` +
		`"empty":{"words":[""]},` +
		`"id":{"words":["R-2","R-1","R-3"]},` +
		`"services":{"words":["portal","ledger"]},` +
		`"severity":{"words":["low","moderate","high"],"ordered":true}},` +
		`"sheets":{` +
		`"late":{"rows":2,"fields":{"empty":{"all":0},"id":{"all":2}}},` +
		`"risks":{"rows":3,"fields":{"id":{"rows":[0,1,2]},"services":{"lists":[[0,1],[],[1]]},"severity":{"rows":[2,0,2]}}}}}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, error %v\nwant %s", got, err, want)
	}
	s := d.Sheets["risks"]
	first := []map[string]string{
		{"id": "R-2", "severity": "high", "services": "portal, ledger"},
		{"id": "R-1", "severity": "low", "services": ""},
		{"id": "R-3", "severity": "high", "services": "ledger"},
	}
	if !reflect.DeepEqual(s.First, first) || s.Rows != 3 || s.Left != 0 {
		t.Errorf("got %+v", s)
	}
	choices := map[string][]string{"id": {"R-1", "R-2", "R-3"}, "severity": {"low", "high"}, "services": {"ledger", "portal"}}
	for name, want := range choices {
		if got := s.Fields[name].choices(); !slices.Equal(got, want) {
			t.Errorf("%s offers %q, want %q", name, got, want)
		}
	}
}

func TestOnlyWordsOfTheRowsCanBeChosen(t *testing.T) {
	d := newData(nil)
	same := func(word string) string { return word }
	addSheet(d, "all", "rows", []string{"b", "a", "", "c"}, text("word", same))
	addSheet(d, "one", "rows", []string{"c", "c"}, text("word", same))
	addSheet(d, "none", "rows", nil, text("word", same))
	for name, want := range map[string][]string{"all": {"a", "b", "c"}, "one": {"c"}, "none": nil} {
		if got := d.Sheets[name].Fields["word"].choices(); !slices.Equal(got, want) {
			t.Errorf("sheet %s offers %q, want %q", name, got, want)
		}
	}
}

func TestAPageHoldsItsFirstRowsAndCountsTheOthers(t *testing.T) {
	for rows, first := range map[int]int{0: 0, firstRows + 1: firstRows + 1, wholeRows: wholeRows, wholeRows + 1: firstRows} {
		d := newData(nil)
		addSheet(d, "numbers", "rows", make([]int, rows), text("n", strconv.Itoa))
		s := d.Sheets["numbers"]
		if s.Left != rows-first || len(s.First) != first {
			t.Errorf("of %d rows %d are first and %d left", rows, len(s.First), s.Left)
		}
	}
}

func TestABarFillsItsLineAndShowsTheSmallest(t *testing.T) {
	tests := []struct {
		counts []int
		want   bar
	}{
		{[]int{0, 0}, nil},
		{[]int{1, 3}, bar{{X: "0.00", Width: "25.00"}, {X: "25.00", Width: "75.00"}}},
		{[]int{1, 0, 999_999}, bar{{X: "0.00", Width: "0.75"}, {X: "0.75", Width: "99.25"}}},
	}
	for _, test := range tests {
		whole := 0
		var shares []share
		for _, count := range test.counts {
			whole += count
			shares = append(shares, share{Count: count})
		}
		if got := newBar(max(1, whole), shares...); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%v is drawn as %v, want %v", test.counts, got, test.want)
		}
	}
}

func TestPercentIsRoundedDown(t *testing.T) {
	tests := []struct {
		part, whole int
		want        string
	}{
		{0, 0, ""}, {0, 7, "0"}, {7, 7, "100"}, {999_999, 1_000_000, "99.9"}, {1, 3, "33.3"}, {57, 100, "57"}, {29, 100, "29"},
	}
	for _, test := range tests {
		if got := percent(test.part, test.whole); got != test.want {
			t.Errorf("%d of %d is %q, want %q", test.part, test.whole, got, test.want)
		}
	}
}

func TestADayFallsIntoOneSpan(t *testing.T) {
	tests := []struct {
		days         int
		age, falling string
	}{
		{-400, "more than 90 days late", "late"},
		{-91, "more than 90 days late", "late"},
		{-90, "61 to 90 days late", "late"},
		{-61, "61 to 90 days late", "late"},
		{-60, "31 to 60 days late", "late"},
		{-31, "31 to 60 days late", "late"},
		{-30, "1 to 30 days late", "late"},
		{-1, "1 to 30 days late", "late"},
		{0, "due in 30 days", "in 30 days"},
		{30, "due in 30 days", "in 30 days"},
		{31, "in 31 to 60 days", "in 31 to 60 days"},
		{60, "in 31 to 60 days", "in 31 to 60 days"},
		{61, "in 61 to 90 days", "in 61 to 90 days"},
		{90, "in 61 to 90 days", "in 61 to 90 days"},
		{91, "later", "later"},
		{90_000, "later", "later"},
	}
	for _, test := range tests {
		age, falling := ages()[spanOf(ages(), test.days)].name, coming()[spanOf(coming(), test.days)].name
		if age != test.age || falling != test.falling {
			t.Errorf("%d days: %s, %s; want %s, %s", test.days, age, falling, test.age, test.falling)
		}
	}
}

func TestTheLowestAndTheHighestOfAScaleHaveTheOutermostColours(t *testing.T) {
	for levels := 2; levels <= 7; levels++ {
		var scale []string
		for i := range levels {
			scale = append(scale, fmt.Sprint("level ", i))
		}
		ranks := newRanks(&report.Report{About: report.About{Severities: scale}})
		var got []string
		for _, severity := range scale {
			got = append(got, ranks.of(severity))
		}
		if got[0] != "0" || got[levels-1] != "4" || !slices.IsSorted(got) {
			t.Errorf("%d levels have the colours %v", levels, got)
		}
	}
}

func TestOneRegisterWithAScaleOfItsOwnHasAMapOfItsOwn(t *testing.T) {
	three := report.Scale{Likelihood: []string{"rare", "likely"}, Impact: []string{"minor", "major"}, Severity: []string{"low", "high"}}
	own := report.Scale{Likelihood: []string{"1", "2"}, Impact: []string{"A", "B"}, Severity: []string{"x", "y"}}
	r := &report.Report{About: report.About{
		Registers: []report.Register{{ID: "a", Scale: own}, {ID: "b", Scale: three}, {ID: "c", Scale: three, BusinessUnit: "C"}},
		Overview: &report.Overview{Risks: []report.Risk{
			{ID: "R-1", Register: "a", Open: true, Likelihood: "2", Impact: "B", Severity: "y"},
			{ID: "R-2", Register: "b", Open: true, Likelihood: "likely", Impact: "major", Severity: "low"},
			{ID: "R-3", Register: "c", Open: true, Likelihood: "likely", Impact: "major", Severity: "high"},
			{ID: "R-4", Register: "c", Likelihood: "likely", Impact: "major", Severity: "high"},
			{ID: "R-5", Register: "c", Open: true, Severity: "low"},
			{ID: "R-6", Open: true, Severity: "low"},
		}},
	}}
	e := newExposure(r, newRanks(r))
	if e.Open != 5 || e.Closed != 1 || e.Elsewhere != 1 || len(e.Maps) != 2 {
		t.Fatalf("got %+v", e)
	}
	shared := e.Maps[0]
	cell := shared.Rows[0].Cells[1] // the highest likelihood stands first
	if !slices.Equal(shared.Units, []string{"b", "C"}) || shared.Placed != 2 || shared.Unplaced != 1 {
		t.Errorf("the shared map is %+v", shared)
	}
	if cell.Count != 2 || cell.Severity != "high" || !slices.Equal(cell.IDs, []string{"R-2", "R-3"}) {
		t.Errorf("the cell is %+v", cell)
	}
	if own := e.Maps[1]; own.Placed != 1 || own.Rows[0].Cells[1].Count != 1 {
		t.Errorf("the other map is %+v", own)
	}
}

func TestAUnitOnItsOwnScaleIsInNoSum(t *testing.T) {
	r := sample.Enterprise()
	u := newUnits(r, kpi.Of(r))
	var units, apart []string
	for _, row := range u.Rows {
		units = append(units, row.Unit)
		if row.Apart {
			apart = append(apart, row.Unit)
		}
	}
	if len(units) != 3 || !slices.Equal(apart, []string{"Mills"}) || len(u.Apart) != 1 {
		t.Errorf("of %q the units %q stand apart", units, apart)
	}
	open := func(row unitRow) string { return row.Figures[0].Shown }
	if open(u.Rows[0]) != "2" || open(u.Rows[1]) != "1" || open(u.Rows[2]) != "2" || u.Total == nil || open(*u.Total) != "4" {
		t.Errorf("open risks: %+v, in all %+v", u.Rows, u.Total)
	}
	if decided := u.Rows[2].Figures[1]; decided.Shown != "66\u00a0%" || decided.Beside != "2 of 3" || !decided.Short {
		t.Errorf("decided in time: %+v", decided)
	}
}

func TestRegistersOfOneUnitAddUpUnlessOneStandsApart(t *testing.T) {
	r := sample.Enterprise()
	for i := range r.Registers {
		r.Registers[i].BusinessUnit = "Group"
	}
	u := newUnits(r, kpi.Of(r))
	if len(u.Rows) != 2 || len(u.Rows[0].Registers) != 2 || len(u.Rows[1].Registers) != 1 || !u.Rows[1].Apart {
		t.Fatalf("got %+v", u.Rows)
	}
	if got := u.Rows[0].Figures[0].Shown; got != "4" {
		t.Errorf("the unit has %s open risks, want 4", got)
	}
	if u.Total != nil {
		t.Errorf("one unit has a sum of its own: %+v", u.Total)
	}
}

func TestAFigureSaysWhatItIsOutOfAndHowItGoes(t *testing.T) {
	r := sample.Enterprise()
	figures := map[string]figure{}
	for _, f := range newFigures(kpi.Of(r)) {
		figures[f.ID] = f
	}
	decided := figures["decided_in_time"]
	if decided.Shown != "80\u00a0%" || decided.Beside != "4 of 5" || len(decided.Bar) != 2 {
		t.Errorf("decided in time: %+v", decided)
	}
	if s := decided.Spark; s == nil || s.Course != "better since 2026-03-31" || s.Tone != "good" || len(s.Apart) != 1 ||
		s.Words != "2025-12-31: 22\u00a0%; 2026-03-31: 75\u00a0%" || s.Line != "2.00,22.00 50.00,3.73 98.00,2.00" {
		t.Errorf("its course is %+v", s)
	}
	if overdue := figures["overdue_actions"]; overdue.Shown != "2" || overdue.Beside != "" || overdue.Bar != nil || overdue.Spark.Course != "unchanged since 2026-03-31" {
		t.Errorf("overdue: %+v, %+v", overdue, overdue.Spark)
	}
	if reviewed := figures["reviewed_in_time"]; reviewed.Spark != nil {
		t.Errorf("reviewed has a course that no report tells: %+v", reviewed.Spark)
	}
}

func TestDeadlinesAreCountedFromTheDayOfTheReport(t *testing.T) {
	r := sample.Enterprise()
	r.Overview.Actions[0].Due = r.AsOf // done, so that it doesn't count
	d := newDeadlines(r, newRanks(r))
	if d.Actions != 1 || d.Ages[3].Count != 1 || d.Ages[3].Name != "1 to 30 days late" || !d.Ages[3].Late {
		t.Errorf("actions: %+v", d.Ages)
	}
	if d.Beyond != 1 {
		t.Errorf("%d actions are due after the deadline of their risks, want 1", d.Beyond)
	}
	if want := []int{3, 2, 0, 1, 0}; !slices.Equal(d.Sums, want) {
		t.Errorf("in all %v fall due, want %v", d.Sums, want)
	}
	for _, kind := range d.Kinds {
		sum := 0
		for _, c := range kind.Counts {
			sum += c.Count
		}
		if sum != kind.Total || sum == 0 {
			t.Errorf("%s: %d of %d", kind.What, sum, kind.Total)
		}
	}
}

func TestWhatFallsToAnOwnerIsTheirsAlone(t *testing.T) {
	r := sample.Enterprise()
	for i := range r.Findings { // what somebody has accepted is nothing to mend
		if r.Findings[i].Waived != nil {
			r.Findings[i].Subject = report.SubjectRef{Kind: "risk", ID: "R-11"}
		}
	}
	groups := newGroups(r, gate.Decide(r, gate.Options{}), newRanks(r), newRecords(r))
	type owned struct{ open, late, soon, findings, blocking int }
	got := map[string]owned{}
	for _, group := range groups {
		for _, row := range group.Rows {
			got[group.ID+" "+row.Name] = owned{row.Open, row.Late, row.Soon, row.Findings, row.Blocking}
		}
	}
	want := map[string]owned{
		"owners Ada Okafor":        {open: 2, late: 1, findings: 2, blocking: 2},
		"owners p-2":               {open: 1, findings: 1, blocking: 1},
		"owners ":                  {open: 2},
		"services Customer portal": {open: 1, late: 1, findings: 1, blocking: 1},
		"services ledger":          {open: 1, findings: 1, blocking: 1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWaiversAreListedByTheirLastDay(t *testing.T) {
	on := func(text string) report.Date {
		d, err := report.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	accepted := func(id, expires string) report.Finding {
		return report.Finding{Waived: &report.Waiver{ID: id, Expires: on(expires)}}
	}
	r := &report.Report{About: report.About{AsOf: on("2026-06-30")}}
	r.Findings = []report.Finding{accepted("W-2", "2026-07-01"), {}, accepted("W-1", "2026-06-30"), accepted("W-2", "2026-07-01"), accepted("W-3", "2026-06-29")}
	var got []string
	for _, w := range newWaivers(r) {
		got = append(got, fmt.Sprintf("%s: %d, %s", w.ID, w.Count, w.Left()))
	}
	if want := []string{"W-3: 1, expired", "W-1: 1, its last day", "W-2: 2, 1 day left"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestTheGravestOpenRisksStandFirst(t *testing.T) {
	r := sample.Enterprise()
	d := newData(nil)
	addRisks(d, r, newRecords(r))
	var got []string
	for _, row := range d.Sheets["risks"].First {
		got = append(got, row["record"]+" "+row["severity"]+" "+row["status"])
	}
	want := []string{"R-21 grave open", "R-1 critical open", "R-11 high open", "R-2 high open", "R-12 moderate open", "R-3 low closed"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWhatIsDueInThirtyDaysIsSoon(t *testing.T) {
	for days, want := range map[int]groupRow{-1: {Late: 1}, 0: {Soon: 1}, 30: {Soon: 1}, 31: {}} {
		var got groupRow
		if got.action(days); !reflect.DeepEqual(got, want) {
			t.Errorf("%d days: %+v, want %+v", days, got, want)
		}
	}
}

func TestTheColourOfAVerdictIsThatOfItsMeaning(t *testing.T) {
	for code, want := range map[int]string{gate.Complies: "good", gate.FindingsBlock: "bad", gate.CouldNotCheck: "doubt", gate.NothingChecked: "doubt"} {
		if got := newAnswer(gate.Decision{Code: code}); got.Tone != want {
			t.Errorf("%s is %s, want %s", got.Verdict, got.Tone, want)
		}
	}
}

func TestTwoRecordsOfOneIDAreToldApart(t *testing.T) {
	about := report.About{
		AsOf:      report.DateOf(time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)),
		Rules:     []report.Rule{{ID: "risk.owner_named", Subject: "risk", Level: report.Deny}},
		Registers: []report.Register{{ID: "a", BusinessUnit: "A"}, {ID: "b", BusinessUnit: "B"}},
		Overview: &report.Overview{Risks: []report.Risk{
			{ID: "R-1", Register: "a", Title: "first", Owner: report.Party{ID: "ada"}},
			{ID: "R-1", Register: "b", Title: "second", Owner: report.Party{ID: "bob"}},
		}},
	}
	var subjects []report.Subject
	for _, register := range []string{"a", "b"} {
		pos := source.Position{File: register + ".json", Line: 3, Column: 5}
		subjects = append(subjects, report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}, Register: register, Pos: pos})
	}
	builder, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i, subject := range subjects {
		builder.Set(i, []report.Answer{{Verdict: report.Fail, Violations: []report.Violation{{Pos: subject.Pos, Message: "no owner"}}}})
	}
	r, d := builder.Report(), newData(nil)
	addFindings(d, r, gate.Decide(r, gate.Options{}), newRecords(r))
	var got []string
	for _, row := range d.Sheets["findings"].First {
		got = append(got, row["place"]+" "+row["title"]+" "+row["owner"]+" "+row["unit"])
	}
	if want := []string{"a.json:3:5 first ada A", "b.json:3:5 second bob B"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAFilterOffersNoMoreThanAnyoneReads(t *testing.T) {
	for words, want := range map[int]int{0: 0, 1: 1, mostChoices: 1, mostChoices + 1: 0} {
		d, rows := newData(nil), make([]int, words)
		for i := range rows {
			rows[i] = i
		}
		addSheet(d, "numbers", "numbers", rows, text("n", strconv.Itoa).choose("Number"))
		if got := len(d.Sheets["numbers"].Filters); got != want {
			t.Errorf("%d words make %d filters, want %d", words, got, want)
		}
	}
}

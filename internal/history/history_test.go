package history_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/history"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

func day(t *testing.T, text string) report.Date {
	t.Helper()
	d, err := report.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, files map[string]string) (*report.History, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return history.Read(history.Directory{FS: fsys, Name: "reports"}, day(t, "2026-06-30"))
}

// of is a report of a day, with one figure.
func of(date string, value int) string {
	return fmt.Sprintf(`{"kind": "riskgate_kpis", "as_of": %q, "kpis": [{"id": "open_risks", "value": %d}]}`, date, value)
}

func TestAnEarlierReportIsRead(t *testing.T) {
	got, err := read(t, map[string]string{"spring.json": `{
		"kind": "riskgate_results", "as_of": "2026-03-31", "profile": "default", "settings_digest": "ab",
		"tool": {"name": "riskgate", "library": "cd"}, "policies": [{"name": "own", "digest": "ef"}],
		"severities": ["low", "high"], "registers": [{"id": "a"}, {"id": "b"}],
		"kpis": [
			{"id": "open_risks", "value": 7, "by_severity": [{"value": 3}]},
			{"id": "reports_issued", "unmeasured": "no register was checked", "not_assessable": 2},
			{"id": "decided_in_time", "value": 3, "of": 4}
		],
		"outcomes": [{"rule": "a.b"}]}`})
	if err != nil {
		t.Fatal(err)
	}
	want := "[{spring.json 2026-03-31 default ab [cd ef] [low high] [a b] [{open_risks 7 0} {decided_in_time 3 4}]}]"
	if fmt.Sprint(got.Earlier) != want || got.Ignored != nil {
		t.Errorf("got %v, left out %v\nwant %s", got.Earlier, got.Ignored, want)
	}
}

func TestReportsStandInTheOrderOfTheirDates(t *testing.T) {
	got, err := read(t, map[string]string{"a.json": of("2026-05-31", 1), "b.json": of("2026-03-31", 2), "c.json": of("2026-04-30", 3)})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, earlier := range got.Earlier {
		order = append(order, earlier.File)
	}
	if want := []string{"b.json", "c.json", "a.json"}; !slices.Equal(order, want) {
		t.Errorf("got %v, want %v", order, want)
	}
}

func TestWhatIsNotUsedIsSaid(t *testing.T) {
	got, err := read(t, map[string]string{
		"april.json":     of("2026-04-30", 1),
		"april-2.json":   of("2026-04-30", 2),
		"april-3.json":   of("2026-04-30", 3),
		"today.json":     of("2026-06-30", 4),
		"tomorrow.json":  of("2026-07-01", 5),
		"list.json":      `[1, 2]`,
		"old.json":       `{"kind": "riskgate_results", "as_of": "2025-01-31"}`,
		"register.json":  `{"kind": "risk_register"}`,
		"notes.txt":      "{",
		"2025/june.json": "{",
	})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, ignored := range got.Ignored {
		said = append(said, ignored.Name+": "+ignored.Reason)
	}
	want := []string{
		"2025: a directory; earlier reports stand side by side",
		"april-2.json: april-3.json is another report of 2026-04-30",
		"april-3.json: april.json is another report of 2026-04-30",
		"list.json: neither a JSON report nor a kpi report of riskgate's",
		"notes.txt: not a .json file",
		"old.json: a report from before there were figures",
		"register.json: neither a JSON report nor a kpi report of riskgate's",
		"today.json: its date, 2026-06-30, is not before that of this report",
		"tomorrow.json: its date, 2026-07-01, is not before that of this report",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	if len(got.Earlier) != 1 || got.Earlier[0].File != "april.json" {
		t.Errorf("used are %v", got.Earlier)
	}
}

func TestAFileThatCannotBeReadAsAReportIsAnError(t *testing.T) {
	kpis := func(kpis string) string {
		return `{"kind": "riskgate_kpis", "as_of": "2026-03-31", "kpis": ` + kpis + `}`
	}
	tests := []struct{ name, text, want string }{
		{"cut off", `{"kind": "riskgate_kpis"`, "reports/a.json:1:25: file ends inside an object"},
		{"a key twice", `{"kind": "riskgate_kpis", "kind": "riskgate_kpis"}`, `reports/a.json:1:27: duplicate key "kind"`},
		{"more than one value", `{} {}`, "reports/a.json:1:4: text after the document's end"},
		{"no date", `{"kind": "riskgate_kpis", "kpis": []}`, `reports/a.json: the date of the report: "" is not a date as YYYY-MM-DD`},
		{"a day that doesn't exist", `{"kind": "riskgate_kpis", "as_of": "2026-02-30", "kpis": []}`, `reports/a.json:1:36: the date of the report: "2026-02-30" is not a date as YYYY-MM-DD`},
		{"a figure without id", kpis(`[{"value": 1}]`), "reports/a.json:1:59: a figure has no id"},
		{"a figure without value", kpis(`[{"id": "x"}]`), `reports/a.json:1:59: figure "x": its "value" is not a whole number from 0 up`},
		{"a value that is a text", kpis(`[{"id": "x", "value": "3"}]`), `reports/a.json:1:80: figure "x": its "value" is not a whole number from 0 up`},
		{"half a thing", kpis(`[{"id": "x", "value": 0.5}]`), `reports/a.json:1:80: figure "x": its "value" is not a whole number from 0 up`},
		{"less than none", kpis(`[{"id": "x", "value": 1, "of": -1}]`), `reports/a.json:1:89: figure "x": its "of" is not a whole number from 0 up`},
		{"figures that are no list", kpis(`"many"`), `reports/a.json:1:58: the figures are no list`},
		{"a figure that is no object", kpis(`[7]`), "reports/a.json:1:59: a figure has no id"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, map[string]string{"a.json": test.text, "b.json": of("2026-03-31", 1)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestEveryFileThatIsWrongIsTold(t *testing.T) {
	_, err := read(t, map[string]string{"a.json": "{", "b.json": "[", "c.json": of("2026-03-31", 1)})
	if err == nil || !strings.Contains(err.Error(), "a.json") || !strings.Contains(err.Error(), "b.json") {
		t.Errorf("got %v", err)
	}
}

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	fsys := fstest.MapFS{"pipe.json": &fstest.MapFile{Mode: fs.ModeNamedPipe}}
	_, err := history.Read(history.Directory{FS: fsys, Name: "reports"}, day(t, "2026-06-30"))
	if err == nil || !strings.Contains(err.Error(), "reports/pipe.json: is not a regular file") {
		t.Errorf("got %v", err)
	}
}

func TestAFileOverTheLimitIsAnError(t *testing.T) {
	fsys := fstest.MapFS{"a.json": &fstest.MapFile{Data: append([]byte(of("2026-03-31", 1)), bytes.Repeat([]byte(" "), 99)...)}}
	_, err := history.Read(history.Directory{FS: fsys, Name: "reports", Limits: source.Limits{MaxBytes: 100}}, day(t, "2026-06-30"))
	if err == nil || !strings.Contains(err.Error(), "reports/a.json: file is larger than 100 bytes") {
		t.Errorf("got %v", err)
	}
}

// changing is a file that somebody writes to while it is read: the second time it holds something else.
type changing struct {
	fs.File
	again *bytes.Reader
}

func (c changing) ReadAt(p []byte, offset int64) (int, error) { return c.again.ReadAt(p, offset) }

type changingFS struct{ fstest.MapFS }

func (f changingFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if name == "." {
		return file, err
	}
	return changing{file, bytes.NewReader([]byte(of("2026-03-31", 2)))}, err
}

func TestAFileThatChangesWhileItIsReadIsAnError(t *testing.T) {
	fsys := changingFS{fstest.MapFS{"a.json": &fstest.MapFile{Data: []byte(of("2026-03-31", 1))}}}
	_, err := history.Read(history.Directory{FS: fsys, Name: "reports"}, day(t, "2026-06-30"))
	if err == nil || !strings.Contains(err.Error(), "changed while it was being read") {
		t.Errorf("got %v", err)
	}
}

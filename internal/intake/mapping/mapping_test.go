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
	"github.com/riskgate/riskgate/internal/intake/mappings"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

// of is a mapping with one table.
func of(table string, more ...string) string {
	return `{"kind": "riskgate_mapping", "schema_version": "1", "title": "T", ` + strings.Join(append(more, ""), ", ") + `"tables": [` + table + `]}`
}

// risks is a table of risks.
func risks(fields string, more ...string) string {
	return `{` + strings.Join(append(more, ""), ", ") + `"records": [{"record": "risk", "fields": {"id": "ID", ` + fields + `}}]}`
}

func load(t testing.TB, text string) (*mapping.Library, error) {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	return mapping.Load(mapping.Config{Shipped: fstest.MapFS{}, Own: []source.File{{Name: "own.json", Text: []byte(text)}}, Checker: checker})
}

func table(t testing.TB, text string) mapping.Book {
	t.Helper()
	opened, err := csv.Open(strings.NewReader(text), int64(len(text)), "in.csv", csv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.Book{Name: "in.csv", Sheets: []grid.Sheet{opened.Sheet}, Again: opened.Row}
}

func tree(t testing.TB, text string) mapping.Book {
	t.Helper()
	file := source.File{Name: "in.json", Text: []byte(text)}
	root, err := file.Parse()
	if err != nil {
		t.Fatal(err)
	}
	return mapping.Book{Name: "in.json", Tree: root, Position: file.Position}
}

func read(t testing.TB, mappingText string, book mapping.Book) (*mapping.Result, error) {
	t.Helper()
	library, err := load(t, mappingText)
	if err != nil {
		t.Fatal(err)
	}
	match, err := library.Recognize(book)
	if err != nil {
		return nil, err
	}
	return match.Read()
}

// records are all records of a result as JSON, and with the places of the values that a pointer names.
func records(t testing.TB, result *mapping.Result) []string {
	t.Helper()
	var all []string
	for _, d := range result.Documents {
		for _, list := range d.Lists {
			for i := range list.Len() {
				record, err := list.Record(i)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, record.String())
			}
		}
	}
	return all
}

// told is an error with its hints, each on a line.
func told(err error) string {
	var all *multierror.Error
	if errors.As(err, &all) {
		var lines []string
		for _, one := range all.Errors {
			lines = append(lines, told(one))
		}
		return strings.Join(lines, "\n")
	}
	var one *source.Error
	if errors.As(err, &one) && one.Hint != "" {
		return one.Error() + "\nhint: " + one.Hint
	}
	return err.Error()
}

func problems(result *mapping.Result) string {
	var lines []string
	for _, p := range result.Problems {
		lines = append(lines, p.Position.String()+": "+p.Message+"\nhint: "+p.Hint)
	}
	return strings.Join(lines, "\n")
}

// yields holds what a mapping makes of a file to the records, without a problem.
func yields(t *testing.T, mappingText string, book mapping.Book, want []string) {
	t.Helper()
	result, err := read(t, mappingText, book)
	if err != nil {
		t.Fatal(told(err))
	}
	if got := strings.Join(records(t, result), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if result.Problems != nil {
		t.Errorf("problems: %s", problems(result))
	}
}

func TestARowBecomesARecord(t *testing.T) {
	levels := `"values": {"level": {"words": {"Very High": "critical", "Sev 1": "critical", "n/a": null}, "ranges": [{"from": 0, "to": 2, "is": "low"}, {"from": 2.1, "to": 5, "is": "high"}]}}`
	for _, test := range []struct {
		what, mapping, csv string
		want               []string
	}{
		{"a column whose header has other blanks and letters", of(risks(`"title": "Risk title"`)),
			"id,RISK  TITLE\nR-1, Fire \n", []string{`{"id":"R-1","title":"Fire"}`}},
		{"a header that may be called otherwise, below a title", of(risks(`"title": "Name"`, `"columns": {"Name": {"also": ["Title"]}}`)),
			"Our risks,\n,\nID,Title\nR-1,Fire\n", []string{`{"id":"R-1","title":"Fire"}`}},
		{"a column that may be lacking", of(risks(`"title": "Name", "category": "Kind"`, `"columns": {"Kind": {"optional": true}}`)),
			"ID,Name\nR-1,Fire\n", []string{`{"id":"R-1","title":"Fire"}`}},
		{"fields within objects", of(risks(`"assessment.score": "Score", "assessment.on": "On"`)),
			"ID,Score,On\nR-1,12.5,2026-01-31 08:00\n", []string{`{"id":"R-1","assessment":{"score":12.5,"on":"2026-01-31"}}`}},
		{"a year of two digits behind a month in words, where the day is known to come first", of(risks(`"identified_on": "Found", "deadline": "Due"`), `"date_order": "dmy"`),
			"ID,Found,Due\nR-1,11/May/24 03:26 PM,1-Jan-71\n", []string{`{"id":"R-1","identified_on":"2024-05-11","deadline":"1971-01-01"}`}},
		{"words and figures of a scale", of(risks(`"assessment.severity": {"column": "Sev", "values": "level"}`), levels),
			"ID,Sev\nR-1,very high\nR-2,4\nR-3,2\nR-4,N/A\nR-5,\n",
			[]string{`{"id":"R-1","assessment":{"severity":"critical"}}`, `{"id":"R-2","assessment":{"severity":"high"}}`, `{"id":"R-3","assessment":{"severity":"low"}}`, `{"id":"R-4"}`, `{"id":"R-5"}`}},
		{"a word of the model, written otherwise", of(risks(`"source": "From"`)),
			"ID,From\nR-1,Penetration test\n", []string{`{"id":"R-1","source":"penetration_test"}`}},
		{"several values in a cell", of(risks(`"affected_assets": {"column": "Assets", "split": [";", "\n"]}, "controls": {"column": "Controls", "split": [","], "prefix": "nist-800-53r5:"}`)),
			"ID,Assets,Controls\nR-1,\"a; b\nc;\",\"AC-2, AC-3\"\n", []string{`{"id":"R-1","affected_assets":["a","b","c"],"controls":["nist-800-53r5:AC-2","nist-800-53r5:AC-3"]}`}},
		{"several columns in a text", of(risks(`"title": {"columns": ["A", "B", "C"], "with": " - "}`)),
			"ID,A,B,C\nR-1,x,,z\n", []string{`{"id":"R-1","title":"x - z"}`}},
		{"the first that there is", of(risks(`"title": {"first": ["A", {"column": "B"}, {"constant": "no title"}]}`)),
			"ID,A,B\nR-1,x,y\nR-2,,y\nR-3,,\n", []string{`{"id":"R-1","title":"x"}`, `{"id":"R-2","title":"y"}`, `{"id":"R-3","title":"no title"}`}},
		{"what stands there under a condition", of(risks(`"status": {"first": [{"constant": "closed", "when": [{"column": "End", "filled": true}]}, {"constant": "assessed"}]}`)),
			"ID,End\nR-1,2026-01-01\nR-2,\n", []string{`{"id":"R-1","status":"closed"}`, `{"id":"R-2","status":"assessed"}`}},
		{"a text that stands for an empty cell", of(risks(`"title": "Name", "category": "Kind"`), `"blank": ["N/A", "-"]`),
			"ID,Name,Kind\nR-1,Fire,n/a\n", []string{`{"id":"R-1","title":"Fire"}`}},
		{"people by their names", of(risks(`"owner": {"column": "Owner", "as": "person"}`)),
			"ID,Owner\nR-1,Jürgen  O'Neil\nR-2,jo@example.org\nR-3,倉庫\n", []string{`{"id":"R-1","owner":"jurgen.o-neil"}`, `{"id":"R-2","owner":"jo-example.org"}`, `{"id":"R-3","owner":"2113227fb3b5"}`}},
		{"an id of any text", of(`{"records": [{"record": "risk", "fields": {"id": {"columns": ["A", "B"], "with": " ", "as": "id"}}}]}`),
			"A,B\nAsset 1,#7\n", []string{`{"id":"Asset.1.7"}`}},
		{"entries of a list that share a row", of(`{"records": [{"record": "plan", "fields": {"id": "ID", "risk_ids": "Risk"}, "lists": [{"field": "actions", "when": [{"column": "Task", "filled": true}], "fields": {"id": {"numbered": "A-"}, "title": "Task", "evidence.ref": {"column": "Proof", "split": [";"]}, "evidence.collected_on": "On"}}]}]}`),
			"ID,Risk,Task,Proof,On\nP-1,R-1,Do it,x;y,2026-01-02\nP-2,R-2,,,\n",
			[]string{`{"id":"P-1","risk_ids":["R-1"],"actions":[{"id":"A-1","title":"Do it","evidence":[{"ref":"x","collected_on":"2026-01-02"},{"ref":"y","collected_on":"2026-01-02"}]}]}`, `{"id":"P-2","risk_ids":["R-2"]}`}},
		{"entries that a pattern finds", of(`{"records": [{"record": "plan", "fields": {"id": "ID"}, "lists": [{"field": "actions", "each": {"column": "Milestones", "pattern": "\\((?P<n>\\d+)\\)\\s*(?P<due>[0-9-]{10}):\\s*(?P<what>[^;]+);?"}, "fields": {"id": {"piece": "n", "prefix": "M-"}, "title": {"piece": "what"}, "due": {"piece": "due"}}}]}]}`),
			"ID,Milestones\nP-1,(1) 2026-01-02: Plan it; (2) 2026-02-03: Do it\n",
			[]string{`{"id":"P-1","actions":[{"id":"M-1","title":"Plan it","due":"2026-01-02"},{"id":"M-2","title":"Do it","due":"2026-02-03"}]}`}},
		{"two records in one row", of(`{"records": [{"record": "risk", "fields": {"id": "ID", "plan_ids": {"column": "ID", "prefix": "P-", "when": [{"column": "Plan", "filled": true}]}}}, {"record": "plan", "when": [{"column": "Plan", "filled": true}], "fields": {"id": {"column": "ID", "prefix": "P-"}, "risk_ids": "ID", "title": "Plan"}}]}`),
			"ID,Plan\nR-1,Patch\nR-2,\n", []string{`{"id":"R-1","plan_ids":["P-R-1"]}`, `{"id":"R-2"}`, `{"id":"P-R-1","risk_ids":["R-1"],"title":"Patch"}`}},
		{"rows of the same id", of(`{"records": [{"record": "plan", "rows": "same_id", "fields": {"id": "Plan", "title": "Name", "risk_ids": "Risk"}, "lists": [{"field": "actions", "fields": {"id": {"numbered": "A-"}, "title": "Task"}}]}]}`),
			"Plan,Name,Risk,Task\nP-1,One,R-1,a\nP-2,Two,R-2,b\nP-1,,R-1,c\nP-1,One,R-3,d\n",
			[]string{`{"id":"P-1","title":"One","risk_ids":["R-1","R-3"],"actions":[{"id":"A-1","title":"a"},{"id":"A-2","title":"c"},{"id":"A-3","title":"d"}]}`, `{"id":"P-2","title":"Two","risk_ids":["R-2"],"actions":[{"id":"A-1","title":"b"}]}`}},
		{"rows until the next id", of(`{"records": [{"record": "plan", "rows": "until_next_id", "fields": {"id": "Plan"}, "lists": [{"field": "actions", "fields": {"id": "No", "title": "Task"}}]}]}`),
			"Plan,No,Task\nP-1,1,a\n,2,b\nP-2,1,c\n",
			[]string{`{"id":"P-1","actions":[{"id":"1","title":"a"},{"id":"2","title":"b"}]}`, `{"id":"P-2","actions":[{"id":"1","title":"c"}]}`}},
		{"a plan that begins below the row with the id", of(`{"records": [{"record": "risk", "rows": "until_next_id", "fields": {"id": "ID"}}, {"record": "plan", "rows": "until_next_id", "when": [{"column": "Do", "filled": true}], "fields": {"id": {"column": "ID", "prefix": "P-"}}, "lists": [{"field": "actions", "fields": {"id": {"numbered": "A-"}, "title": "Do"}}]}]}`),
			"ID,Do\n1,a\n2,\n,b\n", []string{`{"id":"1"}`, `{"id":"2"}`, `{"id":"P-1","actions":[{"id":"A-1","title":"a"}]}`, `{"id":"P-2","actions":[{"id":"A-1","title":"b"}]}`}},
	} {
		t.Run(test.what, func(t *testing.T) {
			yields(t, test.mapping, table(t, test.csv), test.want)
		})
	}
}

func TestATreeIsReadByPointers(t *testing.T) {
	for _, test := range []struct {
		what, mapping, json string
		want                []string
	}{
		{"a list at the top", of(`{"at": "", "records": [{"record": "risk", "fields": {"id": "/id", "affected_assets": "/assets", "assessment.score": "/rating/score"}}]}`),
			`[{"id": "R-1", "assets": ["a", "b"], "rating": {"score": 3}}, {"id": "R-2"}]`,
			[]string{`{"id":"R-1","affected_assets":["a","b"],"assessment":{"score":3}}`, `{"id":"R-2"}`}},
		{"the members of an object", of(`{"at": "/risks/*", "records": [{"record": "risk", "fields": {"id": "0#", "title": "/name"}}]}`),
			`{"risks": {"R-1": {"name": "Fire"}, "R-2": {"name": "Flood"}}}`,
			[]string{`{"id":"R-1","title":"Fire"}`, `{"id":"R-2","title":"Flood"}`}},
		{"a file of one record", of(`{"at": "/risk", "records": [{"record": "risk", "fields": {"id": "/key", "title": "/name"}}]}`),
			`{"risk": {"key": "R-1", "name": "Fire"}}`, []string{`{"id":"R-1","title":"Fire"}`}},
		{"entries for each element", of(`{"at": "", "records": [{"record": "plan", "fields": {"id": "/id"}, "lists": [{"field": "actions", "each": {"column": "/todo"}, "fields": {"id": {"numbered": "A-"}, "title": {"piece": "/what"}, "due": {"piece": "/due"}}}]}]}`),
			`[{"id": "P-1", "todo": [{"what": "x", "due": "2026-01-02"}, {"what": "y"}]}]`,
			[]string{`{"id":"P-1","actions":[{"id":"A-1","title":"x","due":"2026-01-02"},{"id":"A-2","title":"y"}]}`}},
		{"values that name elements of another list", of(`{"at": "/risks", "records": [{"record": "risk", "fields": {"id": "/id", "affected_assets": {"column": "/assets", "refers_to": {"at": "/things", "by": "/key", "take": "/name"}}}}]}`),
			`{"risks": [{"id": "R-1", "assets": ["t2", "t1"]}, {"id": "R-2", "assets": "t1"}], "things": [{"key": "t1", "name": "Mail"}, {"key": "t2", "name": "Web"}]}`,
			[]string{`{"id":"R-1","affected_assets":["Web","Mail"]}`, `{"id":"R-2","affected_assets":["Mail"]}`}},
		{"entries for elements that are named", of(`{"at": "/plans", "records": [{"record": "plan", "fields": {"id": "/id"}, "lists": [{"field": "actions", "each": {"column": "/todo", "refers_to": {"at": "/tasks", "by": "/key"}}, "fields": {"id": {"piece": "/key"}, "title": {"piece": "/what"}}}]}]}`),
			`{"plans": [{"id": "P-1", "todo": ["b", "a"]}, {"id": "P-2", "todo": "a"}], "tasks": [{"key": "a", "what": "x"}, {"key": "b", "what": "y"}]}`,
			[]string{`{"id":"P-1","actions":[{"id":"b","title":"y"},{"id":"a","title":"x"}]}`, `{"id":"P-2","actions":[{"id":"a","title":"x"}]}`}},
	} {
		t.Run(test.what, func(t *testing.T) {
			yields(t, test.mapping, tree(t, test.json), test.want)
		})
	}
}

func TestWhatHasNoMeaningIsToldAtItsCell(t *testing.T) {
	level := `"values": {"level": {"words": {"High": "high"}}}`
	for _, test := range []struct {
		what, mapping, csv string
		want               []string // in what is told, and in the record
	}{
		{"a word that isn't listed", of(risks(`"assessment.severity": {"column": "Sev", "values": "level"}`), level), "ID,Sev\nR-1,Sev 9\n",
			[]string{`in.csv:2:5: "Sev 9" is not known`, `hint: known: High; the mapping's "values" can say what it is`, `"severity":null`}},
		{"a word that the model doesn't know", of(risks(`"status": "State"`)), "ID,State\nR-1,pending\n",
			[]string{`in.csv:2:5: "pending" is not known`, `"status" is one of identified, assessed, responding, monitoring, accepted, closed`, `"status":null`}},
		{"a year long ago", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,0202-01-31\n",
			[]string{`in.csv:2:5: the year of "0202-01-31" is not between 1970 and 2199`, `"identified_on":null`}},
		{"a day that doesn't exist", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,2026-02-30\n", []string{`"2026-02-30" is a day that doesn't exist`}},
		{"a month that doesn't exist", of(risks(`"identified_on": "Found"`), `"date_order": "mdy"`), "ID,Found\nR-1,31/01/2026\n", []string{`"31/01/2026" has no month 31`, "date_order"}},
		{"a year of two digits", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,31/01/26\n", []string{`the year of "31/01/26" has two digits`}},
		{"a year of two digits behind a month in words, where nothing says which comes first", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,11/May/24\n", []string{`the year of "11/May/24" has two digits`}},
		{"no date at all", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,soon\n", []string{`"soon" is not a date that riskgate reads`}},
		{"a negative score", of(risks(`"assessment.score": "Score"`)), "ID,Score\nR-1,-5\n", []string{`in.csv:2:5: -5 is negative`, `"score":null`}},
		{"a score in words", of(risks(`"assessment.score": "Score"`)), "ID,Score\nR-1,\"1,5\"\n", []string{`"1,5" is not a number`}},
		{"a row without an id", of(risks(`"title": "Name"`)), "ID,Name\n,Fire\n", []string{`in.csv:2:1: this risk has no "ID"`, "hint: every record needs an id", `{"title":"Fire","id":null}`}},
		{"two names that would be one person", of(risks(`"owner": {"column": "Owner", "as": "person"}`)), "ID,Owner\nR-1,Jo Bell\nR-2,Jo.Bell\n",
			[]string{`in.csv:3:5: "Jo.Bell" and "Jo Bell" (in.csv:2:5) would both be person jo.bell`}},
		{"a person with two roles", of(risks(`"owner": {"column": "Owner", "as": "person", "role": "Role"}`)), "ID,Owner,Role\nR-1,Jo,CIO\nR-2,Jo,CISO\n",
			[]string{`in.csv:3:8: the role of "Jo" is "CISO" here and "CIO" at in.csv:2:8`}},
		{"what a pattern doesn't understand", of(`{"records": [{"record": "plan", "fields": {"id": "ID"}, "lists": [{"field": "actions", "each": {"column": "Do", "pattern": "<(?P<w>[^>]+)>"}, "fields": {"id": {"numbered": "A-"}, "title": {"piece": "w"}}}]}]}`),
			"ID,Do\nP-1,<a> then b <c>\n", []string{`in.csv:2:5: the pattern of the mapping doesn't understand "then b"`, `"title":"a"},{"id":"A-2","title":"c"}`}},
		{"rows of one record that contradict each other", of(`{"records": [{"record": "plan", "rows": "same_id", "fields": {"id": "ID", "due": "Due"}}]}`), "ID,Due\nP-1,2026-01-01\nP-1,2026-02-02\n",
			[]string{`in.csv:3:5: "due" is "2026-02-02" here, and "2026-01-01" in an earlier row of the same record`}},
	} {
		t.Run(test.what, func(t *testing.T) {
			result, err := read(t, test.mapping, table(t, test.csv))
			if err != nil {
				t.Fatal(told(err))
			}
			got := problems(result) + "\n" + strings.Join(records(t, result), "\n")
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("got\n%s\nwant in it\n%s", got, want)
				}
			}
			if len(result.Problems) != 1 {
				t.Errorf("%d problems, want 1", len(result.Problems))
			}
		})
	}
}

func TestWhatIsWrongAboveATableIsToldOnceForAllItsDocuments(t *testing.T) {
	both := of(`{"records": [{"record": "risk", "fields": {"id": "ID"}}, {"record": "plan", "fields": {"id": "ID"}}]}`, `"header": {"as_of": {"label": ["As of"]}}`)
	result, err := read(t, both, table(t, "As of,soon\nID,\nR-1,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Documents) != 2 || strings.Count(problems(result), "in.csv:1:7: \"soon\" is not a date") != 1 {
		t.Errorf("%d documents, and\n%s", len(result.Documents), problems(result))
	}
}

func TestAFileThatCannotBeReadAsAWholeIsAnError(t *testing.T) {
	for _, test := range []struct{ what, mapping, csv, want string }{
		{"a header that is lacking", of(risks(`"title": "Risk name", "category": "Category", "source": "From"`)), "ID,Risk title,Category,From\nR-1,Fire,x,y\n",
			"in.csv:1:1: the table has no row with the headers of own: the nearest, row 1, lacks \"Risk name\"\nhint: other headers there: \"Risk title\"; a mapping's \"also\" can take them"},
		{"two headers that match", of(risks(`"title": "Title"`, `"columns": {"Title": {"also": ["Name"]}}`)), "ID,Title,Name\nR-1,Fire,Flood\n",
			"in.csv:1:10: two headers match column \"Title\" of own: \"Name\" here, and \"Title\" in column B\nhint: rename or delete one of them in the file"},
		{"day and month that can't be told apart", of(risks(`"identified_on": "Found"`)), "ID,Found\nR-1,2026-01-02\nR-2,03/04/2026\nR-3,13/04/2026\n",
			"in.csv:3:5: \"03/04/2026\" in column \"Found\": nothing says whether the day or the month comes first\nhint: say --date-order dmy or --date-order mdy, or \"date_order\" in the mapping"},
		{"a row that goes on behind the header row", of(risks(`"title": "Name"`)), "ID,Name\nR-1,Fire,\nR-2,Fire, or flood\n",
			"in.csv:3:10: row 3 has 3 fields, and the header row has 2\nhint: put a text that holds the separator in quotes, or give the column a header"},
		{"nothing that a mapping knows", of(risks(`"title": "Name"`)), "x,y\n1,2\n",
			"in.csv: no mapping knows what it holds\nhint: riskgate mappings lists those that are shipped; --mapping FILE adds one of your own"},
	} {
		t.Run(test.what, func(t *testing.T) {
			_, err := read(t, test.mapping, table(t, test.csv))
			if err == nil || told(err) != test.want {
				t.Errorf("got\n%v\nwant\n%s", told(err), test.want)
			}
		})
	}
}

func TestWhatNothingIsCalledIsToldAtItsPlace(t *testing.T) {
	const json = `{"risks": [{"id": "R-1", "assets": ["t9"], "todo": ["t8", "t1"]}], "things": [{"key": "t1"}]}`
	for _, test := range []struct{ what, mapping, want string }{
		{"a value", `{"at": "/risks", "records": [{"record": "risk", "fields": {"id": "/id", "affected_assets": {"column": "/assets", "refers_to": {"at": "/things", "by": "/key", "take": "/name"}}}}]}`,
			`in.json:1:37: nothing in /things is called "t9"`},
		{"an entry", `{"at": "/risks", "records": [{"record": "plan", "fields": {"id": "/id"}, "lists": [{"field": "actions", "each": {"column": "/todo", "refers_to": {"at": "/things", "by": "/key"}}, "fields": {"id": {"piece": "/key"}}}]}]}`,
			`in.json:1:53: nothing in /things is called "t8"`},
		{"what is meant of the element", `{"at": "/risks", "records": [{"record": "risk", "fields": {"id": "/id", "title": {"column": "/todo", "refers_to": {"at": "/things", "by": "/key", "take": "/name"}}}}]}`,
			`in.json:1:59: what "t1" names has no /name`},
	} {
		t.Run(test.what, func(t *testing.T) {
			result, err := read(t, of(test.mapping), tree(t, json))
			if err != nil {
				t.Fatal(told(err))
			}
			if got := problems(result); !strings.Contains(got, test.want) {
				t.Errorf("got\n%s\nwant in it\n%s", got, test.want)
			}
		})
	}
}

func TestWhatNoFieldComesFromIsListed(t *testing.T) {
	for _, test := range []struct {
		what, mapping string
		book          mapping.Book
		want          string
	}{
		{"columns, with and without a header", of(risks(`"title": "Name"`)), table(t, "ID,Name,,Note\nR-1,Fire,x,y\n"), "Note; column C, which has no header"},
		{"keys beside those that are read, at any depth", of(`{"at": "", "records": [{"record": "risk", "fields": {"id": "/id", "title": "/about/name"}}]}`),
			tree(t, `[{"id": "R-1", "about": {"name": "x", "note": "y"}, "more": {"a": 1}}]`), "/about/note; /more"},
		{"but none of rows that are skipped", of(`{"at": "", "skip": [{"when": [{"column": "/kind", "is": ["x"]}], "reason": "an x"}], "records": [{"record": "risk", "fields": {"id": "/id"}}]}`),
			tree(t, `[{"kind": "x", "other": 1}, {"kind": "y", "id": "R-1"}]`), ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			result, err := read(t, test.mapping, test.book)
			if err != nil {
				t.Fatal(told(err))
			}
			if got := strings.Join(result.Intake.Tables[0].Unmapped, "; "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestShippedMappingsAreRight(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := mapping.Load(mapping.Config{Shipped: mappings.FS, Checker: checker})
	if err != nil {
		t.Fatal(told(err))
	}
	if len(library.Names()) == 0 {
		t.Error("none is shipped")
	}
}

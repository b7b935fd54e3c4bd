package workspace_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/schemas"
)

const (
	tableMapping = `{"kind": "riskgate_mapping", "schema_version": "1", "title": "Risks", "tables": [{"records": [{"record": "risk", "fields": {
		"id": "ID", "title": "Title", "owner": {"column": "Owner", "as": "person"}}}]}]}`
	treeMapping = `{"kind": "riskgate_mapping", "schema_version": "1", "title": "Risks", "tables": [{"at": "", "records": [{"record": "risk", "fields": {
		"id": "/key", "title": "/summary", "owner": {"column": "/who", "as": "person"}}}]}]}`
	rows = "ID,Title,Owner\nR-1,Fire,Jo Bell\nR-2,\"Flood\",Al\n"
)

func mappingsOf(t *testing.T) *mapping.Library {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := mapping.Load(mapping.Config{Shipped: fstest.MapFS{}, Checker: checker, Own: []source.File{
		{Name: "table.json", Text: []byte(tableMapping)}, {Name: "tree.json", Text: []byte(treeMapping)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// zipped is an archive of files; parts of names and texts take turns.
func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for i := 0; i < len(parts); i += 2 {
		file, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// workbook has one sheet, "Open items", with those rows from the second on.
func workbook(t *testing.T) string {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	text := func(cells ...string) string {
		var row strings.Builder
		for _, c := range cells {
			row.WriteString(`<c t="inlineStr"><is><t>` + c + `</t></is></c>`)
		}
		return row.String()
	}
	return zipped(t,
		"[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", head+`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Open items" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", head+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2">`+text("ID", "Title", "Owner")+`</row><row r="3">`+text("R-1", "Fire", "Jo Bell")+`</row><row r="5" hidden="1">`+text("R-2", "Flood", "Al")+`</row></sheetData></worksheet>`,
	)
}

func TestExportsOfOtherToolsAreReadAsTheyAre(t *testing.T) {
	const tree = `[{"key": "R-1", "summary": "Fire", "who": "Jo Bell"}, {"key": "R-2", "summary": "Flood", "who": "Al"}]`
	for _, test := range []struct {
		what, name, text string
		file             string // of the document
		title            string // where the second risk has its title
		person           string // where its owner's name stands, which the register has
	}{
		{"a table of text", "r.csv", rows, "data/r.csv", ":3:5", ":3:13"},
		{"a workbook", "r.xlsx", workbook(t), "data/r.xlsx", ":'Open items'!B5", ":'Open items'!C5"},
		{"JSON of any shape", "r.json", tree, "data/r.json", ":1:81", ":1:97"},
		{"YAML", "r.yaml", "- key: R-1\n  summary: Fire\n  who: Jo Bell\n- key: R-2\n  summary: Flood\n  who: Al\n", "data/r.yaml", ":5:12", ":6:8"},
		{"one document of YAML for each risk", "r.yml", "key: R-1\nsummary: Fire\nwho: Jo Bell\n---\nkey: R-2\nsummary: Flood\nwho: Al\n", "data/r.yml", ":6:10", ":7:6"},
		{"an archive", "r.zip", zipped(t, "deep/r.csv", rows), "data/r.zip/deep/r.csv", ":3:5", ":3:13"},
	} {
		t.Run(test.what, func(t *testing.T) {
			fsys := fstest.MapFS{test.name: {Data: []byte(test.text)}}
			work, err := workspace.Load([]workspace.Root{{Name: "data", FS: fsys, Path: "."}}, source.Limits{}, mappingsOf(t))
			if err != nil {
				t.Fatal(err)
			}
			defer work.Close()
			if len(work.Documents) != 1 || len(work.Ignored) > 0 {
				t.Fatalf("%d documents, and ignored are %v", len(work.Documents), work.Ignored)
			}
			d := work.Documents[0]
			if d.Name != test.file || d.Kind != "risk_register" || d.Records() != 2 || d.Format() == "" || d.Intake == nil {
				t.Errorf("%s is a %s of format %q with %d records", d.Name, d.Kind, d.Format(), d.Records())
			}
			second := workspace.Place{Index: 1}
			record, err := d.Record(second, new(source.Parser))
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"id":"R-2","title":"Flood","owner":"al"}`; record.String() != want {
				t.Errorf("the record is %s, want %s", record, want)
			}
			for pointer, want := range map[source.Pointer]string{"/title": test.title} {
				if got := d.Position(second, pointer).String(); got != test.file+want {
					t.Errorf("%s stands at %s, want %s", pointer, got, test.file+want)
				}
			}
			if got := d.Position(workspace.Header, "/people/1/name").String(); got != test.file+test.person {
				t.Errorf("the person stands at %s, want %s", got, test.file+test.person)
			}
			if got := d.Pointer(second, "/title"); got != "/risks/1/title" {
				t.Errorf("the pointer is %s", got)
			}
		})
	}
}

func TestATableThatNoMappingKnowsIsListed(t *testing.T) {
	fsys := fstest.MapFS{
		"other.csv":   {Data: []byte("a,b\n1,2\n")},
		"compose.yml": {Data: []byte("services:\n  x: &anchor {}\n  y: *anchor\n")},
		"nested.zip":  {Data: []byte(zipped(t, "inner.zip", zipped(t, "r.csv", rows)))},
		"near.csv":    {Data: []byte("ID,Title,Name\n1,2,3\n")},
	}
	work, err := workspace.Load([]workspace.Root{{Name: "data", FS: fsys, Path: "."}}, source.Limits{}, mappingsOf(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range work.Ignored {
		got = append(got, i.Name+": "+i.Reason)
		if !i.Data {
			t.Errorf("%s may hold records, and isn't said to", i.Name)
		}
	}
	want := []string{
		"data/compose.yml: it is not YAML that riskgate reads: data/compose.yml:2:6: ",
		"data/near.csv: no mapping knows what it holds",
		"data/nested.zip/inner.zip: an archive within an archive",
		"data/other.csv: no mapping knows what it holds",
	}
	for i := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("ignored are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			break
		}
	}
}

func TestAFileThatTheUserNamesMustBeRead(t *testing.T) {
	fsys := fstest.MapFS{"other.csv": {Data: []byte("a,b\n1,2\n")}, "cut.xlsx": {Data: []byte(workbook(t)[:400])}}
	for name, want := range map[string]string{
		"other.csv": "other.csv: no mapping knows what it holds",
		"cut.xlsx":  "cut.xlsx: is no whole zip archive",
	} {
		_, err := workspace.Load([]workspace.Root{{Name: name, FS: fsys, Path: name}}, source.Limits{}, mappingsOf(t))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
}

func TestAFileOfAnArchiveCanBeReopened(t *testing.T) {
	fsys := fstest.MapFS{"in/r.zip": {Data: []byte(zipped(t, "deep/r.csv", rows))}}
	for _, root := range []workspace.Root{
		{Name: "data", FS: fsys, Path: "in"},
		{Name: "data/r.zip", FS: fsys, Path: "in/r.zip"},
		{Name: "data/r.zip", Content: fsys["in/r.zip"].Data},
	} {
		file, err := root.Reopen("data/r.zip/deep/r.csv")
		if err != nil {
			t.Errorf("%s: %v", root.Name, err)
			continue
		}
		text, err := io.ReadAll(file)
		if err != nil || string(text) != rows {
			t.Errorf("%s: the file holds %q, %v", root.Name, text, err)
		}
		if _, err := root.Reopen("data/r.zip/none.csv"); err == nil {
			t.Error("a file that isn't there is opened")
		}
	}
}

package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/intake/xlsx"
	"github.com/riskgate/riskgate/internal/source"
)

// parts are those of a workbook by name. The defaults make one sheet called Risks.
type parts map[string]string

func workbook(t testing.TB, own parts) []byte {
	t.Helper()
	all := parts{
		"[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Risks" sheetId="7" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships>
			<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
			<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>
			<Relationship Id="rId3" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst><si><t>id</t></si><si><r><t xml:space="preserve">two </t></r><r><rPr><b/></rPr><t>runs</t></r><rPh sb="0" eb="1"><t>said</t></rPh></si><si><t>a_x000D_
b</t></si></sst>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="0.0"/></numFmts>
			<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData/></worksheet>`,
	}
	for name, text := range own {
		all[name] = text
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range all {
		if text == "" {
			continue
		}
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheet(xml string) parts {
	return parts{"xl/worksheets/sheet1.xml": "<worksheet>" + xml + "</worksheet>"}
}

func open(b []byte) (*xlsx.Book, error) {
	return xlsx.Open(bytes.NewReader(b), int64(len(b)), "r.xlsx", source.Limits{})
}

// read returns each cell that holds something as its name, kind and text.
func read(b []byte) (string, error) {
	book, err := open(b)
	if err != nil {
		return "", err
	}
	var cells []string
	for _, sheet := range book.Sheets {
		for row, err := range sheet.Rows {
			if err != nil {
				return strings.Join(cells, "|"), err
			}
			for i, cell := range row.Cells {
				if cell.Kind == grid.Empty {
					continue
				}
				found := fmt.Sprintf("%s %s %s", grid.Name(row.Number, i+1), cell.Kind, cell.Text)
				if cell.Formula {
					found += " computed"
				}
				if row.Hidden {
					found += " hidden"
				}
				cells = append(cells, found)
			}
		}
	}
	return strings.Join(cells, "|"), nil
}

func TestACellKeepsItsKind(t *testing.T) {
	tests := []struct {
		name, xml, want string
	}{
		{"a shared text", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "A1 text id"},
		{"runs of a text, without how it is said", `<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, "A1 text two runs"},
		{"a character that XML can't hold", `<row r="1"><c r="A1" t="s"><v>2</v></c></row>`, "A1 text a\r\nb"},
		{"a text of its own", `<row r="1"><c r="A1" t="inlineStr"><is><t>a &lt; b</t></is></c></row>`, "A1 text a < b"},
		{"a computed text", `<row r="1"><c r="A1" t="str"><f>"x"&amp;"y"</f><v>xy</v></c></row>`, "A1 text xy computed"},
		{"a computed text of nothing", `<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>`, "B1 number 1"},
		{"a text that looks like a date", `<row r="1"><c r="A1" t="inlineStr" s="1"><is><t>2026-01-02</t></is></c></row>`, "A1 text 2026-01-02"},
		{"a number", `<row r="1"><c r="A1"><v>0.10000000000000001</v></c></row>`, "A1 number 0.1"},
		{"a number of another style", `<row r="1"><c r="A1" s="3"><v>46024</v></c></row>`, "A1 number 46024"},
		{"a large number and a small one", `<row r="1"><c r="A1"><v>1E+21</v></c><c r="B1"><v>-1.5E-7</v></c><c r="C1"><v>1e15</v></c></row>`, "A1 number 1e+21|B1 number -1.5e-07|C1 number 1000000000000000"},
		{"a date of a style that every workbook has", `<row r="1"><c r="A1" s="1"><v>46024</v></c></row>`, "A1 date 2026-01-02"},
		{"a date of a style of its own", `<row r="1"><c r="A1" s="2"><v>46024</v></c></row>`, "A1 date 2026-01-02"},
		{"a computed date", `<row r="1"><c r="A1" s="2"><f>TODAY()</f><v>46024</v></c></row>`, "A1 date 2026-01-02 computed"},
		{"a date with a time", `<row r="1"><c r="A1" s="4"><v>46024.5625</v></c></row>`, "A1 date 2026-01-02T13:30:00"},
		{"a time a moment before midnight", `<row r="1"><c r="A1" s="4"><v>46023.999999999</v></c></row>`, "A1 date 2026-01-02"},
		{"the days around the one that never was", `<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>60</v></c><c r="D1" s="1"><v>61</v></c></row>`, "A1 date 1900-01-01|B1 date 1900-02-28|C1 number 60|D1 date 1900-03-01"},
		{"days that Excel has none for", `<row r="1"><c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>-1</v></c><c r="C1" s="1"><v>2958465</v></c><c r="D1" s="1"><v>2958466</v></c></row>`, "A1 number 0|B1 number -1|C1 date 9999-12-31|D1 number 2958466"},
		{"a date written as one", `<row r="1"><c r="A1" t="d"><v>2026-01-02T00:00:00</v></c><c r="B1" t="d"><v>2026-01-02T13:30:00Z</v></c></row>`, "A1 date 2026-01-02|B1 date 2026-01-02T13:30:00"},
		{"booleans", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>`, "A1 boolean true|B1 boolean false"},
		{"a formula that came to nothing", `<row r="1"><c r="A1" t="e"><f>VLOOKUP(1,B:B,2)</f><v>#REF!</v></c></row>`, "A1 fault #REF! computed"},
		{"a formula that nobody computed", `<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c></row>`, "A1 fault (not computed) computed"},
		{"cells and rows that say not where they are", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>`, "A1 number 1|C1 number 3|A2 number 4"},
		{"cells and rows that are left out", `<row r="3"><c r="B3"><v>1</v></c><c r="AA3"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>`, "B3 number 1|AA3 number 2|XFD1048576 number 3"},
		{"a hidden row", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"><c r="A2"><v>2</v></c></row>`, "A1 number 1 hidden|A2 number 2"},
		{"a row of styles alone", `<row r="1"><c r="A1" s="1"/><c r="B1" s="2"><v></v></c></row>`, ""},
		{"what newer programs add", `<row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c><extLst><c><v>8</v></c></extLst></row>`, "A1 number 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(workbook(t, sheet("<sheetData>"+test.xml+"</sheetData>")))
			if err != nil || got != test.want {
				t.Errorf("got  %q, %v\nwant %q", got, err, test.want)
			}
		})
	}
}

func TestDaysCountFrom1904WhereTheWorkbookSaysSo(t *testing.T) {
	own := sheet(`<sheetData><row r="1"><c r="A1" s="1"><v>44562</v></c><c r="B1" s="1"><v>0</v></c><c r="C1" s="1"><v>60</v></c></row></sheetData>`)
	own["xl/workbook.xml"] = `<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="Risks" r:id="rId1"/></sheets></workbook>`
	got, err := read(workbook(t, own))
	if want := "A1 date 2026-01-02|B1 date 1904-01-01|C1 date 1904-03-01"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestAStyleShowsADateByItsFormat(t *testing.T) {
	for code, want := range map[string]bool{
		"m/d/yy": true, "mmm-yy": true, `yyyy\-mm\-dd`: true, "[$-409]mmmm d, yyyy;@": true, "dd/mm/yyyy hh:mm": true, "[$-F800]dddd, mmmm dd, yyyy": true, "TT.MM.YYYY": true, "mmmm": true,
		"General": false, "h:mm": false, "[h]:mm:ss": false, "mm:ss": false, "0.00E+00": false, "#,##0;[Red]-#,##0": false, `"day" 0`: false, `0\d`: false, "@": false, "": false,
		strings.Repeat("d", 2000): false,
	} {
		own := sheet(`<sheetData><row r="1"><c r="A1" s="0"><v>46024.5</v></c></row></sheetData>`)
		own["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + strings.ReplaceAll(code, `"`, "&quot;") + `"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`
		got, err := read(workbook(t, own))
		if shows := strings.Contains(got, "date"); err != nil || shows != want {
			t.Errorf("%q shows a date: %t, %v, want %t", code, shows, err, want)
		}
	}
}

func TestWhatIsHiddenOrMergedIsSaid(t *testing.T) {
	own := sheet(`<cols><col min="1" max="1"/><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&lt;/sheetData></t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="B2:D2"/></mergeCells>`)
	own["xl/workbook.xml"] = `<workbook xmlns:r="x"><sheets><sheet name="Risks" r:id="rId1"/><sheet name="Lists" state="veryHidden" r:id="rId4"/><sheet name="Figure" r:id="rId5"/></sheets></workbook>`
	own["xl/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId4" Type="x/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId5" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>`
	own["xl/worksheets/sheet2.xml"] = `<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:A2"/></x:mergeCells></x:worksheet>`
	b := workbook(t, own)
	book, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, sheet := range book.Sheets {
		got += fmt.Sprintf("%s %t %v %v;", sheet.Name, sheet.Hidden, sheet.HiddenColumns, sheet.Merged)
	}
	if want := "Risks false [{2 3}] [B2:D2];Lists true [] [A1:A2];"; got != want || fmt.Sprint(book.Notes()) != `[sheet "Figure" holds no cells]` {
		t.Errorf("got %q and %q, want %q", got, book.Notes(), want)
	}
	cells, err := read(b)
	if want := "A1 text </sheetData>|A1 number 1"; err != nil || cells != want {
		t.Errorf("got %q, %v, want %q", cells, err, want)
	}
}

func TestWhatIsNoPlainWorkbookIsRefused(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 70_000)
	whole := workbook(t, sheet(`<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`))
	types := func(of string) parts {
		return parts{"[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="` + of + `"/></Types>`}
	}
	row := func(xml string) []byte { return workbook(t, sheet("<sheetData>"+xml+"</sheetData>")) }
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"a password", []byte(ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "r.xlsx: is encrypted"},
		{"the old format", []byte(ole + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), "r.xlsx: is a workbook of the old format (.xls)"},
		{"macros by type", workbook(t, types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), "r.xlsx: is a workbook with macros (.xlsm)"},
		{"macros by a part", workbook(t, parts{"xl/vbaProject.bin": "x"}), "r.xlsx: is a workbook with macros (.xlsm)"},
		{"a binary workbook", workbook(t, parts{"_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`}), "r.xlsx: is a binary workbook (.xlsb)"},
		{"a document of text", workbook(t, types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")), "r.xlsx: is a document, but no workbook"},
		{"an archive of other files", workbook(t, parts{"[Content_Types].xml": ""}), "r.xlsx: is an archive, but no workbook"},
		{"OpenDocument", workbook(t, parts{"[Content_Types].xml": "", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "r.xlsx: is an OpenDocument file"},
		{"half a file", whole[:len(whole)/2], "r.xlsx: is no whole zip archive"},
		{"no sheet where one is named", workbook(t, parts{"xl/worksheets/sheet1.xml": ""}), `r.xlsx: lacks its part "xl/worksheets/sheet1.xml"`},
		{"a sheet that ends in the middle", workbook(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`}), "r.xlsx/xl/worksheets/sheet1.xml: is no XML that can be read to its end"},
		{"a tag that closes another", workbook(t, sheet(`<sheetData><row r="1"><c r="A1"><v>1</v></row></c></sheetData>`)), "r.xlsx/xl/worksheets/sheet1.xml: is no XML that can be read to its end"},
		{"an entity of its own", workbook(t, parts{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY e "eee">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>`}), "r.xlsx/xl/worksheets/sheet1.xml: is no XML that can be read to its end"},
		{"a row twice", row(`<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`), `r.xlsx: sheet "Risks": a row behind row 2 has no number that can follow it`},
		{"a row beyond the end", row(`<row r="1048577"/>`), `r.xlsx: sheet "Risks": a row behind row 0 has no number that can follow it`},
		{"a cell twice", row(`<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>`), `r.xlsx: sheet "Risks": row 1 has a cell called "B1", which can't stand there`},
		{"a cell of another row", row(`<row r="1"><c r="B2"><v>1</v></c></row>`), `r.xlsx: sheet "Risks": row 1 has a cell called "B2", which can't stand there`},
		{"a cell beyond the end", row(`<row r="1"><c r="XFD1"/><c/></row>`), `r.xlsx: sheet "Risks": row 1 has more than 16384 columns`},
		{"a text that isn't there", row(`<row r="1"><c r="A1" t="s"><v>3</v></c></row>`), `r.xlsx: sheet "Risks": cell A1 holds text number "3", of which the workbook has 3`},
		{"a number that is none", row(`<row r="1"><c r="A1"><v>NaN</v></c></row>`), `r.xlsx: sheet "Risks": cell A1 holds "NaN", which is no number`},
		{"a date that is none", row(`<row r="1"><c r="A1" t="d"><v>2026-02-30</v></c></row>`), `r.xlsx: sheet "Risks": cell A1 holds "2026-02-30", which is no date`},
		{"a kind of no name", row(`<row r="1"><c r="A1" t="z"><v>1</v></c></row>`), `r.xlsx: sheet "Risks": cell A1 is of kind "z", which no workbook has`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(test.file)
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Hint == "" {
				t.Fatalf("no hint: %#v", err)
			}
			if err.Error() != test.want {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
}

func TestTheTemplateOfFedRAMPIsRead(t *testing.T) {
	b, err := os.ReadFile("../../../../shared/data/fedramp/FedRAMP-POAM-Template.xlsx")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the template is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	book, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sheet := range book.Sheets {
		rows, cells := 0, 0
		for row, err := range sheet.Rows {
			if err != nil {
				t.Fatal(err)
			}
			rows++
			for _, cell := range row.Cells {
				if cell.Kind != grid.Empty {
					cells++
				}
			}
		}
		got = append(got, fmt.Sprintf("%s: %d rows, %d cells", sheet.Name, rows, cells))
	}
	const want = "Open POA&M Items: 4 rows, 41 cells; Closed POA&M Items: 4 rows, 40 cells; Configuration Findings: 4 rows, 40 cells; Record of Changes: 4 rows, 13 cells"
	if counted := strings.Join(got, "; "); counted != want {
		t.Errorf("got  %s\nwant %s", counted, want)
	}
}

package xlsx_test

import (
	"errors"
	"testing"

	"github.com/riskgate/riskgate/internal/source"
)

// Whatever a sheet holds, it is read, or refused with a hint; so are the styles that it is shown in.
func FuzzSheet(f *testing.F) {
	for _, xml := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c></row>`,
		`<row r="2" hidden="1"><c r="B2" s="0"><v>46024.5</v></c><c t="e"><f>A1</f><v>#REF!</v></c><c t="d"><v>2026-01-02</v></c></row>`,
		`<row><c t="b"><v>1</v></c><c t="str"><v>_x000D_</v></c></row><row/></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`,
		`<row r="-1"/>`, `<row><c r="ZZZZ1"/></row>`, `<row><c><v>1e999</v></c></row>`, `<row>`, `</sheetData>`, `<c/>`, `<!-- </sheetData> -->`, `<![CDATA[</sheetData>]]>`,
	} {
		f.Add(xml, "yyyy-mm-dd")
	}
	for _, code := range []string{"m/d/yy;@", "[$-409]mmm\\ d", `"a`, "[", "[h]:mm", "0.0E+0", "_(* #,##0_)", "?/?", "[>=100]d"} {
		f.Add(`<row><c s="0"><v>46024</v></c></row>`, code)
	}
	f.Fuzz(func(t *testing.T, xml, code string) {
		own := sheet("<sheetData>" + xml + "</sheetData>")
		own["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + code + `"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`
		_, err := read(workbook(t, own))
		var fault *source.Error
		if err != nil && (!errors.As(err, &fault) || fault.Hint == "") {
			t.Fatalf("no hint: %#v", err)
		}
	})
}

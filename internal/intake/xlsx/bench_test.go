package xlsx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/xlsx"
	"github.com/riskgate/riskgate/internal/source"
)

// BenchmarkRows reads 50,000 rows of 27 cells.
func BenchmarkRows(b *testing.B) {
	var xml strings.Builder
	for row := range 50_000 {
		fmt.Fprintf(&xml, `<row r="%d">`, row+1)
		for column := range 27 {
			fmt.Fprintf(&xml, `<c r="%c%d" s="1" t="inlineStr"><is><t>value %d of row %d and more text</t></is></c>`, 'A'+column%26, row+1, column, row)
			if column == 25 {
				fmt.Fprintf(&xml, `<c r="AA%d"><v>%d</v></c>`, row+1, row)
				break
			}
		}
		xml.WriteString("</row>")
	}
	benchmark(b, xml.String(), 50_000)
}

// BenchmarkEmptyRows reads a million rows that are styled and hold nothing, behind one that does.
func BenchmarkEmptyRows(b *testing.B) {
	var xml strings.Builder
	xml.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for row := 2; row <= 1<<20; row++ {
		fmt.Fprintf(&xml, `<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="2"/></row>`, row, row, row, row)
	}
	benchmark(b, xml.String(), 1)
}

func benchmark(b *testing.B, xml string, want int) {
	file := workbook(b, sheet("<sheetData>"+xml+"</sheetData>"))
	b.ReportAllocs()
	for b.Loop() {
		book, err := xlsx.Open(bytes.NewReader(file), int64(len(file)), "r.xlsx", source.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for _, err := range book.Sheets[0].Rows {
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
		if rows != want {
			b.Fatalf("%d rows", rows)
		}
	}
}

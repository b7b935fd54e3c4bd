package csv_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

func open(t *testing.T, text string, options csv.Options) *csv.Table {
	t.Helper()
	table, err := csv.Open(strings.NewReader(text), int64(len(text)), "r.csv", options)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return table
}

// read returns the rows of a table, each of which must be the same when it is read again alone.
func read(t *testing.T, table *csv.Table) ([]grid.Row, error) {
	t.Helper()
	var rows []grid.Row
	for row, err := range table.Rows {
		if err != nil {
			return rows, err
		}
		again, err := table.Row(row.Number, row.Span)
		if err != nil || !slices.Equal(again.Cells, row.Cells) || !slices.Equal(again.Places, row.Places) || again.Number != row.Number {
			t.Fatalf("row %+v is read again as %+v, %v", row, again, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// show writes each row as number, then line:column=text for each field.
func show(rows []grid.Row) string {
	var lines []string
	for _, row := range rows {
		line := fmt.Sprint(row.Number)
		for i, cell := range row.Cells {
			line += fmt.Sprintf(" %d:%d=%s", row.Places[i].Line, row.Places[i].Column, cell.Text)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "|")
}

func TestEachFieldKeepsItsTextAndItsPlace(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"commas", "a,b\n1,2\n", "1 1:1=a 1:3=b|2 2:1=1 2:3=2"},
		{"no line end at the end", "a,b\n1,2", "1 1:1=a 1:3=b|2 2:1=1 2:3=2"},
		{"semicolons and line ends of Windows", "a;b\r\n1;2\r\n", "1 1:1=a 1:3=b|2 2:1=1 2:3=2"},
		{"tabs", "a\tb\n1\t2\n", "1 1:1=a 1:3=b|2 2:1=1 2:3=2"},
		{"a column counts characters", "a,é,c\n😀,\"ö,\",x\n", "1 1:1=a 1:3=é 1:5=c|2 2:1=😀 2:3=ö, 2:8=x"},
		{"a quote within quotes", "a,b\n\"say \"\"no\"\"\",2\n", "1 1:1=a 1:3=b|2 2:1=say \"no\" 2:14=2"},
		{"a line end within quotes", "a,b,c\n\"1\n2\",\"x\r\ny\",3\n4,5,6\n", "1 1:1=a 1:3=b 1:5=c|2 2:1=1\n2 3:4=x\ny 4:4=3|3 5:1=4 5:3=5 5:5=6"},
		{"an empty line counts as a row", "a,b\n\n\r\n1,2\n", "1 1:1=a 1:3=b|4 4:1=1 4:3=2"},
		{"so does a row of empty fields", "a,b\n,\"\"\n1,2\n", "1 1:1=a 1:3=b|3 3:1=1 3:3=2"},
		{"blanks are kept", "a, b\n 1 ,2\n", "1 1:1=a 1:3= b|2 2:1= 1  2:5=2"},
		{"a byte order mark is no text", "\ufeffa,b\n1,2\n", "1 1:1=a 1:3=b|2 2:1=1 2:3=2"},
		{"a file that tells Excel its separator", "sep=;\na,b;c\n1;2\n", "1 2:1=a,b 2:5=c|2 3:1=1 3:3=2"},
		{"a title over the header", "Risks of 2026\na,b\n1,2\n", "1 1:1=Risks of 2026|2 2:1=a 2:3=b|3 3:1=1 3:3=2"},
		{"one column", "a\n1\n", "1 1:1=a|2 2:1=1"},
		{"nothing", "", ""},
		{"commas in the text of semicolons", "a;b\n1,5;x, y\n2,5;z\n", "1 1:1=a 1:3=b|2 2:1=1,5 2:5=x, y|3 3:1=2,5 3:5=z"},
		{"a row with fewer fields, and one with more", "a,b,c\n1\n1,2,3,4\n1,2,3\n", "1 1:1=a 1:3=b 1:5=c|2 2:1=1|3 3:1=1 3:3=2 3:5=3 3:7=4|4 4:1=1 4:3=2 4:5=3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := read(t, open(t, test.text, csv.Options{}))
			if got := show(rows); err != nil || got != test.want {
				t.Errorf("got  %q, %v\nwant %q", got, err, test.want)
			}
		})
	}
}

func TestEachEncodingGivesTheSameTable(t *testing.T) {
	const text = "id;titel\r\nR-1;\"Gerät – „alt“\r\nund € 5\"\r\nR-2;Müll\r\n"
	const want = "1 1:1=id 1:4=titel|2 2:1=R-1 2:5=Gerät – „alt“\nund € 5|3 4:1=R-2 4:5=Müll"
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy) string {
		encoded, err := unicode.UTF16(order, mark).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		named      csv.Encoding
		encoding   csv.Encoding
		reason     string
	}{
		{"UTF-8", text, "", csv.UTF8, "UTF-8: the whole file is valid in it"},
		{"UTF-8 with its mark", "\ufeff" + text, "", csv.UTF8, "UTF-8: the file begins with its byte order mark"},
		{"UTF-8 with its mark, named", "\ufeff" + text, csv.UTF8, csv.UTF8, "UTF-8: the file begins with its byte order mark"},
		{"UTF-16 with its mark", utf16(unicode.LittleEndian, unicode.UseBOM), "", csv.UTF16LE, "UTF-16LE: the file begins with its byte order mark"},
		{"UTF-16 of the other order", utf16(unicode.BigEndian, unicode.UseBOM), "", csv.UTF16BE, "UTF-16BE: the file begins with its byte order mark"},
		{"UTF-16 without a mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "", csv.UTF16LE, "UTF-16LE: the file's second byte is NUL, and there is no byte order mark"},
		{"UTF-16 of the other order without a mark", utf16(unicode.BigEndian, unicode.IgnoreBOM), "", csv.UTF16BE, "UTF-16BE: the file's first byte is NUL, and there is no byte order mark"},
		{"Windows-1252", windows, "", csv.Windows1252, "Windows-1252: byte 0xE4 at line 2, column 9, is not UTF-8, and nothing else in the file is that isn't ASCII"},
		{"Windows-1252, named", windows, csv.Windows1252, csv.Windows1252, "Windows-1252: it was named"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table := open(t, test.text, csv.Options{Encoding: test.named})
			if table.Dialect.Encoding != test.encoding || table.Dialect.Separator != ';' || table.Dialect.Reasons[0] != test.reason {
				t.Errorf("%+v, want %s, %s", table.Dialect, test.encoding, test.reason)
			}
			rows, err := read(t, table)
			if got := show(rows); err != nil || got != want {
				t.Errorf("got  %q, %v\nwant %q", got, err, want)
			}
		})
	}
}

func TestTheSeparatorIsTakenForAReason(t *testing.T) {
	tests := []struct {
		name, text string
		named      rune
		want       string
	}{
		{"every row has it", "a;b\n1;2\n", 0, "semicolon: 2 of the first 2 rows have 2 fields by it"},
		{"most rows do", "title\na\tb\tc\n1\t2\t3\n", 0, "tab: 2 of the first 3 rows have 3 fields by it"},
		{"it orders more rows than another", "title\nid;score\n1;2,5\n2;3,5\n", 0, "semicolon: 3 of the first 4 rows have 2 fields by it"},
		{"only it splits anything", "x\ny\nz\na,b\n", 0, "comma: 1 of the first 4 rows have 2 fields by it"},
		{"nothing splits", "a\nb\n", 0, "comma: the file has one column, so that it makes no difference"},
		{"quotes decide", "a;\"b,c\"\n1;\"2,3\"\n", 0, "semicolon: 2 of the first 2 rows have 2 fields by it"},
		{"it was named", "a;b|c\n", '|', "'|': it was named"},
		{"the first line names it", "sep=|\na;b|c\n", 0, `'|': the first line says "sep="`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table := open(t, test.text, csv.Options{Separator: test.named})
			if got := table.Dialect.Reasons[1]; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatCannotBeReadIsSaidWithItsPlace(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	tests := []struct {
		name, text string
		options    csv.Options
		want       string
	}{
		{"a file that was cut off", "a,b,c\n1,2,3\n4,é", csv.Options{}, "r.csv:3:4: the file ends within a row: it has 2 fields, and the row before it 3"},
		{"two separators fit", "a,b;c\n1,2;3\n", csv.Options{}, "r.csv:1:1: fields may be separated by comma or semicolon: 2 of the first 2 rows have 2 fields by it, or 2 of the first 2 rows have 2 fields by it"},
		{"a quote that nothing closes", "a,b\n1,\"2\n3,4\n", csv.Options{}, "r.csv:2:3: a quoted field begins here and has no end"},
		{"a quote that the next one closes", "a,b\n1,\"2\n3,\"4\"\n", csv.Options{}, "r.csv:3:3: the field that begins at line 2, column 3, goes on behind its closing quote"},
		{"a quote in the middle", "a,b\n1, \"é\"\n", csv.Options{}, "r.csv:2:4: a quote stands in a field that doesn't begin with one"},
		{"text behind a closing quote", "a,b\né,\"2\"x\n", csv.Options{}, "r.csv:2:5: the field that begins at line 2, column 3, goes on behind its closing quote"},
		{"NUL", "a,b\n1,é\x00\n", csv.Options{}, "r.csv:2:4: a NUL byte, which no text has"},
		{"line ends of old", "a,b\r1,2\r", csv.Options{}, "r.csv:1:4: a line ends with a carriage return alone"},
		{"two encodings in one file", "a,é\n1,\xe9\n", csv.Options{}, "r.csv:2:3: byte 0xE9 is not UTF-8, which the file has in other places"},
		{"bytes of no encoding", "a,\xe9\n1,\x81\n", csv.Options{}, "r.csv:2:3: byte 0x81 is neither UTF-8 nor Windows-1252"},
		{"not the encoding that was named", "a,é\n1,\xe9\n", csv.Options{Encoding: csv.UTF8}, "r.csv:2:3: is not UTF-8 from here on"},
		{"half a character of UTF-16", "\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8,\x00", csv.Options{}, "r.csv:2:1: is not UTF-16LE from here on"},
		{"half a byte pair of UTF-16", "\xff\xfea\x00,\x00b\x00\n\x00c", csv.Options{}, "r.csv:2:1: is not UTF-16LE from here on"},
		{"an encoding of no name", "a,b\n", csv.Options{Encoding: "latin1"}, `r.csv: no encoding is called "latin1"`},
		{"a separator that can be none", "a,b\n", csv.Options{Separator: '"'}, `r.csv: '"' can't separate fields`},
		{"a field of more than a MiB", "a,b\n1," + long + "y\n", csv.Options{}, "r.csv:2:3: a field is longer than 1 MiB"},
		{"a row of more than 8 MiB", "a,b\n" + strings.Repeat(long+",", 8) + "\n", csv.Options{}, "r.csv:2:1: a row is longer than 8 MiB"},
		{"a quote that nothing closes for 8 MiB", "a,b\n1,\"" + strings.Repeat(long+"\n", 9), csv.Options{}, "r.csv:2:3: a quoted field begins here and has no end within 8 MiB"},
		{"more columns than a spreadsheet has", "a,b\n" + strings.Repeat(",", 16384) + "x\n", csv.Options{}, "r.csv:2:1: a row has more than 16384 fields"},
		{"a file that is too large", "a,b\n", csv.Options{Limits: source.Limits{MaxBytes: 3}}, "r.csv: is larger than 3 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, err := csv.Open(strings.NewReader(test.text), int64(len(test.text)), "r.csv", test.options)
			if err == nil {
				_, err = read(t, table)
			}
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Hint == "" {
				t.Fatalf("no place or hint: %#v", err)
			}
			if err.Error() != test.want {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
}

func TestAFileThatChangesIsNotReadOn(t *testing.T) {
	text := []byte("a,b\n1,2\n3,4\n")
	table, err := csv.Open(bytes.NewReader(text), int64(len(text)), "r.csv", csv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(t, table)
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	text[6] = '9'
	const want = "r.csv: changed while it was being checked"
	if _, err := table.Row(rows[1].Number, rows[1].Span); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := table.Row(rows[2].Number, rows[2].Span); err != nil {
		t.Errorf("the row beside it: %v", err)
	}
	shorter, err := csv.Open(bytes.NewReader(text), int64(len(text))+1, "r.csv", csv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, shorter); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

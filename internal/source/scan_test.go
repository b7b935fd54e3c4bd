package source

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestScanFindsTheRecordsOfADocument(t *testing.T) {
	text := "{\r\n" +
		"  \"kind\": \"risk_register\",\r\n" +
		"  \"risks\": [\r\n" +
		"    {\"id\": \"R-1\", \"title\": \"Überlast 😀\"}, {\"id\": \"R-2\"},\r\n" +
		"    7\r\n" +
		"  ],\r\n" +
		"  \"tags\": [\"a\", {\"b\": 1}], \"none\": []\r\n" +
		"}\r\n"
	layout, err := Scan(iotest.OneByteReader(strings.NewReader(text)), "r.json", false, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if layout.Shape != ObjectShape || layout.Size != int64(len(text)) || layout.SHA256 != sha256.Sum256([]byte(text)) {
		t.Errorf("layout of another file: %+v", layout)
	}
	if !layout.Whole.Holds([]byte(text)) {
		t.Error("the whole file is not what was scanned")
	}
	var got []string
	tell := func(what string, span Span) {
		part := text[span.Offset : span.Offset+int64(span.Length)]
		if !span.Holds([]byte(part)) {
			t.Errorf("sum of %s", part)
		}
		if len(part) > 20 {
			part = part[:20]
		}
		got = append(got, fmt.Sprintf("%s %s %s", span.Position("r"), what, part))
	}
	for _, member := range layout.Members {
		tell(member.Name+" key", member.Key)
		tell(member.Name+" "+member.Kind.String(), member.Value)
		for _, element := range member.Elements {
			tell(member.Name+" element", element)
		}
	}
	want := []string{
		`r:2:3 kind key "kind"`,
		`r:2:11 kind string "risk_register"`,
		`r:3:3 risks key "risks"`,
		"r:3:12 risks array [\r\n    {\"id\": \"R-1\",",
		`r:4:5 risks element {"id": "R-1", "title`,
		`r:4:43 risks element {"id": "R-2"}`,
		`r:5:5 risks element 7`,
		`r:7:3 tags key "tags"`,
		`r:7:11 tags array ["a", {"b": 1}]`,
		`r:7:28 none key "none"`,
		`r:7:36 none array []`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestScanFindsTheLinesOfAFile(t *testing.T) {
	text := "{\"kind\": \"risk_register\"}\r\n\r\n  {\"id\": \"Ü\"} \n[1]\n  \n{\"id\": \"R-3\"}"
	layout, err := Scan(strings.NewReader(text), "r.jsonl", true, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, span := range layout.Lines {
		part := text[span.Offset : span.Offset+int64(span.Length)]
		if !span.Holds([]byte(part)) {
			t.Errorf("sum of %s", part)
		}
		got = append(got, span.Position("r").String()+" "+part)
	}
	want := []string{`r:1:1 {"kind": "risk_register"}`, `r:3:3 {"id": "Ü"}`, `r:4:1 [1]`, `r:6:1 {"id": "R-3"}`}
	if !slices.Equal(got, want) || layout.Shape != LinesShape {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if layout.SHA256 != sha256.Sum256([]byte(text)) {
		t.Error("digest of another file")
	}
}

func TestScanTellsAllWrongLinesAtOnce(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"several", "{\"a\": 1}\n{\"a\": 1,}\n\n{\"a\": \r\n{} {}\n", []string{
			`f:2:8: comma before '}'`,
			"f:4:6: line ends inside an object",
			"f:5:4: text after the record's end",
		}},
		{"a duplicate key and a deep value", "{\"a\": 1, \"a\": 2}\n" + strings.Repeat("[", 65) + strings.Repeat("]", 65), []string{
			`f:1:10: duplicate key "a"`,
			"f:2:65: nested more than 64 levels deep",
		}},
		{"an empty file", "", []string{"f:1:1: file is empty"}},
		{"blank lines alone", "\n \n", []string{"f:1:1: file holds nothing but white space"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Scan(strings.NewReader(tt.text), "f", true, Limits{})
			var got []string
			for _, err := range flatten(err) {
				got = append(got, err.Error())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestScanStopsAfterAHundredWrongLines(t *testing.T) {
	_, err := Scan(strings.NewReader(strings.Repeat("oops\n", 1000)), "f", true, Limits{})
	faults := flatten(err)
	last := faults[len(faults)-1].Error()
	if len(faults) != maxFaults+1 || last != "f:101:1: reading stopped after 100 wrong lines" {
		t.Errorf("%d faults, the last one is %s", len(faults), last)
	}
}

func TestScanReadsLinesOfAnyLength(t *testing.T) {
	long := `{"id": "` + strings.Repeat("x", 3*lineBuffer) + `"}`
	text := long + "\n{}\n" + long
	layout, err := Scan(strings.NewReader(text), "f", true, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(layout.Lines) != 3 || layout.Lines[0].Length != len(long) || layout.Lines[2].Length != len(long) || layout.Lines[2].Line != 3 {
		t.Errorf("lines %+v", layout.Lines)
	}
}

func TestScanRefusesAFileOverItsLimit(t *testing.T) {
	text := `{"a": [1, 2, 3]}`
	for _, lines := range []bool{false, true} {
		if _, err := Scan(strings.NewReader(text), "f", lines, Limits{MaxBytes: int64(len(text))}); err != nil {
			t.Errorf("at the limit: %v", err)
		}
		_, err := Scan(strings.NewReader(text), "f", lines, Limits{MaxBytes: int64(len(text)) - 1})
		want := &Error{}
		if !errors.As(err, &want) || err.Error() != "f: file is larger than 15 bytes" || want.Hint == "" || want.Pos.Line != 0 {
			t.Errorf("over the limit: %v", err)
		}
	}
}

func TestScanTellsAFileThatCannotBeRead(t *testing.T) {
	broken := errors.New("input/output error")
	for _, lines := range []bool{false, true} {
		_, err := Scan(io.MultiReader(strings.NewReader(`{"a": [`), iotest.ErrReader(broken)), "f", lines, Limits{})
		if !errors.Is(err, broken) || err.Error() != "f: input/output error" {
			t.Errorf("lines %v: %v", lines, err)
		}
	}
}

func TestScanKeepsItsPlaceInAMinifiedFile(t *testing.T) {
	record := `{"id":"Ü","n":"` + strings.Repeat("😀", 100) + `"}`
	text := `{"risks":[` + strings.Repeat(record+",", 1000) + record[:7] + `nope}]}`
	_, err := Scan(strings.NewReader(text), "f", false, Limits{})
	column := 10 + 1000*(len([]rune(record))+1) + 7
	if want := fmt.Sprintf("f:1:%d: file ends inside a text", column+len("nope}]}")+1); err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %v", err, want)
	}
}

func TestScanReadsWhatIsNoObject(t *testing.T) {
	for _, text := range []string{"[{}, {}]", "7", " \"a\" \n", "null"} {
		layout, err := Scan(strings.NewReader(text), "f", false, Limits{})
		if err != nil || layout.Shape != OtherShape || layout.Members != nil {
			t.Errorf("%q: %+v, %v", text, layout, err)
		}
	}
}

func TestASpanNoticesAFileThatChanged(t *testing.T) {
	layout, err := Scan(strings.NewReader(`{"a": "low"}`), "f", false, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	span := layout.Members[0].Value
	for text, want := range map[string]bool{`"low"`: true, `"bow"`: false, `"lowly"`: false, "": false} {
		if got := span.Holds([]byte(text)); got != want {
			t.Errorf("%s held: %v", text, got)
		}
	}
}

func TestALayoutIsTheSameHoweverAFileIsRead(t *testing.T) {
	text, _ := register(50)
	want, err := Scan(bytes.NewReader(text), "f", false, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for name, reader := range map[string]io.Reader{
		"byte by byte":      iotest.OneByteReader(bytes.NewReader(text)),
		"half by half":      iotest.HalfReader(bytes.NewReader(text)),
		"data with the end": iotest.DataErrReader(bytes.NewReader(text)),
	} {
		got, err := Scan(reader, "f", false, Limits{})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnOutlineTellsNoElementsApart(t *testing.T) {
	const text = `{"kind": "x", "list": [{"a": 1}, {"a": 2}], "more": 3}`
	outline, err := Outline(strings.NewReader(text), "a.json", Limits{})
	if err != nil {
		t.Fatal(err)
	}
	layout, err := Scan(strings.NewReader(text), "a.json", false, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(layout.Members[1].Elements) != 2 || outline.Members[1].Elements != nil {
		t.Errorf("elements: %v of a scan, %v of an outline", layout.Members[1].Elements, outline.Members[1].Elements)
	}
	layout.Members[1].Elements = nil
	if !reflect.DeepEqual(outline, layout) {
		t.Errorf("the outline is %+v, the scan %+v", outline, layout)
	}
	if _, err := Outline(strings.NewReader(`{"a": 1, "a": 2}`), "a.json", Limits{}); err == nil {
		t.Error("an outline takes a key twice")
	}
}

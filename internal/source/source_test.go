package source

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func parse(t *testing.T, text string) *Value {
	t.Helper()
	value, err := new(Parser).Parse([]byte(text), Position{File: "f"})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestParseKeepsWhatWasWritten(t *testing.T) {
	text := `{"b": -0, "a": 1.50, "n": 9223372036854775808, "t": "\u00dc\n\ud83d\ude00", "l": [true, false, null], "\u006b": {}}`
	got := parse(t, text)
	want := &Value{Kind: Object, Members: []Member{
		{Name: "b", Offset: 1, Value: &Value{Kind: Number, Offset: 6, Text: "-0"}},
		{Name: "a", Offset: 10, Value: &Value{Kind: Number, Offset: 15, Text: "1.50"}},
		{Name: "n", Offset: 21, Value: &Value{Kind: Number, Offset: 26, Text: "9223372036854775808"}},
		{Name: "t", Offset: 47, Value: &Value{Kind: String, Offset: 52, Text: "Ü\n😀"}},
		{Name: "l", Offset: 76, Value: &Value{Kind: Array, Offset: 81, Elements: []*Value{
			{Kind: Bool, Offset: 82, Text: "true"},
			{Kind: Bool, Offset: 88, Text: "false"},
			{Kind: Null, Offset: 95, Text: "null"},
		}}},
		{Name: "k", Offset: 102, Value: &Value{Kind: Object, Offset: 112}},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	if want := `{"b":-0,"a":1.50,"n":9223372036854775808,"t":"Ü\n😀","l":[true,false,null],"k":{}}`; got.String() != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestParseAcceptsWhatIsJustWithinItsLimits(t *testing.T) {
	for name, text := range map[string]string{
		"64 levels":             strings.Repeat("[", 64) + strings.Repeat("]", 64),
		"a number of 128":       strings.Repeat("9", 128),
		"the largest exponent":  "1e308",
		"the smallest exponent": "1e-308",
		"a padded exponent":     "1e+000308",
		"2^63+1":                "9223372036854775809",
		"a surrogate pair":      `"\ud83d\ude00"`,
		"an escaped NUL":        `"\u0000"`,
		"U+FFFE":                "\"\ufffe\"",
		"an inner mark":         "\"\ufeff\"",
		"space all around":      "\r\n\t 1 \r\n\t",
	} {
		if _, err := new(Parser).Parse([]byte(text), Position{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Scan(strings.NewReader(text), "", false, Limits{}); err != nil {
			t.Errorf("Scan, %s: %v", name, err)
		}
	}
}

func TestParseTellsPlacesFromWhereTheTextBegins(t *testing.T) {
	tests := []struct {
		name, text string
		at         Position
		want       string
	}{
		{"on its first line", `{"a": x}`, Position{File: "f", Line: 7, Column: 30}, "f:7:36"},
		{"on a later line", "{\n  \"a\": x}", Position{File: "f", Line: 7, Column: 30}, "f:8:8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := new(Parser).Parse([]byte(tt.text), tt.at)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want+": ") {
				t.Errorf("got %v, want it at %s", err, tt.want)
			}
		})
	}
}

func TestValuesOutliveTheirParsersNextText(t *testing.T) {
	var parser Parser
	texts := []string{`{"a": ["x", {"b": "\u00e9"}], "c": 1}`, `{"c": [2, 3], "a": {"z": "long enough to overwrite"}}`, `[]`}
	for range 300 {
		var values []*Value
		for _, text := range texts {
			value, err := parser.Parse([]byte(text), Position{})
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		for i, text := range texts {
			if want := parse(t, text); !reflect.DeepEqual(values[i], want) {
				t.Fatalf("%s became %s", text, values[i])
			}
		}
	}
}

func TestAParserReadsOnAfterARefusal(t *testing.T) {
	var parser Parser
	deep := strings.Repeat(`{"a":[1,`, 40) + "2" + strings.Repeat("]}", 40)
	if _, err := parser.Parse([]byte(deep), Position{}); err == nil {
		t.Fatal("80 levels were accepted")
	}
	value, err := parser.Parse([]byte(`{"a": [1]}`), Position{})
	if err != nil || value.String() != `{"a":[1]}` {
		t.Errorf("got %v, %v", value, err)
	}
}

func TestAParserForgetsNoTextForManyNames(t *testing.T) {
	var parser Parser
	var text strings.Builder
	text.WriteString("{")
	for i := range 2 * maxNames {
		text.WriteString(`"k` + NewNumber(i).Text + `": 0, `)
	}
	text.WriteString(`"last": 1}`)
	value, err := parser.Parse([]byte(text.String()), Position{})
	if err != nil || len(value.Members) != 2*maxNames+1 || value.Get("last").Text != "1" {
		t.Fatal(err)
	}
	if len(parser.names) != maxNames {
		t.Errorf("%d names are kept", len(parser.names))
	}
}

func TestParseKnowsAQuoteThatEndsNoText(t *testing.T) {
	got := parse(t, `{"a\"b": "\"", "c": "\\", "d": ["\\\"]", 1]}`)
	if want := `{"a\"b":"\"","c":"\\","d":["\\\"]",1]}`; got.String() != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAnAppendedMemberOverwritesNoOther(t *testing.T) {
	value := parse(t, `{"a": {"b": 1}, "c": {"d": 2}, "e": [3], "f": [4]}`)
	want := value.String()
	_ = append(value.Get("a").Members, Member{Name: "x", Value: NewNull()})
	_ = append(value.Get("e").Elements, NewNull())
	if got := value.String(); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestLookupFindsTheNearestAncestor(t *testing.T) {
	document := parse(t, `{"risks": [{"id": "R-1", "a/b": {"~": 1}}], "": 2}`)
	tests := []struct {
		name           string
		pointer, found Pointer
		want           string
	}{
		{"the root", "", "", document.String()},
		{"a value", "/risks/0/id", "/risks/0/id", `"R-1"`},
		{"an escaped key", "/risks/0/a~1b/~0", "/risks/0/a~1b/~0", "1"},
		{"an empty key", "/", "/", "2"},
		{"a missing key", "/risks/0/owner", "/risks/0", `{"id":"R-1","a/b":{"~":1}}`},
		{"a missing element", "/risks/1/id", "/risks", `[{"id":"R-1","a/b":{"~":1}}]`},
		{"an index with a zero in front", "/risks/00", "/risks", `[{"id":"R-1","a/b":{"~":1}}]`},
		{"an index below zero", "/risks/-1", "/risks", `[{"id":"R-1","a/b":{"~":1}}]`},
		{"a key of an array", "/risks/id", "/risks", `[{"id":"R-1","a/b":{"~":1}}]`},
		{"a key of a string", "/risks/0/id/x", "/risks/0/id", `"R-1"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			value, found := document.Lookup(tt.pointer)
			if found != tt.found || value.String() != tt.want {
				t.Errorf("got %s at %q, want %s at %q", value, found, tt.want, tt.found)
			}
		})
	}
}

func TestGetIsSafeWhereNothingIs(t *testing.T) {
	var absent *Value
	if absent.Get("a") != nil || absent.Get("a").Get("b") != nil || NewString("x").Get("a") != nil || absent.Member("a") != nil {
		t.Error("something was found in nothing")
	}
}

func TestPointersEscapeTheirTokens(t *testing.T) {
	tokens := []string{"a/b", "~", "~1", "", "0"}
	pointer := Pointer("/x").Append(tokens...)
	if want := Pointer("/x/a~1b/~0/~01//0"); pointer != want {
		t.Errorf("got %s, want %s", pointer, want)
	}
	if got, want := pointer.Tokens(), append([]string{"x"}, tokens...); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Pointer("").Tokens(); len(got) != 0 {
		t.Errorf("the root has tokens %q", got)
	}
}

func TestPositionsCountCharacters(t *testing.T) {
	text := "ab\nÜ😀x\r\ny"
	tests := []struct {
		name   string
		start  Position
		offset int
		want   string
	}{
		{"the first", Position{File: "f"}, 0, "f:1:1"},
		{"the line break itself", Position{File: "f"}, 2, "f:1:3"},
		{"after a line break", Position{File: "f"}, 3, "f:2:1"},
		{"after characters of several bytes", Position{File: "f"}, 9, "f:2:3"},
		{"after CRLF", Position{File: "f"}, 12, "f:3:1"},
		{"behind the end", Position{File: "f"}, 99, "f:3:2"},
		{"from a place on the same line", Position{File: "f", Line: 5, Column: 10}, 1, "f:5:11"},
		{"from a place on a line before", Position{File: "f", Line: 5, Column: 10}, 3, "f:6:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := PositionAt([]byte(text), tt.start, tt.offset).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if got := (Position{File: "f"}).String(); got != "f" {
		t.Errorf("a whole file is %s", got)
	}
}

func TestConstructorsMakeJSON(t *testing.T) {
	value := NewObject(
		Member{Name: `a"b`, Value: NewArray(NewNull(), NewBool(true), NewNumber(-7), NewString("x\n\x01"))},
		Member{Name: "empty", Value: NewObject()},
		Member{Name: "none", Value: NewArray()},
	)
	if got, want := value.String(), `{"a\"b":[null,true,-7,"x\n\u0001"],"empty":{},"none":[]}`; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestACellOfAWorkbookIsNamedAsFormulasNameIt(t *testing.T) {
	for _, test := range []struct {
		at   Position
		want string
	}{
		{Position{File: "poam.xlsx", Sheet: "Items", Line: 12, Column: 5}, "poam.xlsx:Items!E12"},
		{Position{File: "poam.xlsx", Sheet: "Open POA&M Items", Line: 1, Column: 28}, "poam.xlsx:'Open POA&M Items'!AB1"},
		{Position{File: "poam.xlsx", Sheet: "Jo's", Line: 3, Column: 1}, "poam.xlsx:'Jo''s'!A3"},
		{Position{File: "poam.xlsx", Sheet: "Items"}, "poam.xlsx"},
		{Position{File: "poam.csv", Line: 12, Column: 5}, "poam.csv:12:5"},
	} {
		if got := test.at.String(); got != test.want {
			t.Errorf("%+v is %s, want %s", test.at, got, test.want)
		}
	}
}

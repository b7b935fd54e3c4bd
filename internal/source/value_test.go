package source

import (
	"bytes"
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// A reader of a million records keeps the last one at most.
func TestAParserLetsGoOfWhatItParsedBefore(t *testing.T) {
	const records, most = 20_000, 2 << 20
	text := []byte(`{"id": "R-1", "title": "` + strings.Repeat("long ", 400) + `", "plan_ids": ["P-1"], "assessment": {"severity": "high"}}`)
	parser := new(Parser)
	var last *Value
	before := heap()
	for range records {
		value, err := parser.Parse(text, Position{})
		if err != nil {
			t.Fatal(err)
		}
		last = value
	}
	if held := heap() - before; held > most {
		t.Errorf("after %d records, %d bytes are held for the last one", records, held)
	}
	runtime.KeepAlive(last)
	runtime.KeepAlive(parser)
}

func TestAParserThatIsFreedUsesItsMemoryAgain(t *testing.T) {
	texts := []string{
		`{"id": "R-1", "plan_ids": ["P-1", "P-2"], "assessment": {"severity": "high"}, "score": 12}`,
		`[{"a": null}, [true, false], {}, []]`,
		`{"risks": [` + strings.Repeat(`{"id": "R", "n": [1]}, `, 2*maxChunk) + `{}]}`,
		`"text"`,
	}
	parser := new(Parser)
	for range 3 {
		for _, text := range texts {
			parser.Free()
			value, err := parser.Parse([]byte(text), Position{})
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := new(Parser).Parse([]byte(text), Position{})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(value, fresh) {
				t.Errorf("in used memory %.60s is %.60s", text, value)
			}
		}
	}
	read := func() *Value {
		parser.Free()
		value, err := parser.Parse([]byte(texts[0]), Position{})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	if first, second := read(), read(); first != second || first.Members[0].Value != second.Members[0].Value {
		t.Error("the second record stands elsewhere than the first")
	}
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func TestMergeLaysOneValueOverAnother(t *testing.T) {
	tests := []struct{ name, under, over, want string }{
		{"another value of a member", `{"a": 1, "b": 2}`, `{"b": 3}`, `{"a":1,"b":3}`},
		{"a new member", `{"a": 1}`, `{"b": {"c": 2}}`, `{"a":1,"b":{"c":2}}`},
		{"a member further in", `{"a": {"b": 1, "c": 2}}`, `{"a": {"c": 3}}`, `{"a":{"b":1,"c":3}}`},
		{"an array as a whole", `{"a": [1, 2]}`, `{"a": [3]}`, `{"a":[3]}`},
		{"no object", `{"a": {"b": 1}}`, `{"a": null}`, `{"a":null}`},
		{"nothing", `{"a": 1}`, ``, `{"a":1}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var over *Value
			under, err := new(Parser).Parse([]byte(test.under), Position{})
			if err == nil && test.over != "" {
				over, err = new(Parser).Parse([]byte(test.over), Position{})
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := under.Merge(over).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if written, _ := new(Parser).Parse([]byte(test.under), Position{}); under.String() != written.String() {
				t.Errorf("the value itself became %s", under)
			}
		})
	}
}

func TestACloneIsTheSameElsewhere(t *testing.T) {
	value, err := new(Parser).Parse([]byte(`{"a": [1, "x", null, true], "b": {}}`), Position{})
	if err != nil {
		t.Fatal(err)
	}
	clone := value.Clone()
	if clone.String() != value.String() || clone.Get("a").Offset != value.Get("a").Offset || clone.Get("a") == value.Get("a") {
		t.Errorf("clone of %s is %s", value, clone)
	}
}

func TestGenericIsWhatEncodingJSONMakesOfIt(t *testing.T) {
	text := []byte(`{"a": [1, 1.50, "x", null, true, false], "b": {"c": []}}`)
	value, err := new(Parser).Parse(text, Position{})
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var want any
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if got := value.Generic(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

func TestEqualLooksAtWhatIsSaidAndNotAtTheLayout(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{`{"a": 1, "b": [true, null]}`, `{"b":[true,null],"a":1}`, true},
		{`{"a": "\u0041"}`, `{"a": "A"}`, true},
		{`{"a": 1}`, `{"a": 1, "b": 2}`, false},
		{`{"a": 1, "b": 2}`, `{"a": 1, "c": 2}`, false},
		{`{"a": 1}`, `{"a": 1.0}`, false},
		{`{"a": 1}`, `{"a": "1"}`, false},
		{`{"a": {"b": 1}}`, `{"a": {"b": 2}}`, false},
		{`[1, 2]`, `[2, 1]`, false},
		{`[1]`, `[1, 1]`, false},
		{`[]`, `{}`, false},
		{`false`, `null`, false},
	} {
		var values [2]*Value
		for i, text := range []string{test.a, test.b} {
			value, err := new(Parser).Parse([]byte(text), Position{})
			if err != nil {
				t.Fatal(err)
			}
			values[i] = value
		}
		if got := values[0].Equal(values[1]); got != test.want || values[1].Equal(values[0]) != got {
			t.Errorf("%s and %s: got %v", test.a, test.b, got)
		}
	}
	if one := NewString("a"); one.Equal(nil) || !(*Value)(nil).Equal(nil) {
		t.Error("nothing equals nothing alone")
	}
}

package source

import (
	"runtime"
	"testing"
	"weak"
)

// A reader of a million records keeps the last one at most.
func TestAParserLetsGoOfWhatItParsedBefore(t *testing.T) {
	parser := new(Parser)
	var first weak.Pointer[Value]
	var last *Value
	for i := range 50 {
		value, err := parser.Parse([]byte(`{"id": "R-1", "plan_ids": ["P-1", "P-2"], "assessment": {"severity": "high"}}`), Position{})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = weak.Make(value)
		}
		last = value
	}
	runtime.GC()
	if first.Value() != nil {
		t.Error("the first value is still alive after 49 others")
	}
	runtime.KeepAlive(last)
	runtime.KeepAlive(parser)
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

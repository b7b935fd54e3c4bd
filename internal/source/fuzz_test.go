package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/go-multierror"
)

func seeds(f *testing.F) {
	for _, text := range []string{
		"", " ", "{}", "[]", "null", "true", `"a"`, "-0", "1e2", "18446744073709551616", "1e400", "[1e-400]",
		`{"a": [1, {"b": "c"}], "d": null, "e": {"f": false}}`,
		`{"due": 1, "d\u0075e": 2}`, `["\ud800"]`, `["\ud83d\ude00"]`, "[\"\xff\"]", "\ufeff{}", "{} {}", "[1,]", "[01]",
		`{"risks": [{"id": "R-1"}, 7, {"id": "R-2"}], "x": ["y"], "empty": []}`,
		"{\r\n\t\"a\": \"\u00e9\",\r\n \"a\": 2}", "[nullx]", "[\"a\nb\"]", "{\"a\" 1}", "// x", "[1 2]", "{\"a\":1,}", "[NaN]",
		strings.Repeat("[", 64) + strings.Repeat("]", 64), strings.Repeat("[", 65) + strings.Repeat("]", 65),
		strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65), "[" + strings.Repeat("9", 129) + "]",
		"{\"a\":1}\n\n{\"b\":2}\nx\n{\"c\":3", "\"\\\"", `["\\"]`, `"\u0000"`,
		"{" + strings.Repeat(" ", 62) + strings.Repeat("$", 33) + "0",
	} {
		f.Add([]byte(text))
	}
}

// What encoding/json accepts is accepted with equal values, but for the
// refusals that we list, each of which must have its cause in the text.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		value, err := new(Parser).Parse(text, Position{File: "f"})
		want, reference := decodeReference(text)
		switch {
		case err == nil && reference != nil:
			t.Fatalf("accepted %q, which encoding/json refuses: %v", text, reference)
		case err == nil && !equal(value, want):
			t.Fatalf("%q became %v", text, value)
		case err == nil:
			used := new(Parser)
			_, _ = used.Parse([]byte(value.String()), Position{})
			used.Free()
			if again, err := used.Parse(text, Position{File: "f"}); err != nil || !reflect.DeepEqual(again, value) {
				t.Fatalf("%q is %v, %v in used memory", text, again, err)
			}
			if again, err := new(Parser).Parse([]byte(value.String()), Position{}); err != nil || again.String() != value.String() {
				t.Fatalf("%q is written as %s, which is read as %v, %v", text, value, again, err)
			}
		case reference == nil && !stricter(text, want):
			t.Fatalf("refused %q, which encoding/json accepts: %v", text, err)
		default:
			checkFault(t, text, err)
		}
	})
}

// Scan accepts and refuses the same texts as Parse, with the same words, and
// its spans hold what Parse finds in the same places.
func FuzzScan(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		value, want := new(Parser).Parse(text, Position{File: "f"})
		layout, err := Scan(iotest.HalfReader(bytes.NewReader(text)), "f", false, Limits{})
		if (err == nil) != (want == nil) || err != nil && err.Error() != want.Error() {
			t.Fatalf("%q: Scan says %v, Parse says %v", text, err, want)
		}
		if err != nil {
			return
		}
		if (layout.Shape == ObjectShape) != (value.Kind == Object) {
			t.Fatalf("%q: shape %d of a %s", text, layout.Shape, value.Kind)
		}
		for i, member := range layout.Members {
			written := value.Members[i]
			if member.Name != written.Name || member.Kind != written.Value.Kind || member.Key.Offset != int64(written.Offset) {
				t.Fatalf("%q: member %+v is %+v", text, member, written)
			}
			checkSpan(t, text, member.Value, written.Value)
			for j, element := range member.Elements {
				checkSpan(t, text, element, written.Value.Elements[j])
			}
		}
	})
}

// A file of lines is what its lines are one by one.
func FuzzScanLines(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		layout, err := Scan(bytes.NewReader(text), "f", true, Limits{})
		var faults []string
		var values []*Value
		for n, line := range bytes.Split(text, []byte("\n")) {
			if len(trimSpace(line)) == 0 {
				continue
			}
			value, err := new(Parser).Parse(bytes.TrimRight(line, " \t\r"), Position{File: "f", Line: n + 1, Column: 1})
			if err != nil {
				faults = append(faults, err.(*Error).Pos.String())
				continue
			}
			values = append(values, value)
		}
		if len(values)+len(faults) == 0 {
			faults = []string{"f:1:1"}
		}
		if err == nil {
			if len(faults) > 0 || len(layout.Lines) != len(values) {
				t.Fatalf("%q: %d lines, want %d and the faults %v", text, len(layout.Lines), len(values), faults)
			}
			return
		}
		var got []string
		for _, err := range flatten(err) {
			got = append(got, err.(*Error).Pos.String())
		}
		if len(faults) <= maxFaults && !slices.Equal(got, faults) {
			t.Fatalf("%q: faults at %v, want %v", text, got, faults)
		}
	})
}

func flatten(err error) []error {
	var several *multierror.Error
	if errors.As(err, &several) {
		return several.Errors
	}
	return []error{err}
}

func checkSpan(t *testing.T, text []byte, span Span, value *Value) {
	t.Helper()
	part := text[span.Offset : span.Offset+int64(span.Length)]
	if span.Offset != int64(value.Offset) || !span.Holds(part) {
		t.Fatalf("%q: span %+v does not hold %q", text, span, part)
	}
	if at := PositionAt(text, Position{File: "f"}, value.Offset); at != span.Position("f") {
		t.Fatalf("%q: span at %s, want %s", text, span.Position("f"), at)
	}
	again, err := new(Parser).Parse(part, span.Position("f"))
	if err != nil || again.String() != value.String() {
		t.Fatalf("%q: span %q is read as %v, %v", text, part, again, err)
	}
	whole := Span{Length: len(text), Line: 1, Column: 1}
	if inner := whole.Inner(text, value); inner != span {
		t.Fatalf("%q: %+v within the whole, want %+v", text, inner, span)
	}
}

// checkFault holds a refusal to what every refusal must have.
func checkFault(t *testing.T, text []byte, err error) {
	t.Helper()
	var fault *Error
	if !errors.As(err, &fault) || fault.Hint == "" || fault.Pos.Line < 1 || fault.Pos.Column < 1 {
		t.Fatalf("%q: no place or hint: %#v", text, err)
	}
	end := PositionAt(text, Position{}, len(text))
	if fault.Pos.Line > end.Line || fault.Pos.Line == end.Line && fault.Pos.Column > end.Column {
		t.Fatalf("%q: fault at %v, behind the end", text, fault.Pos)
	}
	if message := fault.Err.Error(); strings.Contains(message, "not valid JSON") || !utf8.ValidString(message) || strings.ContainsFunc(message, unprintable) {
		t.Fatalf("%q: %q", text, message)
	}
}

// unprintable is what a terminal obeys or a reader can't see.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }

func decodeReference(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("trailing data")
	}
	return value, nil
}

func equal(v *Value, want any) bool {
	switch want := want.(type) {
	case nil:
		return v.Kind == Null
	case bool:
		return v.Kind == Bool && v.Text == map[bool]string{true: "true", false: "false"}[want]
	case json.Number:
		return v.Kind == Number && v.Text == want.String()
	case string:
		return v.Kind == String && v.Text == want
	case []any:
		return v.Kind == Array && slices.EqualFunc(v.Elements, want, equal)
	case map[string]any:
		for name, value := range want {
			if !equal(v.Get(name), value) {
				return false
			}
		}
		return v.Kind == Object && len(v.Members) == len(want)
	}
	return false
}

// stricter reports whether a text has what we refuse and encoding/json takes.
func stricter(text []byte, value any) bool {
	return !utf8.Valid(text) || duplicates(text) || beyondLimits(value, 0) || loneSurrogate(text)
}

func beyondLimits(value any, depth int) bool {
	switch value := value.(type) {
	case json.Number:
		_, err := value.Float64()
		_, exponent, _ := strings.Cut(strings.ToLower(value.String()), "e")
		exponent = strings.TrimLeft(exponent, "+-0")
		return err != nil || len(value) > maxNumberText || len(exponent) > 3 || len(exponent) == 3 && exponent > "308"
	case []any:
		return depth == maxDepth || slices.ContainsFunc(value, func(v any) bool { return beyondLimits(v, depth+1) })
	case map[string]any:
		if depth == maxDepth {
			return true
		}
		for _, v := range value {
			if beyondLimits(v, depth+1) {
				return true
			}
		}
	}
	return false
}

// loneSurrogate asks encoding/json, which puts U+FFFD where one was.
func loneSurrogate(text []byte) bool {
	var compact bytes.Buffer
	if json.Compact(&compact, text) != nil || !bytes.Contains(bytes.ToLower(text), []byte(`\ud`)) {
		return false
	}
	value, _ := decodeReference(text)
	again, _ := json.Marshal(value)
	return bytes.Count(again, []byte("\ufffd"))+bytes.Count(again, []byte(`\ufffd`)) > bytes.Count(text, []byte("\ufffd"))
}

// duplicates compares how many keys a text has with how many are left when
// the last of equals wins.
func duplicates(text []byte) bool {
	value, _ := decodeReference(text)
	written := 0
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var objects []bool // of the open objects and arrays
	key := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return written > keys(value)
		}
		inObject := len(objects) > 0 && objects[len(objects)-1]
		if key = inObject && !key; key && token != json.Delim('}') {
			written++
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			objects = append(objects, token == json.Delim('{'))
			key = false
		case json.Delim('}'), json.Delim(']'):
			objects = objects[:len(objects)-1]
			key = false
		}
	}
}

func keys(value any) int {
	count := 0
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			count += keys(v)
		}
	case map[string]any:
		for _, v := range value {
			count += 1 + keys(v)
		}
	}
	return count
}

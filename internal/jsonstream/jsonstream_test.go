package jsonstream_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/jsonstream"
)

func document(t *testing.T, write func(*jsonstream.Writer)) string {
	t.Helper()
	var text strings.Builder
	w := jsonstream.New(&text)
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(text.String())) {
		t.Errorf("not JSON: %s", text.String())
	}
	return text.String()
}

func TestValuesStandOnLinesOfTheirOwnWhereTheyAreSpread(t *testing.T) {
	type pair struct{ name, value string }
	member := func(w *jsonstream.Writer) func(pair) {
		return func(p pair) { w.Member(p.name, p.value) }
	}
	pairs := []pair{{"a", "1"}, {"b", "2"}}
	tests := []struct {
		name  string
		write func(*jsonstream.Writer)
		want  string
	}{
		{"an empty object", func(w *jsonstream.Writer) { w.Spread('{'); w.End('}') }, "{}\n"},
		{"an empty list", func(w *jsonstream.Writer) { w.Spread('['); w.End(']') }, "[]\n"},
		{"a list in a line", func(w *jsonstream.Writer) {
			w.Begin('{')
			jsonstream.List(w, "all", slices.Values(pairs), member(w))
			w.Texts("none", nil)
			w.End('}')
		}, `{"all":[{"a":"1"},{"b":"2"}],"none":[]}` + "\n"},
		{"a list within what is spread", func(w *jsonstream.Writer) {
			w.Spread('{')
			jsonstream.List(w, "all", slices.Values(pairs), member(w))
			w.Object("one", func() {
				w.Texts("texts", []string{"x", "y"})
				w.Count("count", -3)
				w.Key("true")
				w.Boolean(true)
				w.Optional("empty", "")
			})
			w.End('}')
		}, "{\n\"all\":[\n{\"a\":\"1\"},\n{\"b\":\"2\"}\n],\n\"one\":{\"texts\":[\"x\",\"y\"],\"count\":-3,\"true\":true}\n}\n"},
		{"what is spread within a line", func(w *jsonstream.Writer) {
			w.Begin('[')
			w.Spread('[')
			w.Number(1)
			w.Number(2)
			w.End(']')
			w.Number(3)
			w.End(']')
		}, "[[\n1,\n2\n],3]\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := document(t, test.write); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTextIsNothingButText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"letters stay", "Kühlhaus 倉庫", `"Kühlhaus 倉庫"`},
		{"quotes", `a"b\c`, `"a\"b\\c"`},
		{"a terminal escape", "\x1b[31m", `"\u001b[31m"`},
		{"a line", "a\n::error::", `"a\u000a::error::"`},
		{"an older command", "##[error]", `"#\u0023[error]"`},
		{"markup", "</script>&", `"\u003c/script\u003e\u0026"`},
		{"a turn of direction", "\u202e", `"\u202e"`},
		{"beyond the first plane", "\U000e0041", `"\udb40\udc41"`},
		{"no character", "a\xff", `"a\ufffd"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := document(t, func(w *jsonstream.Writer) { w.Text(test.text) })
			if got != test.want+"\n" {
				t.Errorf("got %s, want %s", got, test.want)
			}
			var back string
			if err := json.Unmarshal([]byte(got), &back); err != nil || back != strings.ToValidUTF8(test.text, "\ufffd") {
				t.Errorf("%s is read as %q, error %v", got, back, err)
			}
		})
	}
}

type broken struct{}

var errBroken = errors.New("broken pipe")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestTheFirstErrorOfTheWriterIsReturned(t *testing.T) {
	for _, length := range []int{1, 1 << 20} {
		w := jsonstream.New(broken{})
		w.Text(strings.Repeat("x", length))
		if err := w.Close(); !errors.Is(err, errBroken) {
			t.Errorf("after %d bytes the error is %v", length, err)
		}
	}
}

package yaml_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/yaml"
	"github.com/riskgate/riskgate/internal/source"
)

// What is read can be written as JSON and read again as the same; a JSON text is what package source reads, place by place;
// and what is refused has a place and a hint.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "a: 1\n", "- a\n- b: c\n", "{a: [1, ~], 'b': \"c\\n\"}", "a: |\n  x\n", "---\na: 1\n---\n- 2\n", "? a\n: b", "a: &x 1\nb: *x", "<<: 1", "!!str a: 1",
		"a:\r\n  b: 0o17\r\n", "\ufeffa: .inf", "a: \"\\ud800\"", `{"a": [1, {"b": "c"}], "d": null, "e": 1.50E+3}`, `["\u00e9", "é", -0]`, "a: 1\na: 2", "[[[", "a: b: c", "\ta: 1", "%YAML 1.1\n---\na", "a: 'x\ny'", "é: 1\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		values, err := yaml.Parse(text, start)
		if err != nil {
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Hint == "" || fault.Pos.Line < 1 {
				t.Fatalf("%q: no place or hint: %#v", text, err)
			}
			return
		}
		for _, value := range values {
			again, err := new(source.Parser).Parse([]byte(value.String()), start)
			if err != nil || !again.Equal(value) {
				t.Fatalf("%q is %s, which is read as %v, %v", text, value, again, err)
			}
		}
		if json, err := new(source.Parser).Parse(text, start); err == nil && (len(values) != 1 || !reflect.DeepEqual(places(values[0]), places(json))) {
			t.Fatalf("%q is %v as YAML and %v as JSON", text, values, json)
		}
	})
}

// places are all values of a tree with where they stand.
func places(v *source.Value) []any {
	all := []any{v.Kind, v.Text, v.Offset}
	for _, m := range v.Members {
		all = append(all, m.Name, m.Offset, places(m.Value))
	}
	for _, e := range v.Elements {
		all = append(all, places(e))
	}
	return all
}

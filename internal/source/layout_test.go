package source

import "testing"

func TestLayoutPutsOnOneLineWhatFits(t *testing.T) {
	tests := []struct {
		name, value string
		width       int
		want        string
	}{
		{"a scalar", `"a"`, 80, `"a"`},
		{"nothing", `{}`, 80, `{}`},
		{"the value itself never does", `{"a":[1,{}]}`, 80, "{\n  \"a\": [1, {}]\n}"},
		{"the last column is the comma's", `{"a":{"b":[1]}}`, 19, "{\n  \"a\": {\n    \"b\": [1]\n  }\n}"},
		{"up to it", `{"a":{"b":[1]}}`, 22, "{\n  \"a\": { \"b\": [1] }\n}"},
		{"an array of objects", `[{"a":1},{"b":2}]`, 80, "[\n  { \"a\": 1 },\n  { \"b\": 2 }\n]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			value, err := new(Parser).Parse([]byte(test.value), Position{})
			if err != nil {
				t.Fatal(err)
			}
			if got := value.Layout(test.width); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

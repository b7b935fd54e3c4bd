package source_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/source"
)

func TestARewrittenFileChangesOnlyWhereItsValueDoes(t *testing.T) {
	const spread = "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"a\",\"b\"],\n\t\"n\" : 1.0\n}\n"
	for _, test := range []struct{ name, text, changed, want string }{
		{"nothing", spread, `{"n": 1.0, "id": "R-1", "tags": ["a", "b"]}`, spread},
		{"a value", spread, `{"id": "R-2", "tags": ["a", "b"], "n": 1.0}`, "{\n\t\"id\": \"R-2\",\n\t\"tags\": [\"a\",\"b\"],\n\t\"n\" : 1.0\n}\n"},
		{"a member more", spread, `{"id": "R-1", "tags": ["a", "b"], "n": 1.0, "o": {"p": []}}`, "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"a\",\"b\"],\n\t\"n\" : 1.0,\n\t\"o\": { \"p\": [] }\n}\n"},
		{"the first member less", spread, `{"tags": ["a", "b"], "n": 1.0}`, "{\n\t\"tags\": [\"a\",\"b\"],\n\t\"n\" : 1.0\n}\n"},
		{"the first two less", spread, `{"n": 1.0}`, "{\n\t\"n\" : 1.0\n}\n"},
		{"the last member less", spread, `{"id": "R-1", "tags": ["a", "b"]}`, "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"a\",\"b\"]\n}\n"},
		{"the last less, and one more", spread, `{"id": "R-1", "tags": ["a", "b"], "o": 2}`, "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"a\",\"b\"],\n\t\"o\": 2\n}\n"},
		{"an element more", spread, `{"id": "R-1", "tags": ["a", "b", "c"], "n": 1.0}`, "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"a\",\"b\", \"c\"],\n\t\"n\" : 1.0\n}\n"},
		{"an element less", spread, `{"id": "R-1", "tags": ["b"], "n": 1.0}`, "{\n\t\"id\": \"R-1\",\n\t\"tags\": [\"b\"],\n\t\"n\" : 1.0\n}\n"},
		{"another kind of value", spread, `{"id": null, "tags": ["a", "b"], "n": 1.0}`, "{\n\t\"id\": null,\n\t\"tags\": [\"a\",\"b\"],\n\t\"n\" : 1.0\n}\n"},
		{"all members others", `{"a": 1}`, `{"b": 2}`, "{\n  \"b\": 2\n}"},
		{"of an empty object", `{"a": {}}`, `{"a": {"b": 2}}`, `{"a": { "b": 2 }}`},
		{"on one line", `{"a": [1], "b": 2}`, `{"a": [1, {"c": 3}], "b": 2, "d": "e"}`, `{"a": [1, { "c": 3 }], "b": 2, "d": "e"}`},
		{"records of a list", "[\n  {\"id\": 1},\n  {\"id\": 2}\n]", `[{"id": 1}, {"id": 2, "x": 0}, {"id": 3}]`, "[\n  {\"id\": 1},\n  {\"id\": 2, \"x\": 0},\n  { \"id\": 3 }\n]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := source.File{Name: "r.json", Text: []byte(test.text)}
			old, err := file.Parse()
			if err != nil {
				t.Fatal(err)
			}
			changed, err := new(source.Parser).Parse([]byte(test.changed), source.Position{})
			if err != nil {
				t.Fatal(err)
			}
			got := file.Rewrite(old, changed, 120)
			if string(got) != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			read, err := new(source.Parser).Parse(got, source.Position{})
			if err != nil || !read.Equal(changed) {
				t.Errorf("it reads as %v, %v; want %v", read, err, changed)
			}
		})
	}
}

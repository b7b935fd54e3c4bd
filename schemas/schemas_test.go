package schemas_test

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

// read returns every schema by the name of its file.
func read(t *testing.T) map[string]*source.Value {
	t.Helper()
	all := map[string]*source.Value{}
	for _, pattern := range []string{"*.json", "input/*.json"} {
		names, err := fs.Glob(schemas.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(schemas.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			all[name], err = new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

func TestEverySchemaSaysWhatItIs(t *testing.T) {
	for name, v := range read(t) {
		if got, want := v.Get("$id"), "https://riskgate.dev/schemas/v1/"+name; got == nil || got.Text != want {
			t.Errorf("%s: $id is %v, want %s", name, got, want)
		}
		if got := v.Get("$schema"); got == nil || got.Text != "https://json-schema.org/draft/2020-12/schema" {
			t.Errorf("%s: $schema is %v", name, got)
		}
	}
}

func TestEveryPropertyHasATitleAndADescription(t *testing.T) {
	var visit func(t *testing.T, v *source.Value, at source.Pointer)
	visit = func(t *testing.T, v *source.Value, at source.Pointer) {
		if properties := v.Get("properties"); properties != nil {
			for _, member := range properties.Members {
				if member.Value.Kind != source.Object {
					continue
				}
				for _, word := range []string{"title", "description"} {
					if text := member.Value.Get(word); text == nil || strings.TrimSpace(text.Text) == "" {
						t.Errorf("%s/properties/%s has no %s", at, member.Name, word)
					}
				}
				if text := member.Value.Get("description"); text != nil && !strings.HasSuffix(text.Text, ".") {
					t.Errorf("%s/properties/%s: the description is no sentence: %s", at, member.Name, text.Text)
				}
			}
		}
		for _, member := range v.Members {
			visit(t, member.Value, at.Append(member.Name))
		}
	}
	for name, v := range read(t) {
		t.Run(name, func(t *testing.T) { visit(t, v, "") })
	}
}

func TestEveryObjectIsClosed(t *testing.T) {
	var visit func(t *testing.T, v *source.Value, at source.Pointer)
	visit = func(t *testing.T, v *source.Value, at source.Pointer) {
		if v.Get("properties") != nil && v.Get("type") != nil && v.Get("additionalProperties") == nil {
			t.Errorf("%s allows any key", at)
		}
		for _, member := range v.Members {
			visit(t, member.Value, at.Append(member.Name))
		}
	}
	for name, v := range read(t) {
		t.Run(name, func(t *testing.T) { visit(t, v, "") })
	}
}

// Each file stands alone, so that an editor needs no other, and says the same.
func TestWhatSeveralFilesDefineIsTheSameInEach(t *testing.T) {
	shared := []string{"id", "date", "text", "severity", "evidence", "source", "rating", "decision", "approval"}
	first := map[string]string{}
	all := read(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		defs := all[name].Get("$defs")
		if defs == nil || path.Base(name) == "results.schema.json" {
			continue
		}
		for _, member := range defs.Members {
			text := member.Value.String()
			if other, ok := first[member.Name]; ok && other != text && slices.Contains(shared, member.Name) {
				t.Errorf("%s: $defs/%s is not what another schema says\n%s\n%s", name, member.Name, text, other)
			}
			first[member.Name] = text
		}
	}
}

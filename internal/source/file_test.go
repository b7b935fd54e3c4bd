package source_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/source"
)

func TestOnlyARegularFileOfSomeSizeIsReadWhole(t *testing.T) {
	files := fstest.MapFS{
		"a.json":   {Data: []byte("{\n  \"a\": 1}")},
		"dir/b":    {Data: []byte("{}")},
		"pipe":     {Mode: fs.ModeNamedPipe},
		"big.json": {Data: []byte(strings.Repeat(" ", 65))},
	}
	file, err := source.ReadFile(files, "a.json", "shown/a.json", source.Limits{MaxBytes: 64})
	if err != nil || file.Name != "shown/a.json" {
		t.Fatalf("%+v, %v", file, err)
	}
	root, err := file.Parse()
	if err != nil || file.Position(root.Get("a").Offset).String() != "shown/a.json:2:8" {
		t.Errorf("a stands at %s, %v", file.Position(root.Get("a").Offset), err)
	}
	for name, want := range map[string]string{
		"none.json": "x: no such file",
		"dir":       "x: is not a regular file",
		"pipe":      "x: is not a regular file",
		"big.json":  "x: is larger than 64 bytes",
	} {
		_, err := source.ReadFile(files, name, "x", source.Limits{MaxBytes: 64})
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
		if errors.Is(err, fs.ErrNotExist) != (name == "none.json") {
			t.Errorf("%s: whether the file exists isn't told by %v", name, err)
		}
	}
}

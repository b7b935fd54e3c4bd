package main

import (
	"io/fs"
	"testing"

	"github.com/riskgate/riskgate/schemas"
)

func TestTheSchemasOfSingleRecordsAreUpToDate(t *testing.T) {
	files, err := split(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 6 {
		t.Errorf("got %d schemas of single records, want 6", len(files))
	}
	for name, want := range files {
		got, err := fs.ReadFile(schemas.FS, name)
		if err != nil {
			t.Error(err)
		} else if string(got) != want {
			t.Errorf("%s is stale: run go generate ./schemas", name)
		}
	}
}

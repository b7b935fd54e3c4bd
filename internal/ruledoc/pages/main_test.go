package main

import (
	"os"
	"testing"
)

func TestTheProfilesAreNotStale(t *testing.T) {
	book, err := book()
	if err != nil {
		t.Fatal(err)
	}
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	const page = "profiles.md"
	text, err := os.ReadFile("../../../docs/" + page)
	if err != nil || string(text) != files[page] {
		t.Errorf("docs/%s is stale: run go generate ./policies", page)
	}
}

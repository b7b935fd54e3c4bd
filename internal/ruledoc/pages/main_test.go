package main

import (
	"os"
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
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

func TestEverySettingChangesARule(t *testing.T) {
	book, err := book()
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range book.Groups {
		for _, setting := range group.Settings {
			reads := func(rule report.Rule) bool { return slices.Contains(rule.Settings, setting.Name) }
			if !slices.ContainsFunc(book.Rules, reads) {
				t.Errorf("no rule reads the setting %s", setting.Name)
			}
		}
	}
}

package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
)

const documentation = "../../../docs"

func TestThePagesAboutTheRulesAreUpToDate(t *testing.T) {
	book, err := book()
	if err != nil {
		t.Fatal(err)
	}
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		got, err := os.ReadFile(filepath.Join(documentation, filepath.FromSlash(name)))
		if err != nil || string(got) != files[name] {
			t.Errorf("docs/%s is stale: run go generate ./policies", name)
		}
	}
	written, err := os.ReadDir(filepath.Join(documentation, "rules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range written {
		if _, known := files["rules/"+entry.Name()]; !known {
			t.Errorf("docs/rules/%s is about no rule: run go generate ./policies", entry.Name())
		}
	}
}

func TestEveryDutyHasARule(t *testing.T) {
	book, err := book()
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range book.Catalogue.Stages() {
		for _, duty := range stage.Duties {
			if !slices.ContainsFunc(book.Rules, func(r report.Rule) bool { return slices.Contains(r.Duties, duty.ID) }) {
				t.Errorf("no rule holds records to the duty %s", duty.ID)
			}
		}
	}
}

func TestWriteTakesAwayThePagesOfRulesThatAreGone(t *testing.T) {
	folder := t.TempDir()
	if err := write(folder, map[string]string{"duties.md": "1", "rules/a.md": "2", "rules/b.md": "3"}); err != nil {
		t.Fatal(err)
	}
	if err := write(folder, map[string]string{"duties.md": "4", "rules/a.md": "5"}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "duties.md")); err != nil || string(text) != "4" {
		t.Errorf("duties.md: %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "rules", "b.md")); err == nil {
		t.Error("b.md is still there")
	}
}

package scaffold_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/scaffold"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

func TestANewRuleCanBeAboutEachKindOfSubject(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	subjects, err := scaffold.Subjects()
	if err != nil {
		t.Fatal(err)
	}
	if want := slices.Sorted(maps.Keys(checker.Inputs())); !slices.Equal(subjects, want) {
		t.Fatalf("new rules are about %q, and rules are asked about %q", subjects, want)
	}
	for _, subject := range subjects {
		files, err := scaffold.Rule("acme", "shown", subject)
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, file := range files {
			if strings.Contains(string(file.Text), "GROUP") || strings.Contains(string(file.Text), "CLAIM") {
				t.Errorf("%s of a %s still has the name of the template", file.Name, subject)
			}
			fsys["rules/acme/shown/"+file.Name] = &fstest.MapFile{Data: file.Text}
		}
		library, err := policy.Load(policy.Folder{Name: "acme", FS: fsys})
		if err != nil {
			t.Errorf("%s: %v", subject, err)
			continue
		}
		if _, err := library.Compile(policy.Config{Settings: source.NewObject(), Inputs: checker.Inputs()}); err != nil {
			t.Errorf("%s: %v", subject, err)
		}
		if rules := library.Rules(); len(rules) != 1 || rules[0].ID != "acme.shown" || rules[0].Subject != subject {
			t.Errorf("%s: got %+v", subject, rules)
		}
	}
}

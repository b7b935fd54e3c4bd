package generate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	first, again, other := written(t, Options{Risks: 203, Seed: 7}), written(t, Options{Risks: 203, Seed: 7}), written(t, Options{Risks: 203, Seed: 8})
	for _, name := range Files {
		if !bytes.Equal(first[name], again[name]) {
			t.Errorf("%s differs between two runs with one seed", name)
		}
		if bytes.Equal(first[name], other[name]) {
			t.Errorf("%s is the same for two seeds", name)
		}
	}
}

func written(t *testing.T, o Options) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	if _, err := Write(folder, o); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != len(Files) {
		t.Fatalf("there are %d files, %v; want %d", len(left), err, len(Files))
	}
	texts := map[string][]byte{}
	for _, name := range Files {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = text
	}
	return texts
}

func TestDocumentsHoldWhatTheSummarySays(t *testing.T) {
	for _, risks := range []int{1, 4, 5, 999, 1001} {
		folder := t.TempDir()
		summary, err := Write(folder, Options{Risks: risks, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range []struct {
			file, name string
			want       int
		}{
			{"register.json", "risks", summary.Risks},
			{"register.json", "people", summary.People},
			{"register.json", "services", summary.Services},
			{"plans.json", "plans", summary.Plans},
			{"reviews.json", "reviews", summary.Reviews},
			{"monitoring.json", "activities", summary.Activities},
			{"monitoring.json", "results", summary.Results},
			{"reports.json", "reports", summary.Reports},
		} {
			if got := length(t, filepath.Join(folder, list.file), list.name); got != list.want {
				t.Errorf("%d risks: %s has %d %s, want %d", risks, list.file, got, list.name, list.want)
			}
		}
	}
}

func length(t *testing.T, file, list string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]json.RawMessage
	var records []json.RawMessage
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if err := json.Unmarshal(document[list], &records); err != nil {
		t.Fatalf("%s: %s: %v", file, list, err)
	}
	return len(records)
}

func TestRecordsAreAsLargeAndAsManyAsRealOnes(t *testing.T) {
	const risks = 5000
	s, err := Write(t.TempDir(), Options{Risks: risks, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if want := risks * 60 / 100; s.Plans != want {
		t.Errorf("there are %d plans, want %d", s.Plans, want)
	}
	if got := s.RiskBytes / risks; got < 1280 || got > 1420 {
		t.Errorf("a risk takes %d bytes, want about 1350", got)
	}
	if got := s.PlanBytes / int64(s.Plans); got < 810 || got > 910 {
		t.Errorf("a plan takes %d bytes, want about 860", got)
	}
}

func TestTwoPercentAreBrokenInEveryKnownWay(t *testing.T) {
	const risks = 5000
	s, err := Write(t.TempDir(), Options{Risks: risks, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if want := (risks + s.Plans) / brokenOneIn; len(s.Findings) != want {
		t.Errorf("%d records are broken, want %d", len(s.Findings), want)
	}
	used := map[string]int{}
	for _, finding := range s.Findings {
		used[finding.Rule]++
	}
	for _, rule := range rulesOfDefects() {
		if used[rule] == 0 {
			t.Errorf("nothing breaks %s", rule)
		}
	}
}

func TestUnbrokenRecordsHaveNoFindings(t *testing.T) {
	s, err := Write(t.TempDir(), Options{Risks: 500, Seed: 1, Unbroken: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Findings) != 0 {
		t.Errorf("got %v, want none", s.Findings)
	}
}

func rulesOfDefects() []string {
	var rules []string
	for _, way := range riskDefects {
		rules = append(rules, way.rule)
	}
	for _, way := range planDefects {
		rules = append(rules, way.rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

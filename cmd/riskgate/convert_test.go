package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Records that were converted into riskgate's own documents are judged as they were where they came from, in one document a
// kind and in one record a file; and so they are after a way through OSCAL and back.
func TestConvertedRecordsCheckTheSame(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	must(t, err)
	tests := []struct {
		name    string
		paths   []string // below the root
		options string
		oscal   bool // OSCAL carries all that is judged
	}{
		{name: "an OSCAL plan of action and milestones", paths: []string{"../shared/data/oscal/ifa_plan-of-action-and-milestones.json"}, oscal: true},
		{name: "the FedRAMP template in OSCAL", paths: []string{"../shared/data/fedramp/FedRAMP-POAM-OSCAL-Template.rev5.json"}},
		{name: "a register as CSV", paths: []string{"../shared/data/registers/risk_register.csv"}},
		{name: "a board as JSON", paths: []string{"../shared/data/registers/program-risk-board.json"}},
		{name: "a workbook", paths: []string{"examples/exports/fedramp-poam.xlsx"}},
		{name: "risks kept as one file each", paths: []string{"examples/exports/risk-files"}},
		{name: "exports of several tools", paths: []string{"examples/exports/ciso-assistant.csv", "examples/exports/jira.csv"}},
		{name: "riskgate's own", paths: []string{"examples/northwind"}, options: "--config examples/northwind/riskgate.json"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, path := range test.paths {
				if _, err := os.Stat(filepath.Join(root, path)); err != nil {
					t.Skipf("%s is not here", path)
				}
			}
			directory, paths := t.TempDir(), strings.Join(test.paths, " ")
			want := judged(t, root, directory, paths, test.options)
			if len(want) == 0 {
				t.Fatal("nothing was judged")
			}
			for _, shape := range []string{"", "--split"} {
				into := filepath.Join(directory, "into"+shape)
				converts(t, root, fmt.Sprintf("riskgate convert --into %s %s %s", into, shape, paths))
				sameOutcomes(t, "converted "+shape, judged(t, root, directory, into, test.options), want)
				if !test.oscal {
					continue
				}
				back := filepath.Join(directory, "back"+shape)
				converts(t, root, fmt.Sprintf("riskgate convert --to oscal-poam -o %s.json %s && riskgate convert --into %[1]s %[1]s.json", back, into))
				sameOutcomes(t, "through OSCAL and back "+shape, judged(t, root, directory, back, test.options), want)
			}
		})
	}
}

func converts(t *testing.T, directory, line string) {
	t.Helper()
	if got := shell(t, directory, line); got.code != 0 {
		t.Fatalf("%s: exit code %d\n%s", line, got.code, got.complains)
	}
}

// judged are the outcomes of all records, each in one line, without their places.
func judged(t *testing.T, root, directory, paths, options string) []string {
	t.Helper()
	ledger := filepath.Join(directory, "ledger.json")
	got := shell(t, root, fmt.Sprintf("riskgate check --as-of 2026-06-30 --output json=%s %s %s", ledger, options, paths))
	if got.code > 1 {
		t.Fatalf("exit code %d\n%s", got.code, got.complains)
	}
	text, err := os.ReadFile(ledger)
	must(t, err)
	var results struct {
		Outcomes []struct {
			Rule, Kind, ID, Verdict, Reason string
			Findings                        []struct{ Message string }
		}
	}
	must(t, json.Unmarshal(text, &results))
	var lines []string
	for _, o := range results.Outcomes {
		if o.Kind != "document" {
			slices.SortFunc(o.Findings, func(a, b struct{ Message string }) int { return strings.Compare(a.Message, b.Message) })
			lines = append(lines, fmt.Sprintf("%s of %s %s: %s %s %v", o.Rule, o.Kind, o.ID, o.Verdict, o.Reason, o.Findings))
		}
	}
	slices.Sort(lines)
	return lines
}

func sameOutcomes(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("%s: %d outcomes, want %d; the first that differs is\n%v\nwant\n%v", what, len(got), len(want), got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
			return
		}
	}
}

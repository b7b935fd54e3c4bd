package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// portfolio returns the files of a register with more risks than one worker takes at a time, and with plans,
// monitoring, reviews and reports for some of them: findings of all sorts, passes, and records that fit no schema.
func portfolio() map[string]string {
	const risks = 150
	header := func(kind string) string {
		return fmt.Sprintf(`"kind": %q, "schema_version": "1", "id": %q, "organization": "Northwind", "business_unit": "Sales", "as_of": "2026-06-30"`, kind, kind)
	}
	severities := []string{"low", "moderate", "high", "critical"}
	files := map[string]string{
		"register.json": "{" + strings.Replace(header("risk_register"), `"id": "risk_register"`, `"id": "shop"`, 1) + `,
"scale": {"levels": ["low", "moderate", "high", "critical"]},
"people": [{"id": "ana", "name": "Ana", "role": "director"}, {"id": "rita", "name": "Rita", "role": "risk_lead"}],
"services": [{"id": "web", "name": "Web", "team": "web"}]}`,
		"package.json": "{}",
	}
	var plans, activities, reviews []string
	for i := range risks {
		id := fmt.Sprintf("R-%d", i)
		owner := []string{"ana", "nobody"}[i%7/6]
		extra := []string{"", `, "owners": "x"`}[i%31/30]
		files["risks/"+id+".json"] = fmt.Sprintf(`{"kind": "risk", "register": "shop", "id": %q, "title": "Risk %d", "status": "assessed", "identified_on": "2026-%02d-01",
"affected_services": ["web"], "owner": %q, "plan_ids": ["P-%d"],
"assessment": {"on": "2026-06-01", "by": "ana", "likelihood": "low", "impact": "low", "severity": %q}%s}`, id, i, 1+i%6, owner, i, severities[i%4], extra)
		if i%2 == 0 {
			plans = append(plans, fmt.Sprintf(`{"id": "P-%d", "title": "Plan %d", "risk_ids": [%q, "R-%d"], "version": 1, "status": "draft", "actions": [{"id": "A-1", "title": "T", "due": "2026-%02d-01", "status": "open"}]}`, i, i, id, (i+1)%risks, 1+i%12))
		}
		if i%3 == 0 {
			activities = append(activities, fmt.Sprintf(`{"id": "M-%d", "risk_ids": [%q], "method": "risk_review", "interval_days": 30}`, i, id))
		}
		if i%5 == 0 {
			reviews = append(reviews, fmt.Sprintf(`{"id": "V-%d", "on": "2026-05-01", "type": "periodic_review", "attendees": ["ana"], "items": [{"risk_id": %q}]}`, i, id))
		}
	}
	files["plans.json"] = "{" + header("action_plans") + `, "plans": [` + strings.Join(plans, ",\n") + "]}"
	files["monitoring.json"] = "{" + header("risk_monitoring") + `, "activities": [` + strings.Join(activities, ",\n") + "]}"
	files["reviews.json"] = "{" + header("risk_reviews") + `, "reviews": [` + strings.Join(reviews, ",\n") + "]}"
	return files
}

func TestAReportIsTheSameToTheByteHoweverItIsMade(t *testing.T) {
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "shop")
	files := portfolio()
	for name, text := range files {
		write(t, filepath.Join(directory, name), text)
	}
	names := slices.Sorted(maps.Keys(files))
	shuffled := func(seed uint64) []string {
		names := slices.Clone(names)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		return names
	}
	tests := []struct {
		name        string
		args        []string
		environment []string
	}{
		{name: "two workers", args: []string{"--workers", "2", "."}},
		{name: "three workers", args: []string{"--workers", "3", "."}},
		{name: "six workers", args: []string{"--workers", "6", "."}},
		{name: "seven workers", args: []string{"--workers", "7", "."}},
		{name: "eight workers", args: []string{"--workers", "8", "."}},
		{name: "a day's offset to the east", args: []string{"."}, environment: []string{"TZ=Pacific/Kiritimati"}},
		{name: "a day's offset to the west", args: []string{"."}, environment: []string{"TZ=Pacific/Niue"}},
		{name: "another language", args: []string{"."}, environment: []string{"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"}},
		{name: "one processor", args: []string{"."}, environment: []string{"GOMAXPROCS=1"}},
		{name: "files in order, the directories last", args: append(slices.Clone(names), ".", "risks")},
		{name: "files in one shuffled order", args: append([]string{"--workers", "4"}, shuffled(1)...)},
		{name: "files in another shuffled order", args: append([]string{"--workers", "5"}, shuffled(2)...)},
		{name: "absolute paths", args: []string{filepath.Join(directory, "risks"), directory}},
	}
	text, results := reports(t, directory, nil, "--workers", "1", ".")
	for _, want := range []string{"risk.owner_named", "plan.actions_on_time", `unknown key "owners"`, "does not comply"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not hold %q, so it shows little:\n%s", want, text)
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			otherText, otherResults := reports(t, directory, test.environment, test.args...)
			same(t, otherText, text)
			same(t, otherResults, results)
		})
	}
}

func TestAFindingKeepsItsFingerprintWhereverItsRecordStands(t *testing.T) {
	t.Parallel()
	apart, together := t.TempDir(), t.TempDir()
	lines := &strings.Builder{}
	for name, text := range portfolio() {
		write(t, filepath.Join(apart, name), text)
		if strings.HasPrefix(name, "risks/") {
			fmt.Fprintln(lines, strings.ReplaceAll(text, "\n", ""))
			continue
		}
		write(t, filepath.Join(together, "renamed-"+name), text)
	}
	write(t, filepath.Join(together, "all.jsonl"), lines.String())
	_, one := reports(t, apart, nil, ".")
	_, other := reports(t, together, nil, ".")
	want, got := fingerprints(t, one), fingerprints(t, other)
	if len(want) < 100 || !slices.Equal(want, got) {
		t.Errorf("%d fingerprints in split files, %d in lines of one file; they differ", len(want), len(got))
	}
}

// reports runs a check that finds something, and returns its report as text and as JSON.
func reports(t *testing.T, directory string, environment []string, args ...string) (text, results string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	command := exec.CommandContext(t.Context(), "riskgate", append([]string{"check", "--as-of", "2026-06-30", "--output", "text", "--output", "json=" + file}, args...)...)
	command.Dir = directory
	command.Env = append(os.Environ(), environment...)
	var said, complained bytes.Buffer
	command.Stdout, command.Stderr = &said, &complained
	_ = command.Run()
	if code := command.ProcessState.ExitCode(); code != 1 {
		t.Fatalf("exit code %d, want 1\n%s", code, &complained)
	}
	report, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return said.String(), string(report)
}

// same compares reports, and shows the first line in which they differ.
func same(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	others := strings.Split(want, "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(others) || line != others[i] {
			t.Errorf("line %d is\n%s\nand was\n%s", i+1, line, append(others, "(at the end)")[min(i, len(others))])
			return
		}
	}
	t.Errorf("the report has %d bytes, and had %d", len(got), len(want))
}

// fingerprints of the findings about joined records, sorted. Those of documents name their file.
func fingerprints(t *testing.T, results string) []string {
	t.Helper()
	var report struct {
		Outcomes []struct {
			Rule     string
			Findings []struct{ Fingerprint string }
		}
	}
	if err := json.Unmarshal([]byte(results), &report); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, outcome := range report.Outcomes {
		for _, finding := range outcome.Findings {
			if outcome.Rule != "schema.conforms" {
				all = append(all, finding.Fingerprint)
			}
		}
	}
	slices.Sort(all)
	return all
}

package workpaper_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workpaper"
)

var owned = report.Rule{ID: "risk.owner_named", Title: "Every risk has an owner", Level: report.Deny, Subject: "risk"}

// candidate is what the rule said of a risk: by its number it passes or fails, and is of some severity.
func candidate(i int) workpaper.Candidate {
	return workpaper.Candidate{
		Subject: report.Subject{
			SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprintf("R-%d", i)},
			Severity:   []string{"low", "high", ""}[i%3],
			Pos:        source.Position{File: "register.json", Line: i + 1, Column: 5},
		},
		Outcome: []string{"pass", "pass", "pass", "pass", "fail"}[i%5],
	}
}

func drawn(d workpaper.Design, candidates ...int) workpaper.Sample {
	drawer := d.Drawer(owned)
	for _, i := range candidates {
		drawer.Offer(candidate(i))
	}
	return drawer.Sample()
}

func upTo(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i)
	}
	return all
}

func ids(items []workpaper.Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Subject.ID)
	}
	return all
}

// byHand draws as the method says, by other means.
func byHand(seed string, size int, candidates []int) []string {
	keys := map[string]string{}
	for _, i := range candidates {
		id := fmt.Sprintf("R-%d", i)
		sum := sha256.Sum256([]byte(seed + "\nrisk.owner_named\nrisk\n" + id + "\n"))
		keys[hex.EncodeToString(sum[:])] = id
	}
	var sorted, chosen []string
	for key := range keys {
		sorted = append(sorted, key)
	}
	slices.Sort(sorted)
	for _, key := range sorted[:min(size, len(sorted))] {
		chosen = append(chosen, keys[key])
	}
	return chosen
}

func TestTheLeastKeysAreDrawnInAnyOrderOfThePopulation(t *testing.T) {
	for _, size := range []int{1, 25, 5000} {
		forth, back := upTo(3000), upTo(3000)
		slices.Reverse(back)
		want := byHand("2026 Q2", size, forth)
		for _, order := range [][]int{forth, back} {
			s := drawn(workpaper.Design{Seed: "2026 Q2", Size: size}, order...)
			if got := ids(s.Strata[0].Items); !slices.Equal(got, want) {
				t.Errorf("size %d: got %v, want %v", size, got, want)
			}
			if s.Population() != 3000 || s.Size() != min(size, 3000) || s.Counts["fail"] != 600 {
				t.Errorf("size %d: %d of %d, %d failures", size, s.Size(), s.Population(), s.Counts["fail"])
			}
		}
	}
	if slices.Equal(byHand("2026 Q2", 25, upTo(3000)), byHand("2026 Q3", 25, upTo(3000))) {
		t.Error("another seed draws the same")
	}
}

func TestSha256sumComesToTheSameKey(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("sha256sum is not installed")
	}
	command := exec.CommandContext(t.Context(), "sha256sum")
	command.Stdin = strings.NewReader("8531\nrisk.owner_named\nrisk\nR-7\n")
	said, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	key := workpaper.Key("8531", owned.ID, report.SubjectRef{Kind: "risk", ID: "R-7"})
	if got, _, _ := strings.Cut(string(said), " "); got != hex.EncodeToString(key[:]) {
		t.Errorf("sha256sum says %s, and the key is %x", got, key)
	}
}

func TestStrataGiveItemsInTurn(t *testing.T) {
	d := workpaper.Design{Seed: "8531", Size: 8, Stratify: workpaper.BySeverity, Severities: []string{"low", "high"}}
	// Of high there are two, of low four, and twelve have none.
	population := []int{1, 4, 0, 3, 6, 9, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35}
	s := drawn(d, population...)
	var got []string
	for _, stratum := range s.Strata {
		got = append(got, fmt.Sprintf("%s: %d of %d", stratum.Name, len(stratum.Items), stratum.Population))
	}
	want := []string{"high: 2 of 2", "low: 3 of 4", "none: 3 of 12"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := ids(s.Strata[2].Items), byHand("8531", 3, population[6:]); !slices.Equal(got, want) {
		t.Errorf("of those without a severity %v are drawn, want %v", got, want)
	}
}

func TestASeverityThatTheScaleLacksIsAStratumToo(t *testing.T) {
	d := workpaper.Design{Seed: "8531", Size: 8, Stratify: workpaper.BySeverity, Severities: []string{"low"}}
	s := drawn(d, 0, 1, 2, 3)
	if s.Population() != 4 || s.Size() != 4 {
		t.Errorf("%d of %d", s.Size(), s.Population())
	}
}

func TestAPopulationCanBeLimitedOrDividedByOutcome(t *testing.T) {
	s := drawn(workpaper.Design{Seed: "8531", Size: 5, Outcomes: []string{"fail"}}, upTo(20)...)
	if got, want := ids(s.Strata[0].Items), byHand("8531", 5, []int{4, 9, 14, 19}); !slices.Equal(got, want) || s.Population() != 4 {
		t.Errorf("got %v of %d, want %v", got, s.Population(), want)
	}
	s = drawn(workpaper.Design{Seed: "8531", Size: 5, Stratify: workpaper.ByOutcome}, upTo(20)...)
	if len(s.Strata) != 2 || s.Strata[0].Name != "fail" || len(s.Strata[0].Items) != 3 || len(s.Strata[1].Items) != 2 {
		t.Errorf("%+v", s.Strata)
	}
}

// paper has hostile text wherever a record can bring some.
func paper() *workpaper.Paper {
	d := workpaper.Design{Seed: "=8531 | #1", Size: 2}
	drawer := d.Drawer(owned)
	for i := range 3 {
		c := candidate(i)
		c.Subject.ID = "=cmd|' /C calc'!A" + c.Subject.ID
		c.Outcome, c.Said = "fail", []string{"<b>@all</b> | ::error::\nof " + c.Subject.ID}
		drawer.Offer(c)
	}
	s := drawer.Sample()
	for i := range s.Strata[0].Items {
		item := &s.Strata[0].Items[i]
		item.Values = []workpaper.Value{
			{Path: "risk.status", Value: `"=open | #2"`, Pos: source.Position{File: "register.json", Line: 9, Column: 7}},
			{Path: "people.x`y.role", Value: "", Pos: source.Position{File: "other|.json", Line: 3, Column: 1}},
		}
		for n := range 15 {
			item.Values = append(item.Values, workpaper.Value{Path: fmt.Sprintf("risk.history[%d].at", n), Value: `"2026-01-01"`})
		}
	}
	empty := workpaper.Sample{Rule: report.Rule{ID: "plan.detailed", Title: "A plan is detailed", Level: report.Deny}}
	return &workpaper.Paper{Design: d, Evidence: "proof", Statement: "bundle.sigstore.json", SHA256: strings.Repeat("ab", 32), Samples: []workpaper.Sample{s, empty}}
}

func TestTheTableHasARowForEachItemWithRoomForAConclusion(t *testing.T) {
	var b strings.Builder
	if err := paper().CSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	sorts := map[string]int{}
	for _, row := range rows[1:] {
		sorts[row[0]]++
		for _, cell := range row {
			if strings.ContainsAny(cell, "\n\r\t") || strings.HasPrefix(cell, "=") {
				t.Errorf("a cell is not defused: %q", cell)
			}
		}
		if row[0] != "item" {
			continue
		}
		if row[column("conclusion")]+row[column("note")] != "" || len(row[column("key")]) != 64 || row[column("outcome")] != "fail" {
			t.Errorf("%q", row)
		}
		values := row[column("values")]
		for _, want := range []string{`risk.status = "=open | #2" (register.json:9:7)`, "people.x`y.role is absent (other|.json:3:1)", "and 3 more values of risk.history.at"} {
			if !strings.Contains(values, want) {
				t.Errorf("the values are %s, without %s", values, want)
			}
		}
	}
	if sorts["item"] != 2 || sorts["rule"] != 2 {
		t.Errorf("rows: %v", sorts)
	}
	for _, want := range []string{"about,seed,'=8531 | #1,", strings.Repeat("ab", 32), "The 2 least keys are drawn", "rule,,3 fail,risk.owner_named,Every risk has an owner,deny,,3,2,"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table doesn't hold %q", want)
		}
	}
}

func TestThePageHoldsNoMarkupOfRecords(t *testing.T) {
	var b strings.Builder
	if err := paper().Markdown(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, bad := range []string{"<b>", "@all", "::error", "\nof"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "| 1 ") && strings.Count(line, "|") != 9 {
			t.Errorf("the row has not 8 cells: %s", line)
		}
	}
	for _, want := range []string{
		"| bundle.sigstore.json, sha256 | `" + strings.Repeat("ab", 32) + "` |", "Population: 3 outcomes (3 fail). Sample: 2.", "## Rules without a population\n\n- rule `plan.detailed`",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page doesn't hold %q:\n%s", want, page)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAPaperThatCannotBeWrittenIsAnError(t *testing.T) {
	if paper().CSV(full{}) == nil || paper().Markdown(full{}) == nil {
		t.Error("nothing went wrong")
	}
}

package contest

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Riskgate asks its rules by an engine of its own; plain opa has to find the same by the bundle and the inputs alone.
func TestPlainOPAFindsByTheBundleWhatRiskgateFinds(t *testing.T) {
	a := &Arena{folder: "..", work: t.TempDir()}
	for _, build := range [][]string{{a.folder, opaPackage}, {a.Root(), "./cmd/riskgate"}} {
		if _, err := output("go", "build", "-C", build[0], "-o", a.work+string(filepath.Separator), build[1]); err != nil {
			t.Fatal(err)
		}
	}
	for _, example := range []string{"violations", "northwind"} {
		t.Run(example, func(t *testing.T) {
			records := filepath.Join(a.Root(), "examples", example)
			want := findingsOfRiskgate(t, a, records)
			got := findingsOfOPA(t, a, records)
			if len(want) == 0 && example == "violations" {
				t.Error("riskgate finds nothing")
			}
			for _, finding := range want {
				if !slices.Contains(got, finding) {
					t.Errorf("opa doesn't find %v", finding)
				}
			}
			for _, finding := range got {
				if !slices.Contains(want, finding) {
					t.Errorf("opa alone finds %v", finding)
				}
			}
		})
	}
}

// bundleDay is the day of the examples.
const bundleDay = "2026-06-30"

// bundleFinding is all that a rule says of a record.
type bundleFinding struct{ Rule, Level, At, Message, Remedy string }

func findingsOfRiskgate(t *testing.T, a *Arena, records string) []bundleFinding {
	t.Helper()
	ledger := filepath.Join(t.TempDir(), "ledger.json")
	text, err := exec.Command(a.program("riskgate"), "check", "--as-of", bundleDay, "--output", "json="+ledger, records).CombinedOutput()
	if exit := new(exec.ExitError); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("riskgate: %v\n%s", err, text)
	}
	var found []bundleFinding
	err = eachOf(ledger, "outcomes", func(decoder *json.Decoder) error {
		var outcome struct {
			Rule, Verdict string
			Findings      []bundleFinding
		}
		err := decoder.Decode(&outcome)
		if outcome.Verdict == "not_assessable" || outcome.Verdict == "error" {
			t.Errorf("%s is %s, which opa can't know", outcome.Rule, outcome.Verdict)
		}
		for _, finding := range outcome.Findings {
			finding.Rule = outcome.Rule
			found = append(found, finding)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func findingsOfOPA(t *testing.T, a *Arena, records string) []bundleFinding {
	t.Helper()
	folder := t.TempDir()
	bundle, inputs := filepath.Join(folder, "bundle.tar.gz"), filepath.Join(folder, "inputs.json")
	if _, err := output(a.program("riskgate"), "bundle", "--as-of", bundleDay, "-o", bundle, records); err != nil {
		t.Fatal(err)
	}
	all, err := output(a.program("riskgate"), "inputs", "--shape", "array", "register", "risk", "plan", "review", "report", records)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(inputs, []byte(all), 0o644); err != nil {
		t.Fatal(err)
	}
	query := "[found | some record in input; some found in data.riskgate.findings with input as record]"
	text, err := output(a.program("opa"), "eval", "--bundle", bundle, "--input", inputs, "--strict-builtin-errors", "--format", "json", query)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Result []struct {
			Expressions []struct {
				Value []struct {
					Rule, Level, Message, Remedy string
					At                           []json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	var found []bundleFinding
	for _, one := range answer.Result[0].Expressions[0].Value {
		finding := bundleFinding{Rule: one.Rule, Level: one.Level, Message: one.Message, Remedy: one.Remedy}
		for _, step := range one.At {
			finding.At += "/" + strings.Trim(string(step), `"`)
		}
		found = append(found, finding)
	}
	return found
}

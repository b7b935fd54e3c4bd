package contest

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/riskgate/riskgate/bench/generate"
)

const root = "../.."

// risks is enough for every known way to break a record to be used.
const risks = 2000

func TestRiskgateAndTheWholeDocumentRulesFindTheSame(t *testing.T) {
	folder := t.TempDir()
	data, err := Generate(filepath.Join(folder, "records"), generate.Options{Risks: risks, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	for finding := range data.Findings {
		broken[finding.Rule] = true
	}
	for _, rule := range Rules {
		if !broken[rule] {
			t.Errorf("no record breaks %s", rule)
		}
	}

	if err := whole(t, data).Differ(data.Findings); err != nil {
		t.Errorf("the rules for the whole document: %v", err)
	}
	ledger := check(t, folder, data)
	found, err := fromLedger(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if err := found.Differ(data.Findings); err != nil {
		t.Errorf("riskgate: %v", err)
	}
	if clean := conforming(t, ledger); clean != len(generate.Files) {
		t.Errorf("%d documents match their schemas, want %d", clean, len(generate.Files))
	}
}

// A rule that is new to the library may ask for what the generator doesn't write yet; its warnings count too.
func TestUnbrokenRecordsComplyWithTheWholeLibrary(t *testing.T) {
	folder := t.TempDir()
	a := withRiskgate(t, folder)
	for _, size := range []int{1, 300} {
		data, err := Generate(filepath.Join(folder, strconv.Itoa(size)), generate.Options{Risks: size, Seed: 1, Unbroken: true})
		if err != nil {
			t.Fatal(err)
		}
		ledger := filepath.Join(folder, "ledger.json")
		text, err := exec.Command(a.program("riskgate"), "check", "--as-of", generate.AsOf, "--output", "text", "--output", "json="+ledger, data.Folder).CombinedOutput()
		if err != nil {
			t.Errorf("%d risks: riskgate: %v\n%s", size, err, text)
		}
		found, err := fromLedger(ledger)
		if err != nil {
			t.Fatalf("%d risks: %v", size, err)
		}
		if err := found.Differ(data.Findings); err != nil {
			t.Errorf("%d risks: %v", size, err)
		}
	}
}

// whole asks the rules for the whole document as opa eval does.
func whole(t *testing.T, d Data) Findings {
	t.Helper()
	ctx := context.Background()
	text, err := WholeData(root)
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(data, text, 0o644); err != nil {
		t.Fatal(err)
	}
	var input any
	if err := readJSON(d.combined(), &input); err != nil {
		t.Fatal(err)
	}
	results, err := rego.New(
		rego.Query("data.main.deny"),
		rego.Load([]string{"../whole", data}, nil),
		rego.Input(input),
		rego.StrictBuiltinErrors(true),
	).Eval(ctx)
	if err != nil {
		t.Fatal(err)
	}
	answer := filepath.Join(t.TempDir(), "answer.json")
	if text, err = json.Marshal(map[string]any{"result": results}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answer, text, 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := fromOPA(answer)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// withRiskgate builds riskgate into a folder.
func withRiskgate(t *testing.T, folder string) *Arena {
	t.Helper()
	a := &Arena{folder: "..", work: folder}
	if _, err := output("go", "build", "-C", root, "-o", a.program("riskgate"), "./cmd/riskgate"); err != nil {
		t.Fatal(err)
	}
	return a
}

// check has riskgate check the records, and returns its ledger.
func check(t *testing.T, folder string, d Data) string {
	t.Helper()
	a := withRiskgate(t, folder)
	if err := a.writeSettings(); err != nil {
		t.Fatal(err)
	}
	ledger := filepath.Join(folder, "ledger.json")
	text, err := exec.Command(a.program("riskgate"), "check", "--config", a.settings(), "--as-of", generate.AsOf, "--output", "json="+ledger, d.Folder).CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("riskgate: %v\n%s", err, text)
	}
	return ledger
}

// conforming counts the documents that match their schemas.
func conforming(t *testing.T, ledger string) int {
	t.Helper()
	count := 0
	err := eachOf(ledger, "outcomes", func(decoder *json.Decoder) error {
		var outcome struct{ Rule, Verdict string }
		err := decoder.Decode(&outcome)
		if outcome.Rule == "schema.conforms" && outcome.Verdict == "pass" {
			count++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestSubsetSettingsTurnTheOtherRulesOff(t *testing.T) {
	list := "some.other   deny  risk  A title\n"
	for _, rule := range Rules {
		list += rule + "  deny  risk  A title\n"
	}
	text, err := SubsetSettings(list)
	if err != nil {
		t.Fatal(err)
	}
	var settings struct {
		Rules map[string]struct{ Level, Reason string }
	}
	if err := json.Unmarshal(text, &settings); err != nil {
		t.Fatal(err)
	}
	if off := settings.Rules["some.other"]; len(settings.Rules) != 1 || off.Level != "off" || off.Reason == "" {
		t.Errorf("got %s", text)
	}
}

func TestSubsetSettingsWantEveryRuleOfTheContest(t *testing.T) {
	if _, err := SubsetSettings("some.other   deny  risk  A title\n"); err == nil {
		t.Error("a rule that riskgate doesn't have is not missed")
	}
}

func TestFindingsDifferInBothDirections(t *testing.T) {
	one, two := generate.Finding{Rule: "a.b", Record: "R-1"}, generate.Finding{Rule: "a.b", Record: "R-2"}
	for _, pair := range []struct {
		name        string
		got, wanted []generate.Finding
		differ      bool
	}{
		{"nothing", nil, nil, false},
		{"the same, twice", []generate.Finding{one, one}, []generate.Finding{one}, false},
		{"one is missing", nil, []generate.Finding{one}, true},
		{"one is too many", []generate.Finding{one, two}, []generate.Finding{one}, true},
		{"another", []generate.Finding{two}, []generate.Finding{one}, true},
	} {
		if err := SetOf(pair.got).Differ(SetOf(pair.wanted)); (err != nil) != pair.differ {
			t.Errorf("%s: got %v", pair.name, err)
		}
	}
}

func TestRulesAreInOrderAndAtLeastTen(t *testing.T) {
	if !slices.IsSorted(Rules) || len(slices.Compact(slices.Clone(Rules))) != len(Rules) || len(Rules) < 10 {
		t.Errorf("got %v", Rules)
	}
}

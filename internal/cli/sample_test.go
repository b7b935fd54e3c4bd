package cli

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/gate"
)

// sampled draws, and returns the rows of the table under the names of their columns.
func sampled(t testing.TB, args ...string) []map[string]string {
	t.Helper()
	code, out, complaints := runCommand(t, append([]string{"evidence", "sample", "proof"}, args...)...)
	if code != gate.Complies {
		t.Fatalf("exit code %d: %s%s", code, out, complaints)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, cell := range row {
			named[rows[0][i]] = cell
		}
		all = append(all, named)
	}
	return all
}

// Whatever the kind of subject, a sample that is large enough has every outcome, with what the rule reads of each record.
func TestEveryRuleOfARunCanBeSampled(t *testing.T) {
	for name, args := range map[string][]string{"audit": audited, "gate": gated} {
		t.Run(name, func(t *testing.T) {
			cases(t)
			_, v := prove(t, args)
			population, items, kinds := map[string]string{}, map[string]int{}, map[string]bool{}
			for _, row := range sampled(t, "--unsigned", "--seed", "8531", "--size", "1000", "--stratify", "severity") {
				switch row["row"] {
				case "rule":
					population[row["rule"]] = row["population"]
				case "item":
					items[row["rule"]]++
					kinds[row["kind"]] = true
					if row["values"] == "" || !strings.HasPrefix(row["file"], "violations/") && !strings.HasPrefix(row["file"], "change/") && row["kind"] != "waiver" {
						t.Errorf("%s of %s %s: values %q at %s", row["rule"], row["kind"], row["id"], row["values"], row["file"])
					}
				}
			}
			for _, rule := range v.Statement.Rules {
				if n := strconv.Itoa(rule.Counts.Population()); population[rule.ID] != n || strconv.Itoa(items[rule.ID]) != n {
					t.Errorf("%s: a population of %s and %d items, of %s outcomes", rule.ID, population[rule.ID], items[rule.ID], n)
				}
			}
			if want := map[string]string{"audit": "waiver", "gate": "change"}[name]; !kinds[want] {
				t.Errorf("nothing about a %s was drawn", want)
			}
		})
	}
}

// A population that lacks a record makes a sample worthless, however well it is drawn.
func TestASampleIsHeldToTheRecords(t *testing.T) {
	forge(t, forgery{records: replaced(`"risk_register"`, `"id": "R-112"`, `"id": "R-999"`)})
	code, out, complaints := runCommand(t, "evidence", "sample", "proof", "--key", "trusted.pub", "--seed", "8531")
	want := "proof: refused: the results have risk R-999 at violations/register.json:516:5, which the records of the run don't have\n"
	if code != gate.FindingsBlock || out != want {
		t.Errorf("exit code %d\n%s%s", code, out, complaints)
	}
}

// Nor does it say anything of a rule that the results leave out.
func TestASampleIsHeldToTheRules(t *testing.T) {
	for want, settings := range map[string]func(string) string{
		"the results have outcomes of response.fits_exposure, which no rule of the pack is": replaced(`"profile"`, `"level": "warn"`, `"level": "off"`),
		"the results have no outcome of approval.by_risk_owners, which the rules of the pack ask": replaced(`"profile"`, `"rules": {`,
			`"rules": { "approval.by_risk_owners": {"level": "deny", "reason": "Owners approve."},`),
	} {
		t.Run(want, func(t *testing.T) {
			forge(t, forgery{settings: settings})
			code, out, complaints := runCommand(t, "evidence", "sample", "proof", "--key", "trusted.pub", "--seed", "8531")
			if code != gate.FindingsBlock || out != "proof: refused: "+want+"\n" {
				t.Errorf("exit code %d, want %s\n%s%s", code, want, out, complaints)
			}
		})
	}
}

func TestASampleShowsWhatTheRuleReads(t *testing.T) {
	cases(t)
	prove(t, audited)
	rows := sampled(t, "--unsigned", "--seed", "8531", "--rule", "risk.owner_named", "--outcome", "fail")
	items := slices.DeleteFunc(rows, func(row map[string]string) bool { return row["row"] != "item" })
	want := `risk.status = "assessed" (violations/register.json:539:17) | risk.owner is absent (violations/register.json:516:5) | people.id is absent (violations/register.json:516:5)`
	if len(items) != 1 || items[0]["id"] != "R-112" || items[0]["values"] != want {
		t.Errorf("%q", items)
	}
	if said := items[0]["said"]; said != "violations/register.json:516:5: risk R-112 has no owner" {
		t.Errorf("said %q", said)
	}
}

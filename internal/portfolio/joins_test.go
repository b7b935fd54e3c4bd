package portfolio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// joinBy joins documents, of which every record is clean, by a table that is written as in the settings.
func joinBy(t *testing.T, table string, files map[string]string) *portfolio.Portfolio {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	work, err := workspace.Load([]workspace.Root{{Name: ".", FS: fsys, Path: "."}}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.Close)
	index := portfolio.NewIndex(work.Documents, []string{"low", "high"})
	for i := range work.Documents {
		index.Header(i, true)
	}
	for i, d := range work.Documents {
		for l, list := range d.Lists {
			for n := range list.Len() {
				at := workspace.Place{List: l, Index: n}
				value, body, err := d.Read(at, new(source.Parser))
				if err != nil {
					t.Fatal(err)
				}
				index.Add(i, at, list.Record, value, body, true)
			}
		}
	}
	value, err := new(source.Parser).Parse([]byte(table), source.Position{})
	if err != nil {
		t.Fatal(err)
	}
	return index.Join(alias.Parse(value))
}

var apart = map[string]string{
	"register.json": `{"kind": "risk_register", "schema_version": "1", "id": "reg", "people": [{"id": "ana"}], "risks": [
		{"id": "R-7", "status": "assessed", "owner": "Ana Silva", "plan_ids": ["P1"]}, {"id": "R-8", "status": "assessed"}, {"id": "R-9", "status": "closed"},
		{"id": "r-10", "status": "assessed"}, {"id": "R-10", "status": "assessed"}]}`,
	"plans.json": `{"kind": "action_plans", "schema_version": "1", "id": "plans", "plans": [
		{"id": "P-1", "risk_ids": ["RISK-007"]}, {"id": "P-2", "risk_ids": ["RISK-008", "RISK-99"]}, {"id": "P-3", "risk_ids": ["R-7"]}, {"id": "P-4", "risk_ids": ["RISK-010"]}]}`,
}

const sameIDs = `{"risk": {"aliases": {"RISK-008": "R-8"}, "ignore_prefixes": ["RISK-", "R-"], "ignore_leading_zeros": true, "ignore_case": true},
	"plan": {"aliases": {"P1": "P-1"}}, "person": {"aliases": {"Ana Silva": "ana"}}}`

func TestIdsThatTheTableSaysAreTheSameJoin(t *testing.T) {
	p := joinBy(t, sameIDs, apart)
	risk, _ := input(t, p, "risk", "R-7")
	var plans []string
	for _, plan := range risk.Get("plans").Elements {
		plans = append(plans, plan.Get("id").Text)
	}
	if !slices.Equal(plans, []string{"P-1", "P-3"}) || risk.Get("risk").Get("owner").Text != "ana" || risk.Get("risk").Get("plan_ids").String() != `["P-1"]` {
		t.Errorf("plans are %q, the risk is %s", plans, risk.Get("risk"))
	}
	plan, _ := input(t, p, "plan", "P-2")
	if got := plan.Get("plan").Get("risk_ids").String(); got != `["R-8","RISK-99"]` || plan.Get("risks").Elements[0].Get("id").Text != "R-8" {
		t.Errorf("risks are %s", got)
	}
	if at := locate(t, p, "plan", "P-1", "/plan/risk_ids/0").Position; at.Line != 2 || at.File != "plans.json" {
		t.Errorf("the name stands at %s", at)
	}
}

func TestWhatDoesNotJoinIsListedOnBothSides(t *testing.T) {
	describe := func(p *portfolio.Portfolio) string {
		var lines []string
		for _, j := range p.Joins() {
			line := fmt.Sprintf("%s; renamed %d; adrift", j, j.Renamed)
			for _, s := range j.Adrift {
				line += " " + s.ID
			}
			line += "; unnamed"
			for _, s := range j.Unnamed {
				line += " " + s.ID
			}
			for _, u := range j.Unknown {
				line += "; " + u.String()
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	}
	for _, test := range []struct{ name, table, want string }{
		{"no table", `{}`, "1 of 4 plans joined a risk of the run; renamed 0; adrift P-1 P-2 P-4; unnamed R-10 R-8 r-10; plan P-1 names RISK-007 (R-7 is called nearly so); " +
			"plan P-2 names RISK-008 (R-8 is called nearly so); plan P-2 names RISK-99; plan P-4 names RISK-010"},
		{"a table", sameIDs, "3 of 4 plans joined a risk of the run; 2 names led to a risk of another id; renamed 2; adrift P-4; unnamed R-10 r-10; plan P-2 names RISK-99; plan P-4 names RISK-010"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := describe(joinBy(t, test.table, apart)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	one := map[string]string{"register.json": apart["register.json"]}
	if joins := joinBy(t, `{}`, one).Joins(); joins != nil {
		t.Errorf("one file of our own has %v", joins)
	}
}

func TestARecordMaySayWhatItIsCalledElsewhere(t *testing.T) {
	files := map[string]string{
		"register.json": strings.Replace(apart["register.json"], `"id": "R-8"`, `"id": "R-8", "aliases": ["RISK-008", "RISK-007"]`, 1),
		"plans.json":    strings.Replace(apart["plans.json"], `"id": "P-1"`, `"id": "P-1", "aliases": ["P1"]`, 1),
	}
	p := joinBy(t, `{"risk": {"aliases": {"RISK-007": "R-7"}}}`, files)
	risk, _ := input(t, p, "risk", "R-8")
	if plans := risk.Get("plans").Elements; len(plans) != 1 || plans[0].Get("id").Text != "P-2" {
		t.Errorf("risk R-8 has %s", risk.Get("plans"))
	}
	risk, _ = input(t, p, "risk", "R-7")
	if got := risk.Get("risk").Get("plan_ids").String(); got != `["P-1"]` {
		t.Errorf("risk R-7 names plans %s", got)
	}
	if plans := risk.Get("plans").Elements; len(plans) != 1 || plans[0].Get("id").Text != "P-3" {
		t.Errorf("RISK-007 may be two risks, and joins: %s", risk.Get("plans"))
	}
}

package portfolio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWhatTheRunCanNotShowIsListedWithTheFilesThatLackIt(t *testing.T) {
	register := func(id, omits string) string {
		return fmt.Sprintf(`{"kind": "risk_register", "schema_version": "1", "id": %q, "source": {"format": "acme", "omits": [%s]}, "risks": [{"id": "R-%[1]s"}]}`, id, omits)
	}
	p := join(t, map[string]string{
		"a.json": register("a", `"risks.owner", "people.role", "scale"`),
		"b.json": register("b", `"risks.owner"`),
		"p.json": `{"kind": "action_plans", "schema_version": "1", "id": "p", "plans": [{"id": "P-1"}]}`,
		"v.json": `{"kind": "risk_reviews", "schema_version": "1", "id": "v"}`,
	})
	var got []string
	for _, l := range p.Lacks() {
		got = append(got, fmt.Sprintf("%s in %s, of a %s, not in %s, holds %s", l.Name, l.Document, l.Record, strings.Join(l.Inputs, "+"), strings.Join(l.Holds, "+")))
	}
	want := []string{
		"people.role in risk_register, of a person, not in a.json, holds ",
		"risk_monitoring in risk_monitoring, of a , not in , holds activity+result",
		"risk_report in risk_report, of a , not in , holds report",
		"risks.owner in risk_register, of a risk, not in a.json+b.json, holds ",
		"scale in risk_register, of a register, not in a.json, holds ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

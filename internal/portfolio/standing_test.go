package portfolio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/source"
)

const ownedPlans = `{"kind": "action_plans", "schema_version": "1", "id": "plans", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30",
 "plans": [{"id": "P-1", "risk_ids": ["R-2"], "owner": "p-1", "author": "p-2"}, {"id": "P-2", "risk_ids": ["R-1"], "owner": "p-1", "author": "p-1"}]}`

const otherRegister = `{"kind": "risk_register", "schema_version": "1", "id": "other", "organization": "Org", "business_unit": "other", "as_of": "2026-06-30",
 "scale": {"levels": ["low", "high"]}, "people": [{"id": "p-1", "name": "A", "role": "executive"}, {"id": "p-3", "name": "C", "role": "director"}]}`

func TestWhoMayDecideIsToldByTheRegisterOfTheRecord(t *testing.T) {
	p := join(t, map[string]string{"a.json": register, "b.json": otherRegister, "plans.json": ownedPlans, "reviews.json": strings.Replace(reviews, `"id": "V-1"`, `"id": "V-1", "chair": "p-2"`, 1)})
	for _, test := range []struct{ kind, id, want string }{
		{"risk", "R-2", "[p-1] of p-1:service_lead p-2:director"},
		{"plan", "P-1", "[p-1 p-2] of p-1:service_lead p-2:director"},
		{"plan", "P-2", "[p-1] of p-1:service_lead p-2:director"},
		{"review", "V-1", "[p-2] of p-1:service_lead p-2:director"},
		{"register", "other", "[] of p-1:executive p-3:director"},
		{"risk", "R-9", "[] of p-1:service_lead p-2:director p-3:director"},
		{"person", "p-1", "[] of p-1:service_lead p-2:director p-3:director"},
	} {
		found := p.Find(test.kind, test.id)
		for _, i := range found {
			if s := p.Subject(i); s.Kind != test.kind || s.ID != test.id {
				t.Errorf("%s %s is found to be %s %s", test.kind, test.id, s.Kind, s.ID)
			}
		}
		standing, err := p.Standing(found, new(source.Parser))
		if err != nil || len(standing.Gaps) > 0 {
			t.Fatal(err, standing.Gaps)
		}
		got := fmt.Sprint(standing.Responsible, " of")
		for _, person := range standing.People.Members {
			got += " " + person.Name + ":" + person.Value.Get("role").Text
		}
		if got != test.want {
			t.Errorf("%s %s: %s, want %s", test.kind, test.id, got, test.want)
		}
	}
	if reason := p.Missing("report"); reason != "the run has no risk_report document" || p.Missing("plan") != "" {
		t.Errorf("reports are missing because %q, and plans because %q", reason, p.Missing("plan"))
	}
}

func TestWithoutARegisterNobodyIsKnown(t *testing.T) {
	p := join(t, map[string]string{"plans.json": ownedPlans})
	standing, err := p.Standing(p.Find("plan", "P-1"), new(source.Parser))
	if err != nil || len(standing.Gaps) != 1 || standing.Gaps[0].Path != "people" || len(standing.People.Members) > 0 {
		t.Errorf("%+v, %v", standing, err)
	}
	if p.Missing("register") == "" {
		t.Error("nothing says why there is no register")
	}
}

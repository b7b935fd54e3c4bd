package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

func newChecker(t testing.TB) *schema.Checker {
	t.Helper()
	c, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parse(t testing.TB, text string) *source.Value {
	t.Helper()
	v, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test.json", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lines shows problems as a test states them: place, key in brackets when the key is at fault, message, hint.
func lines(problems []schema.Problem) []string {
	var all []string
	for _, p := range problems {
		line := string(p.At)
		if p.Key != "" {
			line += fmt.Sprintf(" [%s]", p.Key)
		}
		line += ": " + p.Message
		if p.Hint != "" {
			line += " | " + p.Hint
		}
		all = append(all, line)
	}
	return all
}

const goodRisk = `{
  "id": "R-1", "title": "Backups are not tested", "description": "d", "category": "operations", "identified_on": "2026-01-31",
  "source": "audit", "affected_services": ["billing"], "affected_assets": ["db"], "controls": ["nist-800-53r5:CP-4"],
  "owner": "p-1", "accountable": "p-2", "tracked_by": "p-3",
  "assessment": {"on": "2026-02-01", "by": "p-1", "likelihood": "likely", "impact": "major", "score": 12.5, "severity": "high"},
  "residual": {"severity": "moderate", "on": "2026-02-01"},
  "response": {"type": "accept", "decided_on": "2026-02-03", "decided_by": "p-1", "rationale": "r", "acceptance": {
    "approvals": [{"by": "p-2", "at": "2026-02-04", "decision": "approved"}], "from": "2026-02-04", "expires_on": "2026-05-01"}},
  "status": "accepted", "plan_ids": [], "x_ticket": {"any": [1, null]},
  "history": [{"at": "2026-02-03", "by": "p-1", "field": "score", "from": 9, "to": 12.5}, {"field": "owner", "to": "p-1"}]
}`

const goodPlan = `{"id": "P-1", "title": "Test them", "risk_ids": ["R-1"], "version": 1, "status": "draft", "due": "2026-03-01",
  "actions": [{"id": "A-1", "title": "Restore one", "owner": "p-1", "service": "billing", "due": "2026-02-20", "status": "open"}]}`

const goodHeader = `{"$schema": "s", "kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Northwind",
  "business_unit": "Retail", "as_of": "2026-06-30", "scale": {"levels": ["low", "high"]},
  "source": {"format": "csv", "omits": ["risks.owner"]},
  "people": [{"id": "p-1", "name": "Ada", "role": "director"}], "services": [{"id": "billing", "name": "Billing"}], "x_note": null}`

func TestRightRecordsHaveNoProblems(t *testing.T) {
	c := newChecker(t)
	for name, problems := range map[string][]schema.Problem{
		"risk":   c.Record("risk", parse(t, goodRisk), nil),
		"plan":   c.Record("plan", parse(t, goodPlan), nil),
		"header": c.Header("risk_register", parse(t, goodHeader), nil),
		"single": c.Single("action_plan", parse(t, `{"kind": "action_plan", "register": "reg", `+goodPlan[1:]), nil),
	} {
		if len(problems) > 0 {
			t.Errorf("%s: %q", name, lines(problems))
		}
	}
}

// edit replaces the first occurrence of old, which must be there.
func edit(t testing.TB, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%q stands nowhere in %s", old, text)
	}
	return strings.Replace(text, old, new, 1)
}

func TestProblemsOfARiskAreSaidInPlainWords(t *testing.T) {
	c := newChecker(t)
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{"a key with swapped letters", `"owner"`, `"owenr"`,
			[]string{` [owenr]: unknown key "owenr" | did you mean "owner"?`}},
		{"a key in capitals", `"owner"`, `"Owner"`,
			[]string{` [Owner]: unknown key "Owner" | did you mean "owner"?`}},
		{"a key with a letter that looks the same", `"owner"`, `"оwner"`,
			[]string{` [оwner]: unknown key "\u043ewner" | did you mean "owner"?`}},
		{"a key like none", `"owner"`, `"zebra/~"`,
			[]string{` [zebra/~]: unknown key "zebra/~" | a key of your own must begin with x_`}},
		{"a required key misspelled is one mistake", `"title"`, `"titel"`,
			[]string{` [titel]: unknown key "titel" | did you mean "title"?`}},
		{"a key that is already there is not suggested", `"owner": "p-1"`, `"owner": "p-1", "ownr": "p-1"`,
			[]string{` [ownr]: unknown key "ownr" | a key of your own must begin with x_`}},
		{"a missing key", `"id": "R-1", `, ``,
			[]string{`: missing key "id" | id: the risk's id`}},
		{"an unknown key far down", `"decision": "approved"`, `"decision": "approved", "rôle": "x"`,
			[]string{`/response/acceptance/approvals/0 [rôle]: unknown key "r\u00f4le" | did you mean "role"?`}},
		{"a day that February doesn't have", `"2026-01-31"`, `"2026-02-30"`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got "2026-02-30" | February 2026 has 28 days`}},
		{"a month 13", `"2026-01-31"`, `"2026-13-30"`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got "2026-13-30" | months go from 01 to 12`}},
		{"the year 9999", `"2026-01-31"`, `"9999-01-31"`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got "9999-01-31" | years go from 1970 to 2199`}},
		{"a time of day with a lower-case t", `"2026-01-31"`, `"2026-01-31t00:00:00z"`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got "2026-01-31t00:00:00z" | write the day alone: "2026-01-31"`}},
		{"a date in words", `"2026-01-31"`, `"soon"`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got "soon"`}},
		{"a number for a date", `"2026-01-31"`, `20260131`,
			[]string{`/identified_on: "identified_on" must be a date YYYY-MM-DD, got 20260131`}},
		{"a word that is nearly a status", `"accepted"`, `"acepted"`,
			[]string{`/status: "status" must be one of identified, assessed, responding, monitoring, accepted, closed; got "acepted" | did you mean "accepted"?`}},
		{"null for a status", `"status": "accepted"`, `"status": null`,
			[]string{`/status: "status" must be one of identified, assessed, responding, monitoring, accepted, closed; got null`}},
		{"an id with a space", `"owner": "p-1"`, `"owner": "p 1"`,
			[]string{`/owner: "owner" must be an id, got "p 1" | letters, digits, dots, underscores and hyphens, beginning with a letter or digit, at most 64 characters`}},
		{"a blank title", `"Backups are not tested"`, `"\t "`,
			[]string{`/title: "title" must not be blank`}},
		{"text for a number", `12.5`, `"12.5"`,
			[]string{`/assessment/score: "score" must be a number, got "12.5"`}},
		{"an object for text or number", `"from": 9`, `"from": {}`,
			[]string{`/history/0/from: "from" must be a number or text, got an object`}},
		{"a list for an object", `{"severity": "moderate", "on": "2026-02-01"}`, `[]`,
			[]string{`/residual: "residual" must be an object, got a list`}},
		{"a wrong entry of a list", `["billing"]`, `["billing", false]`,
			[]string{`/affected_services/1: entry 2 of "affected_services" must be an id, got false`}},
		{"all mistakes at once, in the order of the file", `"id": "R-1", "title": "Backups are not tested"`, `"id": 7, "tilte": "x", "deadline": "2026-01-32", "closure": []`,
			[]string{
				`/id: "id" must be an id, got 7`,
				` [tilte]: unknown key "tilte" | did you mean "title"?`,
				`/deadline: "deadline" must be a date YYYY-MM-DD, got "2026-01-32" | January 2026 has 31 days`,
				`/closure: "closure" must be an object, got a list`,
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := edit(t, goodRisk, test.old, test.new)
			if got := lines(c.Record("risk", parse(t, text), nil)); !slices.Equal(got, test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

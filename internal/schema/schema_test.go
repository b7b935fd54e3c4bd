package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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

func TestProblemsOfAHeader(t *testing.T) {
	c := newChecker(t)
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{"a list of records that is none stays with the header", `"x_note": null`, `"risks": {}`,
			[]string{`/risks: "risks" must be a list, got an object`}},
		{"a list of other things stays too", `"x_note": null`, `"risks": ["R-1"]`,
			[]string{`/risks/0: entry 1 of "risks" must be an object, got "R-1"`}},
		{"an empty list is right", `"x_note": null`, `"risks": []`, nil},
		{"a person without a role", `, "role": "director"`, ``,
			[]string{`/people/0: missing key "role" | role: the role that gives the person authority, such as service_manager or risk_lead`}},
		{"a version of the future", `"schema_version": "1"`, `"schema_version": "2"`,
			[]string{`/schema_version: "schema_version" must be "1", got "2"`}},
		{"an omitted field that is no path", `"risks.owner"`, `"/risks/owner"`,
			[]string{`/source/omits/0: entry 1 of "omits" must be a field path, got "/risks/owner" | a path like risks.owner`}},
		{"all that is missing", `"organization": "Northwind",
  "business_unit": "Retail", "as_of": "2026-06-30", `, ``,
			[]string{
				`: missing key "organization" | organization: the organisation that the records belong to`,
				`: missing key "business_unit" | business_unit: the business unit that the records belong to`,
				`: missing key "as_of" | as_of: the day on which the document described the world`,
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := parse(t, edit(t, goodHeader, test.old, test.new))
			if got := lines(c.Header(schema.Register, v, nil)); !slices.Equal(got, test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestWhatTheSourceCannotCarryMayLack(t *testing.T) {
	c := newChecker(t)
	risk := `{"id": "R-1", "title": "t", "status": "identified", "response": {"rationale": "r"}}`
	tests := []struct {
		name  string
		omits []string
		want  []string
	}{
		{"nothing is declared", nil, []string{"identified_on", "type"}},
		{"a field", []string{"risks.identified_on"}, []string{"type"}},
		{"a field within a field", []string{"risks.response.type"}, []string{"identified_on"}},
		{"what holds the field", []string{"risks.response", "risks.identified_on"}, nil},
		{"all risks", []string{"risks"}, nil},
		{"a field of the same name elsewhere", []string{"plans.identified_on", "risks.type", "identified_on"}, []string{"identified_on", "type"}},
		{"a field whose name begins alike", []string{"risks.identified", "risks.response.types", "risk"}, []string{"identified_on", "type"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range c.Record("risk", parse(t, risk), test.omits) {
				_, quoted, _ := strings.Cut(p.Message, "missing key ")
				got = append(got, strings.Trim(quoted, `"`))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if single := c.Single("risk", parse(t, `{"kind": "risk", `+risk[1:]), test.omits); len(single) != len(test.want) {
				t.Errorf("in a file of its own: got %q", lines(single))
			}
		})
	}
	people := edit(t, goodHeader, `, "role": "director"`, ``)
	if problems := c.Header(schema.Register, parse(t, people), []string{"people.role"}); len(problems) > 0 {
		t.Errorf("a field of an entry of the header: got %q", lines(problems))
	}
}

func TestWhatTheSourceCannotCarryMustStillBeRight(t *testing.T) {
	c := newChecker(t)
	v := parse(t, edit(t, goodRisk, `"2026-01-31"`, `"soon"`))
	if problems := c.Record("risk", v, []string{"risks.identified_on"}); len(problems) != 1 {
		t.Errorf("got %q", lines(problems))
	}
}

func TestASingleRecordSaysWhatItIs(t *testing.T) {
	c := newChecker(t)
	tests := []struct{ name, kind, text, want string }{
		{"another kind", "risk_review", `{"kind": "review", "id": "V-1", "on": "2026-01-01", "type": "owner_meeting"}`,
			`/kind: "kind" must be "risk_review", got "review"`},
		{"no kind", "risk_review", `{"id": "V-1", "on": "2026-01-01", "type": "owner_meeting"}`,
			`: missing key "kind" | kind: what this file holds`},
		{"a key of the whole document", "report", `{"kind": "report", "as_of": "2026-01-01", "id": "P-1", "type": "kpi_set", "issued_on": "2026-01-01"}`,
			` [as_of]: unknown key "as_of" | a key of your own must begin with x_`},
		{"as it should be", "monitoring_result", `{"$schema": "s", "schema_version": "1", "kind": "monitoring_result", "register": "r", "id": "M-1",
			"activity_id": "A-1", "risk_ids": ["R-1"], "on": "2026-01-01", "outcome": "no_issue"}`, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(lines(c.Single(test.kind, parse(t, test.text), nil)), "\n"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	for _, kind := range schema.Kinds() {
		if !schema.IsKind(kind.Name) || !slices.Equal(schema.Lists(kind.Name), kind.Lists) || len(schema.RecordsOf(kind.Name)) != len(kind.Lists) {
			t.Errorf("%s: %v, %v", kind.Name, schema.Lists(kind.Name), schema.RecordsOf(kind.Name))
		}
		for _, list := range kind.Lists {
			if !schema.IsKind(list.Single) || schema.Lists(list.Single) != nil || !slices.Equal(schema.RecordsOf(list.Single), []string{list.Record}) {
				t.Errorf("%s: %v, %v", list.Single, schema.Lists(list.Single), schema.RecordsOf(list.Single))
			}
		}
	}
	if schema.IsKind("settings") || schema.IsKind("Risk") || schema.RecordsOf("plan") != nil {
		t.Error("what is no kind passes for one")
	}
	if kind, mistakes := schema.NearestKind("risk_regsiter"); kind != schema.Register || mistakes != 1 {
		t.Errorf("got %s by %d mistakes", kind, mistakes)
	}
}

func TestInputsTellOPAWhatItUnderstands(t *testing.T) {
	inputs := newChecker(t).Inputs()
	if len(inputs) != 7 {
		t.Fatalf("got %d inputs, want 7", len(inputs))
	}
	var visit func(*source.Value)
	visit = func(v *source.Value) {
		for _, member := range v.Members {
			switch member.Name {
			case "type":
			case "items":
				visit(member.Value)
			case "properties":
				for _, property := range member.Value.Members {
					visit(property.Value)
				}
			default:
				t.Fatalf("OPA's type checker does not look at %q", member.Name)
			}
		}
	}
	for subject, text := range inputs {
		v := parse(t, string(text))
		visit(v)
		if v.Get("properties").Get(subject).Get("properties").Get("id") == nil {
			t.Errorf("%s: the subject itself is missing in %s", subject, text)
		}
	}
	tests := []struct {
		subject, path string
		want          string
	}{
		{"risk", "risk/response/acceptance/approvals/[]/by", `{"type":"string"}`},
		{"risk", "people/*/role", `{"type":"string"}`},
		{"risk", "plans/[]/risk_ids", `nothing`},
		{"risk", "plans/[]/version", `{"type":"integer"}`},
		{"risk", "results/[]/risk_ids", `nothing`},
		{"risk", "results/[]/exploited", `{"type":"boolean"}`},
		{"risk", "reviews/[]/items", `nothing`},
		{"risk", "reviews/[]/item/score/severity", `{"type":"string"}`},
		{"risk", "reports/[]/covers", `nothing`},
		{"risk", "register/people", `nothing`},
		{"risk", "register/scale/levels", `{"type":"array","items":{"type":"string"}}`},
		{"risk", "risk/history/[]/from", `{}`},
		{"plan", "plan/risk_ids/[]", `{"type":"string"}`},
		{"plan", "risks/[]/register/as_of", `{"type":"string"}`},
		{"review", "results/[]/risk_ids/[]", `{"type":"string"}`},
		{"review", "previous/*/on", `{"type":"string"}`},
		{"report", "counts/open_by_severity/*", `{"type":"integer"}`},
		{"report", "results/[]", `{"type":"object","properties":{"id":{"type":"string"},"on":{"type":"string"},"outcome":{"type":"string"}}}`},
		{"register", "register/people/[]/role", `{"type":"string"}`},
		{"register", "register/risks", `nothing`},
		{"register", "reports/[]/business_unit", `{"type":"string"}`},
		{"register", "facts/unresolved/[]/field", `{"type":"string"}`},
	}
	for _, test := range tests {
		v := parse(t, string(inputs[test.subject]))
		for key := range strings.SplitSeq(test.path, "/") {
			if key == "[]" {
				v = v.Get("items")
			} else {
				v = v.Get("properties").Get(key)
			}
		}
		got := "nothing"
		if v != nil {
			got = v.String()
		}
		if got != test.want {
			t.Errorf("%s %s: got %s, want %s", test.subject, test.path, got, test.want)
		}
	}
}

func TestAnInputMayLackAnythingButHasNoOtherKeys(t *testing.T) {
	c := newChecker(t)
	right := `{"risk": {"id": "R-1", "x_own": 1}, "people": {"p-1": {"name": "Ada"}}, "reviews": [{"id": "V-1", "item": {"progress": "at_risk"}}]}`
	if problems := c.Input("risk", parse(t, right)); len(problems) > 0 {
		t.Errorf("got %q", lines(problems))
	}
	wrong := `{"risk": {"statsu": "closed"}, "people": {"p-1": {"rloe": "x"}}, "reviews": [{"items": []}], "plans": [{"risk_ids": []}]}`
	want := []string{
		`/risk [statsu]: unknown key "statsu" | did you mean "status"?`,
		`/people/p-1 [rloe]: unknown key "rloe" | did you mean "role"?`,
		`/reviews/0 [items]: unknown key "items" | did you mean "item"?`,
		`/plans/0 [risk_ids]: unknown key "risk_ids" | a key of your own must begin with x_`,
	}
	if got := lines(c.Input("risk", parse(t, wrong))); !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAMissingSchemaIsSaid(t *testing.T) {
	_, err := schema.New(fstest.MapFS{"report.schema.json": {Data: []byte(`{"$id": "https://riskgate.dev/other.schema.json"}`)}})
	for _, want := range []string{
		`report.schema.json: $id must end in the name of the file, not "https://riskgate.dev/other.schema.json"`,
		"risk_register.schema.json: no such schema",
		"settings.schema.json: no such schema",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestManyMayCheckAtOnce(t *testing.T) {
	c := newChecker(t)
	want := c.Record("risk", parse(t, edit(t, goodRisk, `"owner"`, `"owenr"`)), nil)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			v := parse(t, edit(t, goodRisk, `"owner"`, `"owenr"`))
			for range 20 {
				if got := c.Record("risk", v, nil); !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", lines(got), lines(want))
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkARightRisk(b *testing.B) {
	c, risk := newChecker(b), parse(b, goodRisk)
	b.ReportAllocs()
	for b.Loop() {
		if problems := c.Record("risk", risk, nil); problems != nil {
			b.Fatal(lines(problems))
		}
	}
}

func BenchmarkAWrongRisk(b *testing.B) {
	c, risk := newChecker(b), parse(b, edit(b, goodRisk, `"owner"`, `"owenr"`))
	for b.Loop() {
		c.Record("risk", risk, nil)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newChecker(b)
	}
}

package portfolio_test

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// join reads files and joins them; every record counts as clean but those whose id is in unclean.
func join(t *testing.T, files map[string]string, unclean ...string) *portfolio.Portfolio {
	t.Helper()
	return joinWith(t, maphash.MakeSeed(), files, unclean...)
}

// joinWith joins with digests of a seed, so that the records can be compared with others.
func joinWith(t *testing.T, seed maphash.Seed, files map[string]string, unclean ...string) *portfolio.Portfolio {
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
	index := portfolio.NewIndex(work.Documents, []string{"low", "moderate", "high", "critical"})
	index.Digest(seed)
	for i := range work.Documents {
		index.Header(i, true)
	}
	parser := new(source.Parser)
	for i, d := range work.Documents {
		for l, list := range d.Lists {
			for n := range list.Len() {
				at := workspace.Place{List: l, Index: n}
				value, body, err := d.Read(at, parser)
				if err != nil {
					t.Fatal(err)
				}
				kind := list.Record
				if kind == "" {
					kind = map[string]string{"risk": "risk", "action_plan": "plan", "risk_review": "review", "monitoring_activity": "activity", "monitoring_result": "result"}[value.Get("kind").Text]
				}
				clean := true
				for _, id := range unclean {
					clean = clean && value.Get("id").Text != id
				}
				index.Add(i, at, kind, value, body, clean)
			}
		}
	}
	return index.Join(nil)
}

func subject(t *testing.T, p *portfolio.Portfolio, kind, id string) portfolio.Subject {
	t.Helper()
	for i := range p.Len() {
		s := p.Subject(i)
		if s.Kind == kind && s.ID == id {
			return s
		}
	}
	t.Fatalf("there is no %s %s", kind, id)
	return portfolio.Subject{}
}

func input(t *testing.T, p *portfolio.Portfolio, kind, id string) (*source.Value, []portfolio.Gap) {
	t.Helper()
	in, err := p.Input(subject(t, p, kind, id), nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	return in.Value, in.Gaps
}

func locate(t *testing.T, p *portfolio.Portfolio, kind, id, at string) portfolio.Location {
	t.Helper()
	in, err := p.Input(subject(t, p, kind, id), nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	return in.Locate(source.Pointer(at))
}

const register = `{"kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30",
 "scale": {"levels": ["low", "high"]},
 "people": [{"id": "p-2", "name": "B", "role": "director"}, {"id": "p-1", "name": "A", "role": "service_lead"}],
 "services": [{"id": "s-1", "name": "S", "team": "t"}],
 "risks": [
  {"id": "R-2", "title": "two", "status": "closed", "owner": "p-1", "assessment": {"severity": "low"}},
  {"id": "R-1", "title": "one", "status": "assessed", "owner": "p-9", "affected_services": ["s-1", "s-9"], "assessment": {"severity": "high"}}
 ]}`

const plans = `{"kind": "action_plans", "schema_version": "1", "id": "plans", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30",
 "plans": [
  {"id": "P-2", "risk_ids": ["R-1"], "actions": [{"id": "A-1"}, {"id": "A-1"}]},
  {"id": "P-1", "risk_ids": ["R-2", "R-1", "R-9"]}
 ]}`

const reviews = `{"kind": "risk_reviews", "schema_version": "1", "id": "reviews", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30",
 "reviews": [
  {"id": "V-2", "on": "2026-06-01", "type": "periodic_review", "attendees": ["p-1"], "items": [{"risk_id": "R-1", "progress": "at_risk"}]},
  {"id": "V-1", "on": "2026-03-01", "type": "periodic_review", "items": [{"risk_id": "R-2"}, {"risk_id": "R-1", "progress": "on_track"}]}
 ]}`

func TestARiskSeesAllThatNamesIt(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans, "reviews.json": reviews})
	value, _ := input(t, p, "risk", "R-1")
	tests := []struct{ what, at, want string }{
		{"its own record, as it is", "/risk/title", `"one"`},
		{"plans by id, without the list that joined them", "/plans", `[{"id":"P-1"},{"id":"P-2","actions":[{"id":"A-1"},{"id":"A-1"}]}]`},
		{"reviews by date, each with this risk's item", "/reviews/0", `{"id":"V-1","on":"2026-03-01","type":"periodic_review","item":{"risk_id":"R-1","progress":"on_track"}}`},
		{"the later review after it", "/reviews/1/id", `"V-2"`},
		{"people by id", "/people/p-2/role", `"director"`},
		{"services by id", "/services/s-1/team", `"t"`},
		{"the register's header without its lists", "/register", `{"id":"reg","organization":"Org","business_unit":"unit","as_of":"2026-06-30","scale":{"levels":["low","high"]}}`},
		{"no result where none is", "/results", `[]`},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			found, at := value.Lookup(source.Pointer(test.at))
			if got := found.String(); at != source.Pointer(test.at) || got != test.want {
				t.Errorf("at %s\n got %s\nwant %s", at, got, test.want)
			}
		})
	}
}

func TestAPlanAnswersItsRisks(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans})
	value, _ := input(t, p, "plan", "P-1")
	if got := value.Get("risks").Elements; len(got) != 2 || got[0].Get("id").Text != "R-1" || got[0].Get("register").Get("id").Text != "reg" {
		t.Errorf("risks are %s", value.Get("risks"))
	}
}

func TestAReviewKnowsTheOneBefore(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "reviews.json": reviews})
	value, _ := input(t, p, "review", "V-2")
	if got, want := value.Get("previous").String(), `{"R-1":{"id":"V-1","on":"2026-03-01"}}`; got != want {
		t.Errorf("previous is %s, want %s", got, want)
	}
	value, _ = input(t, p, "review", "V-1")
	if got := value.Get("previous").String(); got != `{}` {
		t.Errorf("the first review has %s before it", got)
	}
}

func TestARegisterHearsOfWhatIsTwiceOrMissing(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans})
	value, _ := input(t, p, "register", "reg")
	wantTwice := `[{"kind":"action","id":"A-1","count":2}]`
	if got := value.Get("facts").Get("duplicates").String(); got != wantTwice {
		t.Errorf("duplicates\n got %s\nwant %s", got, wantTwice)
	}
	wantMissing := `[{"kind":"risk","id":"R-1","field":"owner","names":"person","value":"p-9"},` +
		`{"kind":"risk","id":"R-1","field":"affected_services","names":"service","value":"s-9"},` +
		`{"kind":"plan","id":"P-1","field":"risk_ids","names":"risk","value":"R-9"}]`
	if got := value.Get("facts").Get("unresolved").String(); got != wantMissing {
		t.Errorf("unresolved\n got %s\nwant %s", got, wantMissing)
	}
	if got, want := value.Get("counts").String(), `{"risks":2,"open":1,"open_by_severity":{"low":0,"moderate":0,"high":1,"critical":0},"open_by_severity_and_day":{"low":{},"moderate":{},"high":{},"critical":{}}}`; got != want {
		t.Errorf("counts\n got %s\nwant %s", got, want)
	}
}

func TestEveryKindOfNameIsResolved(t *testing.T) {
	p := join(t, map[string]string{
		"register.json": strings.Replace(register, `"title": "one",`, `"title": "one", "response": {"informed_by": ["V-1", "V-9"]}, "history": [{"by": "p-1"}, {"by": "p-8"}],`, 1),
		"plans.json": `{"kind": "action_plans", "business_unit": "unit", "organization": "Org", "plans": [{"id": "P-1", "risk_ids": ["R-1"], "author": "p-7", "triggered_by": ["E-1", "V-1", "V-8"],
			"actions": [{"id": "A-1", "depends_on": ["A-2", "A-3"]}, {"id": "A-2"}]}]}`,
		"reviews.json":    reviews,
		"monitoring.json": `{"kind": "risk_monitoring", "results": [{"id": "E-1", "risk_ids": ["R-1"], "by": "p-6", "activity_id": "M-9"}]}`,
		"reports.json":    `{"kind": "risk_report", "reports": []}`,
	})
	value, _ := input(t, p, "register", "reg")
	var got []string
	for _, u := range value.Get("facts").Get("unresolved").Elements {
		got = append(got, u.Get("id").Text+" "+u.Get("field").Text+" "+u.Get("value").Text)
	}
	want := []string{
		"R-1 owner p-9", "R-1 response.informed_by V-9", "R-1 history.by p-8", "R-1 affected_services s-9",
		"P-1 author p-7", "P-1 triggered_by V-8", "P-1 actions.depends_on A-3",
		"E-1 by p-6", "E-1 activity_id M-9",
	}
	if !slices.Equal(got, want) {
		t.Errorf("unresolved\n got %q\nwant %q", got, want)
	}
}

func TestAPlaceInAReportIsThatReports(t *testing.T) {
	other := strings.NewReplacer(`"reg"`, `"other"`, `"unit"`, `"elsewhere"`, "R-1", "R-8", "R-2", "R-7").Replace(register)
	p := join(t, map[string]string{
		"register.json": register,
		"other.json":    other,
		"a.json":        `{"kind": "risk_report", "organization": "Org", "business_unit": "elsewhere", "reports": [{"id": "Q-1", "issued_on": "2026-01-01", "type": "dashboard", "covers": ["R-8"]}]}`,
		"b.json":        `{"kind": "risk_report", "organization": "Org", "business_unit": "unit", "reports": [{"id": "Q-2", "issued_on": "2026-02-01", "type": "dashboard", "covers": ["R-1"]}]}`,
	})
	if got, want := locate(t, p, "register", "reg", "/reports/0/type").Position.String(), "b.json:1:134"; got != want {
		t.Errorf("the report stands at %s, want %s", got, want)
	}
}

func TestPlacesLeadBackToTheFile(t *testing.T) {
	p := join(t, map[string]string{"register.json": register, "plans.json": plans, "reviews.json": reviews})
	tests := []struct {
		what, kind, id, at string
		position, path     string
	}{
		{"a value of the record", "risk", "R-1", "/risk/owner", "register.json:7:64", "owner"},
		{"a field that is missing stands where its parent is", "risk", "R-1", "/risk/response", "register.json:7:3", "response"},
		{"a record that belongs to it", "risk", "R-1", "/plans/1/actions/0", "plans.json:3:50", "plans P-2 actions A-1"},
		{"an item of a review", "risk", "R-1", "/reviews/0/item/progress", "reviews.json:4:125", "reviews V-1 item progress"},
		{"the header of the register", "risk", "R-1", "/register/scale/levels", "register.json:2:22", "register scale levels"},
		{"a person by id", "risk", "R-1", "/people/p-1/role", "register.json:3:96", "people p-1 role"},
		{"a register of a plan's risk", "plan", "P-1", "/risks/0/register/as_of", "register.json:1:120", "risks R-1 register as_of"},
		{"a name that nobody bears", "register", "reg", "/facts/unresolved/2", "plans.json:4:44", "facts unresolved plan:P-1:risk_ids:R-9"},
		{"the second of two", "register", "reg", "/facts/duplicates/0", "plans.json:3:65", "facts duplicates action:A-1"},
		{"nowhere in particular", "risk", "R-1", "", "register.json:7:3", ""},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			found := locate(t, p, test.kind, test.id, test.at)
			if got := found.Position.String(); got != test.position {
				t.Errorf("position %s, want %s", got, test.position)
			}
			if got := strings.Join(found.Path, " "); got != test.path {
				t.Errorf("path %q, want %q", got, test.path)
			}
		})
	}
}

func TestWhatTheRunDoesNotHoldIsAGap(t *testing.T) {
	omitting := strings.Replace(register, `"as_of"`, `"source": {"format": "sheet", "omits": ["risks.owner", "people", "scale"]}, "as_of"`, 1)
	tests := []struct {
		what    string
		files   map[string]string
		unclean string
		kind    string
		id      string
		gap     string
	}{
		{"no plans at all", map[string]string{"register.json": register}, "", "risk", "R-1", "plans: the run has no action_plans document"},
		{"no register for a draft plan", map[string]string{"plans.json": plans}, "", "plan", "P-1", "risks: the run has no risk_register document"},
		{"a field that the source can't carry", map[string]string{"register.json": omitting}, "", "risk", "R-1", "risk.owner: its source (sheet) does not carry risks.owner"},
		{"the same field as a plan sees it", map[string]string{"register.json": omitting, "plans.json": plans}, "", "plan", "P-1", "risks.owner: its source (sheet) does not carry risks.owner"},
		{"a field of the register's header", map[string]string{"register.json": omitting}, "", "risk", "R-1", "register.scale: its source (sheet) does not carry scale"},
		{"the same as the register sees it", map[string]string{"register.json": omitting}, "", "register", "reg", "register.scale: its source (sheet) does not carry scale"},
		{"the same as a plan sees it", map[string]string{"register.json": omitting, "plans.json": plans}, "", "plan", "P-1", "risks.register.scale: its source (sheet) does not carry scale"},
		{"a plan that can't be read", map[string]string{"register.json": register, "plans.json": plans}, "P-1", "risk", "R-1", "plans: plan P-1 does not match its schema"},
		{"a risk that can't be read", map[string]string{"register.json": register, "plans.json": plans}, "R-1", "plan", "P-1", "risks: risk R-1 does not match its schema"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			_, gaps := input(t, join(t, test.files, test.unclean), test.kind, test.id)
			for _, gap := range gaps {
				if gap.Path+": "+gap.Reason == test.gap {
					return
				}
			}
			t.Errorf("no gap says %q, only %q", test.gap, gaps)
		})
	}
}

func TestASplitRegisterGivesTheSameSubjects(t *testing.T) {
	whole := join(t, map[string]string{"register.json": register, "plans.json": plans, "reviews.json": reviews})
	split := join(t, map[string]string{
		"register.json": register[:strings.Index(register, `,
 "risks"`)] + "}",
		"risks/R-1.json": `{"kind": "risk", "schema_version": "1", "register": "reg", "id": "R-1", "title": "one", "status": "assessed", "owner": "p-9", "affected_services": ["s-1", "s-9"], "assessment": {"severity": "high"}}`,
		"risks/R-2.json": `{"kind": "risk", "register": "reg", "id": "R-2", "title": "two", "status": "closed", "owner": "p-1", "assessment": {"severity": "low"}}`,
		"plans.jsonl": `{"kind": "action_plans", "schema_version": "1", "id": "plans", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30"}
{"kind": "action_plan", "id": "P-1", "risk_ids": ["R-2", "R-1", "R-9"]}
{"kind": "action_plan", "id": "P-2", "risk_ids": ["R-1"], "actions": [{"id": "A-1"}, {"id": "A-1"}]}
`,
		"reviews.json": reviews,
	})
	if a, b := whole.Len(), split.Len(); a != b {
		t.Fatalf("%d subjects as a whole, %d when split", a, b)
	}
	for i := range whole.Len() {
		s, other := whole.Subject(i), split.Subject(i)
		if s.Kind != other.Kind || s.ID != other.ID || s.Severity != other.Severity {
			t.Errorf("subject %d is %v as a whole, %v when split", i, s, other)
		}
		a, _ := input(t, whole, s.Kind, s.ID)
		b, _ := input(t, split, s.Kind, s.ID)
		if a.String() != b.String() {
			t.Errorf("%s %s differs\nwhole %s\nsplit %s", s.Kind, s.ID, a, b)
		}
	}
}

func TestAWidelySharedRecordIsTheSameAsAnyOther(t *testing.T) {
	var risks, items, ids []string
	for i := range 40 {
		id := fmt.Sprintf("R-%02d", i)
		risks = append(risks, `{"id": "`+id+`", "title": "t", "status": "assessed"}`)
		items = append(items, `{"risk_id": "`+id+`", "notes": "about `+id+`"}`)
		ids = append(ids, `"`+id+`"`)
	}
	p := join(t, map[string]string{
		"register.json": `{"kind": "risk_register", "id": "reg", "people": [], "risks": [` + strings.Join(risks, ",\n") + `]}`,
		"reviews.json":  `{"kind": "risk_reviews", "id": "v", "reviews": [{"id": "V-1", "on": "2026-01-01", "items": [` + "\n" + strings.Join(items, ",\n") + `]}]}`,
		"plans.json":    `{"kind": "action_plans", "id": "p", "plans": [{"id": "P-1", "risk_ids": [` + strings.Join(ids, ",") + `]}]}`,
	})
	value, _ := input(t, p, "risk", "R-02")
	if got, want := value.Get("reviews").String(), `[{"id":"V-1","on":"2026-01-01","item":{"risk_id":"R-02","notes":"about R-02"}}]`; got != want {
		t.Errorf("reviews\n got %s\nwant %s", got, want)
	}
	if got, want := value.Get("plans").String(), `[{"id":"P-1"}]`; got != want {
		t.Errorf("plans\n got %s\nwant %s", got, want)
	}
	if got, want := locate(t, p, "risk", "R-02", "/reviews/0/item/notes").Position.String(), "reviews.json:4:30"; got != want {
		t.Errorf("the note stands at %s, want %s", got, want)
	}
}

package portfolio_test

import (
	"hash/maphash"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/source"
)

// compare joins two states and pairs their records.
func compare(t *testing.T, base, head map[string]string, unclean ...string) *portfolio.Comparison {
	t.Helper()
	seed := maphash.MakeSeed()
	c, err := portfolio.Compare(joinWith(t, seed, base, unclean...), joinWith(t, seed, head), "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func changes(c *portfolio.Comparison) []string {
	var ids []string
	for i := range c.Len() {
		ids = append(ids, c.Subject(i).ID)
	}
	return ids
}

func change(t *testing.T, c *portfolio.Comparison, id string) (portfolio.Subject, portfolio.Input) {
	t.Helper()
	for i := range c.Len() {
		if s := c.Subject(i); s.ID == id {
			in, err := c.Input(s, nil, new(source.Parser))
			if err != nil {
				t.Fatal(err)
			}
			return s, in
		}
	}
	t.Fatalf("there is no change %s among %v", id, changes(c))
	return portfolio.Subject{}, portfolio.Input{}
}

// edited is the register with some of its text replaced.
func edited(pairs ...string) map[string]string {
	return map[string]string{"register.json": strings.NewReplacer(pairs...).Replace(register)}
}

func TestWhatIsTheSameIsNoChange(t *testing.T) {
	oneLine := strings.Join(strings.Fields(register), " ")
	reordered := strings.Replace(register, `{"id": "R-2", "title": "two",`, `{"title": "two", "id": "R-2",`, 1)
	header, rest, _ := strings.Cut(register, `"risks"`)
	split := map[string]string{
		"header.json":      strings.TrimRight(header, ", \n") + "}",
		"risks/R-1.json":   `{"kind": "risk", "schema_version": "1", "register": "reg",` + strings.TrimPrefix(rest[strings.Index(rest, `{"id": "R-1"`):strings.LastIndex(rest, "]")], "{"),
		"elsewhere/2.json": `{"kind": "risk", "register": "reg", "id": "R-2", "title": "two", "status": "closed", "owner": "p-1", "assessment": {"severity": "low"}}`,
	}
	for name, head := range map[string]map[string]string{
		"the same text":                 {"register.json": register},
		"another layout":                {"register.json": oneLine},
		"another order of keys":         {"register.json": reordered},
		"a file of another name":        {"moved/risks.json": register},
		"one record a file":             split,
		"another version of the schema": edited(`"schema_version": "1"`, `"schema_version": "1", "$schema": "x"`),
	} {
		t.Run(name, func(t *testing.T) {
			if got := changes(compare(t, map[string]string{"register.json": register}, head)); len(got) > 0 {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWhatDiffersIsAChange(t *testing.T) {
	second := strings.ReplaceAll(register, `"id": "reg"`, `"id": "reg-2"`)
	second = second[:strings.Index(second, ` {"id": "R-2"`)] + second[strings.Index(second, `{"id": "R-1"`):]
	for _, test := range []struct {
		name string
		head map[string]string
		want []string
	}{
		{"a value", edited(`"title": "one"`, `"title": "1"`), []string{"risk:R-1"}},
		{"an id", edited(`"R-2"`, `"R-3"`), []string{"risk:R-2", "risk:R-3"}},
		{"a number of digits", edited(`"severity": "low"`, `"severity": "low", "score": 1.0`), []string{"risk:R-2"}},
		{"a person", edited(`"role": "director"`, `"role": "executive"`), []string{"risk_register:reg"}},
		{"a second record of the id", edited(`{"id": "R-2"`, `{"id": "R-1", "status": "closed"}, {"id": "R-2"`), []string{"risk:R-1"}},
		{"everything", map[string]string{"plans.json": plans}, []string{"action_plans:plans", "risk_register:reg", "risk:R-1", "risk:R-2", "plan:P-1", "plan:P-2"}},
		{"the register that it stands in", map[string]string{"register.json": edited(`{"id": "R-1", "title": "one", "status": "assessed", "owner": "p-9", "affected_services": ["s-1", "s-9"], "assessment": {"severity": "high"}}`, `{"id": "R-8"}`)["register.json"], "second.json": second},
			[]string{"risk_register:reg-2", "risk:R-1", "risk:R-8"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := changes(compare(t, map[string]string{"register.json": register}, test.head)); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestAChangeSeesBothSidesAndThePeopleOfTheBase(t *testing.T) {
	head := edited(`"title": "one"`, `"title": "1"`, `"role": "service_lead"`, `"role": "executive"`, `"severity": "high"`, `"severity": "low"`)
	s, in := change(t, compare(t, map[string]string{"register.json": register}, head), "risk:R-1")
	if s.Kind != "change" || s.Severity != "high" || s.Unclean != "" {
		t.Errorf("the subject is %+v", s)
	}
	for at, want := range map[source.Pointer]string{
		"/change":                 `{"kind":"risk","id":"R-1"}`,
		"/before/risk/title":      `"one"`,
		"/after/risk/title":       `"1"`,
		"/people/p-1/role":        `"service_lead"`,
		"/people_after/p-1/role":  `"executive"`,
		"/after/document":         `{"kind":"risk_register","id":"reg","organization":"Org","business_unit":"unit","as_of":"2026-06-30"}`,
		"/before/risk/assessment": `{"severity":"high"}`,
	} {
		if got, _ := in.Value.Lookup(at); got.String() != want {
			t.Errorf("%s is %s, want %s", at, got, want)
		}
	}
	if len(in.Gaps) > 0 {
		t.Errorf("the gaps are %v", in.Gaps)
	}
}

func TestOneSideIsAbsentWhereTheOtherStandsAlone(t *testing.T) {
	c := compare(t, map[string]string{"register.json": register}, edited(`"R-2"`, `"R-3"`))
	gone, in := change(t, c, "risk:R-2")
	if in.Value.Get("after") != nil || in.Value.Get("before") == nil {
		t.Errorf("what vanished is %s", in.Value)
	}
	if want := (source.Position{File: "register.json"}); gone.Position != want {
		t.Errorf("it is looked for at %v, want %v", gone.Position, want)
	}
	at := in.Locate("/before/risk/title")
	if at.Position != gone.Position || at.Base.Line != 6 {
		t.Errorf("it stood at %v", at)
	}
	_, in = change(t, c, "risk:R-3")
	if in.Value.Get("before") != nil || in.Value.Get("after") == nil {
		t.Errorf("what is new is %s", in.Value)
	}
	if at := in.Locate("/after/risk/title"); at.Base != (source.Position{}) || at.Position.Line != 6 {
		t.Errorf("it stands at %v", at)
	}
}

func TestAPlaceIsFoundOnBothSides(t *testing.T) {
	base := edited(`"title": "one"`, `"title": "one", "history": [{"at": "2026-01-01", "field": "owner", "by": "p-1"}, {"at": "2026-02-01", "field": "owner", "by": "p-1"}]`)
	head := edited(`"title": "one"`, "\n\"title\": \"one\",\n\"history\": [\n{\"at\": \"2026-02-01\", \"field\": \"owner\", \"by\": \"p-1\"}\n,\n{\"at\": \"2026-03-01\", \"field\": \"owner\", \"by\": \"p-1\"}]")
	s, in := change(t, compare(t, base, head), "risk:R-1")
	for _, test := range []struct {
		name       string
		at         source.Pointer
		head, base int // lines
	}{
		{"a field", "/after/risk/title", 8, 7},
		{"a field of the base", "/before/risk/title", 8, 7},
		{"an element that moved", "/after/risk/history/0", 10, 7},
		{"an element that vanished", "/before/risk/history/0", 9, 7},
		{"an element that is new", "/after/risk/history/1", 12, 7},
		{"a field that neither has", "/after/risk/deadline", 7, 7},
		{"the change itself", "/change", 7, 7},
		{"a person", "/people/p-1/role", 3, 3},
		{"a person of the head", "/people_after/p-1/role", 3, 3},
		{"the document", "/after/document/as_of", 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := in.Locate(test.at)
			if got.Position.Line != test.head || got.Base.Line != test.base {
				t.Errorf("got %v and %v, want lines %d and %d", got.Position, got.Base, test.head, test.base)
			}
		})
	}
	if s.Position.Line != 7 {
		t.Errorf("the change is at %v", s.Position)
	}
	if path := in.Locate("/after/risk/history/1").Path; !slices.Equal(path, []string{"after", "risk", "history", "owner:p-1:2026-03-01"}) {
		t.Errorf("its path is %v", path)
	}
}

func TestWhatTheBaseCannotShowIsSaid(t *testing.T) {
	omitting := edited(`"as_of"`, `"source": {"format": "acme", "omits": ["risks.owner", "people.team", "plans.due"]}, "as_of"`, `"title": "one"`, `"title": "1"`)
	plain := map[string]string{"register.json": register}
	alone := map[string]string{"R-1.json": `{"kind": "risk", "id": "R-1", "title": "other"}`}
	for _, test := range []struct {
		name       string
		base, head map[string]string
		unclean    string // record of the base
		id         string
		want       []portfolio.Gap
	}{
		{"its source lacks a field", omitting, plain, "", "risk:R-1", []portfolio.Gap{
			{Path: "before.risk.owner", Reason: "in the base, its source (acme) does not carry risks.owner"},
			{Path: "people.team", Reason: "in the base, its source (acme) does not carry people.team"},
		}},
		{"the head's source lacks a field", plain, omitting, "", "risk:R-1", []portfolio.Gap{
			{Path: "after.risk.owner", Reason: "its source (acme) does not carry risks.owner"},
		}},
		{"the record had another shape", plain, edited(`"title": "one"`, `"title": "1"`), "R-1", "risk:R-1", []portfolio.Gap{
			{Path: "before", Reason: "in the base, the record does not match its schema"},
		}},
		{"it has no register", alone, plain, "", "risk:R-1", []portfolio.Gap{
			{Path: "people", Reason: "the base has no risk_register document"},
		}},
		{"it has no document of the kind", alone, map[string]string{"R-1.json": alone["R-1.json"], "plans.json": plans}, "", "plan:P-1", []portfolio.Gap{
			{Path: "before", Reason: "the base has no action_plans document"},
			{Path: "people", Reason: "the base has no risk_register document"},
		}},
		{"nothing", plain, edited(`"title": "one"`, `"title": "1"`), "", "risk:R-1", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, in := change(t, compare(t, test.base, test.head, test.unclean), test.id)
			if !slices.Equal(in.Gaps, test.want) {
				t.Errorf("got %v, want %v", in.Gaps, test.want)
			}
		})
	}
}

func TestARecordMayBeInAFileOfTheBaseThatCannotBeRead(t *testing.T) {
	seed := maphash.MakeSeed()
	base, head := joinWith(t, seed, map[string]string{"register.json": register}), joinWith(t, seed, edited(`"R-2"`, `"R-3"`))
	c, err := portfolio.Compare(base, head, "risks/R-3.json")
	if err != nil {
		t.Fatal(err)
	}
	_, in := change(t, c, "risk:R-3")
	if want := (portfolio.Gap{Path: "before", Reason: "in the base, risks/R-3.json can't be read"}); !slices.Contains(in.Gaps, want) {
		t.Errorf("got %v", in.Gaps)
	}
	if _, in = change(t, c, "risk:R-2"); len(in.Gaps) > 0 {
		t.Errorf("what vanished has the gaps %v", in.Gaps)
	}
}

func TestOnlyThePeopleOfTheRecordsOwnUnitCount(t *testing.T) {
	other := strings.NewReplacer(`"id": "reg"`, `"id": "reg-2"`, `"p-1"`, `"q-1"`, `"p-2"`, `"q-2"`, "R-1", "Q-1", "R-2", "Q-2").Replace(register)
	base := map[string]string{"register.json": register, "other.json": other, "plans.json": plans}
	head := map[string]string{"register.json": edited(`"title": "one"`, `"title": "1"`)["register.json"], "other.json": other,
		"plans.json": strings.NewReplacer(`"id": "P-2"`, `"id": "P-2", "due": "2026-01-01"`, `["R-2", "R-1", "R-9"]`, `["Q-1"]`).Replace(plans),
		"new.json":   strings.NewReplacer(`"id": "reg"`, `"id": "reg-3"`, "R-1", "N-1", "R-2", "N-2").Replace(register)}
	c := compare(t, base, head)
	for id, want := range map[string]string{
		"risk:R-1":            "p-1 p-2",
		"plan:P-2":            "p-1 p-2",
		"plan:P-1":            "p-1 p-2",
		"risk:N-1":            "p-1 p-2 q-1 q-2",
		"risk_register:reg-3": "p-1 p-2 q-1 q-2",
	} {
		_, in := change(t, c, id)
		var people []string
		for _, member := range in.Value.Get("people").Members {
			people = append(people, member.Name)
		}
		if got := strings.Join(people, " "); got != want {
			t.Errorf("%s knows %s, want %s", id, got, want)
		}
	}
}

func TestASplitRecordIsSeenWithTheHeaderThatItIsAPartOf(t *testing.T) {
	header := func(omits string) string {
		return `{"kind": "action_plans", "schema_version": "1", "id": "` + omits + `", "source": {"format": "acme", "omits": ["plans.` + omits + `"]}}`
	}
	const plan = `{"kind": "action_plan", "id": "P-1", "risk_ids": ["R-1"]}`
	base := map[string]string{"plans.json": header("team"), "plans/P-1.json": plan}
	head := map[string]string{"plans.json": header("team"), "other/plans.json": header("owner"), "other/P-1.json": plan}
	_, in := change(t, compare(t, base, head, ""), "plan:P-1")
	before, after := in.Value.Get("before").Get("document").Get("source"), in.Value.Get("after").Get("document").Get("source")
	if before.String() != `{"format":"acme","omits":["plans.team"]}` || after.String() != `{"format":"acme","omits":["plans.owner"]}` {
		t.Errorf("before %s, after %s", before, after)
	}
	want := []portfolio.Gap{
		{Path: "before.plan.team", Reason: "in the base, its source (acme) does not carry plans.team"},
		{Path: "after.plan.owner", Reason: "its source (acme) does not carry plans.owner"},
	}
	for _, gap := range want {
		if !slices.Contains(in.Gaps, gap) {
			t.Errorf("gaps are %v, want %v among them", in.Gaps, gap)
		}
	}
}

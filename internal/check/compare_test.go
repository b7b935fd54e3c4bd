package check

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/schemas"
)

// examples are the documents of an example, ready to be changed.
func examples(t *testing.T) map[string]any {
	t.Helper()
	documents := map[string]any{}
	err := fs.WalkDir(os.DirFS("../../examples/northwind"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".json" || path.Base(name) == schema.SettingsFile {
			return err
		}
		text, err := os.ReadFile("../../examples/northwind/" + name)
		if err != nil {
			return err
		}
		var document any
		err = json.Unmarshal(text, &document)
		documents[name] = document
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func filesOf(t *testing.T, documents map[string]any) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for name, document := range documents {
		text, err := json.MarshalIndent(document, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// vary changes one value somewhere in a document, at random: it is removed, doubled, or says something else.
func vary(random *rand.Rand, at any) any {
	switch value := at.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(value))
		if len(names) == 0 {
			return map[string]any{"x_new": true}
		}
		name := names[random.IntN(len(names))]
		if random.IntN(8) == 0 {
			delete(value, name)
		} else {
			value[name] = vary(random, value[name])
		}
		return value
	case []any:
		if len(value) == 0 {
			return value
		}
		i := random.IntN(len(value))
		switch random.IntN(8) {
		case 0:
			return slices.Delete(value, i, i+1)
		case 1:
			return slices.Insert(value, i, value[i])
		}
		value[i] = vary(random, value[i])
		return value
	case string:
		return strings.NewReplacer("2026-06", "2026-05", "high", "low", "R-10", "R-20", "logistics", "payments", "a", "b").Replace(value)
	}
	return false
}

// joinBoth joins two states, or nil where the head can't be read at all.
func joinBoth(t *testing.T, base, head fstest.MapFS) *run {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	r, err := join(t.Context(), Config{
		Roots:    []workspace.Root{{Name: ".", FS: head, Path: "."}},
		Base:     []workspace.Root{{Name: ".", FS: base, Path: "."}},
		Schemas:  checker,
		Severity: []string{"low", "moderate", "high", "critical"},
	})
	if err != nil {
		return nil
	}
	t.Cleanup(r.close)
	r.twins = r.comparison.Twins(func(string, string) bool { return true })
	return r
}

// Of what isn't affected, findings are taken to be those of the base: rules must see the same in both states.
func TestWhatAChangeDoesNotAffectIsTheSameInBothStates(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	original := filesOf(t, examples(t))
	alone := joinBoth(t, fstest.MapFS{}, original)
	affected, same := 0, 0
	for range 60 {
		documents := examples(t)
		for range 1 + random.IntN(3) {
			names := slices.Sorted(maps.Keys(documents))
			name := names[random.IntN(len(names))]
			if random.IntN(10) == 0 {
				delete(documents, name)
			} else {
				documents[name] = vary(random, documents[name])
			}
		}
		r := joinBoth(t, original, filesOf(t, documents))
		if r == nil {
			continue // a kind that nobody knows, for one
		}
		for i := range alone.portfolio.Len() { // however much of the base was taken over from the head
			compareInputs(t, alone, r.base, i, i)
		}
		for _, twin := range r.twins {
			if twin.Affected {
				affected++
				continue
			}
			same++
			for i := range twin.Head.Len() {
				compareInputs(t, r.base, r, twin.Base.From+i, twin.Head.From+i)
			}
		}
	}
	if affected == 0 || same == 0 {
		t.Errorf("%d were affected and %d not: the test proves nothing", affected, same)
	}
}

func compareInputs(t *testing.T, base, head *run, i, j int) {
	t.Helper()
	a, b := base.subject(i), head.subject(j)
	before, err := base.input(a, nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	after, err := head.input(b, nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	if !before.Value.Equal(after.Value) || !reflect.DeepEqual(before.Gaps, after.Gaps) || a.Unclean != b.Unclean || a.Severity != b.Severity || a.ID != b.ID {
		t.Errorf("%s %s is not the same in both states:\n%s %v\n%s %v", b.Kind, b.ID, before.Value, before.Gaps, after.Value, after.Gaps)
	}
}

// All that a record tells its surroundings is taken over with it: what it names, what it has twice, and how it was before.
func TestWhatIsTakenOverIsAsIfItHadBeenRead(t *testing.T) {
	files := func(title string) fstest.MapFS {
		return fstest.MapFS{
			"register.json": {Data: []byte(`{"kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Org", "business_unit": "unit",
				"as_of": "2026-06-30", "scale": {"levels": ["low", "high"]}, "people": [{"id": "ana", "name": "Ana", "role": "director"}], "risks": [
				{"id": "R-1", "title": "` + title + `", "status": "assessed", "identified_on": "2026-01-01", "owner": "ana"},
				{"id": "R-2", "title": "two", "status": "closed", "identified_on": "2026-01-01", "owner": "nobody", "plan_ids": ["P-9"],
				 "assessment": {"on": "2026-06-01", "by": "ana", "likelihood": "low", "impact": "low", "severity": "low"},
				 "history": [{"at": "2026-06-01", "by": "ana", "field": "severity", "from": "high", "to": "low", "reason": "mended"},
				  {"at": "2026-06-02", "by": "ana", "field": "status", "from": "assessed", "to": "closed", "reason": "mended"}]}]}`)},
			"plans.json": {Data: []byte(`{"kind": "action_plans", "schema_version": "1", "id": "plans", "organization": "Org", "business_unit": "unit",
				"as_of": "2026-06-30", "plans": [{"id": "P-1", "title": "one", "version": 1, "status": "draft", "risk_ids": ["R-1", "R-7"], "actions": [{"id": "A-1", "title": "a"}, {"id": "A-1", "title": "b"}]}]}`)},
			"reports.json": {Data: []byte(`{"kind": "risk_report", "schema_version": "1", "id": "reports", "organization": "Org", "business_unit": "unit",
				"as_of": "2026-06-30", "reports": [{"id": "RP-1", "type": "kpi_set", "period": {"from": "2026-01-01", "to": "2026-03-31"}, "issued_on": "2026-04-01"}]}`)},
		}
	}
	alone := joinBoth(t, fstest.MapFS{}, files("one"))
	base := joinBoth(t, files("one"), files("another")).base
	for i := range alone.portfolio.Len() {
		compareInputs(t, alone, base, i, i)
	}
	facts, err := base.input(base.subject(0), nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"nobody"`, `"P-9"`, `"R-7"`, `"A-1"`} {
		if got := string(facts.Value.Get("facts").AppendJSON(nil)); !strings.Contains(got, want) {
			t.Errorf("the facts are %s, without %s", got, want)
		}
	}
}

func TestAChangeOfOneRiskAffectsLittle(t *testing.T) {
	original := filesOf(t, examples(t))
	documents := examples(t)
	risk := documents["payments/register.json"].(map[string]any)["risks"].([]any)[0].(map[string]any)
	risk["title"] = "Another title"
	r := joinBoth(t, original, filesOf(t, documents))
	var got []string
	for _, twin := range r.twins {
		if s := r.subject(twin.Head.From); twin.Affected && s.Kind != "report" && s.Kind != "register" {
			got = append(got, s.Kind+":"+s.ID)
		}
	}
	want := []string{"risk:R-101", "plan:P-101", "review:RV-101", "review:RV-102", "review:RV-103", "review:RV-104"}
	for _, one := range got {
		if !slices.Contains(want, one) {
			t.Errorf("%s is affected", one)
		}
	}
	if !slices.Contains(got, "risk:R-101") || !slices.Contains(got, "plan:P-101") {
		t.Errorf("only %v are affected", got)
	}
}

func TestWhatASourceOmitsAffectsItsRecords(t *testing.T) {
	documents := examples(t)
	documents["payments/plans.json"].(map[string]any)["source"] = map[string]any{"format": "export", "name": "a", "omits": []any{"plans.owner"}}
	r := joinBoth(t, filesOf(t, examples(t)), filesOf(t, documents))
	for _, twin := range r.twins {
		if s := r.subject(twin.Head.From); s.Kind == "plan" && s.Position.File == "payments/plans.json" && !twin.Affected {
			t.Errorf("%s is not affected", s.ID)
		}
	}
}

func TestTheEndsOfLinesAffectNothing(t *testing.T) {
	original := filesOf(t, examples(t))
	changed := fstest.MapFS{}
	for name, file := range original {
		changed[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(file.Data), "\n", "\r\n"))}
	}
	r := joinBoth(t, original, changed)
	for _, twin := range r.twins {
		if s := r.subject(twin.Head.From); twin.Affected {
			t.Errorf("%s %s is affected", s.Kind, s.ID)
		}
	}
}

func TestAFindingThatTheBaseHasIsNotNew(t *testing.T) {
	tests := []struct {
		name         string
		before       []string // identity=message
		after        []string
		want         string // the ages of after
		alsoInBefore int
	}{
		{"the same", []string{"a=x"}, []string{"a=x"}, "existing", 0},
		{"another message about the same place", []string{"a=x"}, []string{"a=y"}, "existing", 0},
		{"two where there was one", []string{"a=x"}, []string{"a=y", "a=x"}, "new existing", 0},
		{"one where there were two", []string{"a=x", "a=y"}, []string{"a=y"}, "existing", 1},
		{"another place", []string{"a=x"}, []string{"b=x"}, "new", 1},
		{"none before", nil, []string{"a=x"}, "new", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			parse := func(texts []string) []identified {
				var found []identified
				for _, text := range texts {
					identity, message, _ := strings.Cut(text, "=")
					found = append(found, identified{&report.Violation{Message: message}, identity})
				}
				return found
			}
			after := parse(test.after)
			left := giveAges(parse(test.before), after)
			var ages []string
			for _, f := range after {
				ages = append(ages, fmt.Sprint(f.Age))
			}
			if got := strings.Join(ages, " "); got != test.want || left != test.alsoInBefore {
				t.Errorf("the ages are %s, and %d are left; want %s and %d", got, left, test.want, test.alsoInBefore)
			}
		})
	}
}

func TestWhatAChangeLeavesNotAssessableIsCounted(t *testing.T) {
	none, pass, fail, notApplicable := report.Answer{}, report.Answer{Verdict: report.Pass}, report.Answer{Verdict: report.Fail}, report.Answer{Verdict: report.NotApplicable}
	because := func(reason string) report.Answer {
		return report.Answer{Verdict: report.NotAssessable, Reason: reason}
	}
	type twin struct{ before, after report.Answer }
	tests := []struct {
		name  string
		twins []twin
		want  int
	}{
		{"nothing", []twin{{pass, fail}, {none, pass}, {fail, notApplicable}}, 0},
		{"what passed", []twin{{pass, because("x")}}, 1},
		{"what failed, though another was never judged", []twin{{fail, because("x")}, {because("x"), because("x")}}, 1},
		{"what was never judged", []twin{{because("x"), because("x")}, {because("x"), because("y")}}, 0},
		{"what is new", []twin{{none, because("x")}, {none, because("x")}}, 2},
		{"what didn't apply", []twin{{notApplicable, because("x")}}, 1},
		{"what is new, as others are", []twin{{none, because("x")}, {because("x"), because("x")}}, 0},
		{"what is new, as others were", []twin{{none, because("x")}, {because("x"), pass}}, 0},
		{"what is new, for another reason", []twin{{none, because("y")}, {because("x"), because("x")}}, 1},
	}
	rules := []report.Rule{{ID: "risk.a"}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &run{base: &run{work: &workspace.Workspace{Documents: make([]*workspace.Document, 1)}}}
			for _, twin := range test.twins {
				var before [][]report.Answer
				if twin.before.Verdict != 0 {
					before = [][]report.Answer{{twin.before}}
				}
				r.lose(rules, before, [][]report.Answer{{twin.after}})
			}
			if got := r.lost(); got != test.want {
				t.Errorf("%d are counted, want %d", got, test.want)
			}
		})
	}
}

func TestTheFirstRecordsOfAllLoseNothing(t *testing.T) {
	r := &run{base: &run{work: new(workspace.Workspace)}}
	r.effect.added.add("risk.a", "x")
	if got := r.lost(); got != 0 {
		t.Errorf("%d are counted, and there is no base", got)
	}
	r.base.unread = []error{fs.ErrInvalid}
	if got := r.lost(); got != 1 {
		t.Errorf("%d are counted, and the base can't be read", got)
	}
}

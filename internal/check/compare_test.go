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
		for _, twin := range r.twins {
			if twin.Affected {
				affected++
				continue
			}
			same++
			for i := range twin.Head.Len() {
				compareInputs(t, r, twin.Base.From+i, twin.Head.From+i)
			}
		}
	}
	if affected == 0 || same == 0 {
		t.Errorf("%d were affected and %d not: the test proves nothing", affected, same)
	}
}

func compareInputs(t *testing.T, r *run, base, head int) {
	t.Helper()
	before, err := r.base.input(r.base.subject(base), nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	after, err := r.input(r.subject(head), nil, new(source.Parser))
	if err != nil {
		t.Fatal(err)
	}
	a, b := r.base.subject(base), r.subject(head)
	if !before.Value.Equal(after.Value) || !reflect.DeepEqual(before.Gaps, after.Gaps) || a.Unclean != b.Unclean || a.Severity != b.Severity || a.ID != b.ID {
		t.Errorf("%s %s is not affected, and differs:\n%s %v\n%s %v", b.Kind, b.ID, before.Value, before.Gaps, after.Value, after.Gaps)
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

package native_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/export/native"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

func load(t *testing.T, fsys fs.FS, below string) []*workspace.Document {
	t.Helper()
	work, err := workspace.Load([]workspace.Root{{Name: "dir", FS: fsys, Path: below}}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.Close)
	return work.Documents
}

// merge brings an export into a folder, and returns the folder afterwards with the names of the files that were written.
func merge(t *testing.T, folder fstest.MapFS, export string, o native.Options) (*native.Notes, []string) {
	t.Helper()
	notes, written, err := try(t, folder, export, o)
	if err != nil {
		t.Fatal(err)
	}
	return notes, written
}

func try(t *testing.T, folder fstest.MapFS, export string, o native.Options) (*native.Notes, []string, error) {
	t.Helper()
	var memories []*workspace.Document
	if _, err := fs.Stat(folder, native.Memory); err == nil {
		memories = load(t, folder, native.Memory)
	}
	f, err := native.Open("dir", load(t, folder, "."), memories, func(name string) (source.File, error) {
		text, err := fs.ReadFile(folder, name)
		return source.File{Name: name, Text: text}, err
	})
	if err != nil {
		return nil, nil, err
	}
	outputs, notes, err := f.Merge(load(t, fstest.MapFS{"export.json": {Data: []byte(export)}}, "."), o)
	var written []string
	for _, output := range outputs {
		if old := folder[output.Name]; old != nil && string(old.Data) == string(output.Text) {
			continue
		}
		folder[output.Name] = &fstest.MapFile{Data: output.Text}
		if !strings.HasPrefix(output.Name, native.Memory) {
			written = append(written, output.Name)
		}
	}
	return notes, written, err
}

// register is an export of risks, each written as the members behind its id.
func register(id string, risks ...string) string {
	for i, risk := range risks {
		risks[i] = fmt.Sprintf(`{"id": "R-%d", %s}`, i+1, risk)
	}
	risks = slices.DeleteFunc(risks, func(risk string) bool { return strings.HasSuffix(risk, ", }") })
	return fmt.Sprintf(`{"kind": "risk_register", "schema_version": "1", "id": %q, "business_unit": "u", "as_of": "2026-06-30",
		"source": {"format": "tool", "omits": ["risks.owner"]}, "risks": [%s]}`, id, strings.Join(risks, ","))
}

func TestANewFolderGetsOneDocumentAKindOrOneRecordAFile(t *testing.T) {
	whole, split := fstest.MapFS{}, fstest.MapFS{}
	export := register("shop", `"title": "one"`, `"title": "two"`)
	notes, written := merge(t, whole, export, native.Options{})
	if want := []string{"register.json"}; !slices.Equal(written, want) || len(notes.Added) != 2 {
		t.Errorf("wrote %q, added %q", written, notes.Added)
	}
	if _, written = merge(t, split, export, native.Options{Split: true}); !slices.Equal(written, []string{"register.json", "risks/R-1.json", "risks/R-2.json"}) {
		t.Errorf("wrote %q", written)
	}
	const want = `{
  "$schema": "https://riskgate.dev/schemas/v1/risk.schema.json",
  "kind": "risk",
  "schema_version": "1",
  "register": "shop",
  "id": "R-1",
  "title": "one"
}
`
	if got := string(split["risks/R-1.json"].Data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for name, folder := range map[string]fstest.MapFS{"whole": whole, "split": split} {
		if notes, written := merge(t, folder, export, native.Options{}); len(written) > 0 || notes.Unchanged != 2 || len(notes.Updated)+len(notes.Added) > 0 {
			t.Errorf("%s: the same export again writes %q: %+v", name, written, notes)
		}
	}
}

func TestANewerExportKeepsWhatPeopleHaveAdded(t *testing.T) {
	for _, split := range []bool{false, true} {
		t.Run(fmt.Sprint("split ", split), func(t *testing.T) {
			folder := fstest.MapFS{}
			merge(t, folder, register("shop", `"title": "one", "status": "assessed", "deadline": "2026-07-01"`, `"title": "two"`, `"title": "three"`), native.Options{Split: split})
			edit := func(old, now string) {
				for name, file := range folder {
					if !strings.HasPrefix(name, native.Memory) {
						file.Data = []byte(strings.Replace(string(file.Data), old, now, 1))
					}
				}
			}
			edit(`"title": "one"`, `"title": "one", "owner": "ana", "x_note":    "ours"`)
			edit(`"title": "two"`, `"title": "zwei"`)
			notes, written := merge(t, folder, register("another-id", `"title": "one", "status": "closed"`, `"title": "two"`, ``, `"title": "four"`), native.Options{})
			for name, got := range map[string]string{
				"added":     fmt.Sprint(notes.Added),
				"updated":   fmt.Sprint(notes.Updated),
				"vanished":  fmt.Sprint(notes.Vanished),
				"edited":    fmt.Sprint(notes.Edited),
				"conflicts": fmt.Sprint(notes.Conflicts),
			} {
				want := map[string]string{
					"added": "[risk R-4]", "updated": "[{risk R-1 [status deadline]}]", "vanished": "[risk R-3]",
					"edited": `[risk R-2, title: here "zwei", in the export "two"]`, "conflicts": "[]",
				}[name]
				if got != want {
					t.Errorf("%s: got %s, want %s", name, got, want)
				}
			}
			of := "register.json"
			wrote := []string{of}
			if split {
				of, wrote = "risks/R-1.json", []string{"risks/R-1.json", "risks/R-4.json"}
			}
			if !slices.Equal(written, wrote) {
				t.Errorf("wrote %q", written)
			}
			text := string(folder[of].Data)
			for _, want := range []string{`"title": "one", "owner": "ana", "x_note":    "ours"`, `"status": "closed"`} {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %s:\n%s", of, want, text)
				}
			}
			if strings.Contains(text, "2026-07-01") {
				t.Errorf("the deadline that the export has no longer is still there:\n%s", text)
			}
			if notes, written := merge(t, folder, register("third", `"title": "one", "status": "closed"`, `"title": "two"`, ``, `"title": "four"`), native.Options{}); len(written) > 0 || len(notes.Vanished) != 1 || len(notes.Edited) != 1 {
				t.Errorf("the same export again writes %q: %+v", written, notes)
			}
		})
	}
}

func TestAConflictIsListedAndPeopleHaveTheirWay(t *testing.T) {
	for _, test := range []struct {
		name string
		o    native.Options
		want string
	}{
		{"the folder's stays", native.Options{}, `"eins"`},
		{"the export's is taken", native.Options{TakeExport: true}, `"uno"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := fstest.MapFS{}
			merge(t, folder, register("shop", `"title": "one"`), native.Options{})
			folder["register.json"].Data = []byte(strings.Replace(string(folder["register.json"].Data), `"one"`, `"eins"`, 1))
			notes, _ := merge(t, folder, register("shop", `"title": "uno"`), test.o)
			if got := fmt.Sprint(notes.Conflicts); got != `[risk R-1, title: here "eins", in the export "uno"]` {
				t.Errorf("conflicts are %s", got)
			}
			if text := string(folder["register.json"].Data); !strings.Contains(text, test.want) {
				t.Errorf("%s isn't in\n%s", test.want, text)
			}
		})
	}
}

func TestWhatPeopleRemovedStaysAway(t *testing.T) {
	folder := fstest.MapFS{}
	export := register("shop", `"title": "one"`, `"title": "two"`)
	merge(t, folder, export, native.Options{Split: true})
	delete(folder, "risks/R-2.json")
	notes, written := merge(t, folder, export, native.Options{})
	if fmt.Sprint(notes.Removed) != "[risk R-2]" || len(written) > 0 || folder["risks/R-2.json"] != nil {
		t.Errorf("removed is %q, written %q", notes.Removed, written)
	}
}

func TestListsAreMergedByIdAndNamesAsSets(t *testing.T) {
	folder := fstest.MapFS{}
	plans := func(more string) string {
		return `{"kind": "action_plans", "schema_version": "1", "id": "p", "plans": [{"id": "P-1", "title": "plan", ` + more + `}]}`
	}
	merge(t, folder, plans(`"risk_ids": ["a", "b"], "actions": [{"id": "A-1", "title": "one"}, {"id": "A-2", "title": "two"}]`), native.Options{})
	text := string(folder["plans.json"].Data)
	text = strings.Replace(text, `["a", "b"]`, `["b", "mine"]`, 1)
	text = strings.Replace(text, `"title": "two"`, `"title": "two", "service": "web"`, 1)
	folder["plans.json"].Data = []byte(text)
	notes, _ := merge(t, folder, plans(`"risk_ids": ["a", "b", "c"], "actions": [{"id": "A-2", "title": "zwei"}, {"id": "A-3", "title": "three"}]`), native.Options{})
	text = string(folder["plans.json"].Data)
	for _, want := range []string{
		`["b", "mine", "c"]`, `{ "id": "A-1", "title": "one" }`, `{ "id": "A-2", "title": "zwei", "service": "web" }`, `{ "id": "A-3", "title": "three" }`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s isn't in\n%s", want, text)
		}
	}
	if got := fmt.Sprint(notes.Vanished, notes.Conflicts); got != "[plan P-1, actions A-1] []" {
		t.Errorf("got %s", got)
	}
}

func TestTwoRegistersMayUseOneId(t *testing.T) {
	folder := fstest.MapFS{}
	other := strings.Replace(register("b", `"title": "of b"`), `"u"`, `"v"`, 1)
	merge(t, folder, register("a", `"title": "of a"`), native.Options{})
	merge(t, folder, other, native.Options{})
	if _, written := merge(t, folder, strings.Replace(other, "of b", "still of b", 1), native.Options{}); !slices.Equal(written, []string{"register-b.json"}) {
		t.Errorf("wrote %q", written)
	}
	if text := string(folder["register.json"].Data); !strings.Contains(text, `"of a"`) {
		t.Errorf("register a is\n%s", text)
	}
}

func TestASecondSplitDocumentHasADirectoryOfItsOwn(t *testing.T) {
	folder := fstest.MapFS{}
	other := strings.Replace(register("b", `"title": "of b"`), `"u"`, `"v"`, 1)
	merge(t, folder, register("a", `"title": "of a"`), native.Options{Split: true})
	if _, written := merge(t, folder, other, native.Options{}); !slices.Equal(written, []string{"b/register.json", "b/risks/R-1.json"}) {
		t.Errorf("wrote %q", written)
	}
	if _, written := merge(t, folder, strings.Replace(other, "of b", "still of b", 1), native.Options{}); !slices.Equal(written, []string{"b/risks/R-1.json"}) {
		t.Errorf("wrote %q", written)
	}
}

func TestAFolderThatCanNotBeBroughtUpToDateIsRefused(t *testing.T) {
	risk := `"title": "one"`
	twice := strings.Replace(register("shop", risk, risk), "R-2", "R-1", 1)
	for _, test := range []struct {
		name   string
		folder fstest.MapFS
		export string
		o      native.Options
		want   string
	}{
		{"JSON Lines", fstest.MapFS{"r.jsonl": {Data: []byte("{\"kind\": \"risk_register\", \"schema_version\": \"1\", \"id\": \"a\"}\n")}}, register("a", risk), native.Options{}, "dir/r.jsonl: is no JSON document"},
		{"one id twice in files of its own", fstest.MapFS{}, twice, native.Options{Split: true}, "risks/R-1.json: two records would stand in this file"},
		{"one id twice where it stands once", fstest.MapFS{"risks/R-1.json": {Data: []byte(`{"kind": "risk", "id": "R-1"}`)}}, twice, native.Options{}, "risk R-1 stands twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, err := try(t, test.folder, test.export, test.o); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %s", err, test.want)
			}
		})
	}
}

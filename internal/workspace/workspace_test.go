package workspace_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

const header = `"schema_version": "1", "id": "x", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30"`

func load(files map[string]string) (*workspace.Workspace, error) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return workspace.Load([]workspace.Root{{Name: "data", FS: fsys, Path: "."}}, source.Limits{}, nil)
}

func TestEveryShapeOfDocumentIsRead(t *testing.T) {
	tests := []struct {
		what, name, text string
		kind             string
		records          int
	}{
		{"a register", "r.json", `{"kind": "risk_register", ` + header + `, "risks": [{"id": "R-1"}, {"id": "R-2"}]}`, "risk_register", 2},
		{"a register whose kind comes last", "r.json", `{"risks": [{"id": "R-1"}], "kind": "risk_register"}`, "risk_register", 1},
		{"monitoring, with two lists", "m.json", `{"kind": "risk_monitoring", "activities": [{"id": "M-1"}], "results": [{"id": "E-1"}, {"id": "E-2"}]}`, "risk_monitoring", 3},
		{"one record a file", "R-1.json", `{"kind": "risk", "register": "x", "id": "R-1"}`, "risk", 1},
		{"JSON Lines", "r.jsonl", `{"kind": "risk_register", ` + header + `}` + "\n" + `{"kind": "risk", "id": "R-1"}` + "\n", "risk_register", 1},
		{"JSON Lines without a header", "r.ndjson", `{"kind": "risk", "id": "R-1"}` + "\n" + `{"kind": "risk", "id": "R-2"}`, "risk", 2},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			work, err := load(map[string]string{test.name: test.text})
			if err != nil {
				t.Fatal(err)
			}
			if len(work.Documents) != 1 || len(work.Ignored) != 0 {
				t.Fatalf("documents %v, ignored %v", work.Documents, work.Ignored)
			}
			d := work.Documents[0]
			if d.Kind != test.kind || d.Records() != test.records || d.Name != "data/"+test.name {
				t.Errorf("%s is a %s with %d records, want a %s with %d", d.Name, d.Kind, d.Records(), test.kind, test.records)
			}
		})
	}
}

func TestNoFileIsLeftOutInSilence(t *testing.T) {
	tests := []struct {
		what, name, text string
		reason           string
		data             bool
	}{
		{"a list", "x.json", `[{"id": 1}]`, "the top level is not an object", true},
		{"a kind of another tool under a key like ours", "find.json", `{"find": "Deployment"}`, `it has no "kind" that riskgate knows`, true},
		{"an object of another tool", "package.json", `{"name": "x"}`, `it has no "kind" that riskgate knows`, true},
		{"another tool's kind", "pod.json", `{"kind": "Deployment"}`, `kind "Deployment" is none of riskgate's`, true},
		{"another model of OSCAL", "ar.json", `{"assessment-results": {}}`, "OSCAL assessment results; of OSCAL, only a plan of action and milestones is read", true},
		{"a text", "README.md", "# Hello", "not a .json or .jsonl file", false},
		{"a document under another name", "R-1.json.bak", ` {"kind": "risk"}`, "not a .json or .jsonl file", true},
		{"a hidden document", ".R-1.json", `{"kind": "risk"}`, "hidden file", true},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			work, err := load(map[string]string{test.name: test.text})
			if err != nil {
				t.Fatal(err)
			}
			want := workspace.Ignored{Name: "data/" + test.name, Reason: test.reason, Data: test.data}
			if len(work.Ignored) != 1 || work.Ignored[0] != want {
				t.Errorf("ignored %+v\nwant    %+v", work.Ignored, want)
			}
		})
	}
}

func TestSettingsAreNoDocumentAndHideNone(t *testing.T) {
	work, err := load(map[string]string{
		"riskgate.json":     `{"profile": "default"}`,
		"sub/riskgate.json": `{"kind": "risk", "id": "R-1"}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(work.Documents) != 1 || work.Documents[0].Name != "data/sub/riskgate.json" || len(work.Ignored) != 0 {
		t.Errorf("documents %v, ignored %v", work.Documents, work.Ignored)
	}
}

func TestWhatCannotBeReadIsAnErrorAtItsPlace(t *testing.T) {
	tests := []struct {
		what  string
		files map[string]string
		want  []string
	}{
		{"a misspelled kind", map[string]string{"r.json": "{\n  \"kind\": \"risk_registr\"}"}, []string{`data/r.json:2:11: unknown kind "risk_registr"`, `did you mean "risk_register"?`}},
		{"a kind under a key in capitals", map[string]string{"r.json": "{\n  \"Kind\": \"risk\"}"}, []string{`data/r.json:2:3: unknown key "Kind", where a document says its kind`, `did you mean "kind"?`}},
		{"a kind under a misspelled key, in lines", map[string]string{"r.jsonl": `{"id": "R-1", "knid": "risk"}`}, []string{`data/r.jsonl:1:15: unknown key "knid"`}},
		{"a kind of our version that nobody knows", map[string]string{"r.json": `{"schema_version": "1", "kind": "vendors"}`}, []string{`data/r.json:1:33: unknown kind "vendors"`}},
		{"two broken files", map[string]string{"a.json": `{"kind" "risk"}`, "b.json": `{`}, []string{"data/a.json:1:9", "data/b.json:1:2"}},
		{"a duplicate key", map[string]string{"a.json": `{"kind": "risk", "kind": "plan"}`}, []string{"data/a.json:1:18", `duplicate key "kind"`}},
		{"lines without content", map[string]string{"a.jsonl": "\n\n"}, []string{"data/a.jsonl:1:1", "nothing but white space"}},
		{"an empty file", map[string]string{"a.json": ""}, []string{"data/a.json", "empty"}},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			_, err := load(test.files)
			if err == nil {
				t.Fatal("no error")
			}
			var hints []string
			for _, one := range flatten(err) {
				if one.Hint == "" {
					t.Errorf("%v has no hint", one)
				}
				hints = append(hints, one.Hint)
			}
			text := err.Error() + strings.Join(hints, "\n")
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q does not say %q", text, want)
				}
			}
		})
	}
}

func flatten(err error) []*source.Error {
	var all []*source.Error
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) {
		case *source.Error:
			all = append(all, e)
		case interface{ WrappedErrors() []error }:
			for _, one := range e.WrappedErrors() {
				walk(one)
			}
		}
	}
	walk(err)
	return all
}

func TestOnlyRegularFilesInsideTheRootAreRead(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.json"), []byte(`{"kind": "risk", "id": "R-1"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		what string
		make func(dir string) error
		want string
	}{
		{"a link out of the root", func(dir string) error {
			return os.Symlink(filepath.Join(outside, "secret.json"), filepath.Join(dir, "r.json"))
		}, "data/r.json: is a symbolic link, and only regular files are read"},
		{"a directory with the name of a document", func(dir string) error {
			return os.Mkdir(filepath.Join(dir, "r.json"), 0o700)
		}, "data/r.json: is a directory with the name of a document"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			dir := t.TempDir()
			if err := test.make(dir); err != nil {
				t.Fatal(err)
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			_, err = workspace.Load([]workspace.Root{{Name: "data", FS: root.FS(), Path: "."}}, source.Limits{}, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestAFileThatChangesIsNoticed(t *testing.T) {
	for _, size := range []int{10, 400 << 10} { // kept in memory, read again
		dir := t.TempDir()
		name := filepath.Join(dir, "r.json")
		text := `{"kind": "risk_register", "risks": [{"id": "R-1", "title": "` + strings.Repeat("x", size) + `"}]}`
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		work, err := workspace.Load([]workspace.Root{{Name: "data", FS: os.DirFS(dir), Path: "."}}, source.Limits{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer work.Close()
		if err := os.WriteFile(name, []byte(strings.Replace(text, "R-1", "R-2", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		value, err := work.Documents[0].Record(workspace.Place{}, new(source.Parser))
		switch {
		case size < 1<<10 && (err != nil || value.Get("id").Text != "R-1"):
			t.Errorf("the bytes that were scanned are not those that were read: %v, %v", value, err)
		case size > 1<<10 && (err == nil || !strings.Contains(err.Error(), "changed while it was being checked")):
			t.Errorf("a changed file gives %v", err)
		}
	}
}

func TestAFileIsReadOnceHoweverOftenItIsNamed(t *testing.T) {
	fsys := fstest.MapFS{"a/r.json": {Data: []byte(`{"kind": "risk", "id": "R-1"}`)}}
	sub, err := fs.Sub(fsys, "a")
	if err != nil {
		t.Fatal(err)
	}
	work, err := workspace.Load([]workspace.Root{
		{Name: ".", FS: fsys, Path: "."},
		{Name: "a", FS: sub, Path: "."},
		{Name: "a/r.json", FS: sub, Path: "r.json"},
	}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(work.Documents) != 1 {
		t.Errorf("%d documents, want 1", len(work.Documents))
	}
}

func TestTheStateBeforeAChangeIsLoadedWithoutWhatCannotBeRead(t *testing.T) {
	fsys := fstest.MapFS{
		"broken.json": {Data: []byte(`{"kind": "risk", `)},
		"R-1.json":    {Data: []byte(`{"kind": "risk", "id": "R-1"}`)},
	}
	work, errs, err := workspace.LoadBefore([]workspace.Root{{Name: "data", FS: fsys, Path: "."}}, source.Limits{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	if len(work.Documents) != 1 || work.Documents[0].Name != "data/R-1.json" {
		t.Errorf("got %d documents", len(work.Documents))
	}
	if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "data/broken.json:1:") {
		t.Errorf("got %v", errs)
	}
}

func TestTheStateBeforeAChangeIsNotLoadedWithoutWhatCannotBeHad(t *testing.T) {
	record := &fstest.MapFile{Data: []byte(`{"kind": "risk", "id": "R-1"}`)}
	for _, test := range []struct {
		name   string
		fsys   fs.FS
		limits source.Limits
		want   string
	}{
		{"it may not be opened", unreadable{fstest.MapFS{"R-1.json": record}}, source.Limits{}, "data/R-1.json: can't be read: permission denied"},
		{"it breaks off", broken{fstest.MapFS{"R-1.json": record}}, source.Limits{}, "data/R-1.json: can't be read: input/output error"},
		{"it is too large to be looked at", fstest.MapFS{"R-1.json": record}, source.Limits{MaxBytes: 10}, "data/R-1.json: file is larger than 10 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs, err := workspace.LoadBefore([]workspace.Root{{Name: "data", FS: test.fsys, Path: "."}}, test.limits, nil, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) || len(errs) > 0 {
				t.Errorf("the error is %v, and %v is past mending; want %q", err, errs, test.want)
			}
		})
	}
}

// broken has files that break off.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	f, err := b.MapFS.Open(name)
	if b.MapFS[name] == nil {
		return f, err
	}
	return brokenFile{f}, err
}

type brokenFile struct{ fs.File }

func (brokenFile) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: "/srv/disk/R-1.json", Err: errors.New("input/output error")}
}

// unreadable lists files and opens none.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if file := u.MapFS[name]; file != nil {
		return nil, fs.ErrPermission
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadFile(string) ([]byte, error) { return nil, fs.ErrPermission }

func TestAFileThatBothStatesHaveIsReadOnce(t *testing.T) {
	same := `{"kind": "risk_register", "risks": [{"id": "R-1"}]}`
	after := fstest.MapFS{
		"same.json":    {Data: []byte(same)},
		"package.json": {Data: []byte(`{"name": "x"}`)},
		"other.json":   {Data: []byte(`{"kind": "risk", "id": "R-2"}`)},
	}
	sum := func(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }
	head, err := workspace.Load([]workspace.Root{{Name: "data", FS: after, Path: ".", Contents: workspace.Contents{
		Hash: func(string, int64) hash.Hash { return sha256.New() },
	}}}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := unreadable{fstest.MapFS{"same.json": after["same.json"], "package.json": after["package.json"], "other.json": {Data: []byte("{}")}}}
	base, errs, err := workspace.LoadBefore([]workspace.Root{{Name: "data", FS: before, Path: ".", Contents: workspace.Contents{
		ID: func(name string) string { return sum(before.MapFS[name].Data) },
	}}}, source.Limits{}, nil, head)
	if err == nil || !strings.Contains(err.Error(), "data/other.json") || strings.Contains(err.Error(), "same.json") || len(errs) > 0 {
		t.Errorf("the error is %v and %v, want one about the file that differs", err, errs)
	}
	if len(base.Documents) != 1 || base.Documents[0].Same == nil || base.Documents[0].Same.Name != "data/same.json" {
		t.Errorf("documents are %v, want the one that is the same", base.Documents)
	}
	if len(base.Ignored) != 1 || base.Ignored[0].Name != "data/package.json" {
		t.Errorf("ignored are %v", base.Ignored)
	}
}

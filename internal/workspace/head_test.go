package workspace_test

import (
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

func TestASplitRecordIsAPartOfItsDocument(t *testing.T) {
	header := func(kind, id, omits string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"kind": "` + kind + `", "schema_version": "1", "id": "` + id + `", "source": {"format": "acme", "omits": ["` + omits + `"]}}`)}
	}
	single := func(kind, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"kind": "` + kind + `", "id": "X"` + more + `}`)}
	}
	fsys := fstest.MapFS{
		"a/register.json":     header("risk_register", "a", "risks.owner"),
		"b/register.json":     header("risk_register", "b", "risks.source"),
		"a/plans.json":        header("action_plans", "plans", "plans.version"),
		"two/one.json":        header("action_plans", "one", "plans.owner"),
		"two/other.json":      header("action_plans", "other", "plans.team"),
		"a/risks/1.json":      single("risk", ``),
		"a/risks/2.json":      single("risk", `, "register": "b"`),
		"a/risks/3.json":      single("risk", `, "register": "c"`),
		"a/plans/deep/1.json": single("action_plan", `, "register": "b"`),
		"two/1.json":          single("action_plan", ``),
		"c/1.json":            single("action_plan", ``),
		"a/results/1.json":    single("monitoring_result", ``),
	}
	work, err := workspace.Load([]workspace.Root{{Name: ".", FS: fsys, Path: "."}}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	want := map[string]string{
		"a/risks/1.json": "a/register.json risks.owner acme", "a/risks/2.json": "b/register.json risks.source acme",
		"a/plans/deep/1.json": "a/plans.json plans.version acme",
		"a/risks/3.json":      "", "two/1.json": "", "c/1.json": "", "a/results/1.json": "",
	}
	for _, d := range work.Documents {
		expected, isSingle := want[d.Name]
		if !isSingle {
			continue
		}
		got := ""
		if d.Head != nil {
			got = d.Head.Name + " " + d.Omits[0] + " " + d.Source()
		}
		if got != expected {
			t.Errorf("%s is a part of %q, want %q", d.Name, got, expected)
		}
	}
}

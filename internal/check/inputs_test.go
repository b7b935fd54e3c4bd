package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/schemas"
)

// Rules are type-checked against the schemas of their inputs; that is worth something only as long as what the
// portfolio builds is what the schemas say.
func TestWhatRulesAreGivenIsWhatTheirSchemasDescribe(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, directory := range []string{"../../examples/northwind", "../../examples/violations", "../../../shared/data/oscal", "../../../shared/data/fedramp"} {
		t.Run(filepath.Base(directory), func(t *testing.T) {
			if _, err := os.Stat(directory); err != nil {
				t.Skip("the data is not here")
			}
			seen := map[string]int{}
			for subject, input := range inputs(t, checker, directory) {
				seen[subject.Kind]++
				for _, p := range checker.Input(subject.Kind, input) {
					t.Errorf("%s %s: %s: %s", subject.Kind, subject.ID, p.At, p.Message)
				}
			}
			if seen["risk"] == 0 || seen["plan"] == 0 {
				t.Errorf("there was nothing to see: %v", seen)
			}
		})
	}
}

func TestWhatRulesAboutChangesAreGivenIsWhatTheirSchemaDescribes(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	root := func(name string) []workspace.Root {
		return []workspace.Root{{Name: name, FS: os.DirFS("../../examples/" + name), Path: "."}}
	}
	records, err := check.Join(t.Context(), check.Config{
		Roots:    root("violations"),
		Base:     root("northwind"),
		Schemas:  checker,
		Severity: []string{"low", "moderate", "high", "critical"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	seen := map[string]int{}
	for _, s := range records.Subjects("change") {
		input, err := records.Input(s)
		if err != nil {
			t.Fatal(err)
		}
		seen[input.Value.Get("change").Get("kind").Text]++
		for _, p := range checker.Input("change", input.Value) {
			t.Errorf("%s: %s: %s", s.ID, p.At, p.Message)
		}
	}
	for _, kind := range []string{"document", "risk", "plan", "activity", "result", "review", "report"} {
		if seen[kind] == 0 {
			t.Errorf("there was no change of a %s", kind)
		}
	}
}

func inputs(t *testing.T, checker *schema.Checker, directory string) map[portfolio.Subject]*source.Value {
	t.Helper()
	work, err := workspace.Load([]workspace.Root{{Name: directory, FS: os.DirFS(directory), Path: "."}}, source.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	index := portfolio.NewIndex(work.Documents, []string{"low", "moderate", "high", "critical"})
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
				record := list.Record
				if record == "" {
					record = schema.RecordsOf(value.Get("kind").Text)[0]
				}
				index.Add(i, at, record, value, body, true)
			}
		}
	}
	p := index.Join(nil)
	built := map[portfolio.Subject]*source.Value{}
	for i := range p.Len() {
		s := p.Subject(i)
		input, err := p.Input(s, nil, parser)
		if err != nil {
			t.Fatal(err)
		}
		built[s] = input.Value
	}
	return built
}

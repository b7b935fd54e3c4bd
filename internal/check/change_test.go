package check_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/schemas"
)

// joinChange joins two states of some files.
func joinChange(t *testing.T, base, head fstest.MapFS) *check.Records {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	records, err := check.Join(t.Context(), check.Config{
		Roots:    []workspace.Root{{Name: ".", FS: head, Path: "."}},
		Base:     []workspace.Root{{Name: ".", FS: base, Path: "."}},
		Schemas:  checker,
		Severity: []string{"low", "moderate", "high", "critical"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(records.Close)
	return records
}

func changesOf(records *check.Records) []string {
	var ids []string
	for _, s := range records.Subjects("change") {
		ids = append(ids, s.ID)
	}
	return ids
}

const aRegister = `{"kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Org", "business_unit": "unit",
 "as_of": "2026-06-30", "scale": {"levels": ["low", "high"]}, "risks": [{"id": "R-1", "title": "one", "status": "assessed", "identified_on": "2026-06-01"}]}`

func TestABrokenFileOfTheBaseDoesNotStandInTheWayOfItsMend(t *testing.T) {
	mended := fstest.MapFS{"register.json": {Data: []byte(aRegister)}}
	broken := fstest.MapFS{"register.json": {Data: []byte(aRegister[:len(aRegister)-1])}}
	records := joinChange(t, broken, mended)
	if want, got := []string{"risk_register:reg", "risk:R-1"}, changesOf(records); !slices.Equal(got, want) {
		t.Fatalf("the changes are %v, want %v", got, want)
	}
	for _, s := range records.Subjects("change") {
		input, err := records.Input(s)
		if err != nil {
			t.Fatal(err)
		}
		if want := (portfolio.Gap{Path: "before", Reason: "in the base, register.json can't be read"}); !slices.Contains(input.Gaps, want) {
			t.Errorf("%s: the gaps are %v", s.ID, input.Gaps)
		}
	}
}

func TestARecordOfTheBaseThatHadAnotherShapeIsNotHeldAgainstItsMend(t *testing.T) {
	mended := fstest.MapFS{"register.json": {Data: []byte(aRegister)}}
	old := fstest.MapFS{"register.json": {Data: []byte(aRegister[:len(aRegister)-3] + `, "color": "red"}]}`)}}
	records := joinChange(t, old, mended)
	if want, got := []string{"risk:R-1"}, changesOf(records); !slices.Equal(got, want) {
		t.Fatalf("the changes are %v, want %v", got, want)
	}
	input, err := records.Input(records.Subjects("change")[0])
	if err != nil {
		t.Fatal(err)
	}
	if want := (portfolio.Gap{Path: "before", Reason: "in the base, the record does not match its schema"}); !slices.Contains(input.Gaps, want) || input.Value.Get("before") != nil {
		t.Errorf("the input is %s, and the gaps are %v", input.Value, input.Gaps)
	}
}

func TestTheSameRecordsMakeNoChange(t *testing.T) {
	files := fstest.MapFS{"register.json": {Data: []byte(aRegister)}}
	if got := changesOf(joinChange(t, files, files)); len(got) > 0 {
		t.Errorf("the changes are %v", got)
	}
}

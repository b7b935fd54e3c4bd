package ruledoc_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/ruledoc"
)

func TestAPageSaysAllThatIsKnownOfARule(t *testing.T) {
	folder := fstest.MapFS{
		"rules/risk/owned/examples/fail.json":    {Data: []byte(`{"title": "Nobody owns it", "as_of": "2026-06-30", "input": {"risk": {"id": "R-1"}}, "violations": [{"at": ["risk"], "message": "risk R-1 has no owner"}]}`)},
		"rules/risk/owned/examples/pass.json":    {Data: []byte(`{"title": "Somebody owns it", "as_of": "2026-06-30", "input": {"risk": {"id": "R-1", "owner": "p-1"}}}`)},
		"rules/risk/owned/examples/pass-b.json":  {Data: []byte(`{"title": "Another", "as_of": "2026-06-30", "input": {}}`)},
		"rules/risk/other/examples/fail-x.json":  {Data: []byte(`{`)},
		"rules/risk/owned/examples/boundary.txt": {Data: []byte(`no example`)},
	}
	page := ruledoc.Page{
		Rule: report.Rule{
			ID:          "risk.owned",
			Title:       "Every risk has an owner",
			Description: "What nobody owns nobody treats.",
			Remedy:      "Name the owner.",
			Subject:     "risk",
			Reads:       []string{"risk.owner"},
			Controls:    []string{"nist-800-53r5:PM-29"},
		},
		Level:    "warn",
		Settings: []string{"risk.roles = 3"},
		Off:      "not yet",
	}
	var err error
	if page.Fails, page.Holds, err = ruledoc.Examples(folder, "risk.owned"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := page.WriteText(&b, 60); err != nil {
		t.Fatal(err)
	}
	want := `risk.owned: Every risk has an owner
asked about each risk; a finding has level warn
turned off by the settings: not yet

Why
  What nobody owns nobody treats.

How to mend a finding
  Name the owner.

Reads
  risk.owner

Settings
  risk.roles = 3

Evidence for
  nist-800-53r5:PM-29

An example that fails
  Nobody owns it (as of 2026-06-30)
  {
    "risk": {
      "id": "R-1"
    }
  }
  -> risk R-1 has no owner

An example that holds
  Somebody owns it (as of 2026-06-30)
  {
    "risk": {
      "id": "R-1",
      "owner": "p-1"
    }
  }
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, _, err := ruledoc.Examples(folder, "risk.other"); err == nil {
		t.Error("a broken example is no error")
	}
}

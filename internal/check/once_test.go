package check

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// counted counts the bytes that are read of files too large to stay in memory.
type counted struct {
	fs.FS
	read *atomic.Int64
}

func (c counted) Open(name string) (fs.File, error) {
	file, err := c.FS.Open(name)
	if at, ok := file.(io.ReaderAt); ok {
		return countedFile{file, at, c.read}, err
	}
	return file, err
}

type countedFile struct {
	fs.File
	at   io.ReaderAt
	read *atomic.Int64
}

func (c countedFile) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.read.Add(int64(n))
	return n, err
}

func (c countedFile) ReadAt(p []byte, offset int64) (int, error) {
	n, err := c.at.ReadAt(p, offset)
	c.read.Add(int64(n))
	return n, err
}

// longRegister has so many risks, of which some say something else.
func longRegister(risks int, changed ...int) fstest.MapFS {
	other := map[int]bool{}
	for _, n := range changed {
		other[n] = true
	}
	var text strings.Builder
	text.WriteString(`{"kind": "risk_register", "schema_version": "1", "id": "reg", "organization": "Org", "business_unit": "unit", "as_of": "2026-06-30", "risks": [`)
	for n := range risks {
		title := "a risk as others are"
		if other[n] {
			title = "a risk as no other is"
		}
		fmt.Fprintf(&text, "\n"+`{"id": "R-%06d", "title": "%s", "description": "%s", "status": "identified", "identified_on": "2026-06-01"},`, n, title, strings.Repeat("words ", 30))
	}
	return fstest.MapFS{"register.json": {Data: []byte(strings.TrimSuffix(text.String(), ",") + "\n]}")}}
}

// library is a run with riskgate's own rules, as of a day.
func library(t *testing.T) (Config, report.About) {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	day, err := report.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := rules.Compile(policy.Config{Settings: chosen.Values(), AsOf: day.Time(), Inputs: checker.Inputs()})
	if err != nil {
		t.Fatal(err)
	}
	return Config{Schemas: checker, Severity: chosen.Levels(), Engine: engine, Rules: rules.Rules()}, report.About{AsOf: day}
}

// What isn't affected is not evaluated for the base, so that its records are read no third time: once to find them, and once
// to tell that they are the same. The head is read as in a check of it alone.
func TestAChangeReadsBothSidesOnceAndEvaluatesNothingTwiceThatItLeavesAlone(t *testing.T) {
	const risks, record = 3000, 400
	base, head := longRegister(risks), longRegister(risks, 17, 1500, 2999)
	c, about := library(t)
	var ofBase, ofHead atomic.Int64
	run := func(withBase bool) *report.Report {
		t.Helper()
		ofBase.Store(0)
		ofHead.Store(0)
		c.Roots = []workspace.Root{{Name: ".", FS: counted{head, &ofHead}, Path: "."}}
		c.Base = nil
		about.Comparison = nil
		if withBase {
			c.Base = []workspace.Root{{Name: ".", FS: counted{base, &ofBase}, Path: "."}}
			about.Comparison = &report.Comparison{Base: "base", Head: "head"}
		}
		r, err := Run(t.Context(), c, about)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	run(false)
	alone := ofHead.Load()
	r := run(true)

	if most := alone + 10*3*record; ofHead.Load() > most {
		t.Errorf("of the head %d bytes are read, and %d in a check of it alone", ofHead.Load(), alone)
	}
	size := int64(len(base["register.json"].Data))
	if got, most := ofBase.Load(), 2*size+10*3*record; got < size || got > most {
		t.Errorf("of a base of %d bytes %d are read, want two times at most", size, got)
	}
	// Three risks, the register that counts them, and the changes of the three.
	if r.Comparison.Affected != 7 {
		t.Errorf("%d subjects are affected, want 7", r.Comparison.Affected)
	}
	if r.SelfCheck.Twice > r.SelfCheck.Answers/100 {
		t.Errorf("%d of %d answers are evaluated in two ways", r.SelfCheck.Twice, r.SelfCheck.Answers)
	}
}

package mappings_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/mappings"
	"github.com/riskgate/riskgate/internal/intake/xlsx"
	"github.com/riskgate/riskgate/internal/intake/yaml"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

var update = flag.Bool("update", false, "write what the exports are read as to testdata")

const (
	samples = "../../../examples/exports"
	shared  = "../../../../shared/data"
)

// exports are files as other tools write them, with the mapping that must be recognised without its name.
var exports = []struct{ file, format string }{
	{"ciso-assistant.csv", "ciso-assistant"},
	{"ciso-assistant-domain.json", "ciso-assistant"},
	{"emass-poam.xlsx", "emass-poam"},
	{"emass-poam-text.csv", "emass-poam"},
	{"fedramp-poam.xlsx", "fedramp-poam"},
	{"jira.csv", "jira"},
	{"nist-ir-8286.csv", "nist-ir-8286"},
	{"risk-files/R-7.yaml", "risk-files"},
	{"risk-files/R-8.yaml", "risk-files"},
	{"simplerisk.csv", "simplerisk"},
}

func TestExportsAreReadAsWhatTheySay(t *testing.T) {
	library := load(t)
	for _, export := range exports {
		t.Run(export.file, func(t *testing.T) {
			match, err := library.Recognize(open(t, os.DirFS(samples), export.file))
			if err != nil {
				t.Fatal(err)
			}
			if match.Name != export.format {
				t.Fatalf("recognised as %s, want %s", match.Name, export.format)
			}
			result, err := match.Read()
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range result.Intake.Tables {
				checkRows(t, table)
			}
			golden := path.Join("testdata", strings.ReplaceAll(export.file, "/", "-")+".golden")
			got := show(t, match, result)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("is read as\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// originals are files that others wrote, with the mapping that must be recognised and the rows that each table has.
var originals = []struct {
	file, format string
	rows         []int
}{
	{"registers/program-risk-board.json", "program-risk-board", []int{5}},
	{"registers/remediation_log.csv", "compliance-risk-tracker-remediation", []int{311}},
	{"registers/risk_register.csv", "compliance-risk-tracker", []int{120}},
	{"fedramp/FedRAMP-POAM-Template.xlsx", "fedramp-poam", []int{0, 0, 0}},
}

func TestEveryMappingIsTriedOnAnExport(t *testing.T) {
	tried := map[string]bool{}
	for _, export := range exports {
		tried[export.format] = true
	}
	for _, original := range originals {
		tried[original.format] = true
	}
	for _, name := range load(t).Names() {
		if !tried[name] {
			t.Errorf("%s is tried on no export; put one in examples/exports", name)
		}
	}
}

func TestEveryRowOfAnOriginalIsUsedOrSkipped(t *testing.T) {
	library := load(t)
	for _, original := range originals {
		t.Run(original.file, func(t *testing.T) {
			if _, err := os.Stat(path.Join(shared, original.file)); errors.Is(err, os.ErrNotExist) {
				t.Skip("the file is not here")
			}
			match, err := library.Recognize(open(t, os.DirFS(shared), original.file))
			if err != nil {
				t.Fatal(err)
			}
			result, err := match.Read()
			if err != nil {
				t.Fatal(err)
			}
			if match.Name != original.format {
				t.Errorf("recognised as %s, want %s", match.Name, original.format)
			}
			var rows []int
			for _, table := range result.Intake.Tables {
				rows = append(rows, table.Rows)
				checkRows(t, table)
				if len(table.Unmapped) > 0 {
					t.Errorf("%s: no field comes from %q", table.Name, table.Unmapped)
				}
			}
			if !slices.Equal(rows, original.rows) {
				t.Errorf("tables of %d rows, want %d", rows, original.rows)
			}
		})
	}
}

func checkRows(t *testing.T, table report.Table) {
	t.Helper()
	skipped := 0
	for _, s := range table.Skipped {
		skipped += s.Rows
	}
	if table.Rows != table.Used+skipped {
		t.Errorf("%s: %d rows, of which %d are used and %d skipped", table.Name, table.Rows, table.Used, skipped)
	}
}

func load(t *testing.T) *mapping.Library {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := mapping.Load(mapping.Config{Shipped: mappings.FS, Checker: checker})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// open reads a file by the reader that its name asks for.
func open(t *testing.T, fsys fs.FS, file string) mapping.Book {
	t.Helper()
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	book := mapping.Book{Name: path.Base(file)}
	switch path.Ext(file) {
	case ".xlsx":
		read, err := xlsx.Open(bytes.NewReader(text), int64(len(text)), book.Name, source.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		book.Sheets, book.Notes = read.Sheets, read.Notes()
	case ".csv":
		read, err := csv.Open(bytes.NewReader(text), int64(len(text)), book.Name, csv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		book.Sheets, book.Notes, book.Again = []grid.Sheet{read.Sheet}, read.Dialect.Reasons, read.Row
	case ".yaml":
		documents, err := yaml.Parse(text, source.Position{File: book.Name})
		if err != nil {
			t.Fatal(err)
		}
		book.Tree = documents[0]
	case ".json":
		if book.Tree, err = (source.File{Name: book.Name, Text: text}).Parse(); err != nil {
			t.Fatal(err)
		}
	}
	book.Position = func(offset int) source.Position {
		return source.PositionAt(text, source.Position{File: book.Name}, offset)
	}
	return book
}

// show writes all that was read: why, of how many rows, what no field comes from, what has no meaning, and the documents.
func show(t *testing.T, match *mapping.Match, result *mapping.Result) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", match.Title, match.Why)
	for _, table := range result.Intake.Tables {
		fmt.Fprintf(&b, "table %q: %d rows, %d used\n", table.Name, table.Rows, table.Used)
		for _, s := range table.Skipped {
			fmt.Fprintf(&b, "  %d skipped from %s: %s\n", s.Rows, s.First, s.Reason)
		}
		for _, header := range table.Unmapped {
			fmt.Fprintf(&b, "  not mapped: %s\n", header)
		}
		for _, note := range table.Notes {
			fmt.Fprintf(&b, "  %s\n", note)
		}
	}
	for _, unread := range result.Intake.Unread {
		fmt.Fprintf(&b, "%s is not read: %s\n", unread.Name, unread.Reason)
	}
	for _, p := range result.Problems {
		fmt.Fprintf(&b, "%s: %s\n", p.Position, p.Message)
	}
	for _, document := range result.Documents {
		header := source.NewObject(slices.DeleteFunc(slices.Clone(document.Header.Members), func(m source.Member) bool {
			return m.Name == "source" // what is omitted follows from what is mapped and from the schemas, which grow
		})...)
		fmt.Fprintf(&b, "\n%s\n%s\n", document.Kind, header.Layout(100))
		for _, records := range document.Lists {
			for i := range records.Len() {
				record, err := records.Record(i)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%s %s\n", records.Name, record.Layout(100))
			}
		}
	}
	return b.String()
}

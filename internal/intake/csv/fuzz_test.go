package csv_test

import (
	stdcsv "encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

var seeds = []string{
	"", "a", "a,b\n1,2\n", "a;b\r\n1;2\r\n", "a\tb\n", "\"a\n\",\"b\"\"\"\n", "a,\"b", "a,b\"c", "\"a\"b", "\n\n,\n", "sep=;\na;b", "sep=", "\nsep=;\na",
	"\ufeffa,b", "a,\xe9\n", "é,\xe9\n", "\xff\xfea\x00,\x00b\x00", "\xfe\xff\x00a\x00,", "a\rb", "\"a\rb\"\r\n", "a\x00b", "\r", "a,b\r",
}

// What is read is what encoding/csv reads of the whole, in one pass.
func FuzzRows(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reference := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
		reference.FieldsPerRecord = -1
		want, refusal := reference.ReadAll()
		want = slices.DeleteFunc(want, func(row []string) bool { return strings.Join(row, "") == "" })
		table, err := csv.Open(strings.NewReader(text), int64(len(text)), "r.csv", csv.Options{Separator: ',', Encoding: csv.UTF8})
		var rows []grid.Row
		if err == nil {
			rows, err = read(t, table)
		}
		switch {
		case err == nil && strings.HasPrefix(strings.TrimPrefix(text, "\ufeff"), "sep=,"):
		case err == nil && refusal != nil:
			t.Fatalf("%q is read, which encoding/csv refuses: %v", text, refusal)
		case err == nil && !slices.EqualFunc(rows, want, same):
			t.Fatalf("%q is read as %s, want %q", text, show(rows), want)
		case err != nil && refusal == nil && strings.Contains(err.Error(), "ends within a row") && !strings.HasSuffix(text, "\n"):
		case err != nil && refusal == nil && !strings.ContainsAny(text, "\x00\r\ufffd") && len(text) < 16000:
			t.Fatalf("%q is refused, which encoding/csv reads: %v", text, err)
		case err != nil:
			checkFault(t, text, err)
		}
	})
}

func same(row grid.Row, want []string) bool {
	return slices.EqualFunc(row.Cells, want, func(c grid.Cell, text string) bool { return c.Text == text })
}

// Whatever a file holds, it is read, or refused with a place and a hint.
func FuzzOpen(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := csv.Open(strings.NewReader(text), int64(len(text)), "r.csv", csv.Options{})
		if err == nil {
			_, err = read(t, table)
		}
		if err != nil {
			checkFault(t, text, err)
		}
	})
}

func checkFault(t *testing.T, text string, err error) {
	t.Helper()
	var fault *source.Error
	if !errors.As(err, &fault) || fault.Hint == "" || fault.Pos.File != "r.csv" {
		t.Fatalf("%q: no place or hint: %#v", text, err)
	}
}
